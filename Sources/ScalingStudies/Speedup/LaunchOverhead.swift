import ScalingExperiments
import ScalingStatistics

/// What launching kernels one by one adds to a decode step, against replaying them as a graph: host time, measured.
///
/// Launches run ahead of the accelerator, so that an eager step takes about the longer of the host's time and the accelerator's. Where it is several times the graph step, it is
/// nearly all host time; `added` is what an eager engine pays a step beyond the graph.
public struct LaunchOverhead: Sendable, Hashable {
  /// Both times in a sentence.
  public let headline: String
  /// The model.
  public let label: String
  /// The requests decoded together.
  public let batch: Int
  /// The tokens in the KV cache.
  public let context: Int
  /// The median eager step, in seconds.
  public let eager: Double
  /// The median step of the graph, in seconds.
  public let graph: Double

  /// The seconds that an eager step takes beyond a graph step.
  public var added: Double { eager - graph }

  /// The overheads of steps that score one token on a whole model, in the order of the data: each eager step with the first graph step of the same setting and session.
  ///
  /// Eager steps without such a partner are not comparable and give none. O(n) in the steps on average.
  public static func findings(_ steps: [DecodeStepMeasurement]) -> [LaunchOverhead] {
    struct Setting: Hashable {
      let model: ModelDescription
      let batch: Int
      let context: Int
      let source: String?

      init(_ step: DecodeStepMeasurement) {
        (model, batch, context, source) = (step.model, step.batch, step.context, step.source)
      }
    }
    let plain = steps.filter { $0.shards == 1 && $0.query == 1 && $0.injectedDelay == nil }
    var graphs: [Setting: Double] = [:]
    for step in plain where step.execution == .graph && graphs[Setting(step)] == nil {
      graphs[Setting(step)] = step.median
    }
    return plain.filter { $0.execution == .eager }.compactMap { step in
      graphs[Setting(step)].map { LaunchOverhead(step, graph: $0) }
    }
  }

  private init(_ step: DecodeStepMeasurement, graph: Double) {
    label = step.model.name
    batch = step.batch
    context = step.context
    eager = step.median
    self.graph = graph
    headline =
      "\(step.model.name), batch \(step.batch), context \(step.context): \(DecimalText.significant(step.median * 1e3, 3)) ms a step launched kernel by kernel, \(DecimalText.significant(graph * 1e3, 3)) ms as a graph; launching adds \(DecimalText.significant((step.median - graph) * 1e3, 3)) ms."
  }
}
