import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct CoverageLawTests {
  @Test(arguments: CoverageLaw.Scale.allCases) func `exact coverages give the law back`(_ scale: CoverageLaw.Scale)
    throws
  {
    let law = CoverageLaw(amplitude: 4.1, exponent: 0.37)
    let k = (0..<12).map { exp2(Double($0)) }
    let fit = try CoverageLaw.fit(k: k, coverage: k.map { law.value(at: $0) }, scale: scale)
    #expect(abs(fit.law.amplitude / 4.1 - 1) < 1e-11 && abs(fit.law.exponent / 0.37 - 1) < 1e-11)
    #expect(fit.rootMeanSquareError < 1e-12 && abs(fit.rSquared - 1) < 1e-12 && fit.dropped.isEmpty)
    let k90 = try #require(fit.law.samples(reaching: 0.9))
    #expect(abs(law.value(at: k90) - 0.9) < 1e-11)
    #expect(law.samples(reaching: 1) == nil)
  }

  @Test func `chance is taken off and put back`() throws {
    let law = CoverageLaw(amplitude: 2, exponent: 0.3)
    let k: [Double] = [1, 2, 3, 5, 8, 13]
    let coverage = k.map { k in (1 - pow(0.9, k)) + pow(0.9, k) * law.value(at: k) }
    let fit = try CoverageLaw.fit(k: k, coverage: coverage, guessing: 0.1)
    #expect(abs(fit.law.amplitude - 2) < 1e-10 && abs(fit.law.exponent - 0.3) < 1e-10)
    #expect(abs(fit.value(at: 3) - coverage[2]) < 1e-12)
    // Pure guessing has nothing above chance.
    let chance = k.map { PassAtK.chance(guessing: 0.1, k: $0) }
    do {
      _ = try CoverageLaw.fit(k: k, coverage: chance.map { $0 - 1e-9 }, guessing: 0.1)
      Issue.record("no error")
    } catch {
      #expect("\(error)" == "0 of 6 coverages lie above chance and below 1: the law needs two at distinct k.")
    }
  }

  @Test func `complete and empty coverages are left out and listed`() throws {
    let law = CoverageLaw(amplitude: 3, exponent: 0.5)
    let fit = try CoverageLaw.fit(
      k: [1, 4, 16, 64, 1e6], coverage: [0] + [4.0, 16, 64].map { law.value(at: $0) } + [1], scale: .logarithms)
    #expect(fit.dropped == [1, 1e6] && fit.pointCount == 3)
    #expect(abs(fit.law.exponent - 0.5) < 1e-12)
  }

  static let referenceData = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"]

  /// Refits of the Pythia models by ordinary and nonlinear least squares in SciPy: model, a, b and R² in logarithms, a and b of coverage.
  ///
  /// 128 problems of MATH, 101 values of k; data of Brown and others (arXiv:2407.21787) as aggregated by Schaeffer and others (arXiv:2502.17578).
  static let refits: [(String, Double, Double, Double, Double, Double)] = [
    ("Pythia 12B", 4.11289, 0.37016, 0.99829, 4.24489, 0.37775),
    ("Pythia 6.9B", 4.25515, 0.34837, 0.99704, 4.41126, 0.35730),
    ("Pythia 2.8B", 4.10407, 0.33551, 0.99680, 4.24993, 0.34396),
    ("Pythia 1B", 5.45229, 0.31459, 0.99861, 5.57014, 0.31871),
    ("Pythia 410M", 5.52411, 0.28628, 0.99728, 5.49096, 0.28650),
    ("Pythia 160M", 6.59162, 0.27971, 0.99184, 6.17476, 0.27161),
    ("Pythia 70M", 8.02596, 0.19425, 0.99884, 8.30861, 0.19943),
  ]

  private func rows(_ file: String) throws -> [[String]] {
    let path = (Self.referenceData ?? "") + "/large_language_monkeys/" + file
    return try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test(
    .enabled(if: referenceData != nil, "Set SCALING_REFERENCE_DATA to a folder that holds large_language_monkeys."),
    arguments: refits)
  func `the Pythia models have the refitted laws (needs SCALING_REFERENCE_DATA)`(
    name: String, a: Double, b: Double, r: Double, coverageA: Double, coverageB: Double
  ) throws {
    let own = try rows("pythia_math_coverage_vs_k.csv").filter { $0[0] == name }
    let k = own.compactMap { Double($0[2]) }
    let coverage = own.compactMap { Double($0[3]) }
    #expect(k.count == 101)
    let line = try CoverageLaw.fit(k: k, coverage: coverage, scale: .logarithms)
    #expect(abs(line.law.amplitude - a) < 6e-6 && abs(line.law.exponent - b) < 6e-6 && abs(line.rSquared - r) < 6e-6)
    let fit = try CoverageLaw.fit(k: k, coverage: coverage)
    #expect(abs(fit.law.amplitude - coverageA) < 6e-6 && abs(fit.law.exponent - coverageB) < 6e-6, "\(fit)")
  }

  @Test(.enabled(if: referenceData != nil, "Set SCALING_REFERENCE_DATA to a folder that holds large_language_monkeys."))
  func `counts by problem give the published coverage and intervals over problems (needs SCALING_REFERENCE_DATA)`()
    throws
  {
    let own = try rows("pythia_math_per_problem_counts.csv").filter { $0[0] == "Pythia 12B" }
    let problems = try SampledProblems(samples: own.compactMap { Int($0[3]) }, correct: own.compactMap { Int($0[4]) })
    #expect(problems.count == 128)
    #expect(abs(try problems.coverage(at: 1) - 0.023191406249999748) < 1e-12)
    #expect(abs(try problems.coverage(at: 2) - 0.043911886813681314) < 1e-12)
    let estimate = try problems.coverageLaw(predicting: [1e6], replicates: 200)
    #expect(estimate.exponent.contains(0.37775) && estimate.amplitude.contains(4.24489))
    // A bootstrap over k would give an interval of b some .01 wide; problems vary far more.
    #expect(estimate.exponent.upper - estimate.exponent.lower > 0.03)
    #expect(abs(estimate.predictions[0].extrapolation - 100) < 1e-9)
    #expect(estimate.warnings.contains { $0.contains("problems have no right answer") })
  }
}
