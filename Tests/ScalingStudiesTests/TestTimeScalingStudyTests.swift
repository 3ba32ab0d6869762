import Foundation
import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct TestTimeScalingStudyTests {
  private static let options = StudyOptions(replicates: 50, minimumAccuracy: 0.5)

  /// The curve 0.8 - 4 / x without speculation.
  private static func plain() throws -> Run { try HandMadeRun.following { 0.8 - 4 / $0 } }

  /// The same answers in half of the time.
  private static func speculating() throws -> Run {
    var run = try HandMadeRun.following({ 0.8 - 4 / $0 }, latency: { 0.005 * $0 })
    let passes = run.requests?.problems.map { _ in Int?.some(1_024) }
    run.identifier = "curve, speculating"
    run.serving.speculation = HandMadeRun.ngram
    let requests = try #require(run.requests)
    run.requests = try RequestRecords(
      problems: requests.problems, outputTokens: requests.outputTokens, latency: requests.latency,
      forwardPasses: passes, latencyAtTokenCap: requests.latencyAtTokenCap)
    return run
  }

  @Test func `every question is asked of the shipped measurements`() throws {
    let study = try ShippedStudy.study()
    // Four models, each with and without speculation; three axes; three shapes on 2 and 4 shards in batches of 1 and 8.
    #expect(study.saturation.count == 12)
    #expect(study.saturation.map(\.axis) == (0..<4).flatMap { _ in CurveAxis.allCases })
    #expect(study.curvature.count == 4)
    #expect(study.growth.map(\.label) == ["1.5B", "7B", "14B"])
    #expect(study.speculation.map(\.label) == ["0.5M", "0.9M", "2M", "5M"])
    #expect(study.sharding.count == 12)
    #expect(study.optimality.map(\.measure) == ComputeMeasure.allCases)
    #expect(study.configurations.configurations.count == 72)
    #expect(
      study.headline == "8 runs, 4 pairs of strategies, 12 sharding curves, 72 configurations.")
    for finding in study.saturation where finding.axis == .costPerToken { #expect(finding.verdict == .notRising) }
  }

  @Test func `no shipped answer is cut by the last cap so every curve ends there and is not extrapolated`() throws {
    // The longest answer of greedy.csv has 1,588 tokens; the last cap is 2,048.
    for finding in try ShippedStudy.study().saturation where finding.axis != .costPerToken {
      #expect(finding.shareCut == 0)
      #expect(finding.verdict == .answersComplete)
      #expect(finding.plateau?.value == finding.accuracy.last)
      #expect(finding.plateau == finding.accuracyIntervals.last)
      let last = try #require(finding.x.last)
      #expect(finding.band?.x.last == last)
      #expect(try #require(finding.reaching95).upper <= last * 1.5)
    }
  }

  @Test func `95 percent of a measured end is read between the measured caps`() throws {
    // 2M: 0.95 x 0.4875 lies a quarter of the way from 0.46 (cap 256, 47.367062 ms) to 0.4725 (cap 512, 64.368181 ms).
    let finding = try #require(
      try ShippedStudy.study().saturation.first { $0.label == "2M baseline" && $0.axis == .latency })
    let expected = 0.047367062 * pow(0.064368181 / 0.047367062, 0.25)
    #expect(agree(try #require(finding.reaching95).value, expected, within: 1e-9))
  }

  @Test func `a pair of runs is enough for a study`() throws {
    let measurements = TestTimeScalingMeasurements(runs: [try Self.speculating(), try Self.plain()])
    var heard: [String] = []
    let study = try TestTimeScalingStudy(measurements, options: Self.options) { heard.append($0) }
    #expect(heard == ["accuracy of curve", "speculation", "fronts"])
    #expect(study.saturation.map(\.label) == ["curve", "curve", "curve"])
    #expect(study.speculation.count == 1)
    #expect(agree(try #require(study.speculation.first).speedup.ratioOfTotals.value, 2))
    #expect(study.growth.isEmpty && study.sharding.isEmpty && study.verification.isEmpty)
    #expect(study.configurations.configurations.count == 18)
    // 0.55 of the problems at 16 tokens: 200 of 400 need 0.8 - 4 / x >= 0.5, so x >= 13.3.
    #expect(study.pick.configuration?.label == "curve, speculating, cap 16")
    #expect(study.headline == "2 runs, 1 pairs of strategies, 0 sharding curves, 18 configurations.")
  }

  @Test func `the same seed gives the same study and another seed other intervals`() throws {
    let measurements = TestTimeScalingMeasurements(runs: [try Self.speculating(), try Self.plain()])
    func intervals(_ seed: UInt64) throws -> [String] {
      var options = Self.options
      options.seed = seed
      let study = try TestTimeScalingStudy(measurements, options: options)
      return study.saturation.map(\.headline) + study.curvature.map(\.headline) + [study.pick.headline]
    }
    #expect(try intervals(1) == intervals(1))
    #expect(try intervals(1) != intervals(2))
  }

  @Test func `the options reach every question`() throws {
    let step = { (milliseconds: Double, shards: Int, delay: Double) in
      DecodeStepMeasurement(
        model: ModelDescription(name: "tiny"), shards: shards, context: 512, execution: .graph,
        injectedDelay: delay / 1e6, median: milliseconds / 1e3, percentile10: milliseconds / 1e3,
        percentile90: milliseconds / 1e3)
    }
    let measurements = TestTimeScalingMeasurements(
      runs: [try Self.plain(), try Self.speculating()],
      decodeSteps: [step(10, 1, 0), step(5, 4, 0), step(10, 4, 10)])
    let study = try TestTimeScalingStudy(
      measurements, options: StudyOptions(level: 0.8, replicates: 50, minimumAccuracy: 0.99, targetSpeedup: 1.6))
    #expect(study.saturation.allSatisfy { $0.level == 0.8 })
    #expect(study.curvature.map(\.elasticityAtEnd.level) == [0.8])
    #expect(study.speculation.map(\.speedup.ratioOfTotals.level) == [0.8])
    // The speed-up falls from 2 to 1 within 10 us, so that it is 1.6 after 4.
    #expect(agree(try #require(study.sharding.first?.reachesTarget.x), 4))
    #expect(study.pick.configuration == nil && study.pick.minimumAccuracy == 0.99)
  }

  @Test func `attention is counted where the options say so`() throws {
    var options = Self.options
    options.attention = .withAttention
    let measurements = TestTimeScalingMeasurements(runs: [try Self.plain()])
    #expect(
      message { try TestTimeScalingStudy(measurements, options: options) }
        == "The shape of tiny is unknown, so the FLOPs of its attention are.")
  }

  @Test func `measurements that cannot answer are refused`() throws {
    #expect(
      message { try TestTimeScalingStudy(TestTimeScalingMeasurements()) } == "The measurements hold no run.")
    var crowded = try Self.plain()
    crowded.workload.load = .concurrency(4)
    let measurements = TestTimeScalingMeasurements(runs: [crowded])
    #expect(
      message { try TestTimeScalingStudy(measurements) }
        == "Run \"curve\" cannot be cut at token caps: its requests ran side by side, so a latency is not a request's own."
    )
  }

  @Test func `a run with speculation needs one without it`() throws {
    let alone = TestTimeScalingMeasurements(runs: [try Self.speculating()])
    #expect(
      message { try TestTimeScalingStudy(alone, options: Self.options) }
        == "Run \"curve, speculating\" has no run of the same model without speculation to be compared with.")
  }

  @Test func `options have the documented defaults`() {
    let options = StudyOptions()
    #expect(options.level == 0.95 && options.replicates == 1_000 && options.seed == 1)
    #expect(options.minimumAccuracy == 0.9 && options.targetSpeedup == 1.7)
    #expect(options.attention == .parametersOnly)
  }
}
