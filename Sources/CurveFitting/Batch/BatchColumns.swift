/// What the kernels write: columns with one number for each curve, blocks of curves by different threads.
final class BatchColumns: @unchecked Sendable {
  private let numbers: UnsafeMutablePointer<Double>
  private let flags: UnsafeMutablePointer<UInt8>
  private let curves: Int

  init(columns: Int, curves: Int) {
    self.curves = curves
    numbers = .allocate(capacity: max(1, columns * curves))
    flags = .allocate(capacity: max(1, curves))
    // Kernels write every number but the columns of a part that a law does not have.
    flags.initialize(repeating: 0, count: max(1, curves))
  }

  deinit {
    numbers.deallocate()
    flags.deallocate()
  }

  func column(_ index: Int, from curve: Int = 0) -> UnsafeMutablePointer<Double> { numbers + index * curves + curve }

  func settled(from curve: Int) -> UnsafeMutablePointer<UInt8> { flags + curve }

  func array(_ index: Int) -> [Double] { Array(UnsafeBufferPointer(start: column(index), count: curves)) }

  var settledArray: [UInt8] { Array(UnsafeBufferPointer(start: flags, count: curves)) }
}
