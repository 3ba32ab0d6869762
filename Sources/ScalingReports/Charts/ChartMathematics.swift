#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The few functions that ready charts need.
enum ChartMathematics {
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
  static func root(_ value: Double) -> Double { value.squareRoot() }
  static func logarithm(_ value: Double) -> Double { log(value) }
}
