import Scalability
import Testing

@Suite struct GustafsonLawTests {
  @Test func `Gustafson's hypercube results have serial shares below a percent`() throws {
    // Scaled speed-ups of 1021, 1020 and 1016 on 1024 processors: J. L. Gustafson, CACM 31 (1988). By hand (1024 - S) / 1023.
    for (speedup, share) in [(1021.0, 3.0 / 1023), (1020, 4.0 / 1023), (1016, 8.0 / 1023)] {
      let law = try GustafsonLaw(scaledSpeedup: speedup, processors: 1024)
      #expect(agree(law.serialShare, share, 1e-14))
      #expect(agree(law.scaledSpeedup(on: 1024), speedup, 1e-14))
      #expect(law.serialShare < 0.008)
    }
  }

  @Test func `it is Amdahl's law seen from the parallel run`() throws {
    let law = try GustafsonLaw(serialShare: 0.2)
    // 0.2 + 0.8 × 10 = 8.2 on ten; one processor would be serial for 0.2 / 8.2 of its time.
    #expect(agree(law.scaledSpeedup(on: 10), 8.2, 1e-15))
    #expect(agree(law.efficiency(on: 10), 0.82, 1e-15))
    let amdahl = try law.amdahl(on: 10)
    #expect(agree(amdahl.serialFraction, 0.2 / 8.2, 1e-15))
    #expect(agree(amdahl.speedup(on: 10), 8.2, 1e-14))
  }

  @Test func `the number of processors for a scaled speed-up inverts it`() throws {
    #expect(agree(try GustafsonLaw(serialShare: 0.2).processors(reaching: 8.2), 10, 1e-14))
    #expect(try GustafsonLaw(serialShare: 1).processors(reaching: 2) == nil)
    #expect(try GustafsonLaw(serialShare: 1).processors(reaching: 1) == 1)
    #expect(try GustafsonLaw(serialShare: 0.2).processors(reaching: 0.9) == nil)
  }

  @Test func `every input fault has a sentence`() throws {
    #expect(
      message { try GustafsonLaw(serialShare: -0.1) } == "A serial share of -0.1 was given; it lies between 0 and 1.")
    #expect(
      message { try GustafsonLaw(scaledSpeedup: 9, processors: 8) }
        == "A scaled speed-up of 9.0 on 8 processors has no serial share: it lies outside 1 to 8.")
    #expect(
      message { try GustafsonLaw(scaledSpeedup: 1, processors: 1) }
        == "A scaled speed-up on 1 processors shows no serial share: it needs two or more.")
    let law = try GustafsonLaw(serialShare: 0.2)
    #expect(
      message { try law.amdahl(on: 0) } == "0.0 processors were given; their number must be positive and finite.")
  }
}
