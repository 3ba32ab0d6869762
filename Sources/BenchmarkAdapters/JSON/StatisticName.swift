import ScalingExperiments

/// What a figure is of its sample, read from the spellings of all tools.
public enum StatisticName: Hashable, Sendable {
  /// The arithmetic mean.
  case mean
  /// The median.
  case median
  /// The standard deviation.
  case standardDeviation
  /// A percentile, from 0 to 100; the least value is percentile 0 and the greatest 100.
  case percentile(Double)
  /// The number of observations.
  case count
  /// The sum of the observations.
  case sum

  /// Reads a word: `mean`, `avg`, `std`, `p99`, `p99.9`, `p0p1`, `p001`, `P25`, `quantiles_p25`,
  /// `99.90 percentile latency`, `min`, `maximum`; `nil` for another.
  ///
  /// Of a percentile of digits alone, the first two are whole percents and the others decimals: `p01` is 1, `p001` is .1
  /// and `p999` is 99.9; `p100` is the greatest value, and `p101` is no percentile.
  public init?(_ word: some StringProtocol) {
    switch word.lowercased() {
    case "mean", "avg", "average": self = .mean
    case "median": self = .median
    case "std", "stddev", "std_dev", "stdev", "sd", "standard_deviation": self = .standardDeviation
    case "min", "minimum": self = .percentile(0)
    case "max", "maximum": self = .percentile(100)
    case "count", "n": self = .count
    case "sum", "total_sum", "total": self = .sum
    case let other:
      guard let percent = Self.percent(other[...]) else { return nil }
      self = .percentile(percent)
    }
  }

  /// The statistic of a metric; `nil` for a standard deviation, which is a spread, and for a count.
  public var metricStatistic: MetricStatistic? {
    switch self {
    case .mean: .mean
    case .median: .median
    case .percentile(let percent): .percentile(percent)
    case .sum: .total
    case .standardDeviation, .count: nil
    }
  }

  private static func percent(_ word: Substring) -> Double? {
    if let end = word.firstRange(of: "th percentile") ?? word.firstRange(of: " percentile") {
      return percentage(word[..<end.lowerBound])
    }
    var digits = word
    if let prefix = digits.firstRange(of: "quantiles_") { digits = digits[prefix.upperBound...] }
    guard digits.first == "p" else { return nil }
    digits = digits.dropFirst()
    if let point = digits.firstIndex(of: "p") {
      let whole = digits[..<point]
      let decimals = digits[digits.index(after: point)...]
      guard !whole.isEmpty, !decimals.isEmpty else { return nil }
      return percentage("\(whole).\(decimals)"[...])
    }
    if digits.contains(".") || digits.count <= 2 || digits == "100" { return percentage(digits) }
    // p001, p025, p975, p999; p101 and p250 could mean anything.
    guard digits.first == "0" || digits.first == "9" else { return nil }
    return percentage("\(digits.prefix(2)).\(digits.dropFirst(2))"[...])
  }

  /// Reads "99" or "99.9": digits and at most one point, so that "1e1", "inf" and "+5" are no percentiles.
  static func percentage(_ digits: Substring) -> Double? {
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else { return nil }
    guard let percent = Double(digits), (0...100).contains(percent) else { return nil }
    return percent
  }
}
