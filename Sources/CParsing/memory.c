#include "CParsing.h"

#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Small blocks are cut from chunks, and taken up again by their size when they are given back; large ones are the
// system's, and kept in a list. What a text makes the library take and give back does not add up.
enum {
  unit = 16,
  largest_small = 2048,
  chunk_size = 256 << 10,
  // The chunks that are kept for the next text.
  most_kept = 4,
};

// Before each block stands its size; before a large one's also its neighbours in the list.
struct header {
  size_t size;
  size_t padding;
};

struct large {
  struct large *before;
  struct large *after;
  struct header header;
};

struct chunk {
  struct chunk *next;
  size_t padding;
  char room[chunk_size];
};

struct memory {
  unsigned users;
  struct chunk *first;
  struct chunk *current;
  char *free;
  size_t room;
  // By size in units, the first of the blocks that were given back; each holds the address of the next.
  void *returned[largest_small / unit + 1];
  struct large *large;
  int is_known;
};

static __thread struct memory memory;
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct header *header_of(void *block) { return (struct header *)block - 1; }

static struct large *large_of(void *block) {
  return (struct large *)((char *)block - sizeof(struct large));
}

static void forget_large(struct large *block) {
  if (block->before) block->before->after = block->after;
  else memory.large = block->after;
  if (block->after) block->after->before = block->before;
  free(block);
}

static void free_chunks_after(struct chunk **link) {
  struct chunk *chunk = *link;
  *link = NULL;
  while (chunk) {
    struct chunk *next = chunk->next;
    free(chunk);
    chunk = next;
  }
}

static void empty(void) {
  while (memory.large) forget_large(memory.large);
  memset(memory.returned, 0, sizeof memory.returned);
  struct chunk **link = &memory.first;
  for (int kept = 0; kept < most_kept && *link; kept++) link = &(*link)->next;
  free_chunks_after(link);
  memory.current = NULL;
  memory.free = NULL;
  memory.room = 0;
}

static void end_thread(void *unused) {
  (void)unused;
  empty();
  free_chunks_after(&memory.first);
}

static void make_key(void) {
  if (pthread_key_create(&key, end_thread) != 0) abort();
}

void cparsing_begin(void) {
  if (!memory.is_known) {
    pthread_once(&once, make_key);
    // Any value but NULL has the key's function called when the thread ends.
    if (pthread_setspecific(key, &memory) != 0) abort();
    memory.is_known = 1;
  }
  memory.users++;
}

void cparsing_end(void) {
  if (--memory.users == 0) empty();
}

static __attribute__((noinline)) void open_chunk(void) {
  struct chunk *next = memory.current ? memory.current->next : memory.first;
  if (!next) {
    next = malloc(sizeof *next);
    if (!next) abort();
    next->next = NULL;
    if (memory.current) memory.current->next = next;
    else memory.first = next;
  }
  memory.current = next;
  memory.free = next->room;
  memory.room = chunk_size;
}

static __attribute__((noinline)) void *take_large(size_t size) {
  struct large *block = size < PTRDIFF_MAX - sizeof *block ? malloc(size + sizeof *block) : NULL;
  if (!block) abort();
  block->header.size = size;
  block->before = NULL;
  block->after = memory.large;
  if (block->after) block->after->before = block;
  memory.large = block;
  return block + 1;
}

// A block of so many units, with anything in it.
static inline __attribute__((always_inline)) void *take_units(size_t units) {
  void *known = memory.returned[units];
  if (known) {
    memcpy(&memory.returned[units], known, sizeof(void *));
    return known;
  }
  size_t bytes = units * unit + sizeof(struct header);
  if (memory.room < bytes) open_chunk();
  struct header *header = (struct header *)memory.free;
  memory.free += bytes;
  memory.room -= bytes;
  header->size = units * unit;
  return header + 1;
}

static inline size_t units_of(size_t size) { return (size + unit - 1) / unit + (size == 0); }

// A block of that size at least, with anything in it.
static void *take(size_t size) {
  return size > largest_small ? take_large(size) : take_units(units_of(size));
}

void cparsing_keep_returned(void) {
#ifdef __GLIBC__
  // Otherwise the thresholds follow whatever large block happens to be given back first.
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
}

void *cparsing_calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) abort();
  if (bytes > largest_small) return memset(take_large(bytes), 0, bytes);
  size_t units = units_of(bytes);
  char *block = take_units(units);
  // A call of `memset` costs more than most blocks; the empty statements keep the loops from becoming one.
  char *place = block;
  char *end = block + units * unit;
  for (; end - place >= 4 * unit; place += 4 * unit) {
    memset(place, 0, 4 * unit);
    __asm__ volatile("" : "+r"(place));
  }
  for (; place != end; place += unit) {
    memset(place, 0, unit);
    __asm__ volatile("" : "+r"(place));
  }
  return block;
}

void *cparsing_realloc(void *block, size_t size) {
  if (!block) return take(size);
  size_t old = header_of(block)->size;
  if (size <= old) return block;
  void *larger = take(size);
  memcpy(larger, block, old);
  cparsing_free(block);
  return larger;
}

void cparsing_free(void *block) {
  if (!block) return;
  size_t size = header_of(block)->size;
  if (size > largest_small) {
    forget_large(large_of(block));
    return;
  }
  memcpy(block, &memory.returned[size / unit], sizeof(void *));
  memory.returned[size / unit] = block;
}
