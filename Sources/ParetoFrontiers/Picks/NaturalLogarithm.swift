#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The natural logarithm; NaN at zero and below, so that a resampled error rate of 0 is no infinite gain.
func naturalLogarithm(_ value: Double) -> Double { value > 0 ? log(value) : .nan }

/// The exponential less one.
func exponentialLessOne(_ value: Double) -> Double { expm1(value) }
