// Includes the kernels of the header KERNEL_BODIES once for each instruction set: TARGET, SUFFIX and POWER_OF_TWO are what they are compiled with.
#define TARGET
#define SUFFIX plain
#define POWER_OF_TWO power_of_two_plain
#include KERNEL_BODIES
#undef TARGET
#undef SUFFIX
#undef POWER_OF_TWO

#if defined(HAS_X86_VARIANTS)

#define TARGET TARGET_AVX2
#define SUFFIX avx2
#define POWER_OF_TWO power_of_two_avx2
#include KERNEL_BODIES
#undef TARGET
#undef SUFFIX
#undef POWER_OF_TWO

#define TARGET TARGET_AVX512
#define SUFFIX avx512
#define POWER_OF_TWO power_of_two_avx512
#include KERNEL_BODIES
#undef TARGET
#undef SUFFIX
#undef POWER_OF_TWO

#endif
