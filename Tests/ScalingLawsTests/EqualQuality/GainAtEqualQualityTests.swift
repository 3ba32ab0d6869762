import CurveFitting
import Foundation
import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct GainAtEqualQualityTests {
  private func fit(_ law: PowerLawWithFloor, shift: Double, noise: Double, seed: Double) throws -> Fit {
    let x = (0..<12).map { 1e3 * exp2(Double($0)) }
    return try PowerLawWithFloor.fit(
      x: x, y: x.enumerated().map { law.value(at: $1 * shift) + noise * sin(seed * Double(($0 + 2) * ($0 + 5))) })
  }
  private let law = PowerLawWithFloor(floor: 1.7, amplitude: 20, exponent: 0.3)

  @Test func `a system that is three times as efficient gains three at every quality`() throws {
    let baseline = try fit(law, shift: 1, noise: 0.003, seed: 1)
    let new = try fit(law, shift: 3, noise: 0.003, seed: 2)
    for quality in [2.3, 2.5, 3] {
      let gain = try GainAtEqualQuality(baseline: baseline, new: new, at: quality)
      #expect(gain.gain.contains(3), "\(gain)")
      #expect(abs(gain.gain.value - gain.baseline.value / gain.new.value) < 1e-9)
      #expect(gain.gain.upper / gain.gain.lower < 1.6)
      // The combined interval is wider than either alone in logarithms, and narrower than both together.
      let own = log(gain.gain.upper / gain.gain.lower)
      let parts = [gain.baseline, gain.new].map { log($0.upper / $0.lower) }
      #expect(own > parts.max() ?? 0 && own < parts[0] + parts[1])
      #expect(gain.warnings.isEmpty && gain.baselineExtrapolation == 1)
    }
    let far = try GainAtEqualQuality(baseline: baseline, new: new, at: 1.9)
    #expect(far.warnings.contains { $0.hasPrefix("The baseline reaches the quality") })
  }

  @Test func `a quality below a floor is refused, and left out of several`() throws {
    let baseline = try fit(law, shift: 1, noise: 0.003, seed: 1)
    var better = law
    better.floor = 1.2
    let new = try fit(better, shift: 1, noise: 0.003, seed: 2)
    do {
      _ = try GainAtEqualQuality(baseline: baseline, new: new, at: 1.4)
      Issue.record("no error")
    } catch {
      #expect("\(error)".hasPrefix("There is no gain at 1.4: asked where the baseline reaches it,"), "\(error)")
    }
    #expect(try GainAtEqualQuality.gains(baseline: baseline, new: new, at: [1.4, 2.5]).map(\.quality) == [2.5])
  }
}
