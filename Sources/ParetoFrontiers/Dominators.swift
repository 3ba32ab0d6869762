/// For each dominated row, the front member of lowest index that dominates it.
struct Dominators {
  /// `columns` are minimized; `members` stand in the order of the first column, `rows` are those that took part.
  static func find(columns: [[Double]], members: [Int], isMember: [Bool], rows: [Int]) -> [Int?] {
    var dominator = [Int?](repeating: nil, count: isMember.count)
    if columns.count == 2 {
      let chain = Chain(first: columns[0], second: columns[1], members: members)
      for row in rows where !isMember[row] { dominator[row] = chain.dominator(columns[0][row], columns[1][row]) }
      return dominator
    }
    let ascending = members.sorted()
    for row in rows where !isMember[row] {
      dominator[row] = ascending.first { member in columns.allSatisfy { $0[member] <= $0[row] } }
    }
    return dominator
  }

  /// The front of two columns: the members that dominate a row are neighbours on it, and the least index among neighbours is looked up in a sparse table.
  private struct Chain {
    var first: [Double] = []
    var second: [Double] = []
    var least: [[Int]] = [[]]

    init(first firstColumn: [Double], second secondColumn: [Double], members: [Int]) {
      for member in members where first.last != firstColumn[member] {
        // Members of one group follow each other in row order: the first has the lowest index.
        first.append(firstColumn[member])
        second.append(secondColumn[member])
        least[0].append(member)
      }
      var width = 1
      while 2 * width <= first.count {
        let previous = least[least.count - 1]
        least.append((0...(first.count - 2 * width)).map { min(previous[$0], previous[$0 + width]) })
        width *= 2
      }
    }

    func dominator(_ x: Double, _ y: Double) -> Int? {
      let end = Self.count(first.count) { first[$0] <= x }
      let start = Self.count(end) { second[$0] > y }
      guard start < end else { return nil }
      let level = Int.bitWidth - 1 - (end - start).leadingZeroBitCount
      return min(least[level][start], least[level][end - (1 << level)])
    }

    /// How many of the first positions satisfy a condition that holds up to some place and not after it.
    private static func count(_ length: Int, _ holds: (Int) -> Bool) -> Int {
      var low = 0
      var high = length
      while low < high {
        let middle = (low + high) / 2
        if holds(middle) { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}
