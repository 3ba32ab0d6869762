import ScalingExperiments
import ScalingStatistics
import ServingModels

/// Predictions beside measurements for a model that was not fitted: decode steps, verification, shards, injected delays and generations in one view.
///
/// The shares of the hardware's peaks are fitted to the whole-model graph steps of all other models (`DecodeStepFit`). Delays are predicted from the measured step without a delay, plus their sum.
public struct PredictedMeasurements: Sendable {
  /// How far predictions of the model that was held out are off, in a sentence.
  public let headline: String
  /// The model that was held out.
  public let heldOut: String
  /// The shares of the peaks, fitted to the other models.
  public let fit: DecodeStepFit
  /// A check for each kind of measurement that there is, in the order steps, verification, shards, delays, generations.
  public let checks: [PredictionCheck]

  /// Predicts the measurements of one model, the largest unless another is named, from the others.
  ///
  /// Models without a shape are left out, and steps that were launched eagerly. `generationPrompt` is the prompt of the generations; without it they are left out.
  /// Throws `StudyError` where there is no such model or nothing of it to predict, and `ServingModelError` where the steps of the others do not suffice for a fit.
  public init(
    _ measurements: TestTimeScalingMeasurements, on accelerator: Accelerator, holdingOut name: String? = nil,
    generationPrompt: Int? = nil
  ) throws {
    let steps = measurements.decodeSteps.filter { $0.model.shape != nil && $0.execution != .eager }
    let largest = steps.max { ($0.model.parameters ?? 0) < ($1.model.parameters ?? 0) }?.model.name
    guard let heldOut = name ?? largest, steps.contains(where: { $0.model.name == heldOut }) else {
      throw StudyError("There are no decode steps of \(name ?? "any model of known shape"), so none can be predicted.")
    }
    let plain = steps.filter { $0.injectedDelay == nil }
    let fit = try DecodeStepFit(
      plain.filter { $0.model.name != heldOut && $0.shards == 1 }.map { try DecodeStepSample($0) }, on: accelerator)
    let own = plain.filter { $0.model.name == heldOut }
    var checks: [PredictionCheck] = []
    for (subject, rows) in [
      ("decode steps of \(heldOut)", own.filter { $0.shards == 1 && $0.query == 1 }),
      ("steps of \(heldOut) that score several positions", own.filter { $0.shards == 1 && $0.query > 1 }),
      ("steps of a share of \(heldOut)'s weights", own.filter { $0.shards > 1 }),
    ] where !rows.isEmpty {
      let check = try fit.check(rows.map { try DecodeStepSample($0) })
      checks.append(try check.renamed(subject))
    }
    if let check = try Self.delays(steps.filter { $0.model.name == heldOut }) { checks.append(check) }
    if let generationPrompt,
      let check = try Self.generations(measurements.generations, of: heldOut, fit: fit, prompt: generationPrompt)
    {
      checks.append(check)
    }
    guard !checks.isEmpty else { throw StudyError("\(heldOut) has no measurement that can be predicted.") }
    self.heldOut = heldOut
    self.fit = fit
    self.checks = checks
    let parts = checks.map {
      "\(DecimalText.fixed(100 * $0.medianRelativeError, 1)) % for \($0.rows.count) \($0.subject)"
    }
    headline = "Median relative errors of predictions from the other models: \(parts.joined(separator: ", "))."
  }

  /// Steps with a delay in the place of each collective, beside the step of the same load without and the sum of the delays.
  private static func delays(_ steps: [DecodeStepMeasurement]) throws -> PredictionCheck? {
    struct Load: Hashable {
      let shards: Int
      let batch: Int
      let context: Int
      let query: Int
      let source: String?

      init(_ step: DecodeStepMeasurement) {
        (shards, batch, context, query, source) = (step.shards, step.batch, step.context, step.query, step.source)
      }
    }
    var without: [Load: Double] = [:]
    for step in steps where step.injectedDelay == 0 && without[Load(step)] == nil { without[Load(step)] = step.median }
    var labels: [String] = []
    var predicted: [Double] = []
    var measured: [Double] = []
    var name = ""
    for step in steps {
      guard let delay = step.injectedDelay, delay > 0, let count = step.delaysPerStep, let base = without[Load(step)]
      else { continue }
      name = step.model.name
      labels.append(
        "\(step.model.name) on \(step.shards), batch \(step.batch), \(DecimalText.significant(delay * 1e6, 3)) us")
      predicted.append(base + Double(count) * delay)
      measured.append(step.median)
    }
    guard !labels.isEmpty else { return nil }
    return try PredictionCheck(
      "steps of \(name) with injected delays", labels: labels, predicted: predicted, measured: measured)
  }

  private static func generations(
    _ traces: [GenerationTrace], of name: String, fit: DecodeStepFit, prompt: Int
  ) throws -> PredictionCheck? {
    var labels: [String] = []
    var predicted: [Double] = []
    var measured: [Double] = []
    for trace in traces where trace.model.name == name && trace.model.shape != nil {
      let model = try fit.model(of: TransformerShape(trace.model))
      for index in trace.outputTokens.indices {
        labels.append("\(name), \(trace.outputTokens[index]) tokens")
        predicted.append(try model.generation(prompt: prompt, tokens: trace.outputTokens[index]).decodeTime)
        measured.append(trace.latency[index])
      }
    }
    guard !labels.isEmpty else { return nil }
    return try PredictionCheck("generations of \(name)", labels: labels, predicted: predicted, measured: measured)
  }
}

extension PredictionCheck {
  /// The same rows under another subject.
  fileprivate func renamed(_ subject: String) throws -> PredictionCheck {
    try PredictionCheck(
      subject, labels: rows.map(\.label), predicted: rows.map(\.predicted), measured: rows.map(\.measured))
  }
}
