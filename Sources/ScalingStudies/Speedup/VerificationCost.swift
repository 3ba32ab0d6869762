import ScalingExperiments
import ScalingStatistics

/// What it costs to score several tokens in one decode step instead of one: the price of verifying drafts.
public struct VerificationCost: Sendable, Hashable {
  /// The ratio in a sentence.
  public let headline: String
  /// The model.
  public let label: String
  /// The parameters of the model; nil where unknown.
  public let parameters: Int?
  /// The tokens in the KV cache.
  public let context: Int
  /// The requests decoded together.
  public let batch: Int
  /// The tokens scored in the step.
  public let query: Int
  /// The median time of that step over the median time of a step that scores one token.
  public let ratio: Double

  /// The ratios that some steps allow, on whole models (one shard) with graphs and without injected delays, in the order of the data.
  ///
  /// Both steps come from one session. Where two sessions measured one setting, the first one read stands; `leftOut(_:query:)` names what is not used. O(n) in the steps.
  public static func ratios(_ steps: [DecodeStepMeasurement], query: Int) -> [VerificationCost] {
    compared(steps, query: query).costs
  }

  /// The ratios for the positions that the runs' passes score: `positionsPerPass` of each speculation, ascending, each once.
  public static func ratios(_ steps: [DecodeStepMeasurement], verifyingDraftsOf runs: [Run]) -> [VerificationCost] {
    widths(of: runs).flatMap { ratios(steps, query: $0) }
  }

  /// The positions that the passes of some runs score where they verify drafts, ascending, each once; runs that do not state them add none.
  public static func widths(of runs: [Run]) -> [Int] {
    Set(runs.compactMap { $0.serving.speculation?.speculation?.positionsPerPass }.filter { $0 > 1 }).sorted()
  }

  /// What `ratios(_:query:)` does not use of the steps that score so many tokens and why, one sentence each; empty where everything was used.
  ///
  /// Shards and delayed steps belong to other questions and are not listed. O(n) in the steps.
  public static func leftOut(_ steps: [DecodeStepMeasurement], query: Int) -> [String] {
    compared(steps, query: query).leftOut
  }

  /// What `ratios(_:verifyingDraftsOf:)` does not use and why, one sentence each, with the runs that do not state how many positions a pass scores.
  public static func leftOut(_ steps: [DecodeStepMeasurement], verifyingDraftsOf runs: [Run]) -> [String] {
    let silent = runs.filter {
      guard let speculation = $0.serving.speculation?.speculation else { return false }
      return speculation.positionsPerPass == nil
    }
    let widths = widths(of: runs)
    var reasons = silent.map {
      "Run \"\($0.identifier)\" does not state positionsPerPass, so it is unknown which steps verify its drafts."
    }
    reasons += widths.filter { width in !steps.contains { $0.query == width } }.map {
      "No decode step scores \($0) tokens, as the passes of the runs with speculation do."
    }
    return reasons + widths.flatMap { leftOut(steps, query: $0) }
  }

  // MARK: Comparing

  /// What must agree between two steps of one session.
  private struct Setting: Hashable {
    let model: ModelDescription
    let context: Int
    let batch: Int

    init(_ step: DecodeStepMeasurement) { (model, context, batch) = (step.model, step.context, step.batch) }

    var words: String { "\(model.name), batch \(batch), context \(context)" }
  }

  private struct Session: Hashable {
    let setting: Setting
    let source: String?
  }

  private static func compared(
    _ steps: [DecodeStepMeasurement], query: Int
  ) -> (costs: [VerificationCost], leftOut: [String]) {
    let whole = steps.filter { $0.shards == 1 && $0.injectedDelay == nil }
    let usable = whole.filter { $0.execution == .graph }
    var singles: [Session: Double] = [:]
    for step in usable where step.query == 1 {
      let session = Session(setting: Setting(step), source: step.source)
      if singles[session] == nil { singles[session] = step.median }
    }
    var costs: [VerificationCost] = []
    var standing: [Setting: (ratio: Double, source: String?)] = [:]
    var repeats: [(label: String, again: String, quotients: [Double])] = []
    var leftOut: [String] = []
    for step in usable where step.query == query {
      let setting = Setting(step)
      let place = step.source.map { " of \($0)" } ?? ""
      guard let single = singles[Session(setting: setting, source: step.source)] else {
        leftOut.append(
          "\(setting.words): the step\(place) that scores \(query) tokens has no step of the same session that scores one."
        )
        continue
      }
      let ratio = step.median / single
      if let first = standing[setting] {
        let session = first.source.map { " (\($0))" } ?? ""
        let again = "measured again\(step.source.map { " in \($0)" } ?? ""); the first one read stands\(session)"
        let place = repeats.firstIndex { $0.label == step.model.name && $0.again == again }
        if let place {
          repeats[place].quotients.append(ratio / first.ratio)
        } else {
          repeats.append((step.model.name, again, [ratio / first.ratio]))
        }
        continue
      }
      standing[setting] = (ratio, step.source)
      costs.append(
        VerificationCost(
          headline:
            "\(step.model.name): scoring \(query) tokens instead of 1 takes \(DecimalText.fixed(ratio, 2))x (batch \(step.batch), context \(step.context)).",
          label: step.model.name, parameters: step.model.parameters, context: step.context, batch: step.batch,
          query: query, ratio: ratio))
    }
    // One sentence a model and session: a sweep has the same settings by the dozen.
    leftOut += repeats.map { label, again, quotients in
      let settings = quotients.count == 1 ? "1 setting" : "\(quotients.count) settings"
      let ends = [quotients.min() ?? 1, quotients.max() ?? 1].map { DecimalText.fixed($0, 2) }
      let times = ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
      return "\(label): \(settings) scoring \(query) tokens \(again). The other ratio is \(times) times as large."
    }
    let other = whole.count { $0.query == query && $0.execution != .graph }
    if other > 0 {
      leftOut.append(
        "\(other) step\(other == 1 ? "" : "s") scoring \(query) tokens not known to be graph replay, which the ratios are of."
      )
    }
    return (costs, leftOut)
  }
}
