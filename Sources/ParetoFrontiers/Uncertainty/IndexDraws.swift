import ScalingStatistics

/// Uniform indices, four from each 64 random bits where the bound allows: Lemire's multiply-and-shift with rejection (2019), exactly uniform.
struct IndexDraws {
  private var generator: SeededGenerator
  private var bits: UInt64 = 0
  private var lanes = 0
  private var range: UInt32 = 0
  private var threshold: UInt32 = 0

  init(generator: SeededGenerator) { self.generator = generator }

  /// Fills the first `count` places with indices below a bound.
  mutating func fill(_ indices: UnsafeMutableBufferPointer<Int>, count: Int, below bound: Int) {
    guard bound <= 4_096 else {
      for position in 0..<count { indices[position] = generator.nextIndex(below: bound) }
      return
    }
    guard count > 0, bound > 0 else { return }
    if range != UInt32(bound) {
      range = UInt32(bound)
      threshold = (65_536 - range) % range
    }
    // Local copies, which stay in registers over the loop.
    var (bits, lanes) = (self.bits, self.lanes)
    let (range, threshold) = (self.range, self.threshold)
    for position in 0..<count {
      var product: UInt32
      repeat {
        if lanes == 0 {
          bits = generator.next()
          lanes = 4
        }
        product = UInt32(truncatingIfNeeded: bits & 0xFFFF) &* range
        bits >>= 16
        lanes &-= 1
      } while product & 0xFFFF < threshold
      indices[position] = Int(product >> 16)
    }
    (self.bits, self.lanes) = (bits, lanes)
  }
}
