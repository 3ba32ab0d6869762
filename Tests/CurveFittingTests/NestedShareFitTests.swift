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

@Suite struct NestedShareFitTests {
  private let caps = (3...11).map { exp2(Double($0)) }
  private let counts: [Double] = [38, 92, 141, 179, 203, 226, 238, 251, 259]

  @Test func `the covariance of three caps is the multinomial one`() throws {
    let shares = try NestedShares(counts: [20, 50, 60], problemCount: 100)
    // p (1 - q) / n for p <= q at 0.2, 0.5, 0.6 and n = 100.
    let expected = [[0.0016, 0.001, 0.0008], [0.001, 0.0025, 0.002], [0.0008, 0.002, 0.0024]]
    let matrix = shares.covariance(at: [0.2, 0.5, 0.6])
    for i in 0..<3 { for j in 0..<3 { #expect(abs(matrix[i][j] - expected[i][j]) < 1e-17) } }
    // With half a problem in each of the four cells: (20.5, 51, 61.5) of 102, still over 100 problems.
    let observed = shares.covariance
    #expect(abs(observed[0][2] - (20.5 / 102) * (40.5 / 102) / 100) < 1e-17)
    #expect(abs(observed[1][1] - 0.5 * 0.5 / 100) < 1e-17)
  }

  @Test func `the log-likelihood of three caps is the multinomial one`() throws {
    let shares = try NestedShares(counts: [20, 50, 60], problemCount: 100)
    // 20 ln 0.25 + 30 ln 0.25 + 10 ln 0.2 + 40 ln 0.3 for cells 0.25, 0.25, 0.2, 0.3.
    expectClose(shares.logLikelihood(at: [0.25, 0.5, 0.7]), -133.56800935337297, relative: 1e-14, "log-likelihood")
    // Empty cells add nothing.
    let gap = try NestedShares(counts: [20, 20, 20], problemCount: 40)
    expectClose(
      gap.logLikelihood(at: [0.5, 0.5, 0.5]), 20 * log(0.5 / 1.0002) + 20 * log(0.5 / 1.0002), relative: 1e-14,
      "log-likelihood with steps floored at 1e-4")
  }

  @Test func `the floor of a cell is joined smoothly and shrinks with the number of problems`() throws {
    // Floor d; a step of d is in the middle of the join: d (1 + 1/4 - 1/16) = 1.1875 d. A share of 0 is in the middle of the clip: 0.1875 d.
    let d = 1e-4
    let few = try NestedShares(counts: [10, 20], problemCount: 40)
    let cells = [0.5, 1.1875 * d, 0.5 - d]
    let total = 1 + 0.1875 * d
    expectClose(
      few.logLikelihood(at: [0.5, 0.5 + d]),
      10 * log(cells[0] / total) + 10 * log(cells[1] / total) + 20 * log(cells[2] / total), relative: 1e-14, "join")
    // A share of d is in the middle of the clip's join: 2 d (6/8 - 8/16 + 3/32) = 0.6875 d; its step t = 0.6875 has the floor d (1 + t³/4 - t⁴/16).
    let low = d * (1 + 0.324951171875 / 4 - 0.2234039306640625 / 16)
    let sum = low + (0.5 - 0.6875 * d) + 0.5
    expectClose(
      few.logLikelihood(at: [d, 0.5]),
      10 * log(low / sum) + 10 * log((0.5 - 0.6875 * d) / sum) + 20 * log(0.5 / sum), relative: 1e-14, "clip's join")
    // Far below 0 and above 1 a share is 0 and 1: cells d, 1, d.
    expectClose(
      few.logLikelihood(at: [-3, 4]), 30 * log(d / (1 + 2 * d)) + 10 * log(1 / (1 + 2 * d)), relative: 1e-14, "clip")
    // A twenty-fifth of a problem from 400 problems on: 4e-8 of a million.
    let many = try NestedShares(counts: [5e5, 5e5, 5e5], problemCount: 1e6)
    expectClose(
      many.logLikelihood(at: [0.5, 0.5, 0.5]), 1e6 * log(0.5 / (1 + 8e-8)), relative: 1e-14, "a million problems")
    expectClose(many.covariance(at: [0.5, 0.5, 0.5])[1][1], 0.25e-6, relative: 1e-12, "variance")
    // Twice continuously differentiable: second differences on either side of a join's ends agree.
    for share in [0.5, 0.5 + 2 * d] {
      func value(_ shift: Double) -> Double { few.logLikelihood(at: [0.5, share + shift]) }
      let h = 1e-3 * d
      let left = value(-2 * h) - 2 * value(-h) + value(0)
      let right = value(2 * h) - 2 * value(h) + value(0)
      #expect(abs(left - right) / (h * h) < 0.01 * 10 / (d * d), "at \(share): \(left) and \(right)")
    }
  }

  @Test(arguments: MeasuredShares.all) func `measured shares are fitted by maximum likelihood`(data: MeasuredShares)
    throws
  {
    let shares = try NestedShares(counts: data.counts, problemCount: 400)
    for expected in data.maxima {
      let model = try #require(LawFamily.rising.first { $0.name == expected.law })
      let bounds = model.amplitudes[0].name == "plateau" ? ["plateau": 0.0...1] : [:]
      let fit = try model.fit(x: data.x, shares: shares, bounds: bounds)
      #expect(fit.termination == .likelihoodStepBelowRounding, "\(fit)")
      #expect(
        abs(fit.logLikelihood - expected.logLikelihood) < 1e-6, "\(expected.law): log-likelihood \(fit.logLikelihood)")
      for (parameter, reference) in zip(fit.parameters, expected.parameters) {
        expectClose(parameter.value, reference, relative: 1e-5, "\(expected.law): \(parameter.name)")
      }
      // In tokens and in thousands of them, in seconds and in milliseconds: one maximum.
      let scaled = try model.fit(x: data.x.map { 1000 * $0 }, shares: shares, bounds: bounds)
      #expect(abs(scaled.logLikelihood - expected.logLikelihood) < 1e-6, "\(expected.law) in another unit")
    }
  }

  @Test(arguments: MeasuredShares.all) func `replicates near a fit settle where a full search does`(
    data: MeasuredShares
  ) throws {
    let model = SaturatingPowerLaw.model
    let bounds = ["plateau": 0.0...1]
    let start = try model.fit(x: data.x, shares: NestedShares(counts: data.counts, problemCount: 400), bounds: bounds)
    var unsettled = 0
    for replicate in 0..<300 {
      var generator = SeededGenerator(seed: 11, stream: UInt64(replicate))
      let counts = simulatedCounts(data.counts.map { $0 / 400 }, problems: 400, generator: &generator)
      let stretch = 1 + 0.05 * generator.nextNormal()
      let x = data.x.map { pow($0, stretch) }
      let shares = try NestedShares(counts: counts, problemCount: 400)
      let fit = try model.fit(x: x, shares: shares, bounds: bounds, near: start)
      if !fit.termination.isConverged { unsettled += 1 }
      if replicate % 15 == 0 {
        let full = try model.fit(x: x, shares: shares, bounds: bounds)
        #expect(abs(fit.logLikelihood - full.logLikelihood) < 1e-7, "replicate \(replicate)")
      }
    }
    #expect(unsettled <= 3, "\(unsettled) of 300")
  }

  @Test func `a fit that does not settle says so and is not trusted`() throws {
    let shares = try NestedShares(counts: counts, problemCount: 400)
    let fit = try MisstatedLaw().fit(x: caps, shares: shares)
    #expect(fit.termination == .evaluationLimit)
    #expect(fit.warnings.contains("not converged: the limit on evaluations was reached before a minimum"))
    #expect(!fit.isTrustworthy)
    #expect(
      sentence { try MisstatedLaw(isDefined: false).fit(x: caps, shares: shares) }
        == "A misstated law has no finite values at these x: use another unit of x.")
  }

