// What the batch kernels share: eight lanes, and the exponential of eight numbers in each instruction set.
#include <math.h>
#include <stdint.h>

// Eight doubles; the compiler splits them where the processor's vectors are shorter.
typedef double lanes __attribute__((vector_size(64)));
typedef int64_t lanes_index __attribute__((vector_size(64)));

static inline void exp8_plain(lanes *x) {
  for (int j = 0; j < 8; j++) { (*x)[j] = exp((*x)[j]); }
}

#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)

#define HAS_X86_VARIANTS 1
#define TARGET_AVX2 __attribute__((target("avx2,fma")))
#define TARGET_AVX512 __attribute__((target("avx512f,avx512dq,fma")))

#include <immintrin.h>

// libmvec's entry points need the target attribute of their callers: a vector argument changes the calling convention.
TARGET_AVX2 extern __m256d _ZGVdN4v_exp(__m256d);
TARGET_AVX512 extern __m512d _ZGVeN8v_exp(__m512d);

TARGET_AVX2 static inline void exp8_avx2(lanes *x) {
  double *v = (double *)x;
  _mm256_store_pd(v, _ZGVdN4v_exp(_mm256_load_pd(v)));
  _mm256_store_pd(v + 4, _ZGVdN4v_exp(_mm256_load_pd(v + 4)));
}

TARGET_AVX512 static inline void exp8_avx512(lanes *x) { _mm512_store_pd(x, _ZGVeN8v_exp(_mm512_load_pd(x))); }

// 2: AVX-512, 1: AVX2, 0: neither.
static inline int exponential_variant(void) {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) { return 2; }
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 1 : 0;
}

#endif
