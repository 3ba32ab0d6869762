import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The efficiencies of a `RooflineModel`, fitted to measured decode steps.
///
/// Least squares of ln(measured / predicted), so that a short step counts as much as a long one, over the four shares of the peaks and the overheads, with t intervals. What the steps do not contain is told by its
/// verdict: arithmetic that always hides behind memory is not identified, and predictions where it would not hide are then a guess. The overhead of a step is held at 0 where all models have one number of
/// layers, because nothing then tells it from the layers' overhead.
public struct DecodeStepFit: Sendable {
  /// The efficiencies and the relative errors, in a sentence.
  public let headline: String
  /// The efficiencies, ready for a `RooflineModel`.
  public let efficiency: StepEfficiency
  /// Memory, keys and values, compute, attention compute (shares of the peaks), layer overhead and fixed time (seconds), with intervals and verdicts.
  public let parameters: [FittedParameter]
  /// The predictions beside the steps that they were fitted to.
  public let check: PredictionCheck
  /// What the reader should know before using the numbers.
  public let notes: [String]
  /// The hardware.
  public let accelerator: Accelerator
  /// The bytes of an element.
  public let widths: ElementWidths
  /// Why the search stopped.
  public let termination: FitTermination
  /// The least and the most positions of a fitted step, batch × query.
  public let positions: ClosedRange<Int>
  /// The least and the most positions of keys and values of a fitted step, batch × context.
  public let cachedPositions: ClosedRange<Int>

  /// The starts: shares of the peaks for matrices and for attention.
  private static let starts: [(Double, Double)] = [(0.5, 0.5), (0.5, 0.05), (0.1, 0.5), (0.1, 0.05)]

  /// Fits efficiencies to samples of one accelerator's steps.
  ///
  /// Throws `ServingModelError` for fewer than eight samples, or an accelerator whose peak is unknown or too high for them to be finite. O(n) for a step of the search.
  public init(
    _ samples: [DecodeStepSample], on accelerator: Accelerator, widths: ElementWidths = .bf16, level: Double = 0.95
  ) throws {
    guard samples.count >= 8 else {
      throw ServingModelError("\(samples.count) steps cannot determine four shares and an overhead; eight are needed.")
    }
    let ideal = try samples.map { sample in
      try RooflineModel(sample.shape, on: accelerator, widths: widths, communication: .none).local(
        batch: Double(sample.batch), context: Double(sample.context), query: Double(sample.query),
        accelerators: sample.accelerators, communication: sample.communicationTime)
    }
    let hasManyDepths = Set(samples.map(\.shape.layers)).count > 1
    let names = ["memory", "keys and values", "compute", "attention compute", "layer overhead", "fixed time"]
    let model = NonlinearModel(
      "roofline of a decode step", parameters: names,
      predictors: ["weights", "matrices", "keys and values", "attention", "layers", "communication"]
    ) { b, x in
      log(
        Self.larger(x[0] / b[0], x[1] / b[2]) + Self.larger(x[2] / b[1], x[3] / b[3]) + b[4] * x[4] + b[5] + x[5])
    }
    let columns: [String: [Double]] = [
      "weights": ideal.map(\.weights), "matrices": ideal.map(\.matrices),
      "keys and values": ideal.map(\.keysAndValues), "attention": ideal.map(\.attention),
      "layers": samples.map { Double($0.shape.layers) }, "communication": samples.map(\.communicationTime),
    ]
    let share = 1e-4...1.0
    let longest = samples.map(\.seconds).max() ?? 1
    let shortest = samples.map(\.seconds).min() ?? 1
    let layers = Double(samples[0].shape.layers)
    var best: NonlinearFit?
    do {
      for (compute, attention) in Self.starts {
        let fit = try model.fit(
          columns: columns, y: samples.map { log($0.seconds) },
          start: [
            "memory": 0.8, "keys and values": 0.6, "compute": compute, "attention compute": attention,
            "layer overhead": 0.2 * shortest / layers,
          ].merging(hasManyDepths ? ["fixed time": 0.05 * shortest] : [:]) { first, _ in first },
          bounds: [
            "memory": share, "keys and values": share, "compute": share, "attention compute": share,
            "layer overhead": 0...longest,
          ].merging(hasManyDepths ? ["fixed time": 0...longest] : [:]) { first, _ in first },
          holding: hasManyDepths ? [:] : ["fixed time": .fixed(0)], level: level)
        if fit.residualSumOfSquares < (best?.residualSumOfSquares ?? .infinity) { best = fit }
      }
    } catch let error as FitError {
      throw ServingModelError("The efficiencies could not be fitted: \(error.message)")
    }
    guard let best else { throw ServingModelError("The efficiencies could not be fitted to these steps.") }
    let values = best.parameters.map(\.value)
    let found = StepEfficiency(
      checked: values[0], keysAndValues: values[1], compute: values[2], attentionCompute: values[3],
      layerOverhead: max(0, values[4]), fixedTime: max(0, values[5]))
    efficiency = found
    parameters = best.parameters
    termination = best.termination
    positions = Self.range(samples.map { $0.batch * $0.query })
    cachedPositions = Self.range(samples.map { $0.batch * $0.context })
    self.accelerator = accelerator
    self.widths = widths
    check = try Self.check(samples, efficiency: found, on: accelerator, widths: widths)
    var notes = best.warnings
    if !hasManyDepths {
      notes.append(
        "All models have \(samples[0].shape.layers) layers, so that a fixed time of each step cannot be told from the layers' overhead: it is taken as 0."
      )
    }
    for parameter in best.parameters where parameter.verdict == .notIdentified {
      notes.append(
        "The steps do not contain \(parameter.name) (it hides behind another term throughout): where it would not hide, predictions are a guess."
      )
    }
    self.notes = notes
    headline = "On \(accelerator.name) \(found.words): \(check.headline)"
  }

