/* The level of x86-64 (psABI) whose instructions this processor has. */
#include "kernel.h"

#if defined(__x86_64__)
#include <cpuid.h>

static inline bool has_all(unsigned bits, unsigned wanted) { return (bits & wanted) == wanted; }

/* The registers that the operating system saves for each program: bits 1 and 2 are vectors up to 256 bits, bits 5 to 7
 * those of 512 bits. */
static unsigned saved_registers(void)
{
    unsigned low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

/* Return 2, 3 or 4; 4 only where vectors of 512 bits do not slow down other programs. They did on Intel's first
 * processors that have them. Ice Lake, the first on which they do not, was also the first with VBMI2. */
KERNEL processor_level(void)
{
    unsigned a, b, c, d, b7, c7, c_extended;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !has_all(c, bit_FMA | bit_MOVBE | bit_F16C | bit_AVX | bit_OSXSAVE))
        return 2;
    if (!__get_cpuid(0x80000001, &a, &b, &c_extended, &d) || !__get_cpuid_count(7, 0, &a, &b7, &c7, &d))
        return 2;
    unsigned saved = saved_registers();
    if (!has_all(c_extended, bit_LZCNT) || !has_all(b7, bit_AVX2 | bit_BMI | bit_BMI2) || !has_all(saved, 0x06))
        return 2;
    unsigned wide = bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
    return has_all(b7, wide) && has_all(c7, bit_AVX512VBMI2) && has_all(saved, 0xE6) ? 4 : 3;
}

#else

KERNEL processor_level(void) { return 0; }

#endif
