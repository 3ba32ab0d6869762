import Foundation
import Scalability
import Testing

@Suite struct IsoefficiencyTests {
  @Test func `adding numbers on a hypercube needs work in proportion to p log p`() throws {
    // Grama, Gupta, Kumar: overhead 2 p log2 p, so W = K 2 p log2 p; at 80 % K = 4. From 64 to 128: ln((7 × 128) / (6 × 64)) / ln 2.
    let result = try Isoefficiency(efficiency: 0.8, processors: [4, 64, 128]) { _, p in 2 * p * log2(p) }
    #expect(agree(result.work[0], 64, 1e-12))
    #expect(agree(result.work[1], 3_072, 1e-12))
    #expect(agree(result.work[2], 7_168, 1e-12))
    #expect(agree(result.growthExponent, log2(7.0 / 3), 1e-11))
    #expect(
      result.headline
        == "Efficiency 80 % needs 64 of work on 4 and 7168 on 128 processors, growing there as p^1.22.")
  }

  @Test func `an overhead that grows with the work is solved for it`() throws {
    // Overhead p^(3/4) W^(3/4) alone: W = K^4 p^3, the larger term of the textbook's example.
    let result = try Isoefficiency(efficiency: 0.5, processors: [2, 10]) { work, p in pow(p * work, 0.75) }
    #expect(agree(result.work[0], 8, 1e-11))
    #expect(agree(result.work[1], 1_000, 1e-11))
    #expect(agree(result.growthExponent, 3, 1e-10))
  }

  @Test func `an overhead in proportion to the work keeps no efficiency beyond its own`() throws {
    // Amdahl's serial fraction of 0.1: overhead 0.1 (p - 1) W, efficiency 1 / (1 + 0.1 (p - 1)) whatever the work.
    let result = try Isoefficiency(efficiency: 0.8, processors: [2, 4, 8]) { work, p in 0.1 * (p - 1) * work }
    #expect(result.work[1] == nil && result.work[2] == nil)
    #expect(result.growthExponent == nil)
    #expect(result.headline == "No work within the range is bound to an efficiency of 80 %.")
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try Isoefficiency(efficiency: 1, processors: [2]) { _, p in p } }
        == "An efficiency of 1.0 was asked for; it lies between 0 and 1, ends excluded.")
    #expect(
      message { try Isoefficiency(efficiency: 0.5, processors: []) { _, p in p } }
        == "An isoefficiency needs processor counts; there are none.")
    #expect(
      message { try Isoefficiency(efficiency: 0.5, processors: [4, 2]) { _, p in p } }
        == "The processor counts must rise from 1 or more; they are 4, 2.")
    #expect(
      message { try Isoefficiency(efficiency: 0.5, processors: [2], within: 0...1) { _, p in p } }
        == "Work is looked for from 0.0 to 1.0; both ends must be positive and finite.")
    #expect(
      message { try Isoefficiency(efficiency: 0.5, processors: [2], within: 1...8) { _, _ in .nan } }
        == "The overhead of 8.0 of work on 2.0 processors is not a number: narrow the range of work.")
    #expect(
      message { try Isoefficiency.work(efficiency: 0.5, processors: 0.5) { _, p in p } }
        == "0.5 processors were given; their number must be finite, 1 or more.")
  }
}
