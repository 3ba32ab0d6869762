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
        // What the row with the least sum dominates need not be sorted.
        var pivot = start
        var least = Double.infinity
        for row in start..<(start + count) where first[row] + second[row] < least {
          least = first[row] + second[row]
          pivot = row
        }
        let a = first[pivot]
        let b = second[pivot]
        for row in start..<(start + count) {
          let x = first[row]
          let y = second[row]
          if x >= a && y >= b && (x > a || y > b) { continue }
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
