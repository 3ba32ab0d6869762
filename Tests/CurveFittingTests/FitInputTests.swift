import CurveFitting
import ScalingLaws
import Testing

@Suite struct FitInputTests {
  private let x: [Double] = [1, 2, 4, 8, 16]
  private let y: [Double] = [5, 4.1, 3.5, 3.1, 2.7]

  private func fault(
    x: [Double]? = nil, y: [Double]? = nil, _ errors: ObservationErrors = .equal,
    bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95
  ) -> String {
    sentence { try PowerLawWithFloor.fit(x: x ?? self.x, y: y ?? self.y, errors: errors, bounds: bounds, level: level) }
  }

  @Test func `columns`() {
    #expect(fault(x: [1, 2]) == "x has 2 values and y has 5: one y is needed for each x.")
    #expect(fault(x: [], y: []) == "There are no observations to fit a power law with floor to.")
    #expect(fault(x: [1, 2, .nan, 8, 16]) == "x of observation 2 is nan, not a finite number.")
    #expect(fault(x: [1, .infinity, 4, 8, 16]) == "x of observation 1 is inf, not a finite number.")
    #expect(fault(y: [1, 2, 3, -.infinity, 5]) == "y of observation 3 is -inf, not a finite number.")
    #expect(fault(y: [.nan, 2, 3, 4, 5]) == "y of observation 0 is nan, not a finite number.")
    #expect(fault(x: [1, 2, 0, 8, 16]) == "x of observation 2 is 0.0; a power law with floor needs x above 0.")
    #expect(fault(x: [1, 2, 4, -8, 16]) == "x of observation 3 is -8.0; a power law with floor needs x above 0.")
    #expect(
      fault(x: [3, 3, 3, 3, 3])
        == "All values of x are 3.0: a power law with floor needs at least two distinct ones.")
    #expect(
      fault(x: [1, 2], y: [3, 2])
        == "2 observations cannot determine the 3 parameters of a power law with floor.")
    #expect(
      sentence { try LinearLaw.fit(x: [-1.7e308, 0, 1.7e308], y: [1, 2, 3]) }
        == "x spans more than a floating-point number can hold.")
    #expect(
      sentence { try LinearLaw.fit(x: [1, 2, 3], y: [-1.7e308, 0, 1.7e308]) }
        == "y spans more than a floating-point number can hold.")
  }

  @Test(arguments: [0, 1, -0.5, 1.5, Double.nan]) func `levels`(level: Double) {
    #expect(
      fault(level: level) == "A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
  }

  @Test func `weights`() {
    #expect(fault(.weights([1, 1])) == "2 weights for 5 observations: one is needed for each.")
    #expect(fault(.weights([1, 1, -2, 1, 1])) == "Weight 2 is -2.0: weights are not negative.")
    #expect(fault(.weights([0, 0, 0, 0, 0])) == "Every weight is 0, so no observation is left to fit.")
    #expect(fault(.weights([1, .nan, 1, 1, 1])) == "The weight of observation 1 is nan, not a finite number.")
    #expect(
      fault(.weights([1, 0, 0, 1, 0])) == "2 observations cannot determine the 3 parameters of a power law with floor.")
  }

  @Test func `weights and deviations beyond floating point are refused, not rounded to nothing`() {
    #expect(
      fault(.weights([1e308, 1e308, 1e308, 1, 1]))
        == "The weights add up to more than a floating-point number can hold.")
    #expect(
      fault(.standardDeviations([1, 1e-200, 1, 1, 1]))
        == "Standard deviation 1 is 1e-200: its square leaves the range of floating-point numbers; use another unit of y."
    )
    #expect(fault(.standardDeviations([1, 1, 1, 1, 1e200])).hasPrefix("Standard deviation 4 is 1e+200: its square"))
  }

  @Test(arguments: [(1e5, 1e-153), (1.5, 1e-154)])
  func `squares that overflow are refused, not answered with infinite parameters`(size: Double, deviation: Double) {
    let y = [size, -size, size, -size, size]
    let errors = ObservationErrors.standardDeviations([Double](repeating: deviation, count: 5))
    #expect(
      sentence { try LinearLaw.fit(x: x, y: y, errors: errors) }
        == "The squares or parameters of a straight line leave the range of floating-point numbers here: use another unit of x or y."
    )
  }

  @Test func `standard deviations`() {
    #expect(
      fault(.standardDeviations([1])) == "1 standard deviations for 5 observations: one is needed for each.")
    #expect(
      fault(.standardDeviations([1, 1, 1, 0, 1])) == "Standard deviation 3 is 0.0: known errors are positive.")
    #expect(
      fault(.standardDeviations([1, -1, 1, 1, 1])) == "Standard deviation 1 is -1.0: known errors are positive.")
    #expect(
      fault(.standardDeviations([1, 1, 1, 1, .infinity]))
        == "The standard deviation of observation 4 is inf, not a finite number.")
  }

  @Test func `covariance`() {
    func covariance(_ change: (inout [[Double]]) -> Void) -> String {
      var matrix = (0..<5).map { i in (0..<5).map { $0 == i ? 1.0 : 0 } }
      change(&matrix)
      return fault(.covariance(matrix))
    }
    #expect(
      covariance { $0.removeLast() }
        == "The covariance matrix is not 5 by 5, one row and column for each observation.")
    #expect(
      covariance { $0[3].removeLast() }
        == "The covariance matrix is not 5 by 5, one row and column for each observation.")
    #expect(
      covariance { $0[3][1] = .nan } == "The covariance of observations 3 and 1 is nan, not a finite number.")
    #expect(
      covariance { $0[3][1] = 0.5 } == "The covariance matrix is not symmetric: entries 3, 1 and 1, 3 differ.")
    #expect(
      covariance {
        $0[0][1] = 1
        $0[1][0] = 1
      }
        == "The covariance matrix is not positive definite: observations up to number 1 are dependent, so one of them carries no information of its own."
    )
    #expect(covariance { $0[2][2] = -1 }.hasPrefix("The covariance matrix is not positive definite"))
    #expect(covariance { $0[0][0] = 0 }.hasPrefix("The covariance matrix is not positive definite"))
  }

  @Test func `bounds`() {
    #expect(
      fault(bounds: ["plateau": 0...1])
        == "A power law with floor has no amplitude \"plateau\" to bound; it has floor, amplitude.")
    #expect(
      fault(bounds: ["exponent": 0...1])
        == "A power law with floor has no amplitude \"exponent\" to bound; it has floor, amplitude.")
    #expect(
      fault(bounds: ["amplitude": 1...2])
        == "\"amplitude\" can be bounded by its sign only: its value depends on the unit of x.")
    #expect(
      sentence { try GammaCurve(allowed: 1...2).fit(x: x, y: y, bounds: ["coefficient": -.infinity...0]) }
        == "The range asked for \"coefficient\" leaves no value that a gamma curve allows.")
    #expect(
      fault(bounds: ["floor": .infinity ... .infinity])
        == "The range asked for \"floor\" leaves no value that a power law with floor allows.")
  }

  @Test func `an error is its sentence`() {
    #expect(FitError("What is wrong.").description == "What is wrong.")
  }

  @Test(arguments: LawFamily.rising.indices + [5])
  func `magnitudes at the ends of floating point neither trap nor give NaN`(index: Int) throws {
    let model = (LawFamily.rising + [PowerLawWithFloor.model])[index]
    let shape = [0.2, 0.9, 0.5, 1.3, 1.1, 1.6]
    let falling = shape.reversed()
    for (xScale, yScale) in [(1, 1e300), (1, 1e-300), (1e200, 1), (1e-200, 1), (1e200, 1e300), (1e-200, 1e-300)] {
      for column in [shape, Array(falling)] {
        let x = [1, 2, 4, 8, 16, 32].map { $0 * xScale }
        let y = column.map { $0 * yScale }
        guard let fit = try? model.fit(x: x, y: y) else {
          // The squares of 1e300 are no floating-point numbers, nor is a slope of 1e300 / 1e-200.
          #expect(
            sentence { try model.fit(x: x, y: y) }
              == "The squares or parameters of a \(model.name) leave the range of floating-point numbers here: use another unit of x or y."
          )
          #expect(yScale == 1e300 || yScale != 1 && xScale != 1, "\(model.name), x by \(xScale), y by \(yScale)")
          continue
        }
        let what: Comment = "\(model.name), x by \(xScale), y by \(yScale): \(fit)"
        #expect(!fit.parameters.contains { !$0.value.isFinite }, what)
        #expect(!fit.parameters.contains { $0.standardError?.isFinite == false }, what)
        #expect(!fit.residuals.contains { !$0.isFinite }, what)
        #expect(!fit.logLikelihood.isNaN && fit.residualSumOfSquares.isFinite, what)
        #expect(fit.covariance?.allSatisfy { $0.allSatisfy(\.isFinite) } != false, what)
        #expect(!fit.values(at: [3 * xScale]).contains { $0.isNaN }, what)
        // An error of 0 would claim certainty that only an underflow gives.
        #expect(!fit.parameters.contains { $0.standardError == 0 }, what)
      }
    }
  }

  @Test func `fits at great and small magnitudes are those of ordinary ones`() throws {
    let y = [0.2, 0.9, 1.2, 1.3, 1.45, 1.5]
    let fit = try SaturatingPowerLaw.fit(x: [1, 2, 4, 8, 16, 32], y: y)
    for scale in [0x1p490, 0x1p-490] {
      let scaled = try SaturatingPowerLaw.fit(x: [1, 2, 4, 8, 16, 32], y: y.map { $0 * scale })
      for (a, b) in zip(fit.parameters, scaled.parameters) {
        let unit = a.name == "exponent" ? 1 : scale
        #expect(b.value == a.value * unit, "\(a.name)")
        expectClose(b.standardError, (a.standardError ?? .nan) * unit, relative: 1e-14, "error of \(a.name)")
      }
    }
  }
}