  /// Returns the model of a shape with these efficiencies.
  ///
  /// Throws as `RooflineModel.init` does.
  public func model(
    of shape: TransformerShape, communication: StepCommunication = .none, hostTime: Double = 0
  ) throws -> RooflineModel {
    try RooflineModel(
      shape, on: accelerator, widths: widths, efficiency: efficiency, communication: communication, hostTime: hostTime)
  }

  /// Returns predictions beside measured steps, such as those of a model that was not among the fitted ones.
  ///
  /// Throws as `PredictionCheck.init` does.
  public func check(_ samples: [DecodeStepSample]) throws -> PredictionCheck {
    try Self.check(samples, efficiency: efficiency, on: accelerator, widths: widths)
  }

  /// Returns in what a load lies beyond the fitted steps, in a sentence; nil where it lies among them.
  ///
  /// Wider matrices reach more of the peak than those that were fitted, so that steps of many more positions are predicted too long.
  public func extrapolation(batch: Int, context: Int, query: Int = 1) -> String? {
    func beyond(_ value: Double, _ range: ClosedRange<Int>, _ what: String) -> String? {
      guard value < Double(range.lowerBound) || value > Double(range.upperBound) else { return nil }
      return
        "\(DecimalText.significant(value, 6)) \(what) lie beyond the \(range.lowerBound) to \(range.upperBound) that were fitted"
    }
    let parts = [
      beyond(Double(batch) * Double(query), positions, "positions a step"),
      beyond(Double(batch) * Double(context), cachedPositions, "positions of keys and values"),
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", and ") + "."
  }

  private static func range(_ values: [Int]) -> ClosedRange<Int> {
    (values.min() ?? 0)...(values.max() ?? 0)
  }

  private static func check(
    _ samples: [DecodeStepSample], efficiency: StepEfficiency, on accelerator: Accelerator, widths: ElementWidths
  ) throws -> PredictionCheck {
    try PredictionCheck(
      "decode steps", labels: samples.map(\.label),
      predicted: samples.map { sample in
        try RooflineModel(
          sample.shape, on: accelerator, widths: widths, efficiency: efficiency, communication: .none
        ).local(
          batch: Double(sample.batch), context: Double(sample.context), query: Double(sample.query),
          accelerators: sample.accelerators, communication: sample.communicationTime
        ).total
      }, measured: samples.map(\.seconds))
  }

  private static func larger(_ a: Dual, _ b: Dual) -> Dual { a.value >= b.value ? a : b }
}
