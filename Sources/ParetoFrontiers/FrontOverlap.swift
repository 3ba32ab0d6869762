import ScalingStatistics

/// How far two fronts over the same rows agree.
///
/// P. Jaccard, "The Distribution of the Flora in the Alpine Zone", New Phytologist 11 (1912), for the index.
public struct FrontOverlap: Sendable, Hashable, Codable {
  /// The two sizes, what they share, and the Jaccard index.
  public let headline: String
  /// The rows in both, in the order of the first.
  public let shared: [Int]
  /// The rows of the first alone, in its order.
  public let onlyFirst: [Int]
  /// The rows of the second alone, in its order.
  public let onlySecond: [Int]
  /// The rows in both over the rows in either; 1 where both are empty, because they are then the same set.
  public let jaccard: Double
  /// The index with an interval from resampling; nil where the caller has none.
  public let jaccardInterval: Estimate?

  /// Compares two sets of rows; a row given twice counts once.
  ///
  /// `jaccardInterval` is the caller's, from fronts found again on resampled data, and is shown in the headline. Takes O(n) time on average.
  public init(first: [Int], second: [Int], jaccardInterval: Estimate? = nil) {
    let inFirst = Set(first)
    let inSecond = Set(second)
    let left = Self.distinct(first)
    let right = Self.distinct(second)
    shared = left.filter { inSecond.contains($0) }
    onlyFirst = left.filter { !inSecond.contains($0) }
    onlySecond = right.filter { !inFirst.contains($0) }
    let union = shared.count + onlyFirst.count + onlySecond.count
    jaccard = union == 0 ? 1 : Double(shared.count) / Double(union)
    self.jaccardInterval = jaccardInterval
    let ends = jaccardInterval.map { " [\(DecimalText.fixed($0.lower, 2)), \(DecimalText.fixed($0.upper, 2))]" } ?? ""
    headline =
      union == 0
      ? "Both sets are empty."
      : "\(shared.count) rows are in both, of \(left.count) and \(right.count) (Jaccard index \(DecimalText.fixed(jaccard, 2))\(ends))."
  }

  private static func distinct(_ rows: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return rows.filter { seen.insert($0).inserted }
  }
}
