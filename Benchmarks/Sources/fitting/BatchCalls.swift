import BenchmarkSupport
import CurveFitting
import ScalingLaws

/// Many y over one x in one call, with residual sums of squares and standard errors.
///
/// Rows: parameters, residual sum of squares. `compare fitting` asks for "power-20 batch", "power-1000 batch", "saturating-20 batch" and "chinchilla-240 batch"; a task that is not
/// here counts as missed.
enum BatchCalls {
  static func tasks(_ folder: String) -> [BenchmarkTask] {
    [
      task("power-20", PowerLawWithFloor.model, folder),
      task("power-1000", PowerLawWithFloor.model, folder),
      task("saturating-20", SaturatingExponential.model, folder),
      task("chinchilla-240", ChinchillaLaw.model, folder),
    ].compactMap { $0 }
  }

  /// All curves of a set in one call.
  static func task(_ set: String, _ model: any SeparableModel, _ folder: String) -> BenchmarkTask? {
    guard let problems = ProblemSet(set, in: folder) else { return nil }
    let responses = problems.curves.flatMap { $0 }
    let columns = Dictionary(uniqueKeysWithValues: zip(model.predictorNames, problems.predictors))
    var batch: BatchFit?
    return BenchmarkTask("\(set) batch") {
      batch = try model.fitBatch(columns: columns, responses: responses)
      return batch?.count ?? 0
    } rows: {
      guard let batch else { return [] }
      return (0..<batch.count).map { i in batch.parameters.map { $0[i] } + [batch.residualSumsOfSquares[i]] }
    }
  }
}
