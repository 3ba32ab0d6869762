/// Front membership over and over for columns of one size, without allocating anew: less is better, no NaN.
///
/// Two objectives: a sort of the rows and one sweep, O(n log n). More: each row against the members found so far, in the order of the first objective, O(n × front).
struct ReplicateSearch {
  private struct Keyed {
    var first: Double
    var second: Double
    var row: Int
  }
  private var keyed: [Keyed] = []
  private var order: [Int] = []
  /// The members in the order of the first objective; rows with equal objectives follow each other.
  private(set) var members: [Int] = []

  /// Finds the members among the first `count` rows from `start` of each column.
  mutating func search(_ columns: [[Double]], start: Int, count: Int) {
    members.removeAll(keepingCapacity: true)
    guard columns.count == 2 else { return searchMany(columns, start: start, count: count) }
    keyed.removeAll(keepingCapacity: true)
    columns[0].withUnsafeBufferPointer { first in
      columns[1].withUnsafeBufferPointer { second in
        // What a few good rows dominate need not be sorted: those with the least sum, plain and tilted either way.
        var pivots = (start, start, start)
        var least = (Double.infinity, Double.infinity, Double.infinity)
        for row in start..<(start + count) {
          let x = first[row]
          let y = second[row]
          let tilted = (x + y, x + 4 * y, 4 * x + y)
          if tilted.0 < least.0 { (least.0, pivots.0) = (tilted.0, row) }
          if tilted.1 < least.1 { (least.1, pivots.1) = (tilted.1, row) }
          if tilted.2 < least.2 { (least.2, pivots.2) = (tilted.2, row) }
        }
        let a = (first[pivots.0], first[pivots.1], first[pivots.2])
        let b = (second[pivots.0], second[pivots.1], second[pivots.2])
        for row in start..<(start + count) {
          let x = first[row]
          let y = second[row]
          if x >= a.0 && y >= b.0 && (x > a.0 || y > b.0) { continue }
          if x >= a.1 && y >= b.1 && (x > a.1 || y > b.1) { continue }
          if x >= a.2 && y >= b.2 && (x > a.2 || y > b.2) { continue }
          keyed.append(Keyed(first: x, second: y, row: row - start))
        }
      }
    }
    keyed.sort { left, right in
      if left.first != right.first { return left.first < right.first }
      if left.second != right.second { return left.second < right.second }
      return left.row < right.row
    }
    var leader: Keyed?
    for item in keyed {
      if let best = leader {
        guard item.second < best.second || (item.second == best.second && item.first == best.first) else { continue }
      }
      leader = item
      members.append(item.row)
    }
  }

  private mutating func searchMany(_ columns: [[Double]], start: Int, count: Int) {
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: 0..<count)
    // A row is dominated only by one that comes before it in lexicographic order.
    order.sort { left, right in
      for column in columns where column[start + left] != column[start + right] {
        return column[start + left] < column[start + right]
      }
      return left < right
    }
    for row in order {
      let beaten = members.contains { member in
        var better = false
        for column in columns {
          if column[start + member] > column[start + row] { return false }
          if column[start + member] < column[start + row] { better = true }
        }
        return better
      }
      if !beaten { members.append(row) }
    }
  }
}
