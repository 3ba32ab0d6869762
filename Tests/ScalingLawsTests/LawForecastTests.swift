import CurveFitting
import ScalingLaws
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct LawForecastTests {
  private static let x = ExactCase.spread(10, decades: 2)
  /// A step between two points: where it is, and how steep, cannot be told.
  private static let step = x.indices.map { ($0 < 5 ? 0.2 : 0.8) + 0.01 * sin(Double(3 * $0)) }

  @Test func `a law without a band is named with the reason`() throws {
    let comparison = try LawComparison(
      x: Self.x, y: Self.step, naturalBounds: 0...1, family: [LogLinearLaw.model, LogisticLaw.model], level: 0.8)
    let forecast = try comparison.forecast(at: 10 * (Self.x.last ?? 0))
    #expect(forecast.lawsWithoutError.count == 1)
    #expect(
      forecast.lawsWithoutError[0].hasPrefix("logistic law, ends in 0 to 1: This "), "\(forecast.lawsWithoutError)")
    #expect(forecast.headline.hasSuffix("beyond the data by 10x; 1 of 2 laws without an error of their own"))
    #expect(forecast.estimate.level == 0.8 && forecast.average.withinLaws == nil)
    #expect(forecast.estimate.lower > 0 && forecast.estimate.upper.isFinite)
  }

  @Test func `where no law has an error the interval is the metric's bounds`() throws {
    let comparison = try LawComparison(x: Self.x, y: Self.step, naturalBounds: 0...1, family: [LogisticLaw.model])
    let forecast = try comparison.forecast(at: 1000)
    #expect(forecast.estimate.lower == 0 && forecast.estimate.upper == 1)
    #expect(forecast.estimate.method.hasSuffix("1 without an error of its own: the bounds of the metric"))
    #expect(forecast.average.value > 0 && forecast.value == forecast.average.value)
  }

  @Test func `the level is the fits' own unless another is given`() throws {
    let x = ExactCase.spread(20, decades: 2)
    let y = x.map { 2 + 3 * pow($0, -0.4) * (1 + 0.02 * sin(5 * $0)) }
    let comparison = try LawComparison(x: x, y: y, level: 0.8)
    #expect(try comparison.forecast(at: 1e4).estimate.level == 0.8)
    #expect(try comparison.forecast(at: 1e4, level: 0.95).estimate.level == 0.95)
    let average = try AveragedPrediction(comparison.fits, at: 1e3, scale: .logarithmic)
    #expect(average == (try AveragedPrediction(comparison.fits, at: 1e3, scale: .logarithmic, level: 0.8)))
    let base = try PowerLaw.fit(x: x, y: y, level: 0.7)
    let gain = try GainAtEqualQuality(baseline: base, new: base, at: 3)
    #expect(gain.gain.level == 0.7 && gain.baseline.level == 0.7)
  }
}
