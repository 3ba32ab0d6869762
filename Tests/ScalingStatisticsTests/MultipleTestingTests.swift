import ScalingStatistics
import Testing

@Suite struct MultipleTestingTests {
  @Test func `adjusted p-values follow their definitions`() throws {
    // By hand: Holm's are max over the smaller ones of (n - rank) p.
    let pValues = [0.01, 0.04, 0.03, 0.005]
    #expect(zip(try MultipleTesting.bonferroni(pValues), [0.04, 0.16, 0.12, 0.02]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(zip(try MultipleTesting.holm(pValues), [0.03, 0.06, 0.06, 0.02]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func `nothing exceeds one and ties share their value`() throws {
    #expect(try MultipleTesting.bonferroni([0.6, 1, 0]) == [1, 1, 0])
    #expect(try MultipleTesting.holm([0.6, 1, 0]) == [1, 1, 0])
    #expect(try MultipleTesting.holm([0.25, 0.25]) == [0.5, 0.5])
    #expect(try MultipleTesting.holm([0.2]) == [0.2])
    #expect(try MultipleTesting.holm([]).isEmpty)
    #expect(try MultipleTesting.bonferroni([]).isEmpty)
  }

  @Test func `what is not a p-value is refused in words`() {
    #expect(
      message { try MultipleTesting.holm([0.5, 1.5]) } == "p-value 1 is 1.5; a p-value lies between 0 and 1.")
    #expect(
      message { try MultipleTesting.bonferroni([.nan]) } == "p-value 0 is nan; a p-value lies between 0 and 1.")
  }
}
