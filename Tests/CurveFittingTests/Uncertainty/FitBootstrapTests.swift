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

@Suite struct FitBootstrapTests {
  static let x: [Double] = [0, 1, 2, 4, 7, 8, 9, 11]
  static let y = [1.1, 1.9, 3.2, 5.1, 7.8, 9.3, 9.6, 12.5]
  static let clusters = [0, 0, 1, 1, 1, 2, 2, 3]

  private func deviation(_ values: [Double]) -> Double { SampleMoments.standardDeviation(values) }

  @Test func `wild draws of a straight line scatter by the HC3 standard error, and by CR3's in clusters`() throws {
    let fit = try LinearLaw.fit(x: Self.x, y: Self.y)
    // Given the data the slope is linear in the weights, whose variance is 1: the scatter is the sandwich exactly, up to the number of draws.
    let wild = try fit.bootstrap(.wild(.rademacher), replicates: 3000, seed: 4)
    expectClose(
      deviation(wild.draws[1]), try fit.robustCovariance(.hc3)[1][1].squareRoot(), relative: 0.06, "wild scatter")
    let clustered = try fit.bootstrap(.wildClusters(Self.clusters), replicates: 3000, seed: 4)
    let expected = (try fit.robustCovariance(.cr3(clusters: Self.clusters))[1][1] * 16 / 9).squareRoot()
    expectClose(deviation(clustered.draws[1]), expected, relative: 0.06, "wild cluster scatter")
  }

  @Test func `residual draws of a straight line scatter by nearly its standard error`() throws {
    let fit = try LinearLaw.fit(x: Self.x, y: Self.y)
    let bootstrap = try fit.bootstrap(.residuals, replicates: 3000, seed: 2)
    expectClose(deviation(bootstrap.draws[1]), fit["slope"]?.standardError ?? .nan, relative: 0.1, "scatter")
    // Bootstrap-t with drawn normal-like residuals is close to the t interval.
    let studentized = try bootstrap.studentizedInterval(of: "slope")
    let t = try #require(fit["slope"]?.waldInterval)
    expectClose(studentized.upper - studentized.lower, t.upper - t.lower, relative: 0.2, "width")
  }

  @Test func `the same seed gives the same bits and another seed others`() throws {
    let fit = try TwelvePoints.fit()
    for resampling in [FitResampling.pairs, .residuals, .wild()] {
      let one = try fit.bootstrap(resampling, replicates: 60, seed: 9)
      let same = try fit.bootstrap(resampling, replicates: 60, seed: 9)
      let more = try fit.bootstrap(resampling, replicates: 70, seed: 9)
      #expect(
        one.draws == same.draws
          && one.standardErrors.map { $0.map(\.bitPattern) } == same.standardErrors.map { $0.map(\.bitPattern) })
      if one.failures == 0 { #expect(Array(more.draws[2].prefix(60)) == one.draws[2]) }
      #expect(try fit.bootstrap(resampling, replicates: 60, seed: 10).draws != one.draws)
    }
  }

  @Test func `replicates near the fit are the minima of a full search`() throws {
    let fit = try TwelvePoints.fit()
    let bootstrap = try fit.bootstrap(.wild(.rademacher), replicates: 50, seed: 3)
    let inverse = try fit.robustCovariance(.hc0)
    #expect(inverse.count == 3 && bootstrap.failures == 0)
    // A straight line's pairs replicate is the weighted fit itself.
    let line = try LinearLaw.fit(x: Self.x, y: Self.y)
    let pairs = try line.bootstrap(.pairs, replicates: 50, seed: 3)
    var generator = SeededGenerator(seed: 3, stream: 0)
    var weights = [Double](repeating: 0, count: 8)
    for _ in 0..<8 { weights[generator.nextIndex(below: 8)] += 1 }
    let refit = try LinearLaw.fit(x: Self.x, y: Self.y, errors: .weights(weights))
    expectClose(pairs.draws[1][0], refit["slope"]?.value ?? .nan, relative: 1e-12, "first replicate")
  }