  @Test func `lack of fit is enough not to trust a fit`() throws {
    let data = MeasuredShares.all[2]
    let fit = try LogLinearLaw.model.fit(x: data.x, shares: NestedShares(counts: data.counts, problemCount: 400))
    #expect(fit.termination.isConverged && fit.parameters.allSatisfy { $0.verdict == .identified })
    #expect(fit.warnings.count == 1 && fit.warnings[0].hasPrefix("lack of fit"))
    #expect(!fit.isTrustworthy)
  }

  @Test func `the fit is the one of maximum likelihood`() throws {
    // mpmath at 30 digits: the root of the gradient of Σ nᵢ ln(step of the law), expected information, Pearson's chi-squared.
    let shares = try NestedShares(counts: counts, problemCount: 400)
    let fit = try SaturatingPowerLaw.model.fit(x: caps, shares: shares)
    expectClose(fit["plateau"]?.value, 0.71986700550525105, relative: 1e-7, "plateau")
    expectClose(fit["amplitude"]?.value, 1.4024268412646917, relative: 1e-7, "amplitude")
    expectClose(fit["exponent"]?.value, 0.38876814800505001, relative: 1e-7, "exponent")
    expectClose(fit["plateau"]?.standardError, 0.034202976194195989, relative: 1e-6, "error of the plateau")
    expectClose(fit["amplitude"]?.standardError, 0.10974362457425151, relative: 1e-6, "error of the amplitude")
    expectClose(fit["exponent"]?.standardError, 0.047312753264803719, relative: 1e-6, "error of the exponent")
    expectClose(fit.residualSumOfSquares, 2.729569028417898, relative: 1e-6, "chi-squared")
    expectClose(fit.lackOfFitProbability, 0.84194239363160329, relative: 1e-6, "lack of fit")
    expectClose(fit.logLikelihood, -789.44484748977163, relative: 1e-12, "log-likelihood")
    // -2 ln L + 2 · 3.
    expectClose(fit.correctedAkaikeCriterion, 1584.8896949795433, relative: 1e-12, "criterion")
    #expect(fit["plateau"]?.waldInterval?.method == "normal interval, errors with the given covariance")
  }

