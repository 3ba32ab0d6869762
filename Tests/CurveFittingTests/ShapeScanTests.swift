import CurveFitting
import ScalingLaws
import Testing

@Suite struct ShapeScanTests {
  private let x: [Double] = [1, 2, 4, 8, 16, 32, 64, 128]
  /// High at both ends: a power law follows the left end (falling) or the right end (rising), with nothing in between.
  private let y: [Double] = [5, 1, 0.2, 0.1, 0.1, 0.3, 1.1, 5.2]

  @Test func `of two basins the scan finds the lower, where a local search stays in its own`() throws {
    // Both minima with mpmath at 50 digits: exponent -2.2995753714776742 with 28.349474025356479, and exponent 2.1864025667913408 with
    // 26.050393531810033.
    let fit = try PowerLaw.fit(x: x, y: y)
    expectClose(fit["exponent"]?.value, 2.1864025667913408, relative: 1e-9, "exponent")
    expectClose(fit["coefficient"]?.value, 0.00012832807774361052, relative: 1e-8, "coefficient")
    expectClose(fit.residualSumOfSquares, 26.050393531810033, relative: 1e-12, "sum of squares")

    let falling = try PowerLaw.fit(x: x, y: x.map { 5 / $0 })
    let local = try PowerLaw.model.fit(x: x, y: y, near: falling)
    expectClose(local["exponent"]?.value, -2.2995753714776742, relative: 1e-9, "exponent of the local search")
    expectClose(local.residualSumOfSquares, 28.349474025356479, relative: 1e-12, "sum of squares of the local search")
  }

  @Test func `the certificate says how many cells were looked at, and nothing of them is lower`() throws {
    let models = LawFamily.rising + [PowerLawWithFloor.model]
    for model in models {
      let fit = try model.fit(x: x, y: y)
      // 128 from the general scan; with one exponential term 128 steps of a linear range, or four an octave: 4 log2(60 / 1e-3) = 63.5 of an exponent's, 4 log2(1e8) = 106.3.
      #expect((model.shapeNames.isEmpty ? [1] : [128, 129, 64, 107]).contains(fit.scan.cells), "\(model.name)")
      #expect(fit.residualSumOfSquares <= fit.scan.lowestObjective * (1 + 1e-12), "\(model.name)")
    }
    let fit = try PowerLaw.fit(x: x, y: y)
    // From -60 / ln 128 to 60 / ln 128 = 12.366.
    #expect(fit.scan.ranges == "exponent: -12.4 to 12.4 in working coordinates")
    #expect(fit.evaluations > 128)
  }

  @Test func `two shapes are scanned on 40 by 40 cells and polished to the truth`() throws {
    // y = 3 x^0.7 exp(-x / 20).
    let fit = try GammaCurve().fit(x: x, y: x.map { 3 * GammaCurve.value($0, exponent: 0.7, rate: 0.05) })
    #expect(fit.scan.cells == 1600)
    expectClose(fit["coefficient"]?.value, 3, relative: 1e-10, "coefficient")
    expectClose(fit["exponent"]?.value, 0.7, relative: 1e-10, "exponent")
    expectClose(fit["rate"]?.value, 0.05, relative: 1e-10, "rate")
  }
}
