// One body compiled for several widths of vectors; the widest that the processor has is chosen at run time.
#ifndef PROCESSOR_VARIANTS_H
#define PROCESSOR_VARIANTS_H

#define BODY static inline __attribute__((always_inline))

#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)
#define WIDE __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw"), min_vector_width(512)))
#define MIDDLE __attribute__((target("avx2")))

static inline int has_wide_lanes(void) {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

static inline int has_middle_lanes(void) { return __builtin_cpu_supports("avx2"); }
#endif

#endif
