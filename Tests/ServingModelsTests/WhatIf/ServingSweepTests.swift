import Foundation
import ServingModels
import Testing

@Suite struct ServingSweepTests {
  private static func sweep(
    accelerators: [Int] = [1, 2, 4, 16], contexts: [Int] = [0, 1_000, 100_000], share: Double = 0.9
  ) throws -> ServingSweep {
    let efficiency = try StepEfficiency(memory: 0.8, compute: 0.3, layerOverhead: 1e-5)
    return try ServingSweep(
      models: [MeasuredSteps.shape("1.5B"), MeasuredSteps.shape("14B")],
      hardware: [
        SweptHardware(
          Accelerator.named("H100-SXM5-80GB"), allReduce: AllReduceTime(latency: 5e-6, bandwidth: 270e9),
          efficiency: efficiency),
        SweptHardware(
          Accelerator.named("GH200-96GB"), allReduce: AllReduceTime(latency: 19e-6, bandwidth: 280e9), hostTime: 1e-3),
      ], accelerators: accelerators, batches: [1, 8, 64], contexts: contexts,
      speculations: [.off, SweptSpeculation(draftTokens: 5, acceptance: 0.7, draftTime: 1e-4)], usableShare: share)
  }

  @Test func `every row is the roofline's own step`() throws {
    let sweep = try Self.sweep()
    let columns = try sweep.columns()
    #expect(sweep.count == 2 * 2 * 4 * 3 * 3 * 2 && columns.stepTime.count == sweep.count)
    var outcomes = Set<SweptOutcome>()
    for row in 0..<sweep.count {
      let own = try sweep.configuration(at: row)
      outcomes.insert(columns.outcome[row])
      if own.accelerators > own.shape.attentionHeads {
        #expect(columns.outcome[row] == .exceedsHeads && columns.timePerToken[row] == .infinity)
        continue
      }
      let step = try RooflineModel(
        own.shape, on: own.hardware.accelerator, efficiency: own.hardware.efficiency,
        allReduce: own.hardware.allReduce, hostTime: own.hardware.hostTime
      ).decodeStep(
        batch: own.batch, context: own.context, query: own.speculation.query, accelerators: own.accelerators)
      #expect(abs(columns.memoryNeeded[row] / step.memoryNeeded - 1) < 1e-12)
      guard step.memoryNeeded <= 0.9 * (try #require(own.hardware.accelerator.memory?.value)) else {
        #expect(columns.outcome[row] == .exceedsMemory && columns.tokensPerAcceleratorSecond[row] == 0)
        continue
      }
      let time = step.stepTime + own.speculation.draftTime
      #expect(abs(columns.stepTime[row] / time - 1) < 1e-12)
      #expect(columns.binding[row] == step.binding)
      // 1 + .7 + … + .7^5 = 2.94117.
      let tokens = own.speculation.draftTokens == 0 ? 1 : 2.94117
      #expect(abs(columns.timePerToken[row] / (time / tokens) - 1) < 1e-9)
      let rate = Double(own.batch) * tokens / time / Double(own.accelerators)
      #expect(abs(columns.tokensPerAcceleratorSecond[row] / rate - 1) < 1e-9)
    }
    #expect(outcomes.count == 3)
    let fastest = try #require(columns.fastest)
    #expect(columns.timePerToken.allSatisfy { $0 >= columns.timePerToken[fastest] })
    let efficient = try #require(columns.mostEfficient)
    #expect(columns.tokensPerAcceleratorSecond.allSatisfy { $0 <= columns.tokensPerAcceleratorSecond[efficient] })
  }

  @Test func `no bit depends on the number of threads`() throws {
    let sweep = try Self.sweep(contexts: Array(stride(from: 0, to: 10_000, by: 97)))
    let one = try sweep.columns()
    for threads in [2, 3, 8, 1_000] {
      let other = try sweep.columns(threads: threads)
      #expect(other.stepTime == one.stepTime && other.timePerToken == one.timePerToken)
      #expect(other.tokensPerAcceleratorSecond == one.tokensPerAcceleratorSecond)
      #expect(other.outcome == one.outcome && other.binding == one.binding && other.headline == one.headline)
    }
  }

