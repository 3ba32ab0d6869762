// One body of plain loops compiled for AVX-512, AVX2 and the baseline; which one runs is decided when the program runs.
#ifndef KERNEL_VARIANTS_H
#define KERNEL_VARIANTS_H

#define BODY static inline __attribute__((always_inline))

#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)
#define WIDE __attribute__((target("avx512f,avx512dq,avx512vl,fma"), min_vector_width(512)))
#define MIDDLE __attribute__((target("avx2,fma")))
// Defines name_wide, name_middle and name_plain around one body, and a call of the best of them.
#define VARIANTS(name, parameters, arguments)                     \
  WIDE static void name##_wide parameters { name##_body arguments; }     \
  MIDDLE static void name##_middle parameters { name##_body arguments; } \
  static void name##_plain parameters { name##_body arguments; }         \
  static void name##_best parameters {                                   \
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) { \
      name##_wide arguments;                                             \
    } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) { \
      name##_middle arguments;                                           \
    } else {                                                             \
      name##_plain arguments;                                            \
    }                                                                    \
  }
#else
#define VARIANTS(name, parameters, arguments) \
  static void name##_best parameters { name##_body arguments; }
#endif

#endif
