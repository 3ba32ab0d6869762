import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct TrendTests {
  /// Kendall's S over all pairs.
  private func sign(_ x: [Double], _ y: [Double]) -> Int {
    var sign = 0
    for i in x.indices {
      for j in 0..<i {
        let product = (x[i] - x[j]) * (y[i] - y[j])
        sign += product > 0 ? 1 : product < 0 ? -1 : 0
      }
    }
    return sign
  }

  @Test func `the trend is Kendall's sign over all pairs, ties among them`() {
    var numbers = SeededGenerator(seed: 3)
    var rising = 0
    for round in 0..<400 {
      let levels = 2 + round % 9
      let x = (0..<(1 + round % 23)).map { _ in Double(Int.random(in: 0..<levels, using: &numbers)) }
      let y = x.map { _ in Double(Int.random(in: 0..<levels, using: &numbers)) }
      let expected: Trend = sign(x, y) > 0 ? .rising : .falling
      #expect(Trend(x: x, y: y) == expected, "\(x) \(y)")
      rising += expected == .rising ? 1 : 0
    }
    #expect(rising > 100 && rising < 300)
    #expect(Trend(x: [], y: []) == .falling)
  }

  @Test func `a million points have their trend at once`() {
    // Over all pairs this would be 5e11 products.
    let x = (0..<1_000_000).map { Double(($0 * 7_919) % 1_000_003) }
    #expect(Trend(x: x, y: x.map { 1 / (1 + $0) }) == .falling)
    #expect(Trend(x: x, y: x.map { $0 + 1e5 * Double(Int($0) % 3) }) == .rising)
  }
}
