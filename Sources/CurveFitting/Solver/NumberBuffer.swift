/// One allocation from which a solver takes its columns; all of them go with it.
final class NumberBuffer {
  private let start: UnsafeMutablePointer<Double>
  private var next: UnsafeMutablePointer<Double>
  private let end: UnsafeMutablePointer<Double>

  /// Room for so many numbers, all 0.
  init(capacity: Int) {
    let size = max(1, capacity)
    start = .allocate(capacity: size)
    start.initialize(repeating: 0, count: size)
    next = start
    end = start + size
  }

  deinit { start.deallocate() }

  /// The next column of a length; the capacity is the caller's to count.
  func take(_ count: Int) -> UnsafeMutablePointer<Double> {
    assert(next + count <= end, "more numbers taken than the buffer holds")
    defer { next += count }
    return next
  }
}
