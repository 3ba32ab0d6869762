#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdint.h>
#include <string.h>

#include "PowersOfTen.h"

static inline double doubleOf(uint64_t bits) {
  double value;
  memcpy(&value, &bits, 8);
  return value;
}

// w x 10^q rounded once (Lemire 2021, algorithm 1); 0 where the first 128 bits do not decide, or the value is not a normal number.
static inline int roundedOnce(uint64_t w, int q, uint64_t *bits) {
  if (w == 0) {
    *bits = 0;
    return 1;
  }
  if (q < leastPower || q > greatestPower) return 0;
  static const double exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  if (w <= (UINT64_C(1) << 53) && q >= -22 && q <= 22) {
    // Both are exact, so that one rounding is all there is (Clinger 1990).
    double value = q < 0 ? (double)w / exact[-q] : (double)w * exact[q];
    memcpy(bits, &value, 8);
    return 1;
  }
  int zeros = __builtin_clzll(w);
  w <<= zeros;
  const uint64_t *power = powersOfTen[q - leastPower];
  unsigned __int128 first = (unsigned __int128)w * power[0];
  uint64_t high = (uint64_t)(first >> 64), low = (uint64_t)first;
  if ((high & 0x1FF) == 0x1FF) {
    unsigned __int128 second = (unsigned __int128)w * power[1];
    low += (uint64_t)(second >> 64);
    if ((uint64_t)(second >> 64) > low) high++;
    if (low == UINT64_MAX && (q < -27 || q > 55)) return 0;
  }
  int upper = (int)(high >> 63);
  uint64_t mantissa = high >> (upper + 64 - 52 - 3);
  int exponent = (int)((((152170 + 65536) * (int64_t)q) >> 16) + 63) + upper - zeros + 1023;
  if (exponent <= 0 || exponent >= 2046) return 0;
  // Halfway between two doubles: to the even one, where the product is exact.
  if (low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && (mantissa << (upper + 64 - 52 - 3)) == high) mantissa &= ~UINT64_C(1);
  mantissa += mantissa & 1;
  mantissa >>= 1;
  if (mantissa >= (UINT64_C(2) << 52)) {
    mantissa = UINT64_C(1) << 52;
    exponent++;
  }
  *bits = (mantissa & ~(UINT64_C(1) << 52)) | (uint64_t)exponent << 52;
  return 1;
}

// Eight digits at once: their values, or -1 where one of them is no digit.
static inline int64_t eightDigits(const uint8_t *text) {
  uint64_t word;
  memcpy(&word, text, 8);
  if (((word & 0xF0F0F0F0F0F0F0F0) | (((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) != 0x3333333333333333) return -1;
  word -= 0x3030303030303030;
  word = word * 10 + (word >> 8);
  return (int64_t)((((word & 0x000000FF000000FF) * 0x000F424000000064) + (((word >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32);
}

// Reads [-]digits[.digits][e[+-]digits] and nothing else, as bits of a double; at least 8 bytes are readable after the end.
static inline int numberOf(const uint8_t *text, size_t length, int exponent, uint64_t *bits) {
  const uint8_t *at = text, *end = text + length;
  uint64_t sign = 0;
  if (at < end && *at == '-') {
    sign = UINT64_C(1) << 63;
    at++;
  }
  uint64_t w = 0;
  const uint8_t *start = at;
  while (at < end && (uint8_t)(*at - '0') < 10) w = w * 10 + (*at++ - '0');
  size_t digits = (size_t)(at - start);
  if (digits == 0) return 0;
  int q = exponent;
  if (at < end && *at == '.') {
    const uint8_t *point = ++at;
    while (end - at >= 8 && digits + (size_t)(at - point) <= 11) {
      int64_t eight = eightDigits(at);
      if (eight < 0) break;
      w = w * 100000000 + (uint64_t)eight;
      at += 8;
    }
    while (at < end && (uint8_t)(*at - '0') < 10) w = w * 10 + (*at++ - '0');
    size_t decimals = (size_t)(at - point);
    if (decimals == 0) return 0;
    digits += decimals;
    if (decimals > 400) return 0;
    q -= (int)decimals;
  }
  // 19 digits fit; leading zeros count as digits here, which only makes more numbers slow.
  if (digits > 19) return 0;
  if (at < end && (*at | 0x20) == 'e') {
    at++;
    int isNegative = 0, power = 0;
    if (at < end && (*at == '-' || *at == '+')) isNegative = *at++ == '-';
    const uint8_t *first = at;
    while (at < end && (uint8_t)(*at - '0') < 10 && at - first < 4) power = power * 10 + (*at++ - '0');
    if (at == first) return 0;
    q += isNegative ? -power : power;
  }
  if (at != end || !roundedOnce(w, q, bits)) return 0;
  *bits |= sign;
  return 1;
}

// Reads [-]digits of a magnitude of at most 2^53.
static inline int integerOf(const uint8_t *text, size_t length, uint64_t *value) {
  const uint8_t *at = text, *end = text + length;
  int isNegative = at < end && *at == '-';
  if (isNegative) at++;
  if (at == end || end - at > 16) return 0;
  uint64_t w = 0;
  while (at < end && (uint8_t)(*at - '0') < 10) w = w * 10 + (*at++ - '0');
  if (at != end || w > (UINT64_C(1) << 53)) return 0;
  *value = isNegative ? (uint64_t)(-(int64_t)w) : w;
  return 1;
}

#endif
