#include "CCurl.h"

typedef int (*any_arguments)(void *, int, ...);

int ccurl_set_number(void *setopt, void *handle, int option, long value) {
  return ((any_arguments)setopt)(handle, option, value);
}

int ccurl_set_pointer(void *setopt, void *handle, int option, const void *value) {
  return ((any_arguments)setopt)(handle, option, value);
}

int ccurl_set_function(void *setopt, void *handle, int option, void (*value)(void)) {
  return ((any_arguments)setopt)(handle, option, value);
}

int ccurl_get_number(void *getinfo, void *handle, int info, long *value) {
  return ((any_arguments)getinfo)(handle, info, value);
}
