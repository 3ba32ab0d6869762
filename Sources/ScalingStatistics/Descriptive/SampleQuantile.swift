/// How a quantile is read between two order statistics: the numbered definitions of Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996).
public enum QuantileDefinition: String, Sendable, Hashable, Codable, CaseIterable {
  /// Definition 6: position (n + 1) p, the one of Minitab and of NIST.
  case weibull
  /// Definition 7: position (n - 1) p + 1, the default of NumPy, R and spreadsheets, and of vLLM's percentiles.
  case linear
  /// Definition 8: position (n + 1/3) p + 1/3, nearly median-unbiased whatever the distribution.
  case medianUnbiased
}

/// Quantiles of data.
public enum SampleQuantile {
  /// The quantile of values at a probability; O(n log n).
  ///
  /// Throws `StatisticsError` for no values, a value that is not a number, or a probability outside 0 to 1.
  public static func of(
    _ values: [Double], at probability: Double, definition: QuantileDefinition = .linear
  ) throws -> Double {
    guard !values.isEmpty else { throw StatisticsError("A quantile of no values is not defined.") }
    if let index = values.firstIndex(where: \.isNaN) {
      throw StatisticsError("Value \(index) is not a number: a quantile of it is not defined.")
    }
    guard probability >= 0, probability <= 1 else {
      throw StatisticsError("A quantile at \(probability) was asked for; it lies between 0 and 1.")
    }
    return ofSorted(values.sorted(), at: probability, definition: definition)
  }

  /// The quantile of values that are sorted already and free of NaN.
  ///
  /// NaN where there are none, and at a probability that is NaN; below 0 and above 1 the ends. O(1).
  public static func ofSorted(
    _ sorted: [Double], at probability: Double, definition: QuantileDefinition = .linear
  ) -> Double {
    guard let first = sorted.first, let last = sorted.last, !probability.isNaN else { return .nan }
    let n = Double(sorted.count)
    let position: Double
    switch definition {
    case .weibull: position = (n + 1) * probability - 1
    case .linear: position = (n - 1) * probability
    case .medianUnbiased: position = (n + 1.0 / 3) * probability + 1.0 / 3 - 1
    }
    if position <= 0 { return first }
    if position >= n - 1 { return last }
    let below = Int(position)
    let share = position - Double(below)
    let low = sorted[below]
    let high = sorted[below + 1]
    // Infinities have no difference: on an order statistic, between equal ones and next to an infinite lower one, an order statistic is the answer.
    if share == 0 || low == high { return low }
    if low.isInfinite { return high.isInfinite && share >= 0.5 ? high : low }
    return low + share * (high - low)
  }

  /// The median of values; throws as `of(_:at:definition:)` does.
  public static func median(_ values: [Double]) throws -> Double { try of(values, at: 0.5) }
}
