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

@Suite struct BrokenPowerLawBandsTests {
  private static let truth = BrokenPowerLaw(
    floor: 0, amplitude: 2, exponent: 0.1, breaks: [.init(place: 100, change: 0.6, width: 0.4)])
  private static let x = ExactCase.spread(40, decades: 4, middle: 100)

  @Test func `bands hold the curve as often as they say, in the unit of y`() throws {
    // 95 % of 40 replicates at three x inside the data: 114 of 120, give or take.
    var numbers = SeededGenerator(seed: 6)
    let places = [5.0, 100, 3000]
    var inside = 0
    for _ in 0..<40 {
      let y = Self.x.map { Self.truth.value(at: $0) * exp(0.01 * numbers.nextNormal()) }
      let fit = try BrokenPowerLaw.fit(x: Self.x, y: y, scale: .logarithm, bounds: ["floor": 0...0.01])
      for (x, band) in zip(places, try fit.confidenceBand(at: places)) {
        inside += band.contains(Self.truth.value(at: x)) ? 1 : 0
        #expect(abs(band.value / fit.law.value(at: x) - 1) < 1e-9)
        #expect(band.method.hasSuffix("in ln y"))
      }
    }
    #expect(inside >= 105, "\(inside) of 120")
  }

  @Test func `a new observation is less sure than the mean, and intervals of breaks are named as Wald's`() throws {
    let y = Self.x.enumerated().map { Self.truth.value(at: $1) * (1 + 0.01 * sin(Double(5 * $0))) }
    let fit = try BrokenPowerLaw.fit(x: Self.x, y: y, scale: .logarithm, level: 0.9)
    let mean = try fit.confidenceBand(at: [50])[0]
    let observation = try fit.predictionBand(at: [50])[0]
    #expect(mean.level == 0.9 && observation.lower < mean.lower && observation.upper > mean.upper)
    let place = try #require(fit.breaks[0].place)
    #expect(place.method.hasPrefix("Wald, ") && place.contains(100))
    #expect(fit.place(of: 10) == .inside && fit.place(of: 2e4) == .beyond(2e4 / (Self.x.last ?? 0)))
    #expect(throws: FitError("A band was asked for at x = 0.0: a broken power law needs it positive and finite.")) {
      try fit.confidenceBand(at: [0])
    }
  }
}
