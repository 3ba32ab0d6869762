import CDominance

/// Finds one front after another in memory of its own, which it uses again: what a bootstrap calls a thousand times.
///
/// Values are minimized as they stand and must not be NaN; the caller has checked. O(n log n) in two and three objectives, O(n log^(d-2) n) in d.
final class FrontSearch {
  private var scratch = dominance_scratch(memory: nil, size: 0)
  private var found: [UInt32]
  private let signs: [Double]

  /// Makes room for `capacity` rows of `objectives` columns; more rows make it grow.
  init(capacity: Int, objectives: Int) {
    found = [UInt32](repeating: 0, count: max(capacity, 1))
    signs = [Double](repeating: 1, count: objectives)
  }

  deinit { dominance_release(&scratch) }

  /// Replaces `result` by the rows of the front, the best in the first column first, ties in row order; false where memory ran out.
  func members(of columns: [UnsafeBufferPointer<Double>], count: Int, into result: inout [Int]) -> Bool {
    members(of: columns, signs: signs, rows: nil, count: count, into: &result)
  }

  /// As above, with the sign that makes each column smaller where it is better, and of the given rows alone.
  func members(
    of columns: [UnsafeBufferPointer<Double>], signs: [Double], rows: [UInt32]?, count: Int, into result: inout [Int]
  ) -> Bool {
    result.removeAll(keepingCapacity: true)
    if found.count < count { found = [UInt32](repeating: 0, count: count) }
    var size = -1
    withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: columns.count) { pointers in
      for (index, column) in columns.enumerated() { pointers.initializeElement(at: index, to: column.baseAddress) }
      if let rows {
        size = dominance_front(pointers.baseAddress, signs, columns.count, rows, count, &scratch, &found)
      } else {
        size = dominance_front(pointers.baseAddress, signs, columns.count, nil, count, &scratch, &found)
      }
    }
    guard size >= 0 else { return false }
    result.reserveCapacity(size)
    for index in 0..<size { result.append(Int(found[index])) }
    return true
  }

  /// The size of the front of two columns and the area between it and a reference in signed values; nil where memory ran out.
  func area(
    of columns: [UnsafeBufferPointer<Double>], signs: [Double], rows: [UInt32]?, count: Int, reference: [Double]
  ) -> (size: Int, area: Double)? {
    var area = 0.0
    var size = -1
    withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: columns.count) { pointers in
      for (index, column) in columns.enumerated() { pointers.initializeElement(at: index, to: column.baseAddress) }
      if let rows {
        size = dominance_area(pointers.baseAddress, signs, rows, count, reference, &scratch, &area)
      } else {
        size = dominance_area(pointers.baseAddress, signs, nil, count, reference, &scratch, &area)
      }
    }
    return size < 0 ? nil : (size, area)
  }
}
