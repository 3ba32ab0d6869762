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
    #expect(fit["plateau"]?.interval?.method == "normal interval, errors with the given covariance")
  }

  @Test func `a cap that adds no problem does not stop the fit`() throws {
    let shares = try NestedShares(counts: [0, 92, 141, 141, 203, 226, 238, 259, 259], problemCount: 400)
    let fit = try SaturatingPowerLaw.model.fit(x: caps, shares: shares, bounds: ["plateau": 0...1])
    #expect(fit.parameters.allSatisfy { $0.value.isFinite })
    let full = try NestedShares(counts: [Double](repeating: 400, count: 9), problemCount: 400)
    #expect(try SaturatingPowerLaw.model.fit(x: caps, shares: full).parameters.allSatisfy { $0.value.isFinite })
    let none = try NestedShares(counts: [Double](repeating: 0, count: 9), problemCount: 400)
    #expect(try SaturatingPowerLaw.model.fit(x: caps, shares: none).parameters.allSatisfy { $0.value.isFinite })
  }

  @Test func `a fit that settled is its own fixed point, and one that did not says so`() throws {
    var unsettled = 0
    for stream in 0..<60 {
      var generator = SeededGenerator(seed: 3, stream: UInt64(stream))
      let counts = simulatedCounts(caps.map { 0.5 - 0.9 * pow($0, -0.5) }, problems: 100, generator: &generator)
      let shares = try NestedShares(counts: counts, problemCount: 100)
      let fit = try SaturatingPowerLaw.model.fit(x: caps, shares: shares, bounds: ["plateau": 0...1])
      if fit.warnings.contains("the covariance of the shares did not settle: this is the likeliest curve seen") {
        unsettled += 1
        continue
      }
      let values = fit.values(at: caps)
      let next = try SaturatingPowerLaw.model.fit(
        x: caps, y: shares.shares, errors: .covariance(shares.covariance(at: values)), bounds: ["plateau": 0...1],
        near: fit)
      for (a, b) in zip(next.values(at: caps), values) { #expect(abs(a - b) < 1e-7, "data \(stream)") }
    }
    #expect(unsettled <= 6, "\(unsettled) of 60")
  }

  @Test func `one x is needed for each share`() throws {
    let shares = try NestedShares(counts: [20, 50, 60], problemCount: 100)
    #expect(
      sentence { try SaturatingPowerLaw.model.fit(x: [1, 2], shares: shares) }
        == "x has 2 values for 3 shares: one is needed for each cap.")
  }

  @Test func `the interval of the plateau covers, residuals' does not, and lack of fit rejects a twentieth`() throws {
    // Nine caps, 400 problems, plateau 0.5, 300 seeded replicates; tolerances of four binomial deviations, 5 %.
    let replicates = 300
    let shares = caps.map { 0.5 - 0.9 * pow($0, -0.5) }
    var covered = 0
    var coveredByResiduals = 0
    var rejected = 0
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: 7, stream: UInt64(replicate))
      let counts = simulatedCounts(shares, problems: 400, generator: &generator)
      let nested = try NestedShares(counts: counts, problemCount: 400)
      let fit = try SaturatingPowerLaw.model.fit(x: caps, shares: nested)
      if fit["plateau"]?.interval?.contains(0.5) == true { covered += 1 }
      if let probability = fit.lackOfFitProbability, probability < 0.05 { rejected += 1 }
      let independent = try SaturatingPowerLaw.fit(x: caps, y: nested.shares)
      if independent["plateau"]?.interval?.contains(0.5) == true { coveredByResiduals += 1 }
    }
    func share(_ count: Int) -> Double { Double(count) / Double(replicates) }
    let tolerance = binomialTolerance(0.95, replicates: replicates)
    #expect(abs(share(covered) - 0.95) <= tolerance, "covered \(share(covered))")
    #expect(share(coveredByResiduals) < 0.8, "residual t covered \(share(coveredByResiduals))")
    #expect(abs(share(rejected) - 0.05) <= tolerance, "lack of fit rejected \(share(rejected))")
  }
}
