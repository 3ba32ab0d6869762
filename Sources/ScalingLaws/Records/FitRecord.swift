import CurveFitting
import ScalingStatistics

/// Everything that a fit rests on, so that it can be repeated: data kept and left out, what they count, objective, bounds, solver, and what came out.
public struct FitRecord: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The law, the data and the objective, in a sentence.
  public let headline: String
  /// The law's name.
  public let law: String
  /// The law's formula.
  public let formula: String
  /// The observations with what was left out and why.
  public let data: FitData
  /// What N, D and C count.
  public let counting: CountingConvention
  /// What was minimised.
  public let objective: FitObjective
  /// Ranges of parameters that were narrowed.
  public let bounds: [Bound]
  /// The level of the intervals.
  public let level: Double
  /// How the minimum was searched for and why the search stopped, in words.
  public let solver: String
  /// The parameters found.
  public let parameters: [Value]
  /// The least value of the objective.
  public let objectiveValue: Double
  /// The law's own search; nil for a separable law, which is repeated with its model.
  public let procedure: FitProcedure?
  /// What the fit warned of.
  public let warnings: [String]
  /// The headline.
  public var description: String { headline }

  /// A named number with its interval.
  public struct Value: Sendable, Hashable, Codable {
    /// The parameter's name.
    public let name: String
    /// Its value.
    public let value: Double
    /// Its interval, the profile where the fit has one; nil where there is none.
    public let interval: Estimate?
  }

  /// The range that an amplitude was narrowed to; an end that is open is nil.
  public struct Bound: Sendable, Hashable, Codable {
    /// The parameter's name.
    public let name: String
    /// The lower end.
    public let lower: Double?
    /// The upper end.
    public let upper: Double?

    init(_ name: String, _ lower: Double, _ upper: Double) {
      self.name = name
      self.lower = lower.isFinite ? lower : nil
      self.upper = upper.isFinite ? upper : nil
    }

    var range: ClosedRange<Double> { (lower ?? -.infinity)...max(lower ?? -.infinity, upper ?? .infinity) }
  }

  /// Fits a law to data and records how; throws `FitError` as `SeparableModel.fit(columns:y:…)` does.
  ///
  /// The fit comes back with its record.
  public static func fit(
    _ model: any SeparableModel, to data: FitData, counting: CountingConvention,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95
  ) throws -> (fit: Fit, record: FitRecord) {
    let listed = listed(bounds)
    let fit = try Self.fit(model, data: data, objective: objective, bounds: listed, level: level)
    return (fit, FitRecord(fit, data: data, counting: counting, bounds: listed))
  }

  static func listed(_ bounds: [String: ClosedRange<Double>]) -> [Bound] {
    bounds.keys.sorted().compactMap { name in
      bounds[name].map { Bound(name, $0.lowerBound, $0.upperBound) }
    }
  }

  private static func fit(
    _ model: any SeparableModel, data: FitData, objective: FitObjective, bounds: [Bound], level: Double
  ) throws -> Fit {
    let rows = data.keptRows
    var ranges: [String: ClosedRange<Double>] = [:]
    for bound in bounds { ranges[bound.name] = bound.range }
    return try model.fit(
      columns: data.keptColumns, y: rows.map { data.response.values[$0] },
      errors: data.weights.map { weights in .weights(rows.map { weights[$0] }) } ?? .equal, objective: objective,
      bounds: ranges, level: level)
  }

  init(_ fit: Fit, data: FitData, counting: CountingConvention, bounds: [Bound]) {
    let kept = data.keptRows.count
    headline =
      "\(fit.law) fitted to \(kept) of \(data.count) observations of \(data.response.name) by \(fit.objective.explanation); \(counting)"
    law = fit.law
    formula = fit.formula
    self.data = data
    self.counting = counting
    objective = fit.objective
    self.bounds = bounds
    level = fit.level
    solver =
      "no initial guess: scan of \(fit.scan.cells) cells (\(fit.scan.ranges)), amplitudes eliminated, then Newton steps; \(fit.termination.explanation)"
    parameters = fit.parameters.map {
      Value(name: $0.name, value: $0.value, interval: try? fit.interval(of: $0.name))
    }
    objectiveValue = fit.objectiveValue
    procedure = nil
    warnings = fit.warnings
  }

  init(
    _ procedure: FitProcedure, _ outcome: FitOutcome, data: FitData, counting: CountingConvention, bounds: [Bound],
    level: Double
  ) {
    headline =
      "\(procedure.law) fitted to \(data.keptRows.count) of \(data.count) observations of \(data.response.name) by \(procedure.explanation); \(counting)"
    law = procedure.law
    formula = procedure.formula
    self.data = data
    self.counting = counting
    objective = procedure.objective
    self.bounds = bounds
    self.level = level
    solver = outcome.solver
    parameters = outcome.parameters
    objectiveValue = outcome.objectiveValue
    self.procedure = procedure
    warnings = outcome.warnings
  }

  /// Fits the law again from the record; throws `FitError` for another law, and as the first fit would.
  public func repeated(with model: any SeparableModel) throws -> Fit {
    guard model.name == law else {
      throw FitError("The record is of a \(law), and a \(model.name) was given to repeat it with.")
    }
    return try Self.fit(model, data: data, objective: objective, bounds: bounds, level: level)
  }

  /// The largest relative difference between the record's parameters and those of a fit of the same law; infinite for another law.
  public func largestDifference(from fit: Fit) -> Double {
    guard fit.law == law else { return .infinity }
    return largestDifference(from: fit.parameters.map { Value(name: $0.name, value: $0.value, interval: nil) })
  }

  func largestDifference(from others: [Value]) -> Double {
    guard others.map(\.name) == parameters.map(\.name) else { return .infinity }
    var largest = 0.0
    for (own, other) in zip(parameters, others) where own.value != other.value {
      largest = max(largest, abs(own.value - other.value) / max(abs(own.value), abs(other.value)))
    }
    return largest
  }
}
