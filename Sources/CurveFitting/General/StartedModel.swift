/// A model of the user's own with all that a fit of it asks for besides data: what hold-outs and comparisons can fit by themselves.
public struct StartedModel: Sendable {
  /// The model.
  public let model: NonlinearModel
  /// The start of every parameter that is not held.
  public let start: [String: Double]
  /// The bounds of parameters by name.
  public let bounds: [String: ClosedRange<Double>]
  /// The parameters that are fixed or tied.
  public let holding: [String: ParameterHold]
  /// Where further searches start.
  public let multistart: Multistart

  /// Fits the model from its start to a column for each of its predictors; throws as `NonlinearModel.fit(columns:y:…)` does.
  public func fit(
    columns: [String: [Double]], y: [Double], errors: ObservationErrors = .equal, objective: FitObjective = .squares,
    level: Double = 0.95
  ) throws -> NonlinearFit {
    try model.fit(
      columns: columns, y: y, start: start, errors: errors, objective: objective, bounds: bounds, holding: holding,
      multistart: multistart, level: level)
  }

  /// The columns under the model's own name where there is one predictor only.
  func columns(_ columns: [String: [Double]], isUnnamed: Bool) -> [String: [Double]] {
    guard isUnnamed, model.predictors.count == 1, let column = columns.values.first else { return columns }
    return [model.predictors[0]: column]
  }
}

extension NonlinearModel {
  /// The model with its start, for hold-outs and comparisons; nothing is checked before a fit.
  public func starting(
    at start: [String: Double], bounds: [String: ClosedRange<Double>] = [:], holding: [String: ParameterHold] = [:],
    multistart: Multistart = .none
  ) -> StartedModel {
    StartedModel(model: self, start: start, bounds: bounds, holding: holding, multistart: multistart)
  }
}
