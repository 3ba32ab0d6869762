import ScalingExperiments
import ScalingStatistics
import ServingModels

/// What hardware and shape predict for tensor parallelism over batch and context, and which term binds: a bound, not a measurement.
public struct PredictedLoads: Sendable, Hashable {
  /// The range of speed-ups and what binds, in a sentence.
  public let headline: String
  /// The model.
  public let label: String
  /// The accelerators that share the weights.
  public let accelerators: Int
  /// One prediction for each batch and context, batches in the order given.
  public let rows: [PredictedSpeedup]
  /// The inputs, each with its source.
  public let assumptions: String

  /// Predicts one model of known shape on one kind of accelerator.
  ///
  /// Throws `StudyError` where the model's parameters or shape, or the hardware's bandwidth or dense peak in the precision, are unknown or no batch or context is given, and
  /// `ServingModelError` for impossible numbers.
  public init(
    _ model: ModelDescription, on hardware: HardwareDescription, accelerators: Int, allReduce: any Collective,
    allReduceSource: String, hostTime: Double = 0, batches: [Int] = [1, 8, 32, 128],
    contexts: [Int] = [1_024, 8_192, 32_768]
  ) throws {
    let step = try Self.step(model, on: hardware, allReduce: allReduce, hostTime: hostTime)
    var rows: [PredictedSpeedup] = []
    for batch in batches {
      for context in contexts {
        rows.append(try step.speedup(batch: batch, context: context, accelerators: accelerators))
      }
    }
    guard let least = rows.map(\.speedup).min(), let greatest = rows.map(\.speedup).max() else {
      throw StudyError("\(model.name): a prediction over batch and context needs at least one of each.")
    }
    self.rows = rows
    label = model.name
    self.accelerators = accelerators
    var counts: [String] = []
    for term in DecodeStepTerm.allCases {
      let count = rows.count { $0.shared.binding == term }
      if count > 0 { counts.append("\(term.words) in \(count)") }
    }
    headline =
      "\(model.name) on \(accelerators) x \(hardware.accelerator): \(DecimalText.fixed(least, 2))x to \(DecimalText.fixed(greatest, 2))x predicted over \(rows.count) loads; the term that binds is \(counts.joined(separator: ", "))."
    func teras(_ value: Double) -> String { DecimalText.significant(value / 1e12, 4) }
    assumptions =
      "\(DecimalText.significant(step.shape.streamedParameters(positions: 1) * 2 / 1e9, 4)) GB of weights streamed a step at \(teras(step.accelerator.memoryBandwidth.value)) TB/s, \(teras(step.peakRate)) TFLOP/s dense in \(Self.precision.rawValue), keys and values in 2 bytes an element with replicated heads, two all-reduces a layer of \(allReduce.words) (\(allReduceSource)), \(DecimalText.significant(hostTime * 1e3, 3)) ms of the host a step; nothing overlaps with all-reduces."
  }

  /// Batches in lines: each with its contexts, speed-ups and binding terms.
  public var sentences: [String] {
    var batches: [Int] = []
    for row in rows where !batches.contains(row.shared.batch) { batches.append(row.shared.batch) }
    return batches.map { batch in
      let parts = rows.filter { $0.shared.batch == batch }.map { row in
        let misses =
          row.shared.fits == false
          ? ", which \(accelerators) cannot hold" : row.single.fits == false ? ", which one cannot hold" : ""
        return
          "\(DecimalText.fixed(row.speedup, 2))x at a context of \(row.shared.context) (\(row.shared.binding.words)\(misses))"
      }
      return "\(label), batch \(batch), predicted on \(accelerators): \(parts.joined(separator: ", "))."
    }
  }

  /// The published weights' format.
  private static let precision = NumericPrecision.bf16

  /// The roofline of a described model on described hardware.
  static func step(
    _ model: ModelDescription, on hardware: HardwareDescription, allReduce: any Collective, hostTime: Double = 0
  ) throws -> RooflineModel {
    guard model.shape != nil, model.parameters != nil else {
      throw StudyError("\(model.name): its parameters or its shape are unknown, so no step of it can be predicted.")
    }
    guard hardware.memoryBandwidth != nil, hardware.peakRate(precision) != nil else {
      throw StudyError(
        "\(hardware.accelerator): its memory bandwidth or its dense peak in \(precision.rawValue) is unknown, so no step on it can be predicted."
      )
    }
    return try RooflineModel(
      TransformerShape(model), on: Accelerator(hardware), allReduce: allReduce, hostTime: hostTime)
  }
}
