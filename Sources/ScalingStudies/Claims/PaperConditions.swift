import ScalingExperiments
import ScalingStatistics
import ServingModels

/// Under which conditions the paper's two numbers on tensor parallelism (1.7x at 14B, no gain at 1.5B, on four) would hold, from hardware alone.
///
/// Conditions explain and decide nothing: one speed-up does not tell an all-reduce from a host that waits.
public struct PaperConditions: Sendable, Hashable {
  /// The host times at which the two numbers hold, in a sentence.
  public let headline: String
  /// For 14B at 1.7x and for 1.5B at 1x: the host time a step at each stated all-reduce time.
  public let hostTimes: [HostTimeRequirement]
  /// The speed-up of four over one by batch and context, of 14B and of 1.5B.
  public let loads: [PredictedLoads]
  /// The sentences for 14B, and for 1.5B.
  public let large: [String]
  /// The sentences for 1.5B.
  public let small: [String]

  /// The all-reduce among four H100 SXM within a CUDA graph: 4.95 us and 273 GB/s.
  ///
  /// Least squares of T = latency + 2 (p − 1) / p × bytes / bandwidth to NVIDIA's measurements of vLLM 0.14's custom all-reduce in github.com/ai-dynamo/aiconfigurator at 095f58a (Apache-2.0).
  public static var graphAllReduce: AllReduceTime {
    get throws { try AllReduceTime(latency: 4.95e-6, bandwidth: 273e9) }
  }

  /// The same, launched kernel by kernel: 19.1 us and 286 GB/s.
  public static var eagerAllReduce: AllReduceTime {
    get throws { try AllReduceTime(latency: 19.1e-6, bandwidth: 286e9) }
  }

  /// Works out the conditions for the models and hardware of `PaperExperiment`; `launches` are the measured overheads that stand beside them.
  ///
  /// Throws `StudyError` or `ServingModelError` where the experiment's models lack a shape, which those of this library do not.
  public init(launches: [LaunchOverhead] = []) throws {
    let hardware = PaperExperiment.hardware
    var hostTimes: [HostTimeRequirement] = []
    var loads: [PredictedLoads] = []
    var sentences: [[String]] = []
    for (size, speedup, rounding) in [("14B", 1.7, 0.05), ("1.5B", 1.0, 0.0)] {
      guard
        let model = PaperExperiment.plan.models.first(where: { $0.description.name.hasSuffix(size) })?.description
      else { throw StudyError("The paper's plan has no model of \(size).") }
      let kinds = [
        ("as within a CUDA graph", try Self.graphAllReduce), ("as launched eagerly", try Self.eagerAllReduce),
      ]
      var own: [String] = []
      for (kind, allReduce) in kinds {
        // Weights alone: no keys and values, and a payload that takes the latency alone.
        let prediction = try PredictedLoads.step(
          model, on: hardware, allReduce: InjectedDelay(allReduce.latency)
        ).speedup(batch: 1, context: 0, accelerators: 4)
        let requirement = try prediction.hostTimeRequirement(for: speedup, rounding: rounding)
        hostTimes.append(requirement)
        own.append(
          "What would have to be true, host time, all-reduce \(kind) on H100: \(model.name): \(requirement.headline)")
      }
      own += launches.filter { $0.label == size && $0.batch == 1 }.map {
        "Measured beside it, on one H100, unfused kernels launched from Python: \($0.headline)"
      }
      let load = try PredictedLoads(
        model, on: hardware, accelerators: 4, allReduce: Self.graphAllReduce,
        allReduceSource: "measured on H100, not on GH200, within CUDA graphs of vLLM 0.14")
      loads.append(load)
      own += [load.headline + " " + load.assumptions.prefix(1).uppercased() + load.assumptions.dropFirst()]
      own += load.sentences
      sentences.append(own)
    }
    self.hostTimes = hostTimes
    self.loads = loads
    large = sentences[0]
    small = sentences[1]
    let least = hostTimes[0].hostTime.map { "\(DecimalText.significant($0 * 1e3, 3)) ms" } ?? "no time"
    headline =
      "With the all-reduce of a CUDA graph, 1.7x at 14B would take \(least) of the host in each step on one and on four alike, and 1x at 1.5B \(DecimalText.significant(hostTimes[2].addedHostTime * 1e3, 3)) ms more on four than on one: conditions, not findings."
  }
}
