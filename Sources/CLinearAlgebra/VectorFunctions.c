#include "CLinearAlgebra.h"

#include <math.h>

#if defined(__APPLE__)

#include <Accelerate/Accelerate.h>

void cla_exp(int64_t count, const double *x, double *y) {
  int n = (int)count;
  vvexp(y, x, &n);
}

void cla_log(int64_t count, const double *x, double *y) {
  int n = (int)count;
  vvlog(y, x, &n);
}

const char *cla_vector_variant(void) { return "plain"; }

#else

static void exp_plain(int64_t count, const double *x, double *y) {
  for (int64_t i = 0; i < count; i++) { y[i] = exp(x[i]); }
}

static void log_plain(int64_t count, const double *x, double *y) {
  for (int64_t i = 0; i < count; i++) { y[i] = log(x[i]); }
}

#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)

#include <immintrin.h>

// libmvec's entry points carry their instruction set in the name; their declarations need the same target attribute as their callers,
// because a vector argument changes the calling convention.
__attribute__((target("avx2"))) extern __m256d _ZGVdN4v_exp(__m256d);
__attribute__((target("avx2"))) extern __m256d _ZGVdN4v_log(__m256d);
__attribute__((target("avx512f"))) extern __m512d _ZGVeN8v_exp(__m512d);
__attribute__((target("avx512f"))) extern __m512d _ZGVeN8v_log(__m512d);

// A tail goes through the same vector function with padding: an element's bits must not depend on its place in the column.
#define DEFINE_VARIANT(name, isa, type, width, load, store, function, padding)            \
  __attribute__((target(isa))) static void name(int64_t count, const double *x, double *y) { \
    int64_t i = 0;                                                                         \
    for (; i + width <= count; i += width) { store(y + i, function(load(x + i))); }        \
    if (i < count) {                                                                       \
      double rest[width];                                                                  \
      for (int64_t k = 0; k < width; k++) { rest[k] = i + k < count ? x[i + k] : padding; } \
      store(rest, function(load(rest)));                                                   \
      for (int64_t k = 0; i + k < count; k++) { y[i + k] = rest[k]; }                      \
    }                                                                                      \
  }

DEFINE_VARIANT(exp_avx2, "avx2", __m256d, 4, _mm256_loadu_pd, _mm256_storeu_pd, _ZGVdN4v_exp, 0.0)
DEFINE_VARIANT(log_avx2, "avx2", __m256d, 4, _mm256_loadu_pd, _mm256_storeu_pd, _ZGVdN4v_log, 1.0)
DEFINE_VARIANT(exp_avx512, "avx512f", __m512d, 8, _mm512_loadu_pd, _mm512_storeu_pd, _ZGVeN8v_exp, 0.0)
DEFINE_VARIANT(log_avx512, "avx512f", __m512d, 8, _mm512_loadu_pd, _mm512_storeu_pd, _ZGVeN8v_log, 1.0)

static int variant(void) {
  if (__builtin_cpu_supports("avx512f")) { return 2; }
  return __builtin_cpu_supports("avx2") ? 1 : 0;
}

void cla_exp(int64_t count, const double *x, double *y) {
  switch (variant()) {
    case 2: exp_avx512(count, x, y); break;
    case 1: exp_avx2(count, x, y); break;
    default: exp_plain(count, x, y);
  }
}

void cla_log(int64_t count, const double *x, double *y) {
  switch (variant()) {
    case 2: log_avx512(count, x, y); break;
    case 1: log_avx2(count, x, y); break;
    default: log_plain(count, x, y);
  }
}

const char *cla_vector_variant(void) {
  static const char *const names[] = {"plain", "avx2", "avx512"};
  return names[variant()];
}

#else

void cla_exp(int64_t count, const double *x, double *y) { exp_plain(count, x, y); }
void cla_log(int64_t count, const double *x, double *y) { log_plain(count, x, y); }
const char *cla_vector_variant(void) { return "plain"; }

#endif
#endif

int32_t cla_all_finite(int64_t count, const double *x) {
  // An exponent of all ones is an infinity or a NaN; the loop has no branch, so that it vectorises.
  int64_t bad = 0;
  for (int64_t i = 0; i < count; i++) {
    union { double number; uint64_t bits; } value = {x[i]};
    bad |= (value.bits & 0x7ff0000000000000) == 0x7ff0000000000000;
  }
  return bad == 0;
}
