// libcurl's functions that take any kind of argument, which only C may call. The library is loaded when it is needed,
// so that they are handed over by address; its header is not.
#ifndef CCURL_H
#define CCURL_H

// curl_easy_setopt with a number, a pointer or a function: each gives its CURLcode.
int ccurl_set_number(void *setopt, void *handle, int option, long value);
int ccurl_set_pointer(void *setopt, void *handle, int option, const void *value);
int ccurl_set_function(void *setopt, void *handle, int option, void (*value)(void));

// curl_easy_getinfo of a number.
int ccurl_get_number(void *getinfo, void *handle, int info, long *value);

#endif
