/// Whether a quantity gets smaller or larger as x grows.
public enum Trend: String, Sendable, Hashable, Codable, CaseIterable {
  /// An error or a loss.
  case falling
  /// An accuracy or a coverage.
  case rising

  /// "falling" or "rising".
  public var explanation: String { rawValue }
}

extension Trend {
  /// The trend of two columns: the sign of Kendall's S, the pairs that rise less those that fall; falling where both are as many.
  ///
  /// Pairs of equal x or equal y count nothing. O(n log n): a tree of counts over the ranks of y, filled in the order of x (Knight 1966 sorts to the same end). The columns are of equal length.
  public init(x: [Double], y: [Double]) {
    let order = x.indices.sorted { (x[$0], $0) < (x[$1], $1) }
    let byValue = y.indices.sorted { (y[$0], $0) < (y[$1], $1) }
    // Ranks from 1, equal for equal y.
    var ranks = [Int](repeating: 0, count: y.count)
    var last = 0
    for (place, row) in byValue.enumerated() {
      if place == 0 || y[byValue[place - 1]] != y[row] { last += 1 }
      ranks[row] = last
    }
    var tree = [Int](repeating: 0, count: last + 1)
    func count(upTo rank: Int) -> Int {
      var (sum, k) = (0, rank)
      while k > 0 {
        sum += tree[k]
        k &= k - 1
      }
      return sum
    }
    var (sign, start) = (0, 0)
    while start < order.count {
      var end = start + 1
      while end < order.count, x[order[end]] == x[order[start]] { end += 1 }
      // Rows of one x look at those of smaller x, and only then join them.
      for row in order[start..<end] {
        let below = count(upTo: ranks[row] - 1)
        sign += below - (start - count(upTo: ranks[row]))
      }
      for row in order[start..<end] {
        var k = ranks[row]
        while k <= last {
          tree[k] += 1
          k += k & -k
        }
      }
      start = end
    }
    self = sign > 0 ? .rising : .falling
  }
}
