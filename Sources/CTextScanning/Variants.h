#ifndef VARIANTS_H
#define VARIANTS_H

#include "Masks.h"

#define BODY static inline __attribute__((always_inline))

typedef struct masks (*classifier)(const uint8_t *, const uint8_t *, int);

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
static inline int hasWideLanes(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }
#define NARROW_MASKS masksSSE2
#else
#define NARROW_MASKS masksPlain
#endif

// Whether bytes are UTF-8 (Unicode 15, table 3-7).
static inline int isUTF8(const uint8_t *text, size_t length) {
  for (size_t at = 0; at < length;) {
    uint64_t word;
    if (length - at >= 8 && (memcpy(&word, text + at, 8), (word & 0x8080808080808080) == 0)) {
      at += 8;
      continue;
    }
    uint8_t lead = text[at];
    if (lead < 0x80) {
      at++;
      continue;
    }
    size_t more = lead >= 0xC2 && lead <= 0xDF ? 1 : lead >= 0xE0 && lead <= 0xEF ? 2 : lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
    if (more == 0 || length - at <= more) return 0;
    uint8_t second = text[at + 1];
    uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80, most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) return 0;
    for (size_t next = 2; next <= more; next++)
      if (text[at + next] < 0x80 || text[at + next] > 0xBF) return 0;
    at += more + 1;
  }
  return 1;
}

// The place of bytes in a batch, which has less than 2^32 of them.
static inline uint64_t placeOf(size_t start, size_t length) { return (uint64_t)start << 32 | (uint64_t)length; }

#endif
