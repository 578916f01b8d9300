#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

// The library exports what makes its extension for bare links, though no installed header names it. Weak: one that
// hides it is as good, and a little slower.
extern cmark_syntax_extension *create_autolink_extension(void) __attribute__((weak));

// Another extension for bare links than the registered one; NULL where none can be had.
static inline cmark_syntax_extension *ccmark_create_autolink_extension(void) {
  return create_autolink_extension ? create_autolink_extension() : NULL;
}
