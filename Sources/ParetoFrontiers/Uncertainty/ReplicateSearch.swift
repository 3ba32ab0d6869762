/// Front membership over and over for columns of one size, in memory that is used again: less is better, no NaN.
struct ReplicateSearch {
  private let search: FrontSearch
  /// The members in the order of the first objective; rows with equal objectives follow each other.
  private(set) var members: [Int] = []

  init(rows: Int, objectives: Int) { search = FrontSearch(capacity: rows, objectives: objectives) }

  /// Finds the members among `count` rows from `start` of each column; throws `ParetoError` where memory ran out.
  mutating func search(_ columns: [[Double]], start: Int, count: Int) throws {
    guard columns.count > 1 else {
      let column = columns.first?[start..<(start + count)] ?? []
      let least = column.min()
      members = column.indices.filter { column[$0] == least }.map { $0 - column.startIndex }
      return
    }
    let didFind = pointers(columns, start: start, count: count) {
      search.members(of: $0, count: count, into: &members)
    }
    guard didFind else { throw ParetoError("There is not enough memory to compare \(count) rows.") }
  }

  private func pointers<Result>(
    _ columns: [[Double]], start: Int, count: Int, _ body: ([UnsafeBufferPointer<Double>]) -> Result
  ) -> Result {
    var found: [UnsafeBufferPointer<Double>] = []
    func next(_ index: Int) -> Result {
      guard index < columns.count else { return body(found) }
      return columns[index].withUnsafeBufferPointer { column in
        found.append(UnsafeBufferPointer(rebasing: column[start..<(start + count)]))
        return next(index + 1)
      }
    }
    return next(0)
  }
}
