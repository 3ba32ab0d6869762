/// What the kernels write: columns with one number for each curve, blocks of curves by different threads; and what they share, columns that all of them read.
final class BatchColumns: @unchecked Sendable {
  private let numbers: UnsafeMutablePointer<Double>
  private let flags: UnsafeMutablePointer<UInt8>
  private let shared: [UnsafeMutablePointer<Double>]
  private let curves: Int

  init(columns: Int, curves: Int, shared: [[Double]]) {
    self.curves = curves
    numbers = .allocate(capacity: max(1, columns * curves))
    flags = .allocate(capacity: max(1, curves))
    // Kernels write every number but the columns of a part that a law does not have.
    flags.initialize(repeating: 0, count: max(1, curves))
    self.shared = shared.map { column in
      let copy = UnsafeMutablePointer<Double>.allocate(capacity: max(1, column.count))
      for (index, value) in column.enumerated() { (copy + index).initialize(to: value) }
      return copy
    }
  }

  deinit {
    numbers.deallocate()
    flags.deallocate()
    for column in shared { column.deallocate() }
  }

  func column(_ index: Int, from curve: Int = 0) -> UnsafeMutablePointer<Double> { numbers + index * curves + curve }

  func settled(from curve: Int) -> UnsafeMutablePointer<UInt8> { flags + curve }

  /// A column that all curves read, in the order in which they were given.
  func sharedColumn(_ index: Int) -> UnsafePointer<Double> { UnsafePointer(shared[index]) }

  func array(_ index: Int) -> [Double] { Array(UnsafeBufferPointer(start: column(index), count: curves)) }

  /// Several columns in a row as one array.
  func array(_ columns: Range<Int>) -> [Double] {
    Array(UnsafeBufferPointer(start: column(columns.lowerBound), count: columns.count * curves))
  }

  var settledArray: [UInt8] { Array(UnsafeBufferPointer(start: flags, count: curves)) }
}
