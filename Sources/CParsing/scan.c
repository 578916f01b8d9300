#include "CParsing.h"

#include <stdint.h>

enum { step = 16 };

static inline int is_markup(uint8_t byte) {
  return (byte == '&') | (byte == '<') | (byte == '>') | (byte == '"') | (byte == '\'') | (byte == 0);
}

static inline int is_counted(uint8_t byte) {
  return (byte == '\n') | (byte == '\r') | (byte == '|') | (byte == '[');
}

// Steps are looked at without a branch for each byte, so that the compiler makes vectors of them.
static inline __attribute__((always_inline)) size_t scan(const uint8_t *bytes, size_t count, int (*is_found)(uint8_t)) {
  size_t place = 0;
  for (; count - place >= step; place += step) {
    uint8_t found = 0;
    for (size_t index = 0; index < step; index++) found |= (uint8_t)is_found(bytes[place + index]);
    if (found) break;
  }
  while (place < count && !is_found(bytes[place])) place++;
  return place;
}

size_t cparsing_before_markup(const uint8_t *bytes, size_t count) { return scan(bytes, count, is_markup); }

size_t cparsing_before_counted(const uint8_t *bytes, size_t count) { return scan(bytes, count, is_counted); }
