import CurveFitting
import ScalingLaws
import Testing

@Suite struct ObservationErrorsTests {
  @Test(arguments: ReferenceFit.all.indices)
  func `parameters, errors, likelihood and criterion agree with the reference`(index: Int) throws {
    let reference = ReferenceFit.all[index]
    for expected in reference.expected {
      let errors = reference.errors(expected.kind)
      let fit = try reference.law.fit(x: reference.x, y: reference.y, errors: errors)
      let what = "\(fit.law), \(expected.kind)"
      for (index, parameter) in fit.parameters.enumerated() {
        expectClose(parameter.value, expected.parameters[index], relative: 1e-10, "\(what): \(parameter.name)")
        expectClose(
          parameter.standardError, expected.standardErrors[index], relative: 1e-9, "\(what): error of \(parameter.name)"
        )
        let half = (parameter.waldInterval?.upper ?? .nan) - parameter.value
        expectClose(half, expected.halfWidths[index], relative: 1e-9, "\(what): interval of \(parameter.name)")
        expectClose(
          parameter.value - (parameter.waldInterval?.lower ?? .nan), expected.halfWidths[index], relative: 1e-9,
          "\(what): interval of \(parameter.name)")
        #expect(parameter.verdict == .identified, "\(what): \(parameter.name)")
      }
      expectClose(fit.residualSumOfSquares, expected.sumOfSquares, relative: 1e-9, "\(what): sum of squares")
      expectClose(fit.logLikelihood, expected.logLikelihood, relative: 1e-10, "\(what): log-likelihood")
      expectClose(fit.correctedAkaikeCriterion, expected.akaike, relative: 1e-10, "\(what): criterion")
      #expect(fit.degreesOfFreedom == 12 - fit.parameters.count)
      if let lackOfFit = expected.lackOfFit {
        expectClose(fit.lackOfFitProbability, lackOfFit, relative: 1e-9, "\(what): lack of fit")
        #expect(fit.residualStandardError == nil)
      } else {
        #expect(fit.lackOfFitProbability == nil)
        expectClose(
          fit.residualStandardError.map { $0 * $0 }, expected.sumOfSquares / Double(fit.degreesOfFreedom),
          relative: 1e-9, "\(what): residual variance")
      }
    }
  }

  @Test(arguments: ReferenceFit.all.indices)
  func `bands inside and beyond the data agree with the reference`(index: Int) throws {
    let reference = ReferenceFit.all[index]
    for expected in reference.expected {
      let fit = try reference.law.fit(x: reference.x, y: reference.y, errors: reference.errors(expected.kind))
      let what = "\(fit.law), \(expected.kind)"
      let bands = try fit.confidenceBand(at: reference.bandAt)
      for (index, band) in bands.enumerated() {
        expectClose(band.value, expected.means[index], relative: 1e-10, "\(what): value")
        expectClose(band.upper - band.value, expected.confidence[index], relative: 1e-8, "\(what): confidence band")
        expectClose(band.value - band.lower, expected.confidence[index], relative: 1e-8, "\(what): confidence band")
      }
      guard !expected.prediction.isEmpty else { continue }
      for (index, band) in try fit.predictionBand(at: reference.bandAt).enumerated() {
        expectClose(band.upper - band.value, expected.prediction[index], relative: 1e-8, "\(what): prediction band")
      }
    }
  }

  @Test func `weights count by their proportions only`() throws {
    let reference = ReferenceFit.all[0]
    let fit = try reference.law.fit(x: reference.x, y: reference.y, errors: .weights(ReferenceFit.weights))
    let scaled = try reference.law.fit(
      x: reference.x, y: reference.y, errors: .weights(ReferenceFit.weights.map { $0 * 1024 }))
    #expect(bits(fit) == bits(scaled))
  }

  @Test func `a weight of 0 leaves its point out`() throws {
    let reference = ReferenceFit.all[0]
    let without = try reference.law.fit(x: Array(reference.x.dropLast()), y: Array(reference.y.dropLast()))
    var y = reference.y
    y[11] = 1e6
    let weighted = try reference.law.fit(
      x: reference.x, y: y, errors: .weights([Double](repeating: 3, count: 11) + [0]))
    #expect(weighted.observationCount == 11 && weighted.degreesOfFreedom == 8)
    for (a, b) in zip(weighted.parameters, without.parameters) {
      expectClose(a.value, b.value, relative: 1e-9, a.name)
      expectClose(a.standardError, b.standardError ?? .nan, relative: 1e-8, "error of \(a.name)")
    }
  }

  @Test func `known deviations are the same as a diagonal covariance`() throws {
    let reference = ReferenceFit.all[1]
    let deviations = try reference.law.fit(
      x: reference.x, y: reference.y, errors: .standardDeviations(reference.deviations))
    let matrix = reference.x.indices.map { i in
      reference.x.indices.map { $0 == i ? reference.deviations[i] * reference.deviations[i] : 0 }
    }
    let covariance = try reference.law.fit(x: reference.x, y: reference.y, errors: .covariance(matrix))
    for (a, b) in zip(deviations.parameters, covariance.parameters) {
      expectClose(a.value, b.value, relative: 1e-12, a.name)
      expectClose(a.standardError, b.standardError ?? .nan, relative: 1e-12, "error of \(a.name)")
    }
    expectClose(deviations.logLikelihood, covariance.logLikelihood, relative: 1e-13, "log-likelihood")
  }

  @Test func `what intervals assume is said`() throws {
    let fit = try LinearLaw.fit(x: [1, 2, 3, 4], y: [1, 3, 2, 4])
    #expect(
      fit["slope"]?.waldInterval?.method
        == "t interval, 2 degrees of freedom, independent errors of one size, estimated from the residuals")
    let known = try LinearLaw.fit(x: [1, 2, 3, 4], y: [1, 3, 2, 4], errors: .standardDeviations([1, 1, 1, 1]))
    #expect(known["slope"]?.waldInterval?.method == "normal interval, independent errors of the given sizes")
    #expect(ObservationErrors.weights([1]).assumption.contains("given weights"))
    #expect(ObservationErrors.covariance([[1]]).assumption == "errors with the given covariance")
  }

  @Test func `lack of fit is a warning in words`() throws {
    // chi-squared of the line through [0, 1, 0, 1]: slope 0.2, residuals -0.2, 0.6, -0.6, 0.2, squares 0.8, over 0.1 squared 80.
    let fit = try LinearLaw.fit(
      x: [1, 2, 3, 4], y: [0, 1, 0, 1], errors: .standardDeviations([0.1, 0.1, 0.1, 0.1]))
    expectClose(fit.residualSumOfSquares, 80, relative: 1e-13, "chi-squared")
    // The upper tail at 2 degrees of freedom is exp(-80 / 2).
    expectClose(fit.lackOfFitProbability, 4.248354255291589e-18, relative: 1e-10, "probability")
    #expect(fit.warnings == ["lack of fit: residuals this large have probability 4.2e-18"])
  }
}
