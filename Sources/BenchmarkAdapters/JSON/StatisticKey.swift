import ScalingExperiments

/// A key of the form statistic, quantity, unit: `mean_ttft_ms`, `p99.9_ttft_ms`, `median_tpot` (seconds, in forks).
struct StatisticKey: Hashable {
  let statistic: StatisticName
  /// The tool's word for the quantity, such as "ttft".
  let quantity: String
  /// The power of ten that makes seconds of the figure: -3 with the suffix `_ms`, 0 without.
  let exponent: Int

  /// Reads a key; `nil` if it has another form.
  init?(_ key: String) {
    guard let underscore = key.firstIndex(of: "_") else { return nil }
    let word = key[..<underscore]
    guard let statistic = StatisticName(word), !["count", "n", "total", "sum"].contains(word) else { return nil }
    var quantity = key[key.index(after: underscore)...]
    exponent = quantity.hasSuffix("_ms") ? -3 : 0
    if exponent != 0 { quantity = quantity.dropLast(3) }
    guard !quantity.isEmpty else { return nil }
    self.statistic = statistic
    self.quantity = String(quantity)
  }
}
