import Scalability
import Testing

@Suite struct SunNiLawTests {
  @Test func `without growth it is Amdahl's law and with growth p Gustafson's`() throws {
    let fixed = try SunNiLaw(serialFraction: 0.1, growthExponent: 0)
    let grown = try SunNiLaw(serialFraction: 0.1, growthExponent: 1)
    for processors in [1.0, 2, 7, 64, 1000] {
      #expect(agree(fixed.speedup(on: processors), processors / (1 + 0.1 * (processors - 1)), 1e-14))
      // S = (a + (1 - a) p) / 1.
      #expect(agree(grown.speedup(on: processors), 0.1 + 0.9 * processors, 1e-14))
    }
    #expect(fixed.limit == 10)
    #expect(grown.limit == nil)
  }

  @Test func `the product of matrices grows faster than its processors`() throws {
    // g = 3/2 on 4 processors: G = 8, S = (0.1 + 7.2) / (0.1 + 1.8).
    let law = try SunNiLaw(serialFraction: 0.1, growthExponent: 1.5)
    #expect(agree(law.growth(on: 4), 8, 1e-15))
    #expect(agree(law.speedup(on: 4), 7.3 / 1.9, 1e-14))
    #expect(agree(law.efficiency(on: 4), 7.3 / 7.6, 1e-14))
    #expect(agree(SunNiLaw.speedup(serialFraction: 0.1, growth: 8, processors: 4), 7.3 / 1.9, 1e-14))
  }

  @Test func `memory-bounded speed-ups lie above Gustafson's, and those above Amdahl's`() throws {
    // Sun and Ni (1993): S of fixed size <= S of fixed time <= S of bounded memory for G >= p.
    let laws = try [0, 1, 1.5].map { try SunNiLaw(serialFraction: 0.3, growthExponent: $0).speedup(on: 32) }
    #expect(laws == laws.sorted())
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try SunNiLaw(serialFraction: 2, growthExponent: 1) }
        == "A serial fraction of 2.0 was given; it lies between 0 and 1.")
    #expect(
      message { try SunNiLaw(serialFraction: 0, growthExponent: -1) }
        == "A growth exponent of -1.0 was given; it must be a finite number, 0 or more.")
  }
}
