import CurveFitting
import Foundation
import ScalingLaws
import ScalingStatistics
import Testing

@Suite struct PairedGainTests {
  static let law = PowerLawWithFloor(floor: 1.7, amplitude: 20, exponent: 0.3)
  static let x = (0..<10).map { 1e3 * exp2(Double($0)) }

  /// Units whose curves are the law at `shift` times x, raised by an effect of their own.
  static func scores(
    shift: Double, effects: [String: Double], metric: String = "loss"
  ) throws -> UnitScores {
    var (x, units, scores): ([Double], [String], [Double]) = ([], [], [])
    for unit in effects.keys.sorted() {
      for place in Self.x {
        x.append(place)
        units.append(unit)
        scores.append(law.value(at: place * shift) + (effects[unit] ?? 0))
      }
    }
    return try UnitScores(metric: metric, x: x, units: units, scores: scores)
  }

  static func effects(_ count: Int, size: Double) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: (0..<count).map { (String(format: "seed %02d", $0), size * sin(Double(9 * $0 + 2))) })
  }

  @Test func `an effect that both systems share leaves the gain and stays in each curve`() throws {
    let effects = Self.effects(12, size: 0.02)
    let gain = try GainAtEqualQuality(
      baseline: try Self.scores(shift: 1, effects: effects), new: try Self.scores(shift: 3, effects: effects),
      law: PowerLawWithFloor.model, at: MetricValue("loss", 2.5), unitName: "seeds", replicates: 400, seed: 4)
    // Every replicate's curves are the law plus one number, so that the gain is 3 in all of them.
    #expect(abs(gain.gain.value - 3) < 1e-6 && abs(gain.gain.lower - 3) < 1e-6 && abs(gain.gain.upper - 3) < 1e-6)
    // The baseline's x in closed form, from the same draws: ((y - floor - mean effect) / A)^(-1/alpha).
    let sizes = effects.keys.sorted().map { effects[$0] ?? 0 }
    let design = try Bootstrap(unitCount: 12, unitName: "seeds", replicates: 400, seed: 4)
    let places = (0..<400).map { row -> Double in
      let mean = zip(design.weights(replicate: row), sizes).reduce(0) { $0 + $1.0 * $1.1 } / 12
      return pow((2.5 - 1.7 - mean) / 20, -1 / 0.3)
    }.sorted()
    #expect(abs(gain.baseline.lower / places[10] - 1) < 1e-6 && abs(gain.baseline.upper / places[389] - 1) < 1e-6)
    #expect(gain.pairs == "12 seeds" && gain.unpaired.isEmpty && gain.warnings.isEmpty)
    #expect(gain.gain.method == "percentile interval, paired bootstrap over 12 seeds, seed 4")
  }

  @Test func `the fits of independent runs would be far less sure`() throws {
    let effects = Self.effects(12, size: 0.02)
    func pooled(_ shift: Double) throws -> Fit {
      let scores = try Self.scores(shift: shift, effects: effects)
      return try PowerLawWithFloor.fit(x: scores.x, y: scores.scores)
    }
    let apart = try GainAtEqualQuality(baseline: try pooled(1), new: try pooled(3), at: 2.5)
    #expect(apart.pairs == nil && apart.gain.contains(3) && apart.gain.upper - apart.gain.lower > 0.02)
  }

  @Test func `units of one system alone are left out and named`() throws {
    var effects = Self.effects(8, size: 0.01)
    let baseline = try Self.scores(shift: 1, effects: effects)
    effects["seed 02"] = nil
    effects["seed 99"] = 0.5
    let gain = try GainAtEqualQuality(
      baseline: baseline, new: try Self.scores(shift: 2, effects: effects), law: PowerLawWithFloor.model,
      at: MetricValue("loss", 2.5), unitName: "seeds", replicates: 60)
    #expect(abs(gain.gain.value - 2) < 1e-6)
    #expect(gain.pairs == "7 seeds" && gain.unpaired == ["seed 02", "seed 99"])
    #expect(gain.warnings == ["2 seeds of one system alone are left out, such as seed 02."])
  }

  @Test func `a quality that some replicates of the baseline do not reach leaves the gain open above`() throws {
    // The baseline's floors scatter about 1.7, and the quality lies a little above.
    let baseline = try Self.scores(shift: 1, effects: Self.effects(9, size: 0.1))
    let calm = Self.effects(9, size: 0)
    let gain = try GainAtEqualQuality(
      baseline: baseline, new: try Self.scores(shift: 1, effects: calm), law: PowerLawWithFloor.model,
      at: MetricValue("loss", 1.71), replicates: 200)
    #expect(gain.gain.upper == .infinity && gain.gain.lower.isFinite && gain.gain.lower > 0)
    #expect(gain.gain.method.hasSuffix("open above: in some replicates the quality is not reached"))
    #expect(gain.baseline.upper == .infinity && gain.new.upper.isFinite)
  }

  @Test func `what cannot be compared is refused in words`() throws {
    let effects = Self.effects(6, size: 0.01)
    let baseline = try Self.scores(shift: 1, effects: effects)
    let quality = MetricValue("loss", 2.5)
    func refusal(_ new: UnitScores, _ quality: MetricValue) -> String {
      do {
        _ = try GainAtEqualQuality(baseline: baseline, new: new, law: PowerLawWithFloor.model, at: quality)
        return "no error"
      } catch { return "\(error)" }
    }
    let other = try Self.scores(shift: 2, effects: effects, metric: "C4 loss")
    #expect(
      refusal(other, quality)
        == "The curve of the new system is of \"C4 loss\" and the quality asked for of \"loss\": a gain is at one value of one metric."
    )
    let strangers = try Self.scores(shift: 2, effects: ["a": 0, "b": 0])
    #expect(
      refusal(strangers, quality)
        == "The baseline and the new system share 0 of 8 units: a paired interval needs at least two.")
    let below = refusal(try Self.scores(shift: 2, effects: effects), MetricValue("loss", 1.2))
    #expect(
      below.hasPrefix("There is no gain at 1.2: asked where the baseline reaches it, The fitted power law with floor"),
      "\(below)")
    #expect(throws: FitError("Row 1 has x 0.0 and the score 2.0: x is positive, and both are finite numbers.")) {
      try UnitScores(metric: "loss", x: [1, 0], units: ["a", "b"], scores: [3, 2])
    }
    #expect(
      throws: FitError("1 values of x, 2 units and 1 scores: one of each is needed for every row.")
    ) { try UnitScores(metric: "loss", x: [1], units: ["a", "b"], scores: [3]) }
    let fit = try PowerLawWithFloor.fit(
      x: Self.x, y: Self.x.enumerated().map { Self.law.value(at: $1) + 1e-3 * sin(Double(5 * $0)) })
    #expect(
      throws: FitError(
        "The curve of the baseline is of \"accuracy\" and the quality asked for of \"loss\": a gain is at one value of one metric."
      )
    ) { try GainAtEqualQuality(baseline: MetricFit("accuracy", fit), new: MetricFit("loss", fit), at: quality) }
    let same = try GainAtEqualQuality(baseline: MetricFit("loss", fit), new: MetricFit("loss", fit), at: quality)
    #expect(abs(same.gain.value - 1) < 1e-12)
  }
}