  /// Four ways to speculate, row for row against `SpeculationTimes` over the roofline's own steps.
  @Test func `speculation in a sweep is that of the speculation models`() throws {
    let measured = try DraftAcceptance(survival: [0.7, 0.49, 0.35], hitRate: 0.6)
    let ways = [
      SweptSpeculation.off, try SweptSpeculation(draftTokens: 5, acceptance: 0.7, hitRate: 0.4),
      try SweptSpeculation(draftTokens: 4, acceptance: 0.8, draftCost: 0.1), try SweptSpeculation(measured),
    ]
    let collective = try AllReduceTime(latency: 5e-6, bandwidth: 270e9)
    let sweep = try ServingSweep(
      models: [MeasuredSteps.shape("7B")],
      hardware: [SweptHardware(MeasuredSteps.accelerator(), allReduce: collective)], accelerators: [1, 4],
      batches: [1, 256], contexts: [512, 8_192], speculations: ways)
    let columns = try sweep.columns()
    var compared = 0
    for row in 0..<sweep.count where columns.outcome[row] == .feasible {
      let own = try sweep.configuration(at: row)
      let model = try RooflineModel(own.shape, on: own.hardware.accelerator, allReduce: collective)
      let verification = try VerificationTimes(
        model, batch: own.batch, context: own.context, accelerators: own.accelerators, upTo: 6)
      let times = try SpeculationTimes(
        draftStep: own.speculation.draftCost * verification.plainStep, verification: verification)
      let acceptance = try own.speculation.acceptance ?? DraftAcceptance(rate: 0, draftTokens: 1)
      let gain = try times.speedup(acceptance, draftTokens: own.speculation.draftTokens)
      #expect(abs(columns.stepTime[row] / gain.secondsPerPass - 1) < 1e-12)
      #expect(abs(columns.timePerToken[row] / (verification.plainStep / gain.speedup) - 1) < 1e-12)
      compared += 1
    }
    // 256 requests of 8,192 positions exceed one accelerator's memory.
    #expect(compared == 28)
  }

  @Test func `speculation survives an archive, and a bad archive is refused`() throws {
    let way = try SweptSpeculation(draftTokens: 3, acceptance: 0.5, hitRate: 0.5, draftTime: 1e-3, draftCost: 0.1)
    for value in [way, .off] {
      let data = try JSONEncoder().encode(value)
      #expect(try JSONDecoder().decode(SweptSpeculation.self, from: data) == value)
    }
    let bad = Data(#"{"acceptance":{"survival":[0.5],"hitRate":2},"draftTime":0,"draftCost":0}"#.utf8)
    #expect(
      message { try JSONDecoder().decode(SweptSpeculation.self, from: bad) }
        == "The hit rate is 2.0; a probability lies in 0 to 1.")
  }

  /// Leviathan et al.: 2.9412 tokens at an acceptance of .7 and five drafts; g + 1 at 1.
  @Test func `tokens a step are those of independent acceptances`() throws {
    #expect(abs(try SweptSpeculation(draftTokens: 5, acceptance: 0.7).tokensPerStep - 2.94117) < 1e-12)
    #expect(try SweptSpeculation(draftTokens: 5, acceptance: 1).tokensPerStep == 6)
    #expect(try SweptSpeculation(draftTokens: 5, acceptance: 0).tokensPerStep == 1)
    #expect(SweptSpeculation.off.tokensPerStep == 1 && SweptSpeculation.off.query == 1)
  }

  @Test func `every input fault has a sentence`() throws {
    #expect(
      message { try Self.sweep(accelerators: []) }
        == "A sweep over no accelerators has no rows; at least one is needed.")
    #expect(
      message { try Self.sweep(accelerators: [0]) }
        == "The number of accelerators is 0; it must be 1 to 1000000000.")
    #expect(
      message { try Self.sweep(contexts: [-1]) }
        == "The number of positions in a context is -1; it must be 0 to 1000000000.")
    #expect(
      message { try Self.sweep(share: .nan) }
        == "The usable share of the memory is nan; it is above 0 and at most 1.")
    #expect(
      message { try SweptSpeculation(draftTokens: 5, acceptance: 1.1) }
        == "The acceptance is 1.1; a probability lies in 0 to 1.")
    #expect(message { try Self.sweep().columns(threads: 0) } == "0 threads were asked for; at least one is needed.")
    #expect(
      message { try Self.sweep().configuration(at: 288) } == "Row 288 was asked for of a sweep of 288 rows.")
    let table = try MeasuredCollective(accelerators: [2], bytes: [1_000], seconds: [1e-6], source: "a bench")
    let sweep = try ServingSweep(
      models: [MeasuredSteps.shape("14B")],
      hardware: [SweptHardware(Accelerator.named("H100-SXM5-80GB"), allReduce: table)], accelerators: [1, 2, 4],
      batches: [1, 2], contexts: [0])
    for threads in [1, 4] {
      #expect(
        message { try sweep.columns(threads: threads) }
          == "A payload of 10240 bytes lies outside the 1000 to 1000 bytes measured among 2 accelerators (a bench).")
    }
  }
}
