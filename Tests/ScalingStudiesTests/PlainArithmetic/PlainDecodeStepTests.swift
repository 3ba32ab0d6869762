import ScalingStudies
import Testing

/// Single decode steps computed again from the files: shards, all-reduce times, verification.
@Suite struct PlainDecodeStepTests {
  private static func step(
    _ file: String, _ model: String, shards: Int? = nil, context: Int, _ conditions: [String: String] = [:]
  ) throws -> Double {
    var conditions = conditions
    conditions["model"] = model
    conditions["batch"] = conditions["batch"] ?? "1"
    conditions["context"] = "\(context)"
    if let shards { conditions["shard"] = "\(shards)" }
    let rows = try PlainCSV(file).rows(conditions)
    try #require(rows.count == 1)
    return try rows[0].number("step_ms_median")
  }

  private static func delayed(_ model: String, _ microseconds: Int) throws -> Double {
    try step("tp_delay.csv", model, shards: 4, context: 4_096, ["injected_delay_us": "\(microseconds)"])
  }

  private static func whole(_ model: String) throws -> Double {
    try step("tp_delay.csv", model, shards: 1, context: 4_096)
  }

  private static func finding(_ model: String) throws -> ShardingFinding {
    try #require(
      try ShippedStudy.study().sharding.first { $0.label == model && $0.shards == 4 && $0.batch == 1 })
  }

  /// "14B step at context 4,096 14.34 → 6.50 ms, 2.21x" (README of the data, decode_steps.csv).
  @Test func `four shards without communication speed a step of 14B up alike in both files`() throws {
    let before = try Self.step("decode_steps.csv", "14B", shards: 1, context: 4_096, ["query": "1"])
    let after = try Self.step("decode_steps.csv", "14B", shards: 4, context: 4_096, ["query": "1"])
    #expect(printed(before, 2) == "14.34")
    #expect(printed(after, 2) == "6.50")
    #expect(printed(before / after, 2) == "2.21")
    let delayed = try Self.whole("14B") / Self.delayed("14B", 0)
    #expect(printed(delayed, 2) == "2.21")
    #expect(agree(try #require(try Self.finding("14B").speedup(atMicroseconds: 0)), delayed))
  }

  /// "With 20 us in the place of each all-reduce: 14B 1.70x, 7B 1.57x, 1.5B 0.97x on four shards (10 us: 1.91x, 1.77x, 1.15x)" (README of the data).
  @Test(arguments: [("14B", "1.91", "1.70", 96), ("7B", "1.77", "1.57", 56), ("1.5B", "1.15", "0.97", 56)])
  func `the speed-up at an all-reduce time is the quotient of two medians`(
    model: String, ten: String, twenty: String, reductions: Int
  ) throws {
    let finding = try Self.finding(model)
    let whole = try Self.whole(model)
    for (time, published) in [(10, ten), (20, twenty)] {
      let plain = try whole / Self.delayed(model, time)
      #expect(printed(plain, 2) == published)
      #expect(agree(try #require(finding.speedup(atMicroseconds: Double(time))), plain))
    }
    #expect(finding.reductionTimes.map { printed($0 * 1e6, 0) } == ["0", "5", "10", "20", "30"])
    #expect(finding.reductionsPerStep == reductions)
    #expect(finding.context == 4_096)
    #expect(agree(finding.efficiencies[0].efficiency, finding.speedups[0] / 4))
    #expect(agree(finding.efficiencies[0].costRatio, 4 / finding.speedups[0]))
  }

  /// 14B: 10 us + 10 us x (1.9071 - 1.7) / (1.9071 - 1.6990); 1.5B: 10 us + 10 us x (1.1520 - 1) / (1.1520 - 0.9670).
  @Test(arguments: [("14B", 1.7, "20.0", 19.95), ("1.5B", 1.0, "18.2", 18.22)])
  func `the time at which a speed-up meets its target lies on the straight line between two measurements`(
    model: String, target: Double, published: String, byHand: Double
  ) throws {
    let finding = try Self.finding(model)
    let whole = try Self.whole(model)
    let above = try whole / Self.delayed(model, 10)
    let below = try whole / Self.delayed(model, 20)
    try #require(above > target && below < target)
    let time = 10 + 10 * (above - target) / (above - below)
    #expect(printed(time, 1) == published)
    #expect(abs(time - byHand) < 0.01)
    let found = target == 1 ? finding.breakEven : finding.reachesTarget
    #expect(abs(try #require(found.x) - time) < 1e-9)
  }

  @Test
  func `the largest shape stays above one accelerator in the measured range and the smallest never reaches the target`()
    throws
  {
    #expect(try Self.whole("14B") > Self.delayed("14B", 30))
    #expect(try Self.finding("14B").breakEven.x == nil)
    #expect(try Self.whole("1.5B") / Self.delayed("1.5B", 0) < 1.7)
    #expect(try Self.finding("1.5B").reachesTarget.x == nil)
  }

  /// "Scoring 6 tokens instead of 1 costs 1.14x (1.5B), 1.08x (7B), 1.06x (14B) of a step" (README of the data; decode_verify.csv, batch 1, context 1,024).
  @Test(arguments: [("1.5B", "1.14"), ("7B", "1.08"), ("14B", "1.06")])
  func `scoring six tokens costs the published share more than scoring one`(model: String, published: String) throws {
    let verify = ["mode": "graph"]
    let six = try Self.step("decode_verify.csv", model, context: 1_024, verify.merging(["query": "6"]) { $1 })
    let one = try Self.step("decode_verify.csv", model, context: 1_024, verify.merging(["query": "1"]) { $1 })
    #expect(printed(six / one, 2) == published)
    let study = try ShippedStudy.study()
    let fromFile = VerificationCost.ratios(
      study.measurements.decodeSteps.filter { $0.source == "decode_verify.csv" }, query: 6)
    let found = try #require(fromFile.first { $0.label == model && $0.batch == 1 && $0.context == 1_024 })
    #expect(agree(found.ratio, six / one))
  }

  @Test(arguments: ["1.5B", "7B", "14B"], [256, 1_024, 4_096, 16_384])
  func `the study takes the first file for a setting that two files have`(model: String, context: Int) throws {
    let six = try Self.step("decode_steps.csv", model, shards: 1, context: context, ["query": "6"])
    let one = try Self.step("decode_steps.csv", model, shards: 1, context: context, ["query": "1"])
    let found = try ShippedStudy.study().verification.filter {
      $0.label == model && $0.batch == 1 && $0.context == context
    }
    #expect(found.count == 1)
    #expect(agree(try #require(found.first).ratio, six / one))
  }
}
