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
    let t = try #require(fit["slope"]?.interval)
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

  @Test func `the null-imposed test is sure of the estimate and of a value far away`() throws {
    let cell = ClusterCell(decades: 3, configurationNoise: 0.01, seedNoise: 0.01)
    let (x, y) = cell.sample(0)
    let fit = try PowerLawWithFloor.fit(x: x, y: y)
    let exponent = try #require(fit["exponent"])
    let near = try fit.wildClusterProbability(
      of: "exponent", being: exponent.value, clusters: cell.clusters, replicates: 60)
    let far = try fit.wildClusterProbability(
      of: "exponent", being: 1.6 * exponent.value, clusters: cell.clusters, replicates: 60)
    #expect(near > 0.9 && far < 0.06)
  }
}
