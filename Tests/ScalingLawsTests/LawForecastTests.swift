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
  /// y = first + second: no data tell one from the other.
  private struct TwoConstants: SeparableModel {
    var name: String { "two constants" }
    var formula: String { "y = first + second" }
    var amplitudes: [AmplitudeDescription] { [AmplitudeDescription("first"), AmplitudeDescription("second")] }
    var shapeNames: [String] { [] }
    var needsPositivePredictor: Bool { false }
    func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { [] }
    func evaluate(
      _ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns
    ) {
      for i in 0..<(2 * columns.count) { columns.terms[i] = 1 }
    }
    func reported(working: [Double], references: [PredictorReference]) -> [Double] { working }
    func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] { [[1, 0], [0, 1]] }
  }

  @Test func `a law without a band is named with the reason`() throws {
    // Four points leave the law of four parameters no degree of freedom.
    let x: [Double] = [1, 10, 100, 1000]
    let truth = LogisticLaw(lower: 0.1, upper: 0.8, midpoint: 30, slope: 1.2)
    let comparison = try LawComparison(
      x: x, y: x.map { truth.value(at: $0) },
      family: [try PinnedLaw(PowerLaw.model, "coefficient", at: 0.15), LogisticLaw.model], level: 0.8)
    let forecast = try comparison.forecast(at: 10_000)
    #expect(forecast.lawsWithoutError.count == 1)
    #expect(
      forecast.lawsWithoutError == [
        "logistic law: This logistic law has no band: as many parameters as observations: no interval can be given."
      ])
    #expect(forecast.headline.hasSuffix("beyond the data by 10x; 1 of 2 laws without an error of their own"))
    #expect(forecast.estimate.level == 0.8 && forecast.average.withinLaws == nil)
    #expect(forecast.estimate.upper > forecast.value)
  }

  @Test func `where no law has an error the interval is the metric's bounds`() throws {
    let x = ExactCase.spread(8, decades: 1)
    let comparison = try LawComparison(
      x: x, y: x.map { 0.3 + 0.01 * sin(5 * $0) }, naturalBounds: 0...1, family: [TwoConstants()])
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
