import CurveFitting
import ScalingStatistics
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct NonlinearBootstrapTests {
  private static let model = NonlinearModel("rise", parameters: ["top", "rate"]) { b, x in
    b[0] * (1 - exp(-b[1] * x[0]))
  }

  /// Forty points of 3 (1 - exp(-0.4 x)) with normal errors of 0.05, seeded.
  private static func data() -> (x: [Double], y: [Double]) {
    let normal = NormalDistribution.standard
    var generator = SeededGenerator(seed: 11)
    let x = (1...40).map { 0.25 * Double($0) }
    return (x, x.map { 3 * (1 - exp(-0.4 * $0)) + 0.05 * normal.quantile(generator.nextUniform()) })
  }

  private func fit(_ objective: FitObjective = .squares) throws -> NonlinearFit {
    let (x, y) = Self.data()
    return try Self.model.fit(x: x, y: y, start: ["top": 1, "rate": 1], objective: objective)
  }

  @Test func `the scatter of replicates is the standard error of large samples`() throws {
    let fit = try fit()
    for design in [FitResampling.pairs, .residuals, .wild(.rademacher)] {
      let bootstrap = try fit.bootstrap(design, replicates: 800, seed: 5)
      #expect(bootstrap.failures == 0)
      for (index, name) in fit.parameters.map(\.name).enumerated() {
        let scatter = SampleMoments.standardDeviation(bootstrap.draws[index])
        expectClose(scatter, fit[name]?.standardError ?? .nan, relative: 0.25, "\(design.explanation), \(name)")
        let interval = try bootstrap.percentileInterval(of: name)
        let t = try #require(fit[name]?.waldInterval)
        expectClose(interval.upper - interval.lower, t.upper - t.lower, relative: 0.25, "width of \(name)")
      }
      // Residual draws have errors of one size, as the standard errors take them: scatter and error agree to sampling.
      if case .residuals = design {
        let scatter = SampleMoments.standardDeviation(bootstrap.draws[0])
        expectClose(scatter, fit["top"]?.standardError ?? .nan, relative: 0.1, "residual scatter")
      }
    }
  }

  @Test func `the replicates of a robust fit scatter by its sandwich`() throws {
    let fit = try fit(.huber(delta: 0.05))
    let bootstrap = try fit.bootstrap(.pairs, replicates: 600, seed: 5)
    let scatter = SampleMoments.standardDeviation(bootstrap.draws[0])
    expectClose(scatter, fit["top"]?.standardError ?? .nan, relative: 0.25, "scatter")
    #expect(bootstrap.standardErrors.isEmpty)
    #expect(
      sentence { try fit.bootstrap(.wild()) }
        == "The covariance of a fit by Huber, delta 0.05 is a sandwich already: see `covariance`.")
  }

  @Test func `functions, bands and BCa intervals come from the replicates, the same for the same seed`() throws {
    let fit = try fit()
    let one = try fit.bootstrap(.pairs, replicates: 200, seed: 9, acceleration: true)
    let same = try fit.bootstrap(.pairs, replicates: 200, seed: 9, acceleration: true)
    #expect(one.draws == same.draws)
    let half = try one.estimate { log(2) / $0["rate"] }
    expectClose(half.value, log(2) / (fit["rate"]?.value ?? .nan), relative: 1e-14, "half life")
    #expect(half.method.hasPrefix("BCa interval, pairs bootstrap over 40 points"))
    let delta = try fit.estimate { log(2) / $0["rate"] }
    expectClose(half.upper - half.lower, delta.upper - delta.lower, relative: 0.35, "width")
    let band = try one.confidenceBand(at: [20])[0]
    #expect(band.value == fit.value(at: 20) && band.lower < band.value && band.value < band.upper)
    #expect(try one.acceleratedInterval(of: "top").lower < one.acceleratedInterval(of: "top").upper)
    #expect(try one.studentizedInterval(of: "top").lower < fit["top"]?.value ?? 0)
  }

  @Test func `designs that do not suit have their sentence`() throws {
    let fit = try fit()
    #expect(
      sentence { try fit.bootstrap(.problems) }
        == "This rise was fitted to points, not to nested shares: there are no problems to draw again.")
    #expect(
      sentence { try fit.bootstrap(.clusters([1])) }
        == "1 cluster numbers for 40 observations: one is needed for each.")
    let (x, y) = Self.data()
    let rows = (0..<40).map { i in (0..<40).map { $0 == i ? 0.0025 : 0 } }
    let dependent = try Self.model.fit(x: x, y: y, start: ["top": 1, "rate": 1], errors: .covariance(rows))
    #expect(
      sentence { try dependent.bootstrap(.pairs) }
        == "The errors of this rise are dependent with a given covariance: points cannot be drawn one by one.")
  }
}
