// What the batch kernels share: eight lanes, and powers of two of eight numbers in each instruction set.
//
// Exponents are kept in base 2 (coordinates times log2 e), so that the range reduction of an exponential is one fused step and the whole of it stays in registers, between
// the sums that use it: a call of a library would spill them. The polynomials interpolate 2^r at Chebyshev nodes; both are good to about one unit in the last place.
#include <math.h>
#include <stdint.h>

// Vectors are passed by value between functions that are always inlined; the calling convention that the warning speaks of is never used.
#pragma clang diagnostic ignored "-Wpsabi"

// Eight doubles; the compiler splits them where the processor's vectors are shorter.
typedef double lanes __attribute__((vector_size(64), aligned(64)));
typedef int64_t lanes_index __attribute__((vector_size(64), aligned(64)));

// A kernel's name ends with its instruction set, SUFFIX where its header is included.
#define LANES_NAME_(name, suffix) name##_##suffix
#define LANES_NAME(name, suffix) LANES_NAME_(name, suffix)
#define KERNEL(name) LANES_NAME(name, SUFFIX)

#define INLINE_BODY static inline __attribute__((always_inline))
#define CHOOSE(mask, yes, no) (lanes)(((lanes_index)(yes) & (mask)) | ((lanes_index)(no) & ~(mask)))
#define LANES_LN2 0.693147180559945309417

// 2^z for |z| < 1000: z = k + r, |r| <= 1/2. Adding 1.5 * 2^52 leaves k in the low bits.
#define POWER_OF_TWO_BODY(z)                                        \
  const double magic = 0x1.8p52;                                    \
  lanes shifted = (z) + magic, r = (z) - (shifted - magic);         \
  lanes p = r * 0x1.e9ec1fcb69a7fp-32 + 0x1.e6228acd1c6e5p-28;      \
  p = p * r + 0x1.b524ebd13a55fp-24;                                \
  p = p * r + 0x1.62bfc2c86d700p-20;                                \
  p = p * r + 0x1.ffcbfc6da6ed1p-17;                                \
  p = p * r + 0x1.430913112c61bp-13;                                \
  p = p * r + 0x1.5d87fe78a3f9cp-10;                                \
  p = p * r + 0x1.3b2ab6fb9f1a5p-7;                                 \
  p = p * r + 0x1.c6b08d704a0c6p-5;                                 \
  p = p * r + 0x1.ebfbdff82c5aep-3;                                 \
  p = p * r + 0x1.62e42fefa39efp-1;                                 \
  p = p * r + 1.0;                                                  \
  return p * (lanes)(((lanes_index)shifted << 52) + 0x3ff0000000000000);

INLINE_BODY lanes power_of_two_plain(lanes z) { POWER_OF_TWO_BODY(z) }

#if defined(__x86_64__)

#define HAS_X86_VARIANTS 1
#define TARGET_AVX2 __attribute__((target("avx2,fma")))
#define TARGET_AVX512 __attribute__((target("avx512f,avx512dq,fma"), min_vector_width(512)))

#include <immintrin.h>

TARGET_AVX2 INLINE_BODY lanes power_of_two_avx2(lanes z) { POWER_OF_TWO_BODY(z) }

// z = k / 16 + r, |r| <= 1/32: 2^(k/16) comes from a table in two registers, and a polynomial of half the degree serves.
TARGET_AVX512 INLINE_BODY lanes power_of_two_avx512(lanes z) {
  static const double table[16] __attribute__((aligned(64))) = {
      1.0, 1.0442737824274138, 1.0905077326652577, 1.1387886347566916, 1.189207115002721, 1.241857812073484,
      1.2968395546510096, 1.3542555469368927, 1.4142135623730951, 1.4768261459394993, 1.5422108254079407,
      1.6104903319492543, 1.681792830507429, 1.7562521603732995, 1.8340080864093424, 1.9152065613971474};
  const double magic = 0x1.8p48;
  lanes shifted = z + magic, rounded = shifted - magic, r = z - rounded;
  lanes p = r * 0x1.430a49610efc6p-13 + 0x1.5d89be4c12513p-10;
  p = p * r + 0x1.3b2ab6fb09b31p-7;
  p = p * r + 0x1.c6b08d6e8a384p-5;
  p = p * r + 0x1.ebfbdff82c594p-3;
  p = p * r + 0x1.62e42fefa39fdp-1;
  p = p * r + 1.0;
  lanes part = (lanes)_mm512_permutex2var_pd(_mm512_load_pd(table), (__m512i)shifted, _mm512_load_pd(table + 8));
  return (lanes)_mm512_scalef_pd((__m512d)(part * p), (__m512d)rounded);
}

// 2: AVX-512, 1: AVX2, 0: neither.
static inline int exponential_variant(void) {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) { return 2; }
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 1 : 0;
}

#endif

// A kernel of this name for the processor that the program runs on.
#if defined(HAS_X86_VARIANTS)
#define FOR_THIS_PROCESSOR(name) (exponential_variant() == 2 ? name##_avx512 : exponential_variant() == 1 ? name##_avx2 : name##_plain)
#else
#define FOR_THIS_PROCESSOR(name) name##_plain
#endif
