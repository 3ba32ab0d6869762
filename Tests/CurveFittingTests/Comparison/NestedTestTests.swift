import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct NestedTestTests {
  private let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
  private let y: [Double] = [1.2, 2.9, 4.1, 6.8, 8.9, 12.2, 14.8, 19.1]

  private func pair(_ errors: ObservationErrors) throws -> NestedTest {
    try NestedTest(
      smaller: try LinearLaw.fit(x: x, y: y, errors: errors),
      larger: try QuadraticCurve().fit(x: x, y: y, errors: errors))
  }

  @Test func `a straight line against a quadratic curve`() throws {
    // statsmodels 0.15.0: compare_f_test of OLS fits.
    let test = try pair(.equal)
    #expect(test.test == .f)
    expectClose(test.statistic, 57.552631578947626, relative: 1e-11, "F")
    expectClose(test.probability, 0.0006316964020251624, relative: 1e-10, "p")
    expectClose(test.extraSumOfSquares, 6.248571428571438, relative: 1e-12, "extra sum of squares")
    #expect(test.numeratorDegreesOfFreedom == 1 && test.denominatorDegreesOfFreedom == 5)
    #expect(test.smaller == "straight line" && test.larger == "quadratic curve")
    #expect(!test.isConservative && test.notes.isEmpty)
    #expect(test.headline == "quadratic curve over straight line: F = 57.6 on 1 and 5, p = 0.00063")
    #expect(test.description == test.headline)
  }

  @Test func `weights enter both sums`() throws {
    let test = try pair(.weights([1, 2, 1, 3, 1, 2, 1, 4]))
    expectClose(test.statistic, 77.12464378362453, relative: 1e-11, "F")
    expectClose(test.probability, 0.0003175444800798163, relative: 1e-10, "p")
  }

  @Test func `with known errors the difference is chi-squared`() throws {
    // statsmodels 0.15.0, WLS with weights 1/s²; SciPy 1.17.1, chi2.sf.
    let test = try pair(.standardDeviations([0.5, 0.4, 0.5, 0.3, 0.6, 0.5, 0.4, 0.5]))
    #expect(test.test == .chiSquared && test.denominatorDegreesOfFreedom == nil)
    expectClose(test.statistic, 26.46416452062052, relative: 1e-11, "chi-squared")
    expectClose(test.probability, 2.684726035431568e-07, relative: 1e-9, "p")
    #expect(test.headline == "quadratic curve over straight line: chi-squared = 26.5 on 1, p = 2.7e-7")
  }

  @Test func `the treatment of Puromycin shifts the limit and not the half-way concentration`() throws {
    // Sums of squares by SciPy 1.17.1, least_squares at tolerances of 1e-15, and f.sf; Bates and Watts (1988) have the same comparison.
    let full = try Puromycin.fit()
    let test = try NestedTest(smaller: try Puromycin.fit(holding: ["halfShift": .fixed(0)]), larger: full)
    expectClose(test.statistic, 1.7181688705829221, relative: 1e-9, "F")
    expectClose(test.probability, 0.20555227241045237, relative: 1e-9, "p")
    expectClose(test.extraSumOfSquares, 2240.8914386364268 - 2055.0531082187367, relative: 1e-9, "extra sum of squares")
    #expect(test.numeratorDegreesOfFreedom == 1 && test.denominatorDegreesOfFreedom == 19)
    #expect(
      test.headline
        == "Michaelis-Menten law over itself with fewer free parameters: F = 1.72 on 1 and 19, p = 0.21")
    let limit = try NestedTest(smaller: try Puromycin.fit(holding: ["limitShift": .fixed(0)]), larger: full)
    #expect(limit.probability < 1e-4)
  }

  @Test func `a law of the user's own extends one of the library`() throws {
    let model = NonlinearModel("own curve", parameters: ["a", "b", "c"]) { p, x in
      p[0] + p[1] * x[0] + p[2] * x[0] * x[0]
    }
    let larger = try model.fit(x: x, y: y, start: ["a": 0, "b": 1, "c": 0])
    let test = try NestedTest(smaller: try LinearLaw.fit(x: x, y: y), larger: larger)
    expectClose(test.statistic, 57.552631578947626, relative: 1e-11, "F")
  }

  @Test func `nested shares are tested by their likelihood`() throws {
    let caps: [Double] = [8, 16, 32, 64, 128, 256]
    let shares = try NestedShares(counts: [38, 92, 141, 179, 203, 226], problemCount: 400)
    let free = try SaturatingPowerLaw.model.fit(x: caps, shares: shares)
    let pinned = try SaturatingPowerLaw.model.fit(x: caps, shares: shares, bounds: ["plateau": 1...1])
    let test = try NestedTest(smaller: pinned, larger: free)
    let gain = 2 * (shares.logLikelihood(at: free.values(at: caps)) - shares.logLikelihood(at: pinned.values(at: caps)))
    #expect(test.test == .likelihoodRatio && test.numeratorDegreesOfFreedom == 1 && gain > 0)
    expectClose(test.statistic, gain, relative: 1e-9, "likelihood ratio")
    // Chi-squared on one degree of freedom is the square of a normal deviate.
    expectClose(
      test.probability, 2 * NormalDistribution.standard.upperTailProbability(at: gain.squareRoot()), relative: 1e-9, "p"
    )
    #expect(!test.isConservative)
    let share = try SaturatingPowerLaw.model.fit(x: caps, shares: shares, bounds: ["plateau": 0...1])
    #expect(
      try NestedTest(smaller: pinned, larger: share).notes == [
        "plateau may not go above 1, which it is in the smaller law, so p is conservative"
      ])
    #expect(test.headline.hasPrefix("saturating power law over itself with fewer free parameters: likelihood ratio = "))
  }

  @Test func `a floor that may not fall below 0 halves the share of rejections`() throws {
    // Power laws without a floor: the fitted floor is 0 in about half the samples, where F is 0, and p is below 0.05 in half of 5 %.
    let x = (0..<10).map { Double(1 << $0) }
    let truth = PowerLaw(coefficient: 4, exponent: -0.3)
    let replicates = 200
    var rejected = 0
    var atZero = 0
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: 31, stream: UInt64(replicate))
      let y = x.map { truth.value(at: $0) + 0.02 * generator.nextNormal() }
      let test = try NestedTest(
        smaller: try PowerLaw.fit(x: x, y: y),
        larger: try PowerLawWithFloor.fit(x: x, y: y, bounds: ["floor": 0...Double.infinity]))
      #expect(test.isConservative && test.numeratorDegreesOfFreedom == 1 && test.denominatorDegreesOfFreedom == 7)
      if test.probability < 0.05 { rejected += 1 }
      if test.statistic < 1e-6 { atZero += 1 }
    }
    let share = Double(rejected) / Double(replicates)
    #expect(abs(share - 0.025) <= binomialTolerance(0.025, replicates: replicates), "share \(share)")
    let zero = Double(atZero) / Double(replicates)
    #expect(abs(zero - 0.5) <= binomialTolerance(0.5, replicates: replicates), "share on the bound \(zero)")
  }

  @Test func `bounds and shapes without meaning are said`() throws {
    let x: [Double] = [1, 2, 4, 8, 16, 32, 64, 128]
    let y = [4.02, 3.21, 2.66, 2.14, 1.72, 1.43, 1.14, 0.94]
    let power = try PowerLaw.fit(x: x, y: y)
    let free = try NestedTest(smaller: power, larger: try PowerLawWithFloor.fit(x: x, y: y))
    #expect(free.notes.isEmpty && !free.isConservative)
    let test = try NestedTest(
      smaller: power, larger: try PowerLawWithFloor.fit(x: x, y: y, bounds: ["floor": 0...Double.infinity]))
    #expect(test.notes == ["floor may not go below 0, which it is in the smaller law, so p is conservative"])
    #expect(test.headline.hasSuffix("; floor may not go below 0, which it is in the smaller law, so p is conservative"))
    let two = NonlinearModel("two terms", parameters: ["a", "b"]) { p, x in p[0] + p[1] * x[0] }
    let bounded = try two.fit(x: x, y: y, start: ["a": 3, "b": 0], bounds: ["b": -1...0])
    let flat = try two.fit(x: x, y: y, start: ["a": 3], holding: ["b": .fixed(0)])
    #expect(
      try NestedTest(smaller: flat, larger: bounded).notes == [
        "b may not go above 0, which it is in the smaller law, so p is conservative"
      ])
    let constant = try ConstantLaw().fit(x: x, y: y)
    #expect(
      try NestedTest(smaller: constant, larger: try PowerLawWithFloor.fit(x: x, y: y)).notes == [
        "amplitude may not go below 0, which it is in the smaller law, so p is conservative",
        "exponent has no meaning where amplitude is 0, as in the smaller law, so p is too small",
      ])
    // Log-linear is the limit of a power law as its exponent goes to 0: no names in common, no notes by name.
    let rising = try LogLinearLaw.fit(x: x, y: y)
    let larger = try PowerLawWithFloor.fit(x: x, y: y)
    #expect(try NestedTest(smaller: rising, larger: larger).notes.isEmpty)
  }

  @Test func `what is not comparable is refused in words`() throws {
    let line = try LinearLaw.fit(x: x, y: y)
    let curve = try QuadraticCurve().fit(x: x, y: y)
    let pair = "The straight line and the quadratic curve were fitted"
    let otherY = try QuadraticCurve().fit(x: x, y: y.map { $0 + 1 })
    #expect(
      sentence { try NestedTest(smaller: line, larger: otherY) }
        == "\(pair) to different observations: nested laws are tested on the same ones.")
    let weighted = try QuadraticCurve().fit(x: x, y: y, errors: .weights([1, 1, 1, 1, 1, 1, 1, 2]))
    #expect(
      sentence { try NestedTest(smaller: line, larger: weighted) }
        == "\(pair) with different errors: their sums of squares are not comparable.")
    let logarithmic = try QuadraticCurve().fit(x: x, y: y, objective: .logSquares)
    #expect(
      sentence { try NestedTest(smaller: line, larger: logarithmic) }
        == "\(pair) under different objectives, squares and log squares: their sums are not comparable.")
    let robust = try LinearLaw.model.fit(x: x, y: y, objective: .huber(delta: 0.5))
    let robustCurve = try QuadraticCurve().fit(x: x, y: y, objective: .huber(delta: 0.5))
    #expect(
      sentence { try NestedTest(smaller: robust, larger: robustCurve) }
        == "\(pair) under the objective Huber, delta 0.5, whose sums follow no F distribution: fit both by squares, of y or of ln y."
    )
    #expect(
      sentence { try NestedTest(smaller: curve, larger: line) }
        == "The quadratic curve has 3 free parameters and the straight line 2: the larger law of a nested pair has more."
    )
    #expect(
      sentence { try NestedTest(smaller: line, larger: try LogLinearLaw.fit(x: x, y: y)) }
        == "The straight line has 2 free parameters and the log-linear law 2: the larger law of a nested pair has more."
    )
  }

  @Test func `a larger law that fits worse, or leaves nothing over, is refused`() throws {
    let bent: [Double] = [1, 4, 9, 16.1, 25, 36, 49.2, 64]
    let line = try LinearLaw.fit(x: x, y: bent)
    let worse = try GammaCurve().fit(x: x, y: bent, bounds: ["coefficient": -Double.infinity...0])
    #expect(
      sentence { try NestedTest(smaller: line, larger: worse) }
        == "The gamma curve fits worse than the straight line: either the straight line is not a case of it, or its search ended at another minimum."
    )
    let x3: [Double] = [1, 2, 3]
    let y3: [Double] = [1, 3, 4]
    let exact = x.map { 1 + $0 + $0 * $0 }
    for (x, y) in [(x3, y3), (x, exact)] {
      let smaller = try LinearLaw.fit(x: x, y: y)
      let larger = try QuadraticCurve().fit(x: x, y: y)
      #expect(
        sentence { try NestedTest(smaller: smaller, larger: larger) }
          == "The quadratic curve goes through every observation: without residuals there is nothing to judge the extra sum of squares by."
      )
    }
  }

  @Test func `squares beyond the range of numbers are refused, not compared`() throws {
    let tiny = y.map { $0 * 1e-200 }
    let line = try LinearLaw.fit(x: x, y: tiny)
    let curve = try QuadraticCurve().fit(x: x, y: tiny)
    #expect(
      sentence { try NestedTest(smaller: line, larger: curve) }
        .contains("leave the range of floating-point numbers"))
    let repeated: [Double] = [1, 1, 2, 2, 3, 3, 4, 4]
    #expect(
      sentence { try LackOfFitTest(try LinearLaw.fit(x: repeated, y: tiny)) }
        .contains("leave the range of floating-point numbers"))
  }

  @Test func `log squares are tested on ln y`() throws {
    // The sums are those of the logarithms of the ratios of observed to fitted values.
    let x: [Double] = [1, 2, 4, 8, 16, 32]
    let y = [3.9, 3.3, 2.6, 2.2, 1.7, 1.45]
    let small = try PowerLaw.model.fit(x: x, y: y, objective: .logSquares)
    let large = try PowerLawWithFloor.model.fit(x: x, y: y, objective: .logSquares)
    let test = try NestedTest(smaller: small, larger: large)
    let sums = [small, large].map { fit in
      zip(y, fit.values(at: x)).reduce(0.0) { $0 + logRatio($1.0, $1.1) * logRatio($1.0, $1.1) }
    }
    expectClose(test.statistic, (sums[0] - sums[1]) / (sums[1] / 3), relative: 1e-8, "F")
  }
}
