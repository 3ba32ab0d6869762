import ScalingExperiments
import ScalingStatistics

/// What it costs to score several tokens in one decode step instead of one: the price of verifying drafts.
public struct VerificationCost: Sendable, Hashable {
  /// The ratio in a sentence.
  public let headline: String
  /// The model.
  public let label: String
  /// The tokens in the KV cache.
  public let context: Int
  /// The requests decoded together.
  public let batch: Int
  /// The tokens scored in the step.
  public let query: Int
  /// The median time of that step over the median time of a step that scores one token.
  public let ratio: Double

  /// The ratios that some steps allow, on whole models (one shard) with graphs and without injected delays, in the order of the data.
  public static func ratios(_ steps: [DecodeStepMeasurement], query: Int) -> [VerificationCost] {
    let usable = steps.filter { $0.shards == 1 && $0.execution == .graph && $0.injectedDelay == nil }
    struct Setting: Hashable {
      let model: ModelDescription
      let context: Int
      let batch: Int
    }
    // Two sessions may have measured one setting: the first one read stands.
    var seen: Set<Setting> = []
    return usable.filter { $0.query == query }.compactMap { step in
      guard
        let single = usable.first(where: {
          $0.query == 1 && $0.model == step.model && $0.context == step.context && $0.batch == step.batch
            && $0.source == step.source
        })
      else { return nil }
      guard seen.insert(Setting(model: step.model, context: step.context, batch: step.batch)).inserted else {
        return nil
      }
      let ratio = step.median / single.median
      return VerificationCost(
        headline:
          "\(step.model.name): scoring \(query) tokens instead of 1 takes \(DecimalText.fixed(ratio, 2))x (batch \(step.batch), context \(step.context)).",
        label: step.model.name, context: step.context, batch: step.batch, query: query, ratio: ratio)
    }
  }
}
