import Scalability
import Testing

@Suite struct AmdahlLawTests {
  @Test func `speed-up, efficiency and limit are the textbook ones`() throws {
    // Hennessy and Patterson's arithmetic: 95 % parallel on 8 gives 8 / 1.35, and never more than 20.
    let law = try AmdahlLaw(serialFraction: 0.05)
    #expect(agree(law.speedup(on: 8), 8 / 1.35, 1e-15))
    #expect(agree(law.efficiency(on: 8), 1 / 1.35, 1e-15))
    #expect(law.limit == 20)
    #expect(law.speedup(on: 1) == 1)
  }

  @Test func `without a serial fraction there is no limit and with nothing else there is no gain`() throws {
    #expect(try AmdahlLaw(serialFraction: 0).limit == nil)
    #expect(try AmdahlLaw(serialFraction: 0).speedup(on: 64) == 64)
    #expect(try AmdahlLaw(serialFraction: 1).speedup(on: 64) == 1)
    #expect(try AmdahlLaw(serialFraction: 1).processors(reaching: 2) == nil)
  }

  @Test func `the number of processors for a speed-up inverts it and ends at the limit`() throws {
    let law = try AmdahlLaw(serialFraction: 0.05)
    // 10 = p / (1 + 0.05 (p - 1)) has p = 10 × 0.95 / 0.5 = 19.
    #expect(agree(law.processors(reaching: 10), 19, 1e-14))
    #expect(law.processors(reaching: 1) == 1)
    #expect(law.processors(reaching: 20) == nil)
    #expect(law.processors(reaching: 0.5) == nil)
    #expect(law.processors(reaching: .nan) == nil)
  }

  @Test func `a measured speed-up gives Karp and Flatt's fraction`() throws {
    // 1.7x on 4: (1/1.7 - 1/4) / (3/4) = 0.45098.
    #expect(agree(try AmdahlLaw(speedup: 1.7, processors: 4).serialFraction, 23.0 / 51, 1e-14))
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try AmdahlLaw(serialFraction: 1.5) } == "A serial fraction of 1.5 was given; it lies between 0 and 1.")
    #expect(
      message { try AmdahlLaw(serialFraction: .nan) } == "A serial fraction of nan was given; it lies between 0 and 1.")
    #expect(
      message { try AmdahlLaw(speedup: 5, processors: 4) }
        == "A speed-up of 5.0 on 4 processors has no serial fraction: it lies outside 1 to 4.")
    #expect(
      message { try AmdahlLaw(speedup: 1, processors: 1) }
        == "A speed-up on 1 processors over 1 has no parallel efficiency: it needs more than 1.")
  }
}
