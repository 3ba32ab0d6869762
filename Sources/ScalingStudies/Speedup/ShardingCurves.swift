import ScalingExperiments
import ScalingStatistics

/// Delayed decode steps sorted into sharding curves, and what belongs to none.
struct ShardingCurves {
  /// The steps of one configuration and the whole model's step that they are compared with.
  struct Curve {
    let baseline: DecodeStepMeasurement
    let steps: [DecodeStepMeasurement]
  }

  /// What must agree between steps that are compared.
  private struct Setting: Hashable {
    let model: ModelDescription
    let batch: Int
    let context: Int
    let query: Int
    let source: String?

    init(_ step: DecodeStepMeasurement) {
      (model, batch, context, query, source) = (step.model, step.batch, step.context, step.query, step.source)
    }

    var words: String {
      let tokens = query == 1 ? "" : ", \(query) tokens scored"
      return "batch \(batch), context \(context)\(tokens)" + (source.map { " (\($0))" } ?? "")
    }
  }

  private struct Configuration: Hashable {
    let setting: Setting
    let shards: Int
  }

  /// The curves in the order of the data.
  private(set) var curves: [Curve] = []
  /// What was left out and why, one sentence each.
  private(set) var leftOut: [String] = []
  /// A time that one curve has twice: nothing says which of the two to take.
  private(set) var repeated: String?

  init(_ steps: [DecodeStepMeasurement]) {
    let delayed = steps.filter { $0.injectedDelay != nil }
    var order: [Configuration] = []
    var members: [Configuration: [DecodeStepMeasurement]] = [:]
    var otherExecutions: [(name: String, count: Int)] = []
    for step in delayed {
      guard step.execution == .graph else {
        if let place = otherExecutions.firstIndex(where: { $0.name == step.model.name }) {
          otherExecutions[place].count += 1
        } else {
          otherExecutions.append((step.model.name, 1))
        }
        continue
      }
      let configuration = Configuration(setting: Setting(step), shards: step.shards)
      if members[configuration] == nil { order.append(configuration) }
      members[configuration, default: []].append(step)
    }
    let used = Set(order.filter { $0.shards > 1 }.map(\.setting))
    for configuration in order {
      let setting = configuration.setting
      let own = (members[configuration] ?? []).sorted { ($0.injectedDelay ?? 0) < ($1.injectedDelay ?? 0) }
      let what = "\(setting.model.name) on \(configuration.shards == 1 ? "1 shard" : "\(configuration.shards) shards")"
      noteRepetition(own, "\(what), \(setting.words)")
      guard configuration.shards > 1 else {
        let late = own.count { ($0.injectedDelay ?? 0) > 0 }
        if late > 0 {
          leftOut.append(
            "\(what), \(setting.words): \(late) step\(late == 1 ? "" : "s") with a delay; the whole model is compared without one."
          )
        }
        if !used.contains(setting) {
          leftOut.append("\(what), \(setting.words): no shard of this model was measured in this setting.")
        }
        continue
      }
      let whole = members[Configuration(setting: setting, shards: 1)] ?? []
      guard let baseline = whole.first(where: { $0.injectedDelay == 0 }) else {
        leftOut.append(
          "\(what), \(setting.words): there is no step of the whole model (1 shard, no delay) to compare with.")
        continue
      }
      guard own.count > 1 else {
        let time = DecimalText.significant((own.first?.injectedDelay ?? 0) * 1e6, 3)
        leftOut.append("\(what), \(setting.words): a single all-reduce time (\(time) us); a curve needs two or more.")
        continue
      }
      curves.append(Curve(baseline: baseline, steps: own))
    }
    leftOut += otherExecutions.map {
      "\($0.name): \($0.count) delayed step\($0.count == 1 ? "" : "s") not known to be graph replay, which the curves are of."
    }
  }

  /// Remembers the first pair of equal times.
  private mutating func noteRepetition(_ sorted: [DecodeStepMeasurement], _ what: String) {
    guard repeated == nil else { return }
    for (first, second) in zip(sorted, sorted.dropFirst()) where first.injectedDelay == second.injectedDelay {
      let time = DecimalText.significant((first.injectedDelay ?? 0) * 1e6, 6)
      let medians = [first, second].map { DecimalText.significant($0.median * 1e3, 6) }
      repeated =
        "\(what): the all-reduce time of \(time) us was measured twice (\(medians[0]) and \(medians[1]) ms a step); keep one of them."
      return
    }
  }
}
