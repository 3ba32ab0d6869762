import CurveFitting

/// A law that is fitted by a search of its own rather than by a separable model, with the choices that its fit rests on.
public enum FitProcedure: Sendable, Hashable, Codable {
  /// `KaplanLaw.fit`, of the columns "parameters" and "tokens".
  case kaplan
  /// `DataConstrainedLaw.fit` with a fixed base law, of the columns "parameters", "tokens" and "uniqueTokens".
  case dataConstrained(base: ChinchillaLaw)
  /// `BrokenPowerLaw.fit`, of the column "x".
  case broken(breaks: Int, scale: BrokenPowerLaw.Scale)
  /// `CoverageLaw.fit`, of the column "k".
  case coverage(scale: CoverageLaw.Scale, guessing: Double)

  /// The law's name in records.
  public var law: String {
    switch self {
    case .kaplan: "Kaplan joint law"
    case .dataConstrained: "data-constrained law"
    case .broken(let breaks, _): "broken power law, \(breaks == 1 ? "1 break" : "\(breaks) breaks")"
    case .coverage: "coverage law"
    }
  }

  /// What is minimised, in words.
  public var explanation: String {
    switch self {
    case .kaplan, .dataConstrained: "squares of ln y"
    case .broken(_, let scale): "squares of \(scale.explanation)"
    case .coverage(let scale, let guessing):
      "squares of \(scale == .coverage ? "the coverage" : "ln(-ln of the coverage)")"
        + (guessing > 0 ? " above chance, \(guessing) a guess" : "")
    }
  }

  /// The law's formula in its parameters.
  var formula: String {
    switch self {
    case .kaplan: "L = ((N_c / N)^(alphaN/alphaD) + D_c / D)^alphaD"
    case .dataConstrained: "L = E + A · N'^-alpha + B · D'^-beta, D' = U (1 + R (1 - e^(-(D/U - 1)/R)))"
    case .broken: "y = floor + amplitude · x^-exponent · Π (1 + (x / break)^(1/width))^(-change · width)"
    case .coverage: "c = exp(-a · k^-b)"
    }
  }

  /// The objective that a record names; `explanation` says the rest.
  var objective: FitObjective {
    switch self {
    case .kaplan, .dataConstrained, .broken(_, .logarithm), .broken(_, .logarithmOfOnePlus): .logSquares
    case .broken(_, .response), .coverage: .squares
    }
  }
}

/// What a procedure found, in the terms of a record.
struct FitOutcome {
  let parameters: [FitRecord.Value]
  let objectiveValue: Double
  let solver: String
  let warnings: [String]

  static func of(
    _ procedure: FitProcedure, data: FitData, bounds: [String: ClosedRange<Double>], level: Double
  ) throws -> FitOutcome {
    let rows = data.keptRows
    let columns = data.keptColumns
    let y = rows.map { data.response.values[$0] }
    func column(_ name: String) throws -> [Double] {
      guard let values = columns[name] else {
        throw FitError("The \(procedure.law) needs the column \"\(name)\" among the predictors.")
      }
      return values
    }
    if case .broken = procedure {
    } else if data.weights != nil || !bounds.isEmpty {
      throw FitError("The \(procedure.law) is fitted without weights and bounds.")
    }
    switch procedure {
    case .kaplan:
      let fit = try KaplanLaw.fit(parameters: column("parameters"), tokens: column("tokens"), loss: y, level: level)
      return FitOutcome(fit, "256 linear solutions, the four best polished")
    case .dataConstrained(let base):
      let fit = try DataConstrainedLaw.fit(
        base: base, parameters: column("parameters"), tokens: column("tokens"), uniqueTokens: column("uniqueTokens"),
        loss: y, level: level)
      return FitOutcome(fit, "16 starts of both decays, the base law fixed")
    case .broken(let breaks, let scale):
      let fit = try BrokenPowerLaw.fit(
        x: column("x"), y: y, breaks: breaks, scale: scale,
        weights: data.weights.map { all in rows.map { all[$0] } }, bounds: bounds, level: level)
      return FitOutcome(
        fit.fit, "\(fit.cells) combinations of breaks, widths and floors, \(fit.startCount) starts polished")
    case .coverage(let scale, let guessing):
      let fit = try CoverageLaw.fit(k: column("k"), coverage: y, scale: scale, guessing: guessing)
      return FitOutcome(
        parameters: [
          FitRecord.Value(name: "a", value: fit.law.amplitude, interval: nil),
          FitRecord.Value(name: "b", value: fit.law.exponent, interval: nil),
        ], objectiveValue: fit.rootMeanSquareError * fit.rootMeanSquareError * Double(fit.pointCount),
        solver: "no initial guess: the line of ln(-ln c) in ln k, then damped Newton steps on the scale of coverage",
        warnings: fit.dropped.isEmpty
          ? [] : ["\(fit.dropped.count) values of k were left out: their coverage is at chance or complete."])
    }
  }

  private init(parameters: [FitRecord.Value], objectiveValue: Double, solver: String, warnings: [String]) {
    self.parameters = parameters
    self.objectiveValue = objectiveValue
    self.solver = solver
    self.warnings = warnings
  }

  private init(_ fit: NonlinearFit, _ search: String) {
    parameters = fit.parameters.map { FitRecord.Value(name: $0.name, value: $0.value, interval: $0.waldInterval) }
    objectiveValue = fit.residualSumOfSquares
    solver = "no initial guess: \(search); \(fit.termination.explanation)"
    warnings = fit.warnings
  }
}

extension FitRecord {
  /// Fits a law that has a search of its own and records how.
  ///
  /// Columns are those that the procedure names. `bounds` may narrow the floor of a broken law. The objective of a coverage law is that of the coverage on either scale. Throws
  /// `FitError` for a missing column, for weights or bounds that the law does not take, and as its fit does.
  public static func fit(
    _ procedure: FitProcedure, to data: FitData, counting: CountingConvention,
    bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95
  ) throws -> FitRecord {
    let outcome = try FitOutcome.of(procedure, data: data, bounds: bounds, level: level)
    return FitRecord(procedure, outcome, data: data, counting: counting, bounds: listed(bounds), level: level)
  }

  /// Fits the law of a procedure again from the record; throws `FitError` for the record of a separable law, and as the first fit would.
  public func repeated() throws -> FitRecord {
    guard let procedure else {
      throw FitError("The record is of a \(law): give `repeated(with:)` the law's model.")
    }
    var ranges: [String: ClosedRange<Double>] = [:]
    for bound in bounds { ranges[bound.name] = bound.range }
    return try Self.fit(procedure, to: data, counting: counting, bounds: ranges, level: level)
  }

  /// The largest relative difference between the parameters of two records of the same law; infinite for other laws.
  public func largestDifference(from other: FitRecord) -> Double {
    guard other.law == law else { return .infinity }
    return largestDifference(from: other.parameters)
  }
}
