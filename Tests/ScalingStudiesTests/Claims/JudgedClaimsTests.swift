import ScalingExperiments
import ScalingStudies
import Testing

/// The claims that need judged answers, on sweeps of constant times.
@Suite struct JudgedClaimsTests {
  private static func ladder(_ solved: [Int], seconds: [Double]) -> SweepObservations {
    TinyCell.sweep(
      solved.indices.map { TinyCell(cap: 16 << $0, seconds: seconds[$0], tokens: Double(10 << $0), solved: solved[$0]) }
    )
  }

  @Test func `a curve that rises and flattens is supported with its slopes`() {
    // 10 of 20 gained in the first second, none in the last four.
    let finding = DiminishingGainsClaim.finding(Self.ladder([5, 15, 18, 18], seconds: [1, 2, 4, 8]))
    #expect(finding.headline == "Observation 1: supported; gains diminish in 1 of 1 models and flatten in 1 of 1.")
    #expect(
      finding.evidence == [
        "tiny on any: gain per second falls (0.5 from a cap of 16 to 32, 0 from 64 to 128, which 20 requests pay for).",
        // 18 of 20 less 95 % of them: 4.5 points, ± t(19, 0.9875) × 0.05 × √(0.09 / 19) = 2.433440 × 0.344124 points.
        "tiny on any: the cap of 64 has 95 % of the accuracy at 128; accuracy less 95 % of the last is 4.5 [3.663, 5.337] percentage points.",
        "tiny on any: beyond the scale of the axis, no difference in shape between time and tokens is shown: a further token takes 1 [1, 1] times as long in the last step as in the first (at most 0 % apart; the last slope is 0 of the first along time and 0 along tokens).",
      ])
  }

  @Test func `a straight line is not, nor is one that ends without more time`() {
    #expect(
      DiminishingGainsClaim.finding(Self.ladder([5, 10, 15, 20], seconds: [1, 2, 3, 4])).verdict == .notSupported)
    // Without time between the last caps there is no gain per second to compare.
    let still = DiminishingGainsClaim.finding(Self.ladder([5, 15, 18, 18], seconds: [1, 2, 4, 4]))
    #expect(
      still.headline
        == "Observation 1: not testable with these data; gains diminish in 0 of 1 models and flatten in 1 of 1; too few requests or problems to tell in tiny on any."
    )
    #expect(
      still.evidence[0].hasPrefix(
        "tiny on any: gain per second is not shown to fall, nor could it have been: the interval is too wide to tell ("
      ))
  }

  @Test func `three caps or 19 problems are too few`() {
    let three = DiminishingGainsClaim.finding(Self.ladder([5, 15, 15], seconds: [1, 2, 4]))
    #expect(three.verdict == .notTestable)
    #expect(
      three.missing.last
        == "tiny on any: 3 caps and 20 problems judged and timed at all of them; 4 and 20 are needed.")
    let cells = (0..<4).map { cap in
      var cell = TinyCell(cap: 16 << cap, seconds: Double(1 << cap), solved: cap == 0 ? 5 : 18)
      cell.problems = (0..<19).map { "p\($0)" }
      return cell
    }
    #expect(DiminishingGainsClaim.finding(TinyCell.sweep(cells)).verdict == .notTestable)
  }

  @Test func `a cheap cell that is slow makes compute mislead by the ratio of the times`() throws {
    // The small model has the fewest tokens and FLOPs, and takes 3 s where the large one takes 2.
    let cells = [
      TinyCell(model: "small", parameters: 1_000, seconds: 3, tokens: 10, solved: 15),
      TinyCell(model: "large", parameters: 2_000, seconds: 2, tokens: 20, solved: 15),
    ]
    let finding = try ThesisClaim.finding(TinyCell.sweep(cells), replicates: 50)
    #expect(
      finding.headline
        == "Thesis: supported on models of other sizes than the paper's; it costs latency to choose by 3 of 3 measures of compute."
    )
    #expect(
      finding.evidence[0]
        == "generated tokens on any: choosing by it costs up to 1.5 [1.5, 1.5]x the least latency, 1.50x in the geometric mean over accuracies; of 1 cells on its front and 1 on that of latency 0 are on both (Jaccard 0 [0, 0])."
    )
    #expect(finding.scope.hasSuffix("; none of them of the paper's sizes"))
  }

  @Test func `unknown parameters leave tokens as the only measure`() throws {
    let cells = [
      TinyCell(model: "small", parameters: nil, seconds: 3, tokens: 10, solved: 15),
      TinyCell(model: "large", parameters: nil, seconds: 2, tokens: 20, solved: 15),
    ]
    let finding = try ThesisClaim.finding(TinyCell.sweep(cells), replicates: 50)
    #expect(finding.headline.hasSuffix("by 1 of 1 measures of compute."))
    #expect(
      finding.missing == [
        "accepted FLOPs on any: parameters or scored positions are unknown.",
        "executed FLOPs on any: parameters or scored positions are unknown.",
      ])
  }

  private static func hardware(_ times: [(String, String, Double)], solved: Int = 15) throws -> ClaimFinding {
    try ThesisClaim.hardware(
      TinyCell.sweep(times.map { TinyCell(model: $0.0, accelerator: $0.1, seconds: $0.2, solved: solved) }))
  }

  @Test func `the pick moves where each is the faster one at home`() throws {
    let finding = try Self.hardware([("x", "a", 1), ("y", "a", 2), ("x", "b", 4), ("y", "b", 3)])
    #expect(finding.headline == "Hardware: supported; the pick moves.")
    #expect(finding.evidence == ["a: x, cap 16, baseline, 1 s.", "b: y, cap 16, baseline, 3 s."])
    let same = try Self.hardware([("x", "a", 1), ("y", "a", 2), ("x", "b", 3), ("y", "b", 4)])
    #expect(same.headline == "Hardware: not supported; the pick is the same on all.")
  }

  @Test func `a cell that one hardware lacks does not move the pick`() throws {
    let finding = try Self.hardware([("x", "a", 1), ("y", "a", 2), ("z", "a", 3), ("y", "b", 3), ("z", "b", 4)])
    #expect(finding.headline == "Hardware: not supported; the pick is the same on all.")
    #expect(finding.scope == "a, b: 2 shared cells")
  }

  @Test func `hardware without shared or accurate cells is not testable`() throws {
    #expect(
      try Self.hardware([("x", "a", 1), ("y", "b", 2)]).headline
        == "Hardware: not testable with these data; 0 cells were judged and timed on all 2 kinds of hardware.")
    #expect(
      try Self.hardware([("x", "a", 1), ("y", "a", 2), ("x", "b", 4), ("y", "b", 3)], solved: 9).headline
        == "Hardware: not testable with these data; no shared cell reaches 50 % on a.")
    #expect(
      try Self.hardware([("x", "a", 1), ("y", "a", 2)]).headline
        == "Hardware: not testable with these data; one kind of hardware was measured, a.")
  }
}
