import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("Comparison of laws")
struct LawComparisonTests {
  static let x = ExactCase.spread(24, decades: 3)
  static let truth = BoundedRationalLaw(floor: 0.15, ceiling: 1, amplitude: 4, exponent: 0.5)

  private func noisy(_ seed: UInt64 = 5) -> [Double] {
    var numbers = SeededGenerator(seed: seed)
    return Self.x.map { Self.truth.value(at: $0) * (1 + 0.004 * Double.random(in: -1...1, using: &numbers)) }
  }

  @Test func anErrorIsComparedAmongTheBoundedLaws() throws {
    let comparison = try LawComparison(x: Self.x, y: noisy(), naturalBounds: 0...1, holdingOut: 3)
    #expect(comparison.trend == .falling)
    #expect(comparison.objective == .logSquares)
    #expect(
      comparison.fits.map(\.law) == [
        "power law with floor", "bounded shifted power law, floor 0", "bounded rational law, ceiling 1",
        "bounded rational law", "M4 law, ceiling 1",
      ])
    for fit in comparison.fits {
      let floor = fit["floor"]?.value ?? -1
      #expect(floor >= 0 && floor <= 1, "The floor of the \(fit.law) is \(floor)")
    }
    #expect(comparison.holdout?.ranking.count == 5)
  }

  @Test func theForecastIsTheGeometricMeanOfTheLaws() throws {
    let comparison = try LawComparison(x: Self.x, y: noisy(), naturalBounds: 0...1)
    let far = 100 * (Self.x.last ?? 0)
    let forecast = try comparison.forecast(at: far)
    let mean = exp(comparison.fits.reduce(0) { $0 + log($1.value(at: far)) } / 5)
    #expect(abs(forecast.value - mean) < 1e-12)
    #expect(forecast.place == .beyond(100))
    #expect(forecast.headline.hasSuffix("beyond the data by 100x"))
  }

  @Test func theIntervalHoldsTheSpreadBetweenTheLaws() throws {
    let comparison = try LawComparison(x: Self.x, y: noisy(), naturalBounds: 0...1)
    let far = 1000 * (Self.x.last ?? 0)
    let forecast = try comparison.forecast(at: far)
    let average = forecast.average
    // Never narrower than the mean distance between the laws alone.
    let distance = average.predictions.reduce(0) { $0 + abs(log($1 / average.value)) } / 5
    #expect(log(forecast.estimate.upper / forecast.value) >= 1.959 * distance)
    #expect(forecast.estimate.contains(Self.truth.value(at: far)))
    #expect(forecast.estimate.lower >= 0 && forecast.estimate.upper <= 1)
  }

  @Test func aLossIsComparedAmongTheLawsWithAFloorAtOrAboveZero() throws {
    let law = PowerLawWithFloor(floor: 1.7, amplitude: 9, exponent: 0.4)
    var numbers = SeededGenerator(seed: 7)
    let y = Self.x.map { law.value(at: $0) * (1 + 0.002 * Double.random(in: -1...1, using: &numbers)) }
    let comparison = try LawComparison(x: Self.x, y: y)
    #expect(comparison.best.law == "power law with floor")
    #expect(comparison.fits.count == 4)
    #expect(comparison.fits.allSatisfy { ($0["floor"]?.value ?? 0) >= 0 })
  }

  @Test func anAccuracyRisesWithinItsBounds() throws {
    let y = noisy().map { 1 - $0 }
    let comparison = try LawComparison(x: Self.x, y: y, naturalBounds: 0...1)
    #expect(comparison.trend == .rising)
    #expect(comparison.objective == .squares)
    let forecast = try comparison.forecast(at: 1e6)
    // A thousand times beyond the data the laws go apart: the interval says so and holds the truth.
    #expect(forecast.estimate.contains(1 - Self.truth.value(at: 1e6)))
    #expect(forecast.estimate.upper <= 1)
  }

  @Test func observationsOutsideTheBoundsAreRefused() {
    #expect(throws: FitError("y of observation 1 is 1.2, outside the metric's bounds 0.0 to 1.0.")) {
      try LawComparison(x: [1, 2, 3], y: [0.9, 1.2, 0.5], naturalBounds: 0...1)
    }
    #expect(throws: FitError("x has 2 values and y has 1: one y is needed for each x.")) {
      try LawComparison(x: [1, 2], y: [0.9])
    }
  }
}
