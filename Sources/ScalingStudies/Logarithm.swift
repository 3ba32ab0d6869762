#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// ln x, for files that need nothing else of the C library.
func logarithm(_ x: Double) -> Double { log(x) }

/// e to the x.
func exponential(_ x: Double) -> Double { exp(x) }