  @Test func `percentile, BCa and bootstrap-t intervals hold the estimate and say what they are`() throws {
    let fit = try TwelvePoints.fit()
    let bootstrap = try fit.bootstrap(.wild(), replicates: 400, seed: 1, acceleration: true)
    for interval in [
      try bootstrap.percentileInterval(of: "exponent"), try bootstrap.acceleratedInterval(of: "exponent"),
      try bootstrap.studentizedInterval(of: "exponent"),
    ] { #expect(interval.lower < interval.value && interval.value < interval.upper) }
    #expect(
      try bootstrap.percentileInterval(of: "exponent").method
        == "percentile interval, wild bootstrap, webb weights over 12 points, seed 1")
    #expect(
      bootstrap.headline
        == "wild bootstrap, webb weights of a power law with floor: 400 replicates over 12 points, seed 1")
    let band = try bootstrap.confidenceBand(at: [400])[0]
    let function = try fit.bootstrap(.wild(), replicates: 400, seed: 1).estimate { $0.value(at: 400) }
    #expect(band == function)
    #expect(
      sentence { try fit.bootstrap(.wild(), replicates: 60).acceleratedInterval(of: "floor") }
        == "A BCa interval needs the jackknife: make the bootstrap with acceleration: true.")
  }

  @Test func `a function of the parameters has the delta interval of its gradient`() throws {
    let fit = try TwelvePoints.fit()
    // d(floor + amplitude) has gradient (1, 1, 0).
    let sum = try fit.estimate { $0["floor"] + $0["amplitude"] }
    let covariance = try #require(fit.covariance)
    let error = (covariance[0][0] + 2 * covariance[0][1] + covariance[1][1]).squareRoot()
    let t = StudentTDistribution(degreesOfFreedom: 9).quantile(0.975)
    expectClose(sum.upper - sum.value, t * error, relative: 1e-6, "half width")
    let value = try fit.estimate { $0.value(at: 400) }
    let band = try fit.confidenceBand(at: [400])[0]
    expectClose(value.lower, band.lower, relative: 1e-8, "value at 400")
    #expect(
      sentence { try fit.estimate { $0["plateau"] } }
        == "The function has no finite value at the fit or next to it: its interval comes from a bootstrap.")
  }

  @Test func `problems are drawn again for nested shares`() throws {
    let shares = try NestedCapCell(truth: SaturatingPowerLaw(plateau: 0.75, amplitude: 40, exponent: 0.8)).sample(1)
    let fit = try SaturatingPowerLaw.model.fit(x: NestedCapCell().caps, shares: shares, bounds: ["plateau": 0...1])
    let bootstrap = try fit.bootstrap(.problems, replicates: 60, seed: 1)
    let plateau = try #require(fit["plateau"]?.standardError)
    // 60 draws tell a standard deviation to about 9 %.
    expectClose(deviation(bootstrap.draws[0]), plateau, relative: 0.35, "scatter of the plateau")
    #expect(
      sentence { try fit.bootstrap(.pairs) }
        == "The shares of this saturating power law are of the same problems: draw .problems again, not pairs bootstrap."
    )
    #expect(
      sentence { try TwelvePoints.fit().bootstrap(.problems) }
        == "This power law with floor was fitted to points, not to nested shares: there are no problems to draw again.")
  }

  @Test func `designs that do not suit the data are refused in words`() throws {
    let fit = try TwelvePoints.fit()
    #expect(
      sentence { try fit.bootstrap(.pairs, replicates: 10) }
        == "10 bootstrap replicates were asked for; an interval needs at least 50.")
    #expect(
      sentence { try fit.bootstrap(.wildClusters([1, 1])) }
        == "2 cluster numbers for 12 observations: one is needed for each.")
    let robust = try PowerLawWithFloor.model.fit(x: TwelvePoints.x, y: TwelvePoints.y, objective: .huber(delta: 0.02))
    #expect(
      sentence { try robust.bootstrap(.residuals, replicates: 60) }
        == "The covariance of a fit by Huber, delta 0.02 is a sandwich already: see `covariance`.")
    #expect(try robust.bootstrap(.pairs, replicates: 60).draws[0].count > 50)
  }

  @Test func `replicates by kernels are the fits of the drawn data alone`() throws {
    let fit = try TwelvePoints.fit()
    let pairs = try fit.bootstrap(.pairs, replicates: 50, seed: 3)
    #expect(pairs.failures == 0)
    let wild = try fit.bootstrap(.wild(), replicates: 50, seed: 3)
    let fitted = zip(TwelvePoints.y, fit.residuals).map { $0 - $1 }
    for replicate in 0..<50 {
      var generator = SeededGenerator(seed: 3, stream: UInt64(replicate))
      var weights = [Double](repeating: 0, count: 12)
      for _ in 0..<12 { weights[generator.nextIndex(below: 12)] += 1 }
      let weighted = try PowerLawWithFloor.fit(x: TwelvePoints.x, y: TwelvePoints.y, errors: .weights(weights))
      for (index, parameter) in weighted.parameters.enumerated() where parameter.verdict != .onBound {
        expectClose(pairs.draws[index][replicate], parameter.value, relative: 1e-7, "\(parameter.name), \(replicate)")
      }
    }
    // A replicate's y is a curve: fitted alone it has the parameters of the replicate.
    let multipliers = WildWeights.webb.multipliers(count: 12, replicate: 7, seed: 3)
    let leverage = try leverages(fit)
    let y = fitted.indices.map { fitted[$0] + multipliers[$0] * fit.residuals[$0] / (1 - leverage[$0]) }
    let alone = try PowerLawWithFloor.fit(x: TwelvePoints.x, y: y)
    for (index, parameter) in alone.parameters.enumerated() {
      expectClose(wild.draws[index][7], parameter.value, relative: 1e-7, parameter.name)
    }
  }

  /// hᵢ = gᵢ' C gᵢ / s² with the gradient gᵢ of floor + amplitude x^-exponent.
  private func leverages(_ fit: Fit) throws -> [Double] {
    let values = fit.parameters.map(\.value)
    let covariance = try #require(fit.covariance)
    let variance = pow(try #require(fit.residualStandardError), 2)
    return TwelvePoints.x.map { x in
      let power = pow(x, -values[2])
      let gradient = [1, power, -values[1] * power * log(x)]
      var sum = 0.0
      for a in 0..<3 { for b in 0..<3 { sum += gradient[a] * covariance[a][b] * gradient[b] } }
      return sum / variance
    }
  }

  @Test func `few clusters are a warning, and one is refused`() throws {
    let fit = try LinearLaw.fit(x: Self.x, y: Self.y)
    let halves = [0, 0, 0, 0, 1, 1, 1, 1]
    let pairs = try fit.bootstrap(.clusters(halves), replicates: 60)
    #expect(
      pairs.warnings == [
        "2 clusters drawn with replacement make only 3 different samples: read no interval from them"
      ])
    #expect(pairs.headline.hasSuffix("read no interval from them"))
    #expect(try pairs.percentileInterval(of: "slope").method.hasSuffix("read no interval from them"))
    let thirds = [0, 0, 0, 1, 1, 1, 2, 2]
    #expect(
      try fit.bootstrap(.clusters(thirds), replicates: 60).warnings.first?.contains("only 10 different samples") == true
    )
    let wild = try fit.bootstrap(.wildClusters(thirds), replicates: 60).warnings
    #expect(wild.first?.hasPrefix("3 clusters are too few for wild weights") == true)
    #expect(
      try fit.bootstrap(.wildClusters([0, 0, 1, 1, 2, 2, 3, 4], .rademacher), replicates: 60).warnings
        == ["5 clusters have only 32 different Rademacher draws: use .webb below 13 clusters"])
    #expect(try fit.bootstrap(.wildClusters([0, 0, 1, 1, 2, 2, 3, 4]), replicates: 60).warnings.isEmpty)
    for design in [FitResampling.clusters([4, 4, 4, 4, 4, 4, 4, 4]), .wildClusters([4, 4, 4, 4, 4, 4, 4, 4])] {
      #expect(
        sentence { try fit.bootstrap(design, replicates: 60) }
          == "All observations are of one cluster: at least two are needed.")
    }
  }

  @Test func `an end where the search stops is open and says so`() throws {
    // A straight line in ln x but for noise: an exponent near 0 does as well as any, and some replicates end there.
    let x = (0..<10).map { pow(2, Double($0)) }
    let y = x.indices.map { 10 - 0.5 * log(x[$0]) + 0.05 * (Double(($0 * 7) % 10) / 9 - 0.5) }
    let fit = try PowerLawWithFloor.fit(x: x, y: y)
    let bootstrap = try fit.bootstrap(.pairs, replicates: 200, seed: 1, acceleration: true)
    let interval = try bootstrap.percentileInterval(of: "exponent")
    let least = try #require(bootstrap.draws[2].min())
    #expect(bootstrap.draws[2].count { $0 == least } > 5)
    #expect(interval.lower == -.infinity && interval.upper.isFinite)
    #expect(interval.method.contains("; open below: "))
    #expect(interval.method.hasSuffix("of \(bootstrap.draws[2].count) replicates end where the range searched does"))
    let floor = try bootstrap.percentileInterval(of: "floor")
    #expect(floor.method.hasSuffix("; replicates beyond an end have a shape where the range searched ends"))
    // A floor held at its bound is a fact of the law.
    let bounded = try PowerLawWithFloor.fit(x: x, y: y, bounds: ["floor": 0 ... .infinity])
    let held = try bounded.bootstrap(.pairs, replicates: 200, seed: 1).percentileInterval(of: "floor")
    #expect(held.lower == 0 && held.method.contains("; lower end on its bound, as "))
  }
}
