import ScalingStatistics
import Testing

/// Expected values: the worked examples of NumPy's documentation and of the definitions, by hand.
@Suite struct SampleQuantileTests {
  @Test func `the examples of NumPy's documentation come out`() throws {
    // numpy.quantile of [[10, 7, 4], [3, 2, 1]] at .5, and numpy.percentile of its rows.
    #expect(try SampleQuantile.of([10, 7, 4, 3, 2, 1], at: 0.5) == 3.5)
    #expect(try SampleQuantile.median([10, 7, 4]) == 7)
    #expect(try SampleQuantile.median([3, 2, 1]) == 2)
  }

  @Test func `each definition reads its own position`() throws {
    // Five values at .4: positions 6 × .4 = 2.4; 4 × .4 + 1 = 2.6; (5 + 1/3) × .4 + 1/3 = 2.4667.
    let values: [Double] = [50, 15, 35, 20, 40]
    #expect(try abs(SampleQuantile.of(values, at: 0.4, definition: .weibull) - 26) < 1e-12)
    #expect(try abs(SampleQuantile.of(values, at: 0.4, definition: .linear) - 29) < 1e-12)
    #expect(try abs(SampleQuantile.of(values, at: 0.4, definition: .medianUnbiased) - 27) < 1e-12)
  }

  @Test func `the ends are the extremes in every definition`() throws {
    for definition in QuantileDefinition.allCases {
      #expect(try SampleQuantile.of([2, 1, 3], at: 0, definition: definition) == 1)
      #expect(try SampleQuantile.of([2, 1, 3], at: 1, definition: definition) == 3)
      #expect(try SampleQuantile.of([7], at: 0.3, definition: definition) == 7)
    }
  }

  @Test func `infinite values give an order statistic, never NaN`() throws {
    let infinite = Double.infinity
    for definition in QuantileDefinition.allCases {
      #expect(try SampleQuantile.of([1, infinite, infinite, infinite], at: 0.5, definition: definition) == infinite)
      #expect(try SampleQuantile.of([-infinite, -infinite, 3], at: 0.4, definition: definition) == -infinite)
    }
    // Position 1.5 from 1: between 1 and infinity, and between minus infinity and 1; then on the 1 itself.
    #expect(try SampleQuantile.median([1, infinite]) == infinite)
    #expect(try SampleQuantile.median([-infinite, 1]) == -infinite)
    #expect(try SampleQuantile.median([-infinite, 1, infinite]) == 1)
    #expect(try SampleQuantile.of([-infinite, infinite], at: 0.4) == -infinite)
    #expect(try SampleQuantile.of([-infinite, infinite], at: 0.6) == infinite)
  }

  @Test func `no sorted values have no quantile`() { #expect(SampleQuantile.ofSorted([], at: 0.5).isNaN) }

  @Test func `every input fault has a sentence`() {
    #expect(message { try SampleQuantile.of([], at: 0.5) } == "A quantile of no values is not defined.")
    #expect(
      message { try SampleQuantile.of([1, .nan], at: 0.5) }
        == "Value 1 is not a number: a quantile of it is not defined.")
    #expect(
      message { try SampleQuantile.of([1], at: 1.5) } == "A quantile at 1.5 was asked for; it lies between 0 and 1.")
  }

  @Test func `a probability that is not a number has no quantile and beyond the ends lie the ends`() {
    #expect(SampleQuantile.ofSorted([1, 2, 3], at: .nan).isNaN)
    #expect(SampleQuantile.ofSorted([1, 2, 3], at: -1) == 1)
    #expect(SampleQuantile.ofSorted([1, 2, 3], at: 7) == 3)
  }
}