  @Test func `a cap that adds no problem does not stop the fit`() throws {
    let shares = try NestedShares(counts: [0, 92, 141, 141, 203, 226, 238, 259, 259], problemCount: 400)
    let fit = try SaturatingPowerLaw.model.fit(x: caps, shares: shares, bounds: ["plateau": 0...1])
    #expect(fit.parameters.allSatisfy { $0.value.isFinite })
    let full = try NestedShares(counts: [Double](repeating: 400, count: 9), problemCount: 400)
    #expect(try SaturatingPowerLaw.model.fit(x: caps, shares: full).parameters.allSatisfy { $0.value.isFinite })
    // Nothing solved is no evidence for a plateau, even where it is bounded: no law is likelier than the rest, nor simpler.
    let none = try NestedShares(counts: [Double](repeating: 0, count: 9), problemCount: 400)
    let laws = try ModelComparison(LawFamily.rising, x: caps, shares: none, bounds: ["plateau": 0...1])
    #expect(laws.ranking.allSatisfy { abs($0.fit.logLikelihood - laws.best.logLikelihood) < 1e-9 })
    #expect(laws.best["plateau"] == nil, "\(laws)")
    #expect(try SaturatingPowerLaw.model.fit(x: caps, shares: none).parameters.allSatisfy { $0.value.isFinite })
  }

  @Test func `few problems and caps that add almost none still settle at a maximum`() throws {
    for stream in 0..<40 {
      var generator = SeededGenerator(seed: 3, stream: UInt64(stream))
      let counts = simulatedCounts(caps.map { 0.5 - 0.9 * pow($0, -0.5) }, problems: 100, generator: &generator)
      let shares = try NestedShares(counts: counts, problemCount: 100)
      let fit = try SaturatingPowerLaw.model.fit(x: caps, shares: shares, bounds: ["plateau": 0...1])
      #expect(fit.termination.isConverged, "data \(stream): \(fit)")
      // No law nearby is likelier, whichever parameter moves by a thousandth.
      let law = try SaturatingPowerLaw(fit)
      for change in [-1e-3, 1e-3] {
        for index in 0..<3 {
          var parameters = law.parameters
          parameters[index] *= 1 + change
          guard parameters[0] <= 1, let other = SaturatingPowerLaw(parameters: parameters) else { continue }
          #expect(shares.logLikelihood(at: caps.map(other.value)) <= fit.logLikelihood + 1e-9, "data \(stream)")
        }
      }
    }
  }

