import ScalingStatistics
import Testing

/// Tolerances are five standard errors of what is measured, unless said otherwise: a right generator fails about once in a million seeds, and the seeds are fixed.
@Suite struct SeededGeneratorTests {
  /// xoshiro256** and SplitMix64 as their authors publish them in C (Blackman and Vigna, prng.di.unimi.it), written out again.
  private struct Reference {
    var state: [UInt64]

    static func splitMix(_ state: inout UInt64) -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      return mix(state)
    }

    static func mix(_ value: UInt64) -> UInt64 {
      var z = value
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }

    mutating func next() -> UInt64 {
      func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
      let result = rotated(state[1] &* 5, 7) &* 9
      let t = state[1] << 17
      state[2] ^= state[0]
      state[3] ^= state[1]
      state[1] ^= state[2]
      state[0] ^= state[3]
      state[2] ^= t
      state[3] = rotated(state[3], 45)
      return result
    }
  }

  @Test func `the numbers are those of xoshiro256** seeded through SplitMix64`() {
    // The published first outputs from the state 1, 2, 3, 4 check the reference itself.
    var reference = Reference(state: [1, 2, 3, 4])
    let published: [UInt64] = [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240]
    for expected in published { #expect(reference.next() == expected) }
    for (seed, stream) in [(1, 0), (1, 1), (UInt64.max, 12_345)] as [(UInt64, UInt64)] {
      var seeding = seed ^ Reference.mix(stream &+ 0x9e37_79b9_7f4a_7c15)
      var expected = Reference(state: (0..<4).map { _ in Reference.splitMix(&seeding) })
      var generator = SeededGenerator(seed: seed, stream: stream)
      for _ in 0..<1_000 { #expect(generator.next() == expected.next()) }
    }
  }

  @Test func `streams and seeds differ and repeat`() {
    func first(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var generator = SeededGenerator(seed: seed, stream: stream)
      return (0..<4).map { _ in generator.next() }
    }
    #expect(first(1, 0) == first(1, 0))
    var seen: Set<[UInt64]> = []
    for seed in 0..<20 {
      for stream in 0..<200 { seen.insert(first(UInt64(seed), UInt64(stream))) }
    }
    #expect(seen.count == 4_000)
  }

  @Test func `uniform numbers have the moments and the counts of a uniform distribution`() {
    var generator = SeededGenerator(seed: 3)
    let count = 100_000
    let values = (0..<count).map { _ in generator.nextUniform() }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    let n = Double(count)
    // Variance 1/12; variance of the square 1/5 - 1/9 = 4/45.
    #expect(abs(SampleMoments.mean(values) - 0.5) < 5 * (1 / (12 * n)).squareRoot())
    #expect(abs(SampleMoments.mean(values.map { $0 * $0 }) - 1.0 / 3) < 5 * (4 / (45 * n)).squareRoot())
    var buckets = [Double](repeating: 0, count: 20)
    for value in values { buckets[Int(value * 20)] += 1 }
    let statistic = buckets.map { ($0 - n / 20) * ($0 - n / 20) / (n / 20) }.reduce(0, +)
    #expect(ChiSquaredDistribution(degreesOfFreedom: 19).upperTailProbability(at: statistic) > 1e-6)
    // Neighbours are uncorrelated: the mean of products of deviations has variance (1/12)² / n.
    let products = zip(values, values.dropFirst()).map { ($0 - 0.5) * ($1 - 0.5) }
    #expect(abs(SampleMoments.mean(products)) < 5 * (1.0 / 12) / n.squareRoot())
  }

  @Test(arguments: [2, 3, 7, 100])
  func `indices reach every value below their bound equally often`(bound: Int) {
    var generator = SeededGenerator(seed: 5, stream: UInt64(bound))
    let count = 50_000
    var counts = [Double](repeating: 0, count: bound)
    for _ in 0..<count { counts[generator.nextIndex(below: bound)] += 1 }
    let expected = Double(count) / Double(bound)
    let statistic = counts.map { ($0 - expected) * ($0 - expected) / expected }.reduce(0, +)
    #expect(counts.allSatisfy { $0 > 0 })
    #expect(
      ChiSquaredDistribution(degreesOfFreedom: Double(bound - 1)).upperTailProbability(at: statistic) > 1e-6)
  }

  @Test func `indices stay inside bounds of every size`() {
    var generator = SeededGenerator(seed: 6)
    for bound in [-5, 0, 1] { #expect(generator.nextIndex(below: bound) == 0) }
    // 2^64 over this bound is 8/3: without rejection the residues 0, 1, 2 would come in the ratio 3 : 3 : 2 instead of evenly.
    let bound = 3 << 61
    let count = 20_000
    var residues = [0.0, 0, 0]
    for _ in 0..<count {
      let index = generator.nextIndex(below: bound)
      #expect(index >= 0 && index < bound)
      residues[index % 3] += 1
    }
    let tolerance = 5 * (2.0 / 9 / Double(count)).squareRoot()
    #expect(residues.allSatisfy { abs($0 / Double(count) - 1.0 / 3) < tolerance })
    for _ in 0..<100 { #expect(generator.nextIndex(below: .max) < .max) }
  }

  @Test func `normal numbers have the moments of a normal distribution`() {
    var generator = SeededGenerator(seed: 9)
    let values = (0..<50_000).map { _ in generator.nextNormal() }
    let n = Double(values.count)
    #expect(values.allSatisfy { $0.isFinite })
    // Variances of the first four powers' means: 1, 2, 15, 96.
    #expect(abs(SampleMoments.mean(values)) < 5 / n.squareRoot())
    #expect(abs(SampleMoments.mean(values.map { $0 * $0 }) - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(SampleMoments.mean(values.map { $0 * $0 * $0 })) < 5 * (15 / n).squareRoot())
    #expect(abs(SampleMoments.mean(values.map { $0 * $0 * $0 * $0 }) - 3) < 5 * (96 / n).squareRoot())
  }
}
