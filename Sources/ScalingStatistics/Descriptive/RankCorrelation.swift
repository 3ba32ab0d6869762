/// How far two columns put the same rows in the same order: Kendall's tau-b and Spearman's rho, both with ties.
public enum RankCorrelation {
  /// Kendall's tau-b: the excess of pairs in the same order over pairs in the opposite one, as a share of the pairs that are not tied.
  ///
  /// (C - D) / √((P - P₁)(P - P₂)), with P all pairs and P₁, P₂ those tied in either column: M. G. Kendall, "The Treatment of Ties in Ranking Problems", Biometrika 33 (1945). Pairs in
  /// the opposite order are counted as the exchanges of a merge sort: W. R. Knight, "A Computer Method for Calculating Kendall's Tau with Ungrouped Data", JASA 61 (1966).
  /// nil where all values of a column are equal. O(n log n) time, O(n) memory; infinities are ordinary values.
  /// Throws `StatisticsError` for columns of unequal length, fewer than two rows, or a value that is not a number.
  public static func kendall(_ first: [Double], _ second: [Double]) throws -> Double? {
    try check(first, second)
    let order = first.indices.sorted { (first[$0], second[$0]) < (first[$1], second[$1]) }
    let count = order.count
    var tiedFirst = 0
    var tiedBoth = 0
    var runFirst = 1
    var runBoth = 1
    for position in 1..<count {
      let isTied = first[order[position]] == first[order[position - 1]]
      let isTwin = isTied && second[order[position]] == second[order[position - 1]]
      // A run of k equal rows makes 0 + 1 + ... + (k - 1) tied pairs.
      tiedFirst += isTied ? runFirst : 0
      runFirst = isTied ? runFirst + 1 : 1
      tiedBoth += isTwin ? runBoth : 0
      runBoth = isTwin ? runBoth + 1 : 1
    }
    var sorted = order.map { second[$0] }
    let exchanges = sortCountingExchanges(&sorted)
    var tiedSecond = 0
    var runSecond = 1
    for position in 1..<count {
      let isTied = sorted[position] == sorted[position - 1]
      tiedSecond += isTied ? runSecond : 0
      runSecond = isTied ? runSecond + 1 : 1
    }
    let pairs = count * (count - 1) / 2
    guard pairs > tiedFirst, pairs > tiedSecond else { return nil }
    let excess = Double(pairs - tiedFirst - tiedSecond + tiedBoth - 2 * exchanges)
    // One root of the product: where both are equal it is exact, and so is a correlation of 1.
    let tau = excess / (Double(pairs - tiedFirst) * Double(pairs - tiedSecond)).squareRoot()
    return max(-1, min(1, tau))
  }

  /// Spearman's rho: Pearson's correlation of the ranks, tied values sharing the mean of their ranks.
  ///
  /// C. Spearman, "The Proof and Measurement of Association between Two Things", American Journal of Psychology 15 (1904). nil where all values of a column are equal.
  /// O(n log n); throws as `kendall(_:_:)` does.
  public static func spearman(_ first: [Double], _ second: [Double]) throws -> Double? {
    try check(first, second)
    let center = Double(first.count + 1) / 2
    let left = meanRanks(first).map { $0 - center }
    let right = meanRanks(second).map { $0 - center }
    var product = 0.0
    var squares = (0.0, 0.0)
    // Ranks are halves of whole numbers, so that these sums are exact.
    for (x, y) in zip(left, right) {
      product += x * y
      squares.0 += x * x
      squares.1 += y * y
    }
    guard squares.0 > 0, squares.1 > 0 else { return nil }
    return max(-1, min(1, product / (squares.0 * squares.1).squareRoot()))
  }

  /// The ranks of values from 1, tied values sharing the mean of their ranks; O(n log n), for values without NaN.
  static func meanRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for position in start..<end { ranks[order[position]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }

  /// Sorts by merging runs of doubling length, and counts the pairs that stood in descending order.
  private static func sortCountingExchanges(_ values: inout [Double]) -> Int {
    var source = values
    var target = values
    var exchanges = 0
    var width = 1
    while width < source.count {
      var start = 0
      while start < source.count {
        let middle = min(start + width, source.count)
        let end = min(start + 2 * width, source.count)
        var left = start
        var right = middle
        for place in start..<end {
          if left < middle, right >= end || source[left] <= source[right] {
            target[place] = source[left]
            left += 1
          } else {
            target[place] = source[right]
            exchanges += middle - left
            right += 1
          }
        }
        start = end
      }
      swap(&source, &target)
      width *= 2
    }
    values = source
    return exchanges
  }

  private static func check(_ first: [Double], _ second: [Double]) throws {
    guard first.count == second.count else {
      throw StatisticsError(
        "A rank correlation of \(first.count) and \(second.count) values was asked for: each row needs one of both.")
    }
    guard first.count > 1 else {
      throw StatisticsError("A rank correlation of \(first.count) rows says nothing: at least two are needed.")
    }
    for (name, column) in [("first", first), ("second", second)] {
      if let row = column.firstIndex(where: \.isNaN) {
        throw StatisticsError("Value \(row) of the \(name) column is not a number: it has no rank.")
      }
    }
  }
}