  @Test func `one x is needed for each share`() throws {
    let shares = try NestedShares(counts: [20, 50, 60], problemCount: 100)
    #expect(
      sentence { try SaturatingPowerLaw.model.fit(x: [1, 2], shares: shares) }
        == "x has 2 values for 3 shares: one is needed for each cap.")
  }

  @Test(arguments: [[0.5, 0.9, 0.5], [0.7, 1.2, 0.4], [0.9, 1.6, 0.5], [0.31, 0.5, 0.6]])
  func `the interval of the plateau covers, residuals' does not, and lack of fit rejects a twentieth`(
    truth: [Double]
  ) throws {
    // Nine caps, 400 problems, 300 seeded replicates; tolerances of four binomial deviations, 5 %.
    let replicates = 300
    let shares = caps.map { truth[0] - truth[1] * pow($0, -truth[2]) }
    let start = try SaturatingPowerLaw.model.fit(
      x: caps, shares: NestedShares(counts: shares.map { 400 * max(0, $0) }, problemCount: 400))
    var covered = 0
    var coveredByResiduals = 0
    var rejected = 0
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: 7, stream: UInt64(replicate))
      let counts = simulatedCounts(shares, problems: 400, generator: &generator)
      let nested = try NestedShares(counts: counts, problemCount: 400)
      let fit = try SaturatingPowerLaw.model.fit(x: caps, shares: nested, near: start)
      if fit["plateau"]?.waldInterval?.contains(truth[0]) == true { covered += 1 }
      if let probability = fit.lackOfFitProbability, probability < 0.05 { rejected += 1 }
      if replicate % 3 == 0 {
        let independent = try SaturatingPowerLaw.fit(x: caps, y: nested.shares)
        if independent["plateau"]?.waldInterval?.contains(truth[0]) == true { coveredByResiduals += 1 }
      }
    }
    func share(_ count: Int) -> Double { Double(count) / Double(replicates) }
    let tolerance = binomialTolerance(0.95, replicates: replicates)
    #expect(abs(share(covered) - 0.95) <= tolerance, "covered \(share(covered))")
    #expect(share(3 * coveredByResiduals) < 0.85, "residual t covered \(share(3 * coveredByResiduals))")
    #expect(abs(share(rejected) - 0.05) <= tolerance, "lack of fit rejected \(share(rejected))")
  }
}

/// A saturating law that states its derivative by the shape with the wrong sign, so that no step along it helps; or a law without values.
private struct MisstatedLaw: SeparableModel {
  var isDefined = true
  var name: String { "misstated law" }
  var formula: String { "y = plateau - amplitude · exp(-rate · v)" }
  var amplitudes: [AmplitudeDescription] {
    [AmplitudeDescription("plateau", isOffset: true), AmplitudeDescription("amplitude", lower: 0)]
  }
  var shapeNames: [String] { ["rate"] }
  var needsPositivePredictor: Bool { false }
  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { [ShapeRange(0.1, 100, spacing: .logarithmic)] }
  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    let n = columns.count
    for i in 0..<n {
      let term = -exp(-shape[0] * predictors[0].scaled[i])
      columns.terms[i] = isDefined ? 1 : .nan
      columns.terms[n + i] = term
      if order > 0 {
        columns.first[i] = 0
        columns.first[n + i] = predictors[0].scaled[i] * term
      }
      if order > 1 {
        columns.second[i] = 0
        columns.second[n + i] = predictors[0].scaled[i] * predictors[0].scaled[i] * term
      }
    }
  }
  func reported(working: [Double], references: [PredictorReference]) -> [Double] { working }
  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
  }
}
