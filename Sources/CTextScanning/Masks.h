#ifndef MASKS_H
#define MASKS_H

#include <stdint.h>
#include <string.h>

// For 64 bytes: which of them are one of up to four characters, a bit each; and which are no ASCII.
struct masks {
  uint64_t of[4];
  uint64_t high;
};

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static inline __attribute__((always_inline)) struct masks masksAVX2(const uint8_t *text, const uint8_t *characters, int count) {
  __m256i low = _mm256_loadu_si256((const __m256i *)text), up = _mm256_loadu_si256((const __m256i *)(text + 32));
  struct masks masks;
  for (int c = 0; c < count; c++) {
    __m256i wanted = _mm256_set1_epi8((char)characters[c]);
    masks.of[c] = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) |
                  (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(up, wanted)) << 32;
  }
  masks.high = (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(up) << 32;
  return masks;
}

static inline __attribute__((always_inline)) struct masks masksSSE2(const uint8_t *text, const uint8_t *characters, int count) {
  __m128i part[4];
  for (int p = 0; p < 4; p++) part[p] = _mm_loadu_si128((const __m128i *)(text + 16 * p));
  struct masks masks;
  for (int c = 0; c < count; c++) {
    __m128i wanted = _mm_set1_epi8((char)characters[c]);
    uint64_t bits = 0;
    for (int p = 0; p < 4; p++) bits |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part[p], wanted)) << (16 * p);
    masks.of[c] = bits;
  }
  masks.high = 0;
  for (int p = 0; p < 4; p++) masks.high |= (uint64_t)(uint16_t)_mm_movemask_epi8(part[p]) << (16 * p);
  return masks;
}
#else
static inline struct masks masksPlain(const uint8_t *text, const uint8_t *characters, int count) {
  struct masks masks = {{0, 0, 0, 0}, 0};
  for (int b = 0; b < 64; b++) {
    for (int c = 0; c < count; c++) masks.of[c] |= (uint64_t)(text[b] == characters[c]) << b;
    masks.high |= (uint64_t)(text[b] >> 7) << b;
  }
  return masks;
}
#endif

// Each bit says whether an odd number of bits up to it, itself included, are set.
static inline uint64_t prefixParity(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

#endif
