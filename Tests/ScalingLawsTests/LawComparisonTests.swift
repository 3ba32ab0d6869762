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

  @Test func theTableHoldsBothJudgementsOfEveryLaw() throws {
    let comparison = try LawComparison(x: Self.x, y: noisy(), naturalBounds: 0...1, holdingOut: 3)
    #expect(comparison.table.map(\.law) == comparison.ranking.ranking.map(\.fit.law))
    #expect(comparison.table[0].correctedAkaikeDifference == 0)
    #expect(abs(comparison.table.reduce(0) { $0 + ($1.correctedAkaikeWeight ?? .nan) } - 1) < 1e-12)
    #expect(comparison.table.allSatisfy { $0.forecastWeight == 0.2 && $0.refusal == nil })
    // Three rounds over 24 x at equal ratios over three decades: the farthest lies three steps beyond what was kept.
    let factor = pow(10, 3 * 3 / 23.0)
    for row in comparison.table {
      let held = try #require(comparison.holdout?.ranking.first { $0.law == row.law })
      #expect(row.heldOutError == held.rootMeanSquareLog)
      #expect(abs((row.heldOutFactor ?? 0) / factor - 1) < 1e-9)
      // By hand: the root mean square of ln(predicted / observed) over 1 + 2 + 3 predictions.
      let squares = held.errors.map { pow(log($0.predicted / $0.observed), 2) }
      #expect(squares.count == 6 && abs((row.heldOutError ?? 0) - (squares.reduce(0, +) / 6).squareRoot()) < 1e-12)
    }
    #expect(comparison.table[0].headline.contains(": ΔAICc 0.0, held-out error "))
  }

  @Test func aLawThatRefusesTheDataIsInTheTableWithItsReason() throws {
    let x = [1.0, 2, 4, 8]
    let comparison = try LawComparison(
      x: x, y: [0.8, 0.6, 0.5, 0.44],
      family: [
        PowerLaw.model, LogisticLaw.model, ShiftedPowerLaw.model, BoundedRationalLaw.model, LinearLaw.model,
        M4Law.model,
      ])
    let refused = try #require(comparison.table.last)
    #expect(refused.law == "M4 law")
    #expect(refused.headline == "M4 law: 4 observations cannot determine the 5 parameters of a M4 law.")
    #expect(refused.forecastWeight == 0 && refused.refusal == refused.headline)
    let fitted = comparison.fits.count
    #expect(comparison.records.map(\.law) == comparison.fits.map(\.law) && fitted == 5)
    #expect(comparison.table.prefix(fitted).allSatisfy { $0.forecastWeight == 1 / Double(fitted) })
  }

  @Test func everyFitCanBeRepeatedFromItsRecord() throws {
    let models: [any SeparableModel] = [PowerLawWithFloor.model, ShiftedPowerLaw.model, PowerLaw.model]
    let law = PowerLawWithFloor(floor: 0.02, amplitude: 9, exponent: 0.4)
    var data = try FitData(
      predictors: [FitData.Column("x", meaning: "training tokens", values: Self.x)],
      response: FitData.Column(
        "loss", values: Self.x.enumerated().map { law.value(at: $1) * (1 + 0.03 * sin(Double(5 * $0))) }),
      weights: Self.x.indices.map { 1 + Double($0 % 3) }, source: "made up")
    try data.exclude(rows: [0], because: "warm-up")
    let counting = CountingConvention(parameters: .none, tokens: .seen, compute: .none)
    let comparison = try LawComparison(data: data, counting: counting, family: models)
    #expect(comparison.records.count == 3)
    for (model, (fit, record)) in zip(models, zip(comparison.fits, comparison.records)) {
      #expect(record.data == data && record.counting == counting && record.objective == .logSquares)
      #expect(fit.observationCount == 23)
      #expect(record.largestDifference(from: try record.repeated(with: model)) == 0)
    }
    // The metric's bound is in the record, so that the fit stays where it was.
    #expect(comparison.records[0].bounds.map(\.name) == ["floor"] && comparison.records[0].bounds[0].lower == 0)
    let plain = try LawComparison(x: Self.x, y: noisy(), naturalBounds: 0...1)
    #expect(plain.records.map(\.law) == plain.fits.map(\.law) && plain.records[0].bounds[0].upper == 1)
    let known = try LawComparison(
      x: Self.x, y: noisy(), naturalBounds: 0...1, errors: .standardDeviations(Self.x.map { _ in 0.002 }))
    #expect(known.records.isEmpty && known.table.count == known.fits.count)
    let surface = try FitData(
      predictors: [FitData.Column("N", values: Self.x), FitData.Column("D", values: Self.x)],
      response: FitData.Column("loss", values: noisy()))
    #expect(throws: FitError("A comparison of laws is of one predictor; the data have N, D.")) {
      try LawComparison(data: surface, counting: counting)
    }
  }
}
