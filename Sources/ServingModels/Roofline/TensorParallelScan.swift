import ScalingStatistics

/// The accelerators that decode a load fastest.
public struct BestTensorParallel: Sendable, Hashable {
  /// The accelerators, the speed-up over one and the term that binds, in a sentence.
  public let headline: String
  /// The requests decoded together.
  public let batch: Int
  /// The positions in the key-value cache of each.
  public let context: Int
  /// The fastest number of accelerators that holds the load; nil where none does.
  public let accelerators: Int?
  /// The speed-up over one accelerator; nil where none holds the load.
  public let speedup: Double?
  /// The term that binds there; nil where none holds the load.
  public let binding: DecodeStepTerm?
  /// The speed-up for each accelerator, below 1 where sharing costs more than it brings; nil where none holds the load.
  public let efficiency: Double?
}

/// Predicted speed-ups over batch, context and accelerators, with the best number of accelerators for each load.
public struct TensorParallelScan: Sendable, Hashable {
  /// The range of speed-ups and where sharing loses, in a sentence.
  public let headline: String
  /// The model's name.
  public let name: String
  /// A prediction for each batch, context and number of accelerators, the last changing fastest.
  public let rows: [PredictedSpeedup]
  /// The best number of accelerators for each batch and context.
  public let best: [BestTensorParallel]
  /// What is assumed.
  public let assumptions: String
}

extension RooflineModel {
  /// Predicts the speed-up over one accelerator for each batch, context and number of accelerators.
  ///
  /// The best is the fastest step among those that memory is known to hold or not known not to; of equal ones the fewer accelerators. Throws as `decodeStep(batch:context:query:accelerators:)` does, and for nothing to scan.
  public func tensorParallelism(
    batches: [Int], contexts: [Int], query: Int = 1, accelerators: [Int]
  ) throws -> TensorParallelScan {
    var rows: [PredictedSpeedup] = []
    var best: [BestTensorParallel] = []
    for batch in batches {
      for context in contexts {
        let single = try decodeStep(batch: batch, context: context, query: query)
        var fastest: PredictedDecodeStep?
        for count in accelerators {
          let shared = try decodeStep(batch: batch, context: context, query: query, accelerators: count)
          rows.append(PredictedSpeedup(single: single, shared: shared))
          guard shared.fits != false else { continue }
          if let other = fastest,
            (other.stepTime, other.accelerators) <= (shared.stepTime, shared.accelerators)
          {
            continue
          }
          fastest = shared
        }
        best.append(BestTensorParallel(single: single, fastest: fastest, asked: accelerators))
      }
    }
    guard let least = rows.map(\.speedup).min(), let greatest = rows.map(\.speedup).max() else {
      throw ServingModelError("\(shape.name): a scan needs at least one batch, context and number of accelerators.")
    }
    let losses = rows.count { $0.speedup < 1 }
    return TensorParallelScan(
      headline:
        "\(shape.name) on \(accelerator.name): \(DecimalText.fixed(least, 2))x to \(DecimalText.fixed(greatest, 2))x predicted over \(rows.count) loads; \(losses == 0 ? "none loses" : "\(losses) lose").",
      name: shape.name, rows: rows, best: best, assumptions: assumptions)
  }
}

extension BestTensorParallel {
  init(single: PredictedDecodeStep, fastest: PredictedDecodeStep?, asked: [Int]) {
    batch = single.batch
    context = single.context
    accelerators = fastest?.accelerators
    binding = fastest?.binding
    let gain = fastest.map { single.stepTime / $0.stepTime }
    speedup = gain
    efficiency = fastest.flatMap { step in gain.map { $0 / Double(step.accelerators) } }
    let load = "Batch \(single.batch) at a context of \(single.context)"
    if let fastest, let gain {
      headline =
        "\(load) is fastest on \(fastest.accelerators): \(DecimalText.fixed(gain, 2))x over one, bound by \(fastest.binding.words)."
    } else {
      headline =
        "\(load) fits into the memory of none of \(asked.map { "\($0)" }.joined(separator: ", ")) accelerators."
    }
  }
}
