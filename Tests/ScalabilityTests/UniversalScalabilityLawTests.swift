import Scalability
import Testing

@Suite struct UniversalScalabilityLawTests {
  @Test func `peak, knee and limit of Gunther's example are those of the R package`() throws {
    // Printed by usl 3 for specsdm91: peak 96.51956 (throughput 1884), limit 3245.589, knee 36.06401 (throughput 1542). Parameters by mpmath.
    let law = try UniversalScalabilityLaw(
      contention: 0.027_728_475_618_6, coherency: 1.043_654_838_44e-4, throughputOfOne: 89.995_233_104)
    #expect(agree(law.peakProcessors, 96.51956, 1e-7))
    #expect(agree(law.peakThroughput, 1884, 3e-4))
    #expect(agree(law.limitWithoutCoherency, 3245.589, 2e-7))
    #expect(agree(law.kneeProcessors, 36.06401, 2e-7))
    #expect(agree(law.kneeProcessors.map { law.throughput(at: $0) }, 1542, 4e-4))
  }

  @Test func `the time shares add up to one over the capacity`() throws {
    let law = try UniversalScalabilityLaw(contention: 0.0277, coherency: 1.044e-4)
    for processors in [1.0, 18, 96, 216, 5_000] {
      let shares = law.timeShares(at: processors)
      #expect(agree(shares.total, 1 / law.capacity(at: processors), 1e-13))
    }
    // By hand at 10: 0.1, 0.0277 × 0.9 and 1.044e-4 × 9.
    #expect(agree(law.timeShares(at: 10).ideal, 0.1, 1e-15))
    #expect(agree(law.timeShares(at: 10).contention, 0.02493, 1e-14))
    #expect(agree(law.timeShares(at: 10).coherency, 9.396e-4, 1e-14))
  }

  @Test func `what is infinite is nil`() throws {
    let amdahl = try UniversalScalabilityLaw(contention: 0.1, coherency: 0)
    #expect(amdahl.peakProcessors == nil)
    #expect(amdahl.peakThroughput == nil)
    #expect(amdahl.limitWithoutCoherency == 10)
    let coherent = try UniversalScalabilityLaw(contention: 0, coherency: 0.01)
    #expect(coherent.peakProcessors == 10)
    #expect(coherent.limitWithoutCoherency == nil)
    #expect(coherent.kneeProcessors == nil)
    // Falling from the first on: √(0.5 / 0.9) is below 1.
    let falling = try UniversalScalabilityLaw(contention: 0.5, coherency: 0.9)
    #expect(agree(falling.peakProcessors, (5.0 / 9).squareRoot(), 1e-14))
    #expect(falling.peakThroughput == nil)
    #expect(
      try UniversalScalabilityLaw(contention: 0.1, coherency: .leastNonzeroMagnitude).peakProcessors.map(\.isFinite)
        != false)
  }

  @Test func `Karp and Flatt's measure is a straight line in the processors`() throws {
    let law = try UniversalScalabilityLaw(contention: 0.03, coherency: 0.002)
    for processors in [2.0, 8, 64] {
      let measure = (1 / law.capacity(at: processors) - 1 / processors) / (1 - 1 / processors)
      #expect(agree(measure, law.karpFlatt(on: processors), 1e-13))
      #expect(agree(measure, 0.03 + 0.002 * processors, 1e-13))
    }
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try UniversalScalabilityLaw(contention: -0.1, coherency: 0) }
        == "A contention of -0.1 was given; it lies between 0 and 1.")
    #expect(
      message { try UniversalScalabilityLaw(contention: 0, coherency: .nan) }
        == "A coherency of nan was given; it lies between 0 and 1.")
    #expect(
      message { try UniversalScalabilityLaw(contention: 0, coherency: 0, throughputOfOne: 0) }
        == "A throughput of one of 0.0 was given; it must be positive and finite.")
  }
}
