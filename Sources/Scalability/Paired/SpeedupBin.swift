import ScalingStatistics

/// The paired speed-up of those pairs whose covariate lies in one range.
public struct SpeedupBin: Sendable, Hashable {
  /// The range and its speed-ups, in a sentence.
  public let headline: String
  /// The values that the bin holds, in words: "7 to 12" for whole numbers, "0.5 to below 1.5" for others.
  public let range: String
  /// The lower edge, which belongs to the bin.
  public let lower: Double
  /// The upper edge, which belongs to the bin only where it is the last.
  public let upper: Double
  /// The rows of the pairs in the bin.
  public let rows: [Int]
  /// The number of pairs in the bin.
  public let pairCount: Int
  /// The sum of the baseline's times over the sum of the candidate's; nil for fewer than eight pairs, which have no interval.
  public let ratioOfTotals: Estimate?
  /// The geometric mean of the pairs' ratios; nil for fewer than eight pairs.
  public let typicalRequest: Estimate?
  /// The ratio of totals without its interval; nil for fewer than two pairs.
  public let ratioOfTotalsPoint: Double?
  /// The typical request without its interval; nil for fewer than two pairs.
  public let typicalRequestPoint: Double?
  /// The share of pairs in which the candidate took strictly longer; nil for no pairs.
  public let shareSlower: Estimate?
}

extension PairedSpeedup {
  /// The speed-up by ranges of a covariate, such as the number of output tokens: one bin between neighbouring edges.
  ///
  /// `values` has one number a pair. A value on an edge belongs to the bin above it, on the last edge to the bin below; the outer edges may be infinite. A bin of fewer than 30 pairs has an
  /// interval that is too narrow, and says so; one of fewer than eight has none. Throws `ScalabilityError` for a column of another length, a NaN,
  /// fewer than two edges, edges that do not rise, or a value outside the edges, because a pair left out in silence would bias the table. O(replicates × n).
  public func table(by values: [Double], edges: [Double]) throws -> [SpeedupBin] {
    try checkCovariate(values)
    guard edges.count > 1, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ScalabilityError("Bins need two edges or more, each above the one before it.")
    }
    let last = edges.count - 2
    var rows = [[Int]](repeating: [], count: edges.count - 1)
    for (row, value) in values.enumerated() {
      guard let bin = (0...last).first(where: { value < edges[$0 + 1] || ($0 == last && value == edges[$0 + 1]) }),
        value >= edges[bin]
      else {
        throw ScalabilityError(
          "\(ScalabilityError.row(row, keys)) has the value \(DecimalText.significant(value, 6)), outside the edges "
            + "\(DecimalText.significant(edges[0], 6)) to \(DecimalText.significant(edges[last + 1], 6)): "
            + "widen them (an outer edge may be infinite).")
      }
      rows[bin].append(row)
    }
    let isWhole = values.allSatisfy { $0 == $0.rounded() && abs($0) <= 0x1p53 }
    return try rows.indices.map { index in
      let isLast = index == last
      let range = Self.range(from: edges[index], to: edges[index + 1], isLast: isLast, isWhole: isWhole)
      return try bin(rows[index], lower: edges[index], upper: edges[index + 1], range: range)
    }
  }

  /// The speed-up by ranges of a covariate that hold about equally many pairs.
  ///
  /// The edges are quantiles of the values (Hyndman and Fan's definition 7); where values tie, edges coincide and there are fewer bins.
  /// Throws `ScalabilityError` for fewer than one bin, values that are all equal, and as `table(by:edges:)` does.
  public func table(by values: [Double], quantileBins count: Int) throws -> [SpeedupBin] {
    try checkCovariate(values)
    guard count > 0 else { throw ScalabilityError("\(count) bins were asked for; at least one is needed.") }
    let sorted = values.sorted()
    var edges: [Double] = []
    for index in 0...count {
      let edge = SampleQuantile.ofSorted(sorted, at: Double(index) / Double(count))
      if edges.last.map({ $0 < edge }) ?? true { edges.append(edge) }
    }
    guard edges.count > 1 else {
      throw ScalabilityError("All values are \(DecimalText.significant(sorted[0], 6)): they make no bins.")
    }
    return try table(by: values, edges: edges)
  }

  private func checkCovariate(_ values: [Double]) throws {
    guard values.count == pairCount else {
      throw ScalabilityError("\(values.count) values for \(pairCount) pairs: one is needed for each.")
    }
    if let row = values.firstIndex(where: \.isNaN) {
      throw ScalabilityError("The value of \(ScalabilityError.row(row, keys)) is not a number: it belongs to no bin.")
    }
  }

  /// The values between two edges in words; whole numbers by the first and the last that the bin can hold.
  private static func range(from lower: Double, to upper: Double, isLast: Bool, isWhole: Bool) -> String {
    let first = lower.rounded(.up)
    let final = isLast ? upper.rounded(.down) : upper.rounded(.up) - 1
    guard isWhole, first <= final else {
      return "\(DecimalText.significant(lower, 4)) to \(isLast ? "" : "below ")\(DecimalText.significant(upper, 4))"
    }
    if first == final { return whole(first) }
    if final == .infinity { return first == -.infinity ? "any" : "\(whole(first)) or more" }
    return first == -.infinity ? "up to \(whole(final))" : "\(whole(first)) to \(whole(final))"
  }

  /// All digits: four significant ones would let neighbouring bins overlap.
  private static func whole(_ value: Double) -> String { DecimalText.fixed(value, 0) }

  private func bin(_ rows: [Int], lower: Double, upper: Double, range: String) throws -> SpeedupBin {
    guard rows.count > 1 else {
      let slower = rows.count { baseline[$0] < candidate[$0] }
      let share =
        rows.isEmpty
        ? nil : try BinomialInterval.wilson(successes: slower, trials: rows.count, level: shareSlower.level)
      return SpeedupBin(
        headline: "\(range): \(rows.isEmpty ? "no pair" : "a single pair, too few for an interval").", range: range,
        lower: lower, upper: upper, rows: rows, pairCount: rows.count, ratioOfTotals: nil, typicalRequest: nil,
        ratioOfTotalsPoint: nil, typicalRequestPoint: nil, shareSlower: share)
    }
    let part = try PairedSpeedup(
      baseline: rows.map { baseline[$0] }, candidate: rows.map { candidate[$0] }, level: shareSlower.level,
      replicates: replicates, seed: seed)
    let hasInterval = rows.count >= PairedSpeedupInterval.leastPairs
    return SpeedupBin(
      headline: "\(range): \(part.headline)", range: range, lower: lower, upper: upper, rows: rows,
      pairCount: rows.count, ratioOfTotals: hasInterval ? part.ratioOfTotals : nil,
      typicalRequest: hasInterval ? part.typicalRequest : nil, ratioOfTotalsPoint: part.ratioOfTotals.value,
      typicalRequestPoint: part.typicalRequest.value, shareSlower: part.shareSlower)
  }
}
