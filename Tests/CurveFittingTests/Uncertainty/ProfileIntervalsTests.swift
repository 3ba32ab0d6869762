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

/// Twelve points near 1 + 2 x^-0.4, whose intervals were computed elsewhere.
enum TwelvePoints {
  static let x: [Double] = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200]
  static let y: [Double] = [3.05, 2.47, 2.31, 2.02, 1.88, 1.71, 1.63, 1.49, 1.44, 1.33, 1.32, 1.22]
  static func fit() throws -> Fit { try PowerLawWithFloor.fit(x: x, y: y) }
}

@Suite struct ProfileIntervalsTests {
  // SciPy 1.17.1: least_squares with the parameter held (tolerances 1e-15), brentq on (S - S_min) / s² = F.ppf(level, 1, 9). lmfit 1.3.4's conf_interval agrees to 3e-7.
  @Test func `profiles of a power law are those of SciPy and lmfit`() throws {
    let fit = try TwelvePoints.fit()
    let references: [(Double, [(String, Double, Double)])] = [
      (
        0.95,
        [
          ("floor", 0.9255966802347529, 1.1380759331632602), ("amplitude", 1.8946069906714156, 2.08941210333609),
          ("exponent", 0.37188897350894373, 0.48649779415395396),
        ]
      ),
      (
        0.99,
        [
          ("floor", 0.8643456852878925, 1.1743174513919707), ("amplitude", 1.8564657541822274, 2.1400171159646475),
          ("exponent", 0.34768010421831375, 0.5125441103997771),
        ]
      ),
    ]
    for (level, rows) in references {
      for (name, lower, upper) in rows {
        let interval = try fit.profileInterval(of: name, level: level)
        expectClose(interval.lower, lower, relative: 1e-7, "\(name), lower end at \(level)")
        expectClose(interval.upper, upper, relative: 1e-7, "\(name), upper end at \(level)")
      }
    }
    let all = try fit.profileIntervals()
    #expect(try all == fit.parameters.map { try fit.profileInterval(of: $0.name) })
    #expect(
      all[0].method
        == "profile t interval, 9 degrees of freedom, independent errors of one size, estimated from the residuals")
  }

  // The same scripts, with the law held at a value at x = 400, and with a thirteenth observation at that value.
  @Test func `profile bands are those of SciPy`() throws {
    let fit = try TwelvePoints.fit()
    let mean = try fit.confidenceBand(at: [400], by: .profile)[0]
    expectClose(mean.lower, 1.1427006556466475, relative: 1e-7, "lower end of the mean")
    expectClose(mean.upper, 1.246522216714376, relative: 1e-7, "upper end of the mean")
    let new = try fit.predictionBand(at: [400], by: .profile)[0]
    expectClose(new.lower, 1.1086265211504858, relative: 1e-7, "lower end of a new observation")
    expectClose(new.upper, 1.2821084124007653, relative: 1e-7, "upper end of a new observation")
  }

  // NumPy 2.4.6 and SciPy 1.17.1: variable projection, the held parameter bracketed by brentq.
  @Test func `profiles of the Chinchilla law are those of SciPy`() throws {
    let i = (0..<16).map(Double.init)
    let parameters = i.map { 1e8 * pow(4, $0.truncatingRemainder(dividingBy: 4)) }
    let tokens = i.map { 2e9 * pow(4, ($0 / 4).rounded(.down)) }
    let y = [
      3.4859, 3.2014, 3.0231, 2.9082, 3.16, 2.8619, 2.6754, 2.5616, 2.9291, 2.645, 2.4694, 2.3583, 2.7905, 2.4932,
      2.3047, 2.1874,
    ]
    let fit = try ChinchillaLaw.model.fit(columns: ["parameters": parameters, "tokens": tokens], y: y)
    let references = [
      ("alpha", 0.3033016424562805, 0.3719489393186342), ("beta", 0.26417634462713285, 0.3202869304821409),
      ("E", 1.6312724805618715, 1.7722774515947721),
    ]
    for (name, lower, upper) in references {
      let interval = try fit.profileInterval(of: name)
      expectClose(interval.lower, lower, relative: 1e-7, "\(name), lower end")
      expectClose(interval.upper, upper, relative: 1e-7, "\(name), upper end")
    }
  }

  @Test func `the profile of a straight line is its t interval, and its normal interval for known errors`() throws {
    let x: [Double] = [0, 1, 2, 4, 7]
    let y = [1.1, 1.9, 3.2, 5.1, 7.8]
    for errors in [
      ObservationErrors.equal, .weights([1, 2, 1, 3, 1]), .standardDeviations([0.1, 0.2, 0.1, 0.1, 0.3]),
    ] {
      let fit = try LinearLaw.fit(x: x, y: y, errors: errors)
      for parameter in fit.parameters {
        let profile = try fit.profileInterval(of: parameter.name)
        expectClose(profile.lower, parameter.waldInterval?.lower ?? .nan, relative: 1e-9, parameter.name)
        expectClose(profile.upper, parameter.waldInterval?.upper ?? .nan, relative: 1e-9, parameter.name)
      }
      let delta = try fit.confidenceBand(at: [3, 20])
      let band = try fit.confidenceBand(at: [3, 20], by: .profile)
      for (one, other) in zip(band, delta) { expectClose(one.upper, other.upper, relative: 1e-9, "band") }
    }
    let fit = try LinearLaw.fit(x: x, y: y)
    let new = try fit.predictionBand(at: [20], by: .profile)[0]
    expectClose(new.lower, try fit.predictionBand(at: [20])[0].lower, relative: 1e-9, "new observation")
  }

  @Test func `the simultaneous band is wider by Scheffé's factor`() throws {
    let fit = try LinearLaw.fit(x: [0, 1, 2, 4, 7], y: [1.1, 1.9, 3.2, 5.1, 7.8])
    let pointwise = try fit.confidenceBand(at: [3])[0]
    let band = try fit.confidenceBand(at: [3], by: .simultaneous)[0]
    // F(2, 3) at 0.95 is 9.5521, t(3) at 0.975 is 3.1824 (NIST/SEMATECH e-Handbook, 1.3.6.7).
    expectClose(
      (band.upper - band.value) / (pointwise.upper - pointwise.value), (2 * 9.5521).squareRoot() / 3.1824,
      relative: 1e-4, "factor")
  }

  @Test func `the unit of x changes only the unit of the interval`() throws {
    let fit = try TwelvePoints.fit()
    let scaled = try PowerLawWithFloor.fit(x: TwelvePoints.x.map { 1e9 * $0 }, y: TwelvePoints.y.map { 1e-9 * $0 })
    for (name, unit) in [("exponent", 1.0), ("floor", 1e-9)] {
      let one = try fit.profileInterval(of: name)
      let other = try scaled.profileInterval(of: name)
      expectClose(other.lower, one.lower * unit, relative: 1e-8, name)
      expectClose(other.upper, one.upper * unit, relative: 1e-8, name)
    }
  }

  @Test func `a floor that a straight line in ln x could replace is open below and says so`() throws {
    let x = (0..<8).map { pow(10, 2 * Double($0) / 7) }
    let y = [2.98, 2.71, 2.66, 2.33, 2.28, 2.02, 1.93, 1.62]
    let fit = try PowerLawWithFloor.fit(x: x, y: y)
    // The line in ln x is the limit of a floor at minus infinity: it is inside the threshold, F(1, n - 3) at 0.95 being 6.608.
    let line = try LogLinearLaw.fit(x: x, y: y)
    let degrees = Double(fit.degreesOfFreedom)
    #expect((line.residualSumOfSquares - fit.residualSumOfSquares) / (fit.residualSumOfSquares / degrees) < 5.98)
    let floor = try fit.profileInterval(of: "floor")
    #expect(floor.lower == -.infinity)
    #expect(floor.upper.isFinite && floor.upper < 1.62)
    #expect(floor.method.contains("; open below: "))
    #expect(try fit.profileInterval(of: "amplitude").upper == .infinity)
    let exponent = try fit.profileInterval(of: "exponent")
    #expect(exponent.lower == -.infinity && exponent.upper.isFinite)
    let profile = try fit.profile(of: "floor")
    #expect(profile.isOpenBelow && !profile.isOpenAbove)
    #expect(profile.headline.hasSuffix(", open below"))
  }

  @Test func `a plateau's interval is the profile unless the Wald interval is named`() throws {
    let fit = try TwelvePoints.fit()
    // SciPy's ends of the profile, as above, and its symmetric interval: value ± t(9) · error.
    let floor = try fit.interval(of: "floor")
    expectClose(floor.lower, 0.9255966802347529, relative: 1e-7, "lower end")
    expectClose(floor.upper, 1.1380759331632602, relative: 1e-7, "upper end")
    #expect(floor.method.hasPrefix("profile t interval"))
    let wald = try #require(fit["floor"]?.waldInterval)
    expectClose(wald.upper - wald.value, wald.value - wald.lower, relative: 1e-12, "half widths")
    #expect(wald.method.hasPrefix("t interval, 9 degrees of freedom") && wald != floor)
    #expect(try fit.intervals() == fit.parameters.map { try fit.profileInterval(of: $0.name) })
    // What is printed without asking carries no interval: the headline the values, a parameter its standard error.
    #expect(fit.headline.hasPrefix("power law with floor: floor 1.043, ") && !fit.headline.contains("["))
    let line = try #require(fit["floor"]?.headline)
    #expect(line.hasPrefix("floor = 1.043, standard error 0.0") && !line.contains("["))
  }

  @Test func `a level that is not given is the fit's own`() throws {
    let fit = try PowerLawWithFloor.fit(x: TwelvePoints.x, y: TwelvePoints.y, level: 0.8)
    #expect(try fit.interval(of: "floor") == fit.interval(of: "floor", level: 0.8))
    #expect(try fit.intervals().map { $0?.level } == [0.8, 0.8, 0.8])
    for construction in [BandConstruction.delta, .profile, .simultaneous] {
      let band = try fit.confidenceBand(at: [400], by: construction)
      #expect(try band == fit.confidenceBand(at: [400], level: 0.8, by: construction) && band[0].level == 0.8)
    }
    #expect(try fit.predictionBand(at: [400]) == fit.predictionBand(at: [400], level: 0.8))
    #expect(try fit.predictor(reaching: 1.4) == fit.predictor(reaching: 1.4, level: 0.8))
    let bootstrap = try fit.bootstrap(.wild(), replicates: 100, seed: 1, acceleration: true)
    #expect(try bootstrap.percentileInterval(of: "floor") == bootstrap.percentileInterval(of: "floor", level: 0.8))
    #expect(try bootstrap.acceleratedInterval(of: "floor").level == 0.8)
    #expect(try bootstrap.studentizedInterval(of: "floor").level == 0.8)
    #expect(try bootstrap.confidenceBand(at: [400])[0].level == 0.8)
    #expect(try bootstrap.estimate { $0["floor"] }.level == 0.8)
    #expect(try fit.estimate { $0["floor"] }.level == 0.8)
  }

  @Test func `bands over named columns are those over x, by every construction`() throws {
    let fit = try TwelvePoints.fit()
    for construction in [BandConstruction.delta, .profile, .simultaneous] {
      #expect(
        try fit.confidenceBand(at: ["x": [3, 400]], by: construction)
          == fit.confidenceBand(at: [3, 400], by: construction))
    }
    #expect(try fit.predictionBand(at: ["x": [400]], by: .profile) == fit.predictionBand(at: [400], by: .profile))
    #expect(throws: FitError.self) { try fit.confidenceBand(at: ["z": [3]], by: .profile) }
  }

  @Test func `a plateau on its bound has a one-sided profile`() throws {
    let x: [Double] = [1, 2, 4, 8, 16, 32]
    let y = [0.5, 0.71, 0.84, 0.93, 0.97, 1.01]
    let fit = try SaturatingPowerLaw.fit(x: x, y: y, bounds: ["plateau": 0...1])
    #expect(fit["plateau"]?.verdict == .onBound)
    let interval = try fit.interval(of: "plateau")
    #expect(interval.value == 1 && interval.lower < 1 && interval.lower > 0.9)
    #expect(interval.upper == 1)
  }

  @Test func `the points of a profile lie at even signed roots and bracket the interval`() throws {
    let fit = try TwelvePoints.fit()
    let profile = try fit.profile(of: "exponent", pointsPerSide: 4, reach: 1)
    #expect(profile.values.count == 9 && profile.values == profile.values.sorted())
    #expect(profile.signedRoots[4] == 0 && profile.values[4] == fit["exponent"]?.value)
    expectClose(profile.signedRoots[8], profile.threshold, relative: 1e-12, "last root")
    expectClose(profile.values[8], profile.interval.upper, relative: 1e-7, "last value")
    expectClose(profile.values[0], profile.interval.lower, relative: 1e-7, "first value")
    // t(9) at 0.975 (NIST/SEMATECH e-Handbook, 1.3.6.7.2).
    expectClose(profile.threshold, 2.262, relative: 1e-3, "threshold")
  }

  @Test func `questions without an answer have their sentence`() throws {
    let fit = try TwelvePoints.fit()
    #expect(
      sentence { try fit.profileInterval(of: "plateau") }
        == "A power law with floor has no parameter \"plateau\"; it has floor, amplitude, exponent.")
    #expect(
      sentence { try fit.profileInterval(of: "floor", level: 2) }
        == "A level of 2.0 was asked for; a level lies between 0 and 1, such as 0.95.")
    let through = try PowerLawWithFloor.fit(x: [1, 2, 4], y: [3, 2, 1.5])
    #expect(
      sentence { try through.profileInterval(of: "floor") }
        == "A power law with floor through as many points as parameters has no profile: no degrees of freedom are left."
    )
    let robust = try PowerLawWithFloor.model.fit(x: TwelvePoints.x, y: TwelvePoints.y, objective: .huber(delta: 0.02))
    #expect(
      sentence { try robust.profileInterval(of: "floor") }
        == "A profile interval is one of least squares; this power law with floor was fitted by Huber, delta 0.02.")
    #expect(try robust.interval(of: "floor") == robust["floor"]?.waldInterval)
    #expect(
      sentence { try fit.predictionBand(at: [3], by: .simultaneous) }
        == "A simultaneous band is one of the curve: ask for a confidence band.")
    #expect(
      sentence { try fit.confidenceBand(at: [-3], by: .profile) }
        == "A power law with floor is not defined at x = -3.0: x must be above 0.")
  }
}
