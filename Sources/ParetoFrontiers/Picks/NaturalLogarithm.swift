#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The natural logarithm; NaN below zero.
func naturalLogarithm(_ value: Double) -> Double { value < 0 ? .nan : log(value) }

/// The exponential less one.
func exponentialLessOne(_ value: Double) -> Double { expm1(value) }
