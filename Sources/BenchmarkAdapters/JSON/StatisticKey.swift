import ScalingExperiments

/// A key of the form statistic, quantity, unit: `mean_ttft_ms`, `p99.9_ttft_ms`, `median_tpot` (seconds, in forks).
struct StatisticKey: Hashable {
  /// What the figure is of its sample.
  enum Statistic: Hashable {
    case mean
    case median
    case standardDeviation
    case percentile(Double)

    /// The statistic of a metric; `nil` for a standard deviation, which is a spread.
    var metricStatistic: MetricStatistic? {
      switch self {
      case .mean: .mean
      case .median: .median
      case .standardDeviation: nil
      case .percentile(let percent): .percentile(percent)
      }
    }
  }

  let statistic: Statistic
  /// The tool's word for the quantity, such as "ttft".
  let quantity: String
  /// The power of ten that makes seconds of the figure: -3 with the suffix `_ms`, 0 without.
  let exponent: Int

  /// Reads a key; `nil` if it has another form.
  init?(_ key: String) {
    guard let underscore = key.firstIndex(of: "_") else { return nil }
    guard let statistic = Self.statistic(key[..<underscore]) else { return nil }
    var quantity = key[key.index(after: underscore)...]
    exponent = quantity.hasSuffix("_ms") ? -3 : 0
    if exponent != 0 { quantity = quantity.dropLast(3) }
    guard !quantity.isEmpty else { return nil }
    self.statistic = statistic
    self.quantity = String(quantity)
  }

  private static func statistic(_ word: Substring) -> Statistic? {
    switch word {
    case "mean": return .mean
    case "median": return .median
    case "std": return .standardDeviation
    default:
      guard word.first == "p", let percent = percentage(word.dropFirst()) else { return nil }
      return .percentile(percent)
    }
  }

  /// Reads "99" or "99.9": digits and at most one point, so that "p1e1", "pinf" and "p+5" are no percentiles.
  static func percentage(_ digits: Substring) -> Double? {
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else { return nil }
    guard let percent = Double(digits), (0...100).contains(percent) else { return nil }
    return percent
  }
}
