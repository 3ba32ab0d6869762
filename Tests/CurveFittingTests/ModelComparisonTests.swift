import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct ModelComparisonTests {
  private let x: [Double] = [1, 2, 3, 4, 5, 6]
  private let y: [Double] = [1, 3, 2, 5, 4, 6]

  @Test func `criterion and weights of two laws by hand`() throws {
    // The line: Sxx = Syy = 17.5, Sxy = 15.5, sum of squares 17.5 - 15.5² / 17.5 = 3.7714285714285714; the line in ln x: 4.3699073749161316.
    // AICc = n (ln(2π RSS / n) + 1) + 2 · 3 + 2 · 3 · 4 / (6 - 4); the weight is 1 / (1 + exp(-Δ / 2)). Digits with mpmath.
    let comparison = try ModelComparison([LogLinearLaw.model, LinearLaw.model], x: x, y: y)
    #expect(comparison.ranking.map(\.fit.law) == ["straight line", "log-linear law"])
    #expect(comparison.best.law == "straight line")
    expectClose(comparison.best.residualSumOfSquares, 3.7714285714285714, relative: 1e-14, "sum of squares")
    expectClose(comparison.best.correctedAkaikeCriterion, 32.241428749669486, relative: 1e-13, "AICc of the line")
    expectClose(
      comparison.ranking[1].fit.correctedAkaikeCriterion, 33.125156462356752, relative: 1e-13, "AICc in ln x")
    #expect(comparison.ranking[0].difference == 0)
    expectClose(comparison.ranking[1].difference, 0.88372771268726653, relative: 1e-12, "difference")
    expectClose(comparison.ranking[0].weight, 0.60870306067842825, relative: 1e-12, "weight")
    expectClose(comparison.ranking.reduce(0) { $0 + $1.weight }, 1, relative: 1e-15, "sum of the weights")
    #expect(comparison.headline == "straight line by AICc (weight 0.61); next log-linear law, ΔAICc 0.9")
    #expect(comparison.ranking[1].headline == "log-linear law: ΔAICc 0.9, weight 0.39")
    #expect(comparison.description == comparison.headline)
  }

  @Test func `the two criteria may disagree, and the result has the weights of both`() throws {
    // statsmodels 0.15.0, with k one larger for the scale: AICc 15.594033186753606 and 22.769069399559513, BIC 9.832357811793113 and 9.75350223294552.
    let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    let y = [1.3, 1.9, 3.4, 3.8, 5.4, 6.1, 8.0, 8.7]
    let models: [any SeparableModel] = [QuadraticCurve(), LinearLaw.model]
    let akaike = try ModelComparison(models, x: x, y: y)
    let bayesian = try ModelComparison(models, x: x, y: y, criterion: .bayesian)
    #expect(akaike.criterion == .correctedAkaike && bayesian.criterion == .bayesian)
    #expect(akaike.ranking.map(\.fit.law) == ["straight line", "quadratic curve"])
    #expect(bayesian.ranking.map(\.fit.law) == ["quadratic curve", "straight line"])
    #expect(
      akaike.headline
        == "straight line by AICc (weight 0.97); next quadratic curve, ΔAICc 7.2; BIC would choose quadratic curve")
    #expect(
      bayesian.headline
        == "quadratic curve by BIC (weight 0.51); next straight line, ΔBIC 0.1; AICc would choose straight line")
    #expect(bayesian.ranking[1].headline == "straight line: ΔBIC 0.1, weight 0.49")
    let curve = akaike.ranking[1]
    #expect(curve.criterion == .correctedAkaike)
    expectClose(curve.difference, 7.175036212805907, relative: 1e-9, "difference in AICc")
    expectClose(curve.correctedAkaikeDifference, 7.175036212805907, relative: 1e-9, "difference in AICc")
    expectClose(akaike.ranking[0].bayesianDifference, 0.078855578847593, relative: 1e-8, "difference in BIC")
    // 1 / (1 + exp(-Δ / 2)).
    expectClose(curve.bayesianWeight, 0.5098556706274878, relative: 1e-8, "weight by BIC")
    expectClose(curve.weight, 0.026922061322173937, relative: 1e-9, "weight by AICc")
    #expect(curve.bayesianWeight == bayesian.ranking[0].weight && curve.weight == curve.correctedAkaikeWeight)
  }

  @Test func `four observations of a line are enough for BIC and not for AICc`() throws {
    let comparison = try ModelComparison([LinearLaw.model], x: [1, 2, 3, 4], y: [1, 3, 2, 4], criterion: .bayesian)
    #expect(comparison.ranking[0].correctedAkaikeWeight == nil && comparison.ranking[0].bayesianWeight == 1)
    #expect(
      sentence { try ModelComparison([LinearLaw.model], x: [1, 2], y: [1, 3], criterion: .bayesian) }
        == "2 observations are too few for BIC with any of these laws.")
  }

  @Test func `fits in ln y are compared with each other`() throws {
    let models: [any SeparableModel] = [PowerLaw.model, LinearLaw.model]
    let comparison = try ModelComparison(models, x: x, y: y, objective: .logSquares)
    #expect(comparison.ranking.count == 2)
    let mixed = [try LinearLaw.fit(x: x, y: y), comparison.best]
    #expect(sentence { try ModelComparison(mixed) }.hasSuffix("their AICc cannot be compared."))
  }

  @Test func `fits of other data, other x or other errors are refused`() throws {
    let line = try LinearLaw.fit(x: x, y: y)
    let refusal =
      "The log-linear law and the straight line were fitted to different observations or errors: their AICc cannot be compared."
    let fewer = try LogLinearLaw.fit(x: Array(x.dropLast()), y: Array(y.dropLast()))
    #expect(sentence { try ModelComparison([line, fewer]) } == refusal)
    let elsewhere = try LogLinearLaw.fit(x: [1, 2, 3, 4, 5, 7], y: y)
    #expect(sentence { try ModelComparison([line, elsewhere]) } == refusal)
    let weighted = try LogLinearLaw.fit(x: x, y: y, errors: .weights([1, 1, 1, 1, 1, 2]))
    #expect(sentence { try ModelComparison([line, weighted]) } == refusal)
    // The same x and errors, but other y: an accuracy against a latency, say.
    let otherY = try LogLinearLaw.fit(x: x, y: [1, 3, 2, 5, 4, 7])
    #expect(sentence { try ModelComparison([line, otherY]) } == refusal)
    let otherMiddle = try LogLinearLaw.fit(x: [1, 2, 3.5, 4, 5, 6], y: y)
    #expect(sentence { try ModelComparison([line, otherMiddle]) } == refusal)
  }

  @Test func `a law that refuses the input is listed with its reason`() throws {
    let comparison = try ModelComparison([LogLinearLaw.model, LinearLaw.model], x: [0, 1, 2, 3, 4, 5], y: y)
    #expect(comparison.ranking.map(\.fit.law) == ["straight line"])
    #expect(
      comparison.refused == ["log-linear law: x of observation 0 is 0.0; a log-linear law needs x above 0."])
    #expect(comparison.headline == "straight line is the only law that could be fitted")
  }

  @Test func `no law left is an error with the reasons`() {
    #expect(
      sentence { try ModelComparison([LogLinearLaw.model], x: [0, 1, 2, 3], y: [1, 2, 3, 4]) }
        == "There are no fits to compare. log-linear law: x of observation 0 is 0.0; a log-linear law needs x above 0.")
    #expect(
      sentence { try ModelComparison([LinearLaw.model], x: [1, 2, 3, 4], y: [1, 3, 2, 4]) }
        == "4 observations are too few for AICc with any of these laws.")
  }

  @Test func `bounds reach the laws that have the amplitude`() throws {
    let x: [Double] = [1, 2, 4, 8, 16, 32, 64, 128]
    let y = [0.301, 0.479, 0.602, 0.714, 0.789, 0.858, 0.903, 0.951]
    let comparison = try ModelComparison(LawFamily.rising, x: x, y: y, bounds: ["plateau": 0...1])
    #expect(comparison.ranking.count == 5 && comparison.refused.isEmpty)
    for ranked in comparison.ranking { #expect((ranked.fit["plateau"]?.value ?? 0) <= 1) }
  }

  @Test func `a bound of a name that no law has is refused`() throws {
    let sentenceOfAll =
      "None of the laws to compare has an amplitude \"platau\" to bound; they have plateau, amplitude, intercept, slope, coefficient."
    #expect(
      sentence { try ModelComparison(LawFamily.rising, x: x, y: y, bounds: ["platau": 0...0.5]) } == sentenceOfAll)
    let shares = try NestedShares(counts: [38, 92, 141, 179, 203, 226], problemCount: 400)
    #expect(
      sentence { try ModelComparison(LawFamily.rising, x: x, shares: shares, bounds: ["platau": 0...0.5]) }
        == sentenceOfAll)
  }

  @Test func `laws of nested shares are ranked by their multinomial likelihood`() throws {
    let caps: [Double] = [8, 16, 32, 64, 128, 256]
    let shares = try NestedShares(counts: [38, 92, 141, 179, 203, 226], problemCount: 400)
    let comparison = try ModelComparison([SaturatingPowerLaw.model, LogLinearLaw.model], x: caps, shares: shares)
    for ranked in comparison.ranking {
      let fit = ranked.fit
      let likelihood = shares.logLikelihood(at: fit.values(at: caps))
      expectClose(fit.logLikelihood, likelihood, relative: 1e-14, "log-likelihood")
      expectClose(
        fit.correctedAkaikeCriterion, -2 * likelihood + 2 * Double(fit.parameters.count), relative: 1e-14, "criterion")
    }
    // Two sets of shares are two sets of data.
    let other = try NestedShares(counts: [38, 92, 141, 179, 203, 227], problemCount: 400)
    let first = try LogLinearLaw.model.fit(x: caps, shares: shares)
    let second = try SaturatingPowerLaw.model.fit(x: caps, shares: other)
    #expect(sentence { try ModelComparison([first, second]) }.contains("different observations or errors"))
  }

  @Test func `with known errors the criterion estimates the deviance of fresh data without bias`() throws {
    // -2 ln L of new data under the fitted line, less the criterion, has mean 0; a second-order term would add 2 · 2 · 3 / 5 = 2.4.
    let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    let replicates = 300
    var differences: [Double] = []
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: 12, stream: UInt64(replicate))
      let y = x.map { 1 + 0.5 * $0 + generator.nextNormal() }
      let fresh = x.map { 1 + 0.5 * $0 + generator.nextNormal() }
      let fit = try LinearLaw.fit(x: x, y: y, errors: .standardDeviations([Double](repeating: 1, count: 8)))
      let deviance = zip(fresh, fit.values(at: x)).reduce(8 * 1.8378770664093453) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      differences.append(deviance - fit.correctedAkaikeCriterion)
    }
    let mean = differences.reduce(0, +) / Double(replicates)
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(replicates - 1)
    #expect(abs(mean) <= 4 * (variance / Double(replicates)).squareRoot(), "mean \(mean)")
  }
}
