import CurveFitting

/// How we fit the 27 models, whose closures are those of the tests: at default settings, from NIST's start.
enum NistFits {
  /// Parameters and standard errors in NIST's order; nil for a problem without a model or without a fit, which counts as missed.
  static func fit(_ problem: NistProblem, start: [Double]) -> (values: [Double], errors: [Double])? {
    guard let model = NistModels.model(problem.name) else { return nil }
    let columns = Dictionary(uniqueKeysWithValues: zip(model.predictors, problem.predictors))
    let named = Dictionary(uniqueKeysWithValues: zip(model.parameters, start))
    guard let fit = try? model.fit(columns: columns, y: problem.y, start: named) else { return nil }
    return (fit.parameters.map(\.value), fit.parameters.map { $0.standardError ?? .nan })
  }
}
