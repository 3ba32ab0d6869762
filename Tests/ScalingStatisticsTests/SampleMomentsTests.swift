import ScalingStatistics
import Testing

@Suite struct SampleMomentsTests {
  @Test func `the sum keeps what a plain sum loses`() {
    // Neumaier's own example: a plain sum gives 0.
    #expect(SampleMoments.sum([1, 1e100, 1, -1e100]) == 2)
    #expect(SampleMoments.sum([]) == 0)
    #expect(SampleMoments.sum([Double](repeating: 0.1, count: 1_000_000)) == 100_000)
  }

  @Test func `the spread keeps its digits beside a large mean`() {
    // NIST StRD NumAcc1 (10000001, 10000003, 10000002): mean 10000002 and standard deviation 1, exactly.
    #expect(SampleMoments.mean([10_000_001, 10_000_003, 10_000_002]) == 10_000_002)
    #expect(SampleMoments.standardDeviation([10_000_001, 10_000_003, 10_000_002]) == 1)
  }

  @Test func `means of few numbers agree with hand arithmetic`() {
    #expect(SampleMoments.mean([1, 2, 6]) == 3)
    #expect(relativeError(SampleMoments.geometricMean([1, 10, 100]), 10) < 1e-15)
    #expect(relativeError(SampleMoments.standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]), (32.0 / 7).squareRoot()) < 1e-15)
  }

  @Test func `a column too short for the question gives no number`() {
    #expect(SampleMoments.mean([]).isNaN)
    #expect(SampleMoments.geometricMean([]).isNaN)
    #expect(SampleMoments.geometricMean([1, -1]).isNaN)
    #expect(SampleMoments.standardDeviation([1]).isNaN)
  }
}
