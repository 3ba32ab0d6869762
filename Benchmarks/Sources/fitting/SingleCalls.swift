import BenchmarkSupport
import CurveFitting
import ScalingLaws

/// One fit through the public call with its whole result, intervals and verdicts included, and no start.
///
/// Rows: parameters, residual sum of squares; for "power-20 profiles" the lower and upper end for floor, amplitude and exponent, the fit included.
enum SingleCalls {
  static func tasks(_ folder: String) -> [BenchmarkTask] {
    [
      task("power-20", PowerLawWithFloor.model, folder),
      task("saturating-20", SaturatingExponential.model, folder),
      task("logistic-20", LogisticLaw.model, folder),
      task("chinchilla-240", ChinchillaLaw.model, folder),
      profiles(folder),
    ].compactMap { $0 }
  }

  /// The first 100 curves of a set, fitted one after the other.
  static func task(_ set: String, _ model: any SeparableModel, _ folder: String) -> BenchmarkTask? {
    guard let problems = ProblemSet(set, in: folder) else { return nil }
    let columns = Dictionary(uniqueKeysWithValues: zip(model.predictorNames, problems.predictors))
    return BenchmarkTask("\(set) single", for: Array(problems.curves.prefix(100))) { y in
      try model.fit(columns: columns, y: y)
    } row: { fit in
      fit.parameters.map(\.value) + [fit.residualSumOfSquares]
    }
  }

  static func profiles(_ folder: String) -> BenchmarkTask? {
    guard let problems = ProblemSet("power-20", in: folder) else { return nil }
    let x = problems.x
    return BenchmarkTask("power-20 profiles", for: Array(problems.curves.prefix(100))) { y in
      try PowerLawWithFloor.fit(x: x, y: y).profileIntervals()
    } row: { intervals in
      intervals.flatMap { [$0.lower, $0.upper] }
    }
  }
}
