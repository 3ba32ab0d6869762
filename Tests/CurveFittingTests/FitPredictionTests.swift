import CurveFitting
import ScalingLaws
import Testing

@Suite struct FitPredictionTests {
  private func fit() throws -> Fit {
    try PowerLawWithFloor.fit(x: [1, 4, 16, 64, 256], y: [5.02, 3.49, 2.76, 2.37, 2.19])
  }

  @Test func `places inside and beyond the data`() throws {
    let fit = try fit()
    #expect(fit.place(of: 1) == .inside)
    #expect(fit.place(of: 256) == .inside)
    #expect(fit.place(of: 512) == .beyond(2))
    #expect(fit.place(of: 0.25) == .beyond(4))
    #expect(fit.place(of: 537.6).explanation == "beyond the data by 2.1x")
    #expect(fit.place(of: 30).explanation == "inside the data")
    let line = try LinearLaw.fit(x: [-4, -2, -1], y: [1, 2, 4])
    // Without a positive end there is no factor: a distance.
    #expect(line.place(of: 1) == .beyondByDistance(2))
    #expect(line.place(of: -7) == .beyondByDistance(3))
    let touching = try LinearLaw.fit(x: [-3, -1, 0], y: [1, 2, 4])
    #expect(touching.place(of: 5) == .beyondByDistance(5))
    #expect(touching.place(of: 5).explanation == "beyond the data by 5 in the unit of x")
    #expect(fit.place(of: -1) == .beyondByDistance(2))
  }

  @Test func `values where the law is not defined are NaN and leave the others alone`() throws {
    let fit = try fit()
    let values = fit.values(at: [4, 0, -1, 16])
    #expect(values[1].isNaN && values[2].isNaN)
    #expect(values[0] == fit.value(at: 4) && values[3] == fit.value(at: 16))
    #expect(fit.values(at: []).isEmpty)
  }

  @Test func `a band says where it cannot be`() throws {
    let fit = try fit()
    #expect(
      sentence { try fit.confidenceBand(at: [4, 0]) }
        == "A power law with floor is not defined at x = 0.0: x must be above 0.")
    #expect(
      sentence { try fit.confidenceBand(at: [4], level: 1) }
        == "A level of 1.0 was asked for; a level lies between 0 and 1, such as 0.95.")
    let known = try LinearLaw.fit(x: [1, 2, 3], y: [1, 2, 4], errors: .standardDeviations([1, 1, 1]))
    #expect(
      sentence { try known.predictionBand(at: [2]) }
        == "A new observation's error is not known here: add its variance to the band of the mean.")
    let exhausted = try LinearLaw.fit(x: [1, 2], y: [1, 2])
    #expect(
      sentence { try exhausted.confidenceBand(at: [2]) }
        == "This straight line has no band: as many parameters as observations: no interval can be given.")
  }

  @Test func `the level of a band is its own`() throws {
    let fit = try fit()
    let wide = try fit.confidenceBand(at: [10], level: 0.99)[0]
    let narrow = try fit.confidenceBand(at: [10], level: 0.8)[0]
    // Student t quantiles at 2 degrees of freedom, closed form (2p - 1) / sqrt(2 p (1 - p)): 9.9248432009 at 99.5 %, 1.8856180832 at 90 %.
    expectClose(
      (wide.upper - wide.value) / (narrow.upper - narrow.value), 9.924843200918 / 1.885618083164, relative: 1e-10,
      "ratio")
    #expect(wide.level == 0.99)
    #expect(wide.method.hasPrefix("mean, t interval, 2 degrees of freedom"))
  }

  @Test func `a band where the law or its variance has no number is refused, not of width 0`() throws {
    let x: [Double] = [1, 2, 4, 8, 16, 32]
    let fit = try PowerLawWithFloor.fit(x: x, y: [3.1, 2.05, 1.42, 1.2, 1.04, 1.01])
    for bad in [Double.infinity, .nan] {
      #expect(throws: FitError.self) { try fit.confidenceBand(at: [bad]) }
      #expect(throws: FitError.self) { try fit.predictionBand(at: [4, bad]) }
    }
    let line = try LinearLaw.fit(x: x, y: [1, 2.1, 3.9, 8.2, 16.1, 31.8])
    #expect(throws: FitError("A band was asked for at x = inf, not a finite number.")) {
      try line.confidenceBand(at: [.infinity])
    }
    let decay = NonlinearModel("decay", parameters: ["a", "c"]) { b, x in b[0] * pow(x[0], -b[1]) }
    let own = try decay.fit(x: x, y: [3.1, 2.05, 1.42, 1.0, 0.7, 0.5], start: ["a": 3, "c": 0.5])
    #expect(throws: FitError.self) { try own.confidenceBand(at: [-1]) }
  }
}
