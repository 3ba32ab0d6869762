#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Sums, means and spreads of columns; NaN where a column has too few values for the question.
public enum SampleMoments {
  /// The sum, compensated (Neumaier 1974), so that its error does not grow with the count.
  public static func sum(_ values: [Double]) -> Double {
    var total = 0.0
    var compensation = 0.0
    for value in values {
      let next = total + value
      compensation += abs(total) >= abs(value) ? (total - next) + value : (value - next) + total
      total = next
    }
    return total + compensation
  }

  /// The arithmetic mean; NaN of no values.
  public static func mean(_ values: [Double]) -> Double { sum(values) / Double(values.count) }

  /// The geometric mean; NaN of no values or of a negative one.
  public static func geometricMean(_ values: [Double]) -> Double { exp(mean(values.map { log($0) })) }

  /// The sample standard deviation with n - 1 below the line; NaN for fewer than two values.
  public static func standardDeviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let center = mean(values)
    return (sum(values.map { ($0 - center) * ($0 - center) }) / Double(values.count - 1)).squareRoot()
  }
}
