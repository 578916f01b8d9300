// The memory that cmark-gfm parses in: each thread has its own, and it is emptied whole when a tree ends, so that a
// tree's thousands of nodes need not be given back one by one, nor threads wait for each other.
#ifndef CPARSING_H
#define CPARSING_H

#include <stddef.h>
#include <stdint.h>

// What begins can be begun again within; when the first one ends, all that was taken since is gone.
void cparsing_begin(void);
void cparsing_end(void);

// calloc, realloc and free between the two. They end the program where there is no memory, as the library's own do.
void *cparsing_calloc(size_t count, size_t size);
void *cparsing_realloc(void *block, size_t size);
void cparsing_free(void *block);

// Memory that is given back stays with the program, up to 32 MB of it, for what is asked for next; the system need not
// clear and map it again and again. For programs that end soon after they have needed much.
void cparsing_keep_returned(void);

// How many bytes stand before the first that HTML gives a meaning to, or NUL; all of them where there is none.
size_t cparsing_before_markup(const uint8_t *bytes, size_t count);

// The same for the first end of a line, bar or bracket that opens.
size_t cparsing_before_counted(const uint8_t *bytes, size_t count);

// Whether the word stands in them, in letters of whatever case.
int cparsing_says_draft(const uint8_t *bytes, size_t count);

#endif
