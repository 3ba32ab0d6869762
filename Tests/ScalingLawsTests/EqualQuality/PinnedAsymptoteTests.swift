import CurveFitting
import Foundation
import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct PinnedAsymptoteTests {
  @Test func `half the excess at exponent one half is a gain of four`() throws {
    let pinned = try PinnedAsymptote(
      MetricValue("macro loss", 1.6),
      exponent: Estimate(value: 0.5, lower: 0.4, upper: 0.625, level: 0.9, method: "stated"))
    let gain = try pinned.gain(baseline: MetricValue("macro loss", 2.6), new: MetricValue("macro loss", 2.1))
    #expect(abs(gain.value - 4) < 1e-12)
    #expect(abs(gain.lower - pow(2, 1 / 0.625)) < 1e-12 && abs(gain.upper - pow(2, 2.5)) < 1e-12)
    let loss = try pinned.gain(baseline: MetricValue("macro loss", 2.1), new: MetricValue("macro loss", 2.6))
    #expect(abs(loss.value - 0.25) < 1e-12 && loss.lower < loss.upper)
  }

  @Test func `a baseline's exponent comes from a line through its excess`() throws {
    let x = [1e18, 1e19, 1e20, 1e21]
    let loss = x.map { MetricValue("macro loss", 1.6 + 95.18 * pow($0, -0.09)) }
    let pinned = try PinnedAsymptote(MetricValue("macro loss", 1.6), baseline: x, loss: loss)
    #expect(abs(pinned.exponent.value - 0.09) < 1e-12 && pinned.exponent.level == 0.9)
  }

  @Test func `metrics are not mixed`() throws {
    let pinned = try PinnedAsymptote(
      MetricValue("macro loss", 1.6),
      exponent: Estimate(value: 0.5, lower: 0.4, upper: 0.6, level: 0.9, method: "stated"))
    #expect(
      throws: FitError(
        "A value of \"DCLM loss\" cannot be compared with the asymptote of \"macro loss\": an asymptote holds for its own metric."
      )
    ) { try pinned.gain(baseline: MetricValue("macro loss", 2.6), new: MetricValue("DCLM loss", 2.1)) }
    #expect(throws: FitError("macro loss is 1.5, not above its asymptote 1.6: there is no gain to state.")) {
      try pinned.gain(baseline: MetricValue("macro loss", 2.6), new: MetricValue("macro loss", 1.5))
    }
  }
}
