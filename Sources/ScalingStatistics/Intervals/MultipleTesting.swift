/// p-values of several tests, adjusted so that comparing each with a level keeps the chance of any false rejection among them below that level.
///
/// Adjusted p-values come in the order of the given ones. Both methods hold however the tests depend on each other.
public enum MultipleTesting {
  /// Bonferroni's adjustment: each p-value times their number, at most 1.
  ///
  /// O(n). Throws `StatisticsError` for a p-value outside 0 to 1.
  public static func bonferroni(_ pValues: [Double]) throws -> [Double] {
    try check(pValues)
    return pValues.map { min(1, $0 * Double(pValues.count)) }
  }

  /// Holm's step-down adjustment, never larger than Bonferroni's.
  ///
  /// S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian J. Statistics 6 (1979). O(n log n). Throws `StatisticsError` for a p-value outside 0 to 1.
  public static func holm(_ pValues: [Double]) throws -> [Double] {
    try check(pValues)
    var adjusted = pValues
    var largest = 0.0
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, pValues[index] * Double(pValues.count - rank)))
      adjusted[index] = largest
    }
    return adjusted
  }

  private static func check(_ pValues: [Double]) throws {
    if let index = pValues.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw StatisticsError("p-value \(index) is \(pValues[index]); a p-value lies between 0 and 1.")
    }
  }
}
