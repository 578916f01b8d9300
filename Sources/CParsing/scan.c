#include "CParsing.h"

#include <stdint.h>

enum { step = 16 };

static inline int is_markup(uint8_t byte) {
  return (byte == '&') | (byte == '<') | (byte == '>') | (byte == '"') | (byte == '\'') | (byte == 0);
}

static inline int is_counted(uint8_t byte) {
  return (byte == '\n') | (byte == '\r') | (byte == '|') | (byte == '[');
}

// Bytes of small texts are looked up: that takes one step for each, and not six.
static const uint8_t markup[256] = {['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1, [0] = 1};
static const uint8_t counted[256] = {['\n'] = 1, ['\r'] = 1, ['|'] = 1, ['['] = 1};

// Steps are looked at without a branch for each byte, so that the compiler makes vectors of them.
static inline __attribute__((always_inline)) size_t scan(
  const uint8_t *bytes, size_t count, int (*is_found)(uint8_t), const uint8_t *table
) {
  size_t place = 0;
  for (; count - place >= step; place += step) {
    uint8_t found = 0;
    for (size_t index = 0; index < step; index++) found |= (uint8_t)is_found(bytes[place + index]);
    if (found) break;
  }
  while (place < count && !table[bytes[place]]) place++;
  return place;
}

size_t cparsing_before_markup(const uint8_t *bytes, size_t count) { return scan(bytes, count, is_markup, markup); }

size_t cparsing_before_counted(const uint8_t *bytes, size_t count) { return scan(bytes, count, is_counted, counted); }

int cparsing_says_draft(const uint8_t *bytes, size_t count) {
  static const char word[] = "draft";
  const size_t length = sizeof word - 1;
  if (count < length) return 0;
  size_t last = count - length;
  for (size_t place = 0; place <= last; place++) {
    if (last - place >= step) {
      uint8_t found = 0;
      for (size_t index = place; index < place + step; index++) {
        found |= (uint8_t)(((bytes[index] | 0x20) == 'd') & ((bytes[index + 1] | 0x20) == 'r'));
      }
      if (!found) {
        place += step - 1;
        continue;
      }
    }
    size_t same = 0;
    while (same < length && (bytes[place + same] | 0x20) == word[same]) same++;
    if (same == length) return 1;
  }
  return 0;
}
