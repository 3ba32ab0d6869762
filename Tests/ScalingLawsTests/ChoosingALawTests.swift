import CurveFitting
import Foundation
import ScalingLaws
import Testing

/// The output that Docs/ChoosingALaw.md prints.
@Suite struct ChoosingALawTests {
  @Test func `the comparison of the guide says what the guide prints`() throws {
    let images: [Double] = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000]
    let error = [0.846, 0.779, 0.689, 0.582, 0.471, 0.369, 0.285, 0.222]
    let choice = try LawComparison(x: images, y: error, naturalBounds: 0...1, holdingOut: 2)
    #expect(choice.headline.hasSuffix("; 5 laws are averaged for what lies beyond the data"))
    #expect(choice.ranking.best.law == "bounded rational law, ceiling 1")
    let forecast = try choice.forecast(at: 1_024_000)
    #expect(forecast.headline.hasPrefix("0.124 ") && forecast.headline.hasSuffix("beyond the data by 8x"))
    let held = try #require(choice.holdout?.ranking)
    #expect(held.first?.law == "bounded rational law" && held.last?.law == "power law with floor")
  }

  @Test(arguments: [(1.0, 0.2, 0.4), (2.0, 0.04, 0.08), (4.0, 0.01, 0.02)])
  func `a floor is known as well as its range of x allows`(_ decades: Double, _ least: Double, _ most: Double) throws {
    let x = (0..<12).map { pow(10, decades * Double($0) / 11) }
    let loss = x.enumerated().map { (1.8 + 6 * pow($1, -0.3)) * (1 + 0.002 * sin(Double(37 * $0))) }
    let fit = try PowerLawWithFloor.fit(x: x, y: loss, bounds: ["floor": 0 ... .infinity])
    let interval = try fit.interval(of: "floor")
    #expect(interval.contains(1.8))
    let half = (interval.upper - interval.lower) / 2
    #expect(half > least && half < most, "\(interval)")
  }

  @Test func `exponentials of many problems average to a power law`() {
    // Problems with pass@1 of density b p^(b - 1): the mean of (1 - p)^k is Γ(b + 1) Γ(k + 1) / Γ(k + b + 1), b = .3.
    let k: [Double] = [1, 10, 100, 1_000, 10_000]
    let miss = k.map { exp(lgamma(1.3) + lgamma($0 + 1) - lgamma($0 + 1.3)) }
    let slopes = zip(miss, miss.dropFirst()).map { log10($0 / $1) }
    for (slope, printed) in zip(slopes, [0.2413, 0.2926, 0.2992, 0.2999]) { #expect(abs(slope - printed) < 5e-5) }
    // By the sum of a quadrature: the middle of 2 million equal steps in p^b.
    let steps = 2_000_000
    let sum = (0..<steps).reduce(0) { $0 + pow(1 - pow((Double($1) + 0.5) / Double(steps), 1 / 0.3), 10) }
    #expect(abs(sum / Double(steps) - miss[1]) < 1e-6)
  }

  @Test func `a broken law finds the drop of the guide`() throws {
    let steps = (0..<16).map { 100 * pow(2, Double($0) / 2) }
    let error = [
      2.477, 2.452, 2.428, 2.406, 2.386, 2.362, 2.315, 2.159, 1.718, 1.13, 0.726, 0.512, 0.405, 0.352, 0.326, 0.313,
    ]
    let fit = try BrokenPowerLaw.fit(x: steps, y: error, scale: .logarithm)
    #expect("\(fit.breaks[0])" == "break at 1500, exponent 2.007 [1.997, 2.017] more")
    #expect(fit.isTrustworthy, "\(fit.warnings)")
  }

  @Test func `a Hill curve starts at a chance level that is held`() throws {
    let x = (0..<12).map { pow(2, Double($0)) }
    let truth = HillLaw(lower: 0.25, upper: 0.8, midpoint: 60, slope: 1.1)
    let fit = try HillLaw.fit(x: x, y: x.map { truth.value(at: $0) }, bounds: ["lower": 0.25...0.25])
    #expect(fit["lower"]?.value == 0.25)
    #expect(abs((fit["midpoint"]?.value ?? 0) / 60 - 1) < 1e-6 && abs((fit["slope"]?.value ?? 0) / 1.1 - 1) < 1e-6)
  }
}
