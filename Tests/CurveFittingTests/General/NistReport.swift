import CurveFitting
import Foundation

/// A problem of the NIST Statistical Reference Datasets for nonlinear regression, with its certified values.
struct NistProblem: Sendable, Decodable {
  let name: String
  /// The predictors, a column each.
  let columns: [[Double]]
  let y: [Double]
  let starts: [[Double]]
  let parameters: [Double]
  let standardErrors: [Double]
  let residualSumOfSquares: Double

  enum CodingKeys: String, CodingKey {
    case name
    case x
    case y
    case firstStart = "start1"
    case secondStart = "start2"
    case parameters = "certified_parameters"
    case standardErrors = "certified_stderr"
    case residualSumOfSquares = "certified_rss"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    columns = try (try? [container.decode([Double].self, forKey: .x)]) ?? container.decode([[Double]].self, forKey: .x)
    y = try container.decode([Double].self, forKey: .y)
    starts = [
      try container.decode([Double].self, forKey: .firstStart),
      try container.decode([Double].self, forKey: .secondStart),
    ]
    parameters = try container.decode([Double].self, forKey: .parameters)
    standardErrors = try container.decode([Double].self, forKey: .standardErrors)
    residualSumOfSquares = try container.decode(Double.self, forKey: .residualSumOfSquares)
  }

  init(
    name: String, x: [Double], y: [Double], starts: [[Double]], parameters: [Double], standardErrors: [Double],
    residualSumOfSquares: Double
  ) {
    self.name = name
    columns = [x]
    self.y = y
    self.starts = starts
    self.parameters = parameters
    self.standardErrors = standardErrors
    self.residualSumOfSquares = residualSumOfSquares
  }

  /// The problems of `strd.json` in a folder of reference data.
  static func all(inReferenceData folder: String) throws -> [NistProblem] {
    let file = URL(fileURLWithPath: folder).appendingPathComponent("nist-strd/strd.json")
    return try JSONDecoder().decode([NistProblem].self, from: Data(contentsOf: file))
  }
}

/// How many digits a fit of a NIST problem from one of its starts has: the worst over its numbers.
struct NistReport: Sendable {
  let name: String
  /// 1 or 2.
  let start: Int
  let parameterDigits: Double
  let standardErrorDigits: Double
  let sumOfSquaresDigits: Double
  let termination: String
  let evaluations: Int

  /// The log relative error: -log10(|value - certified| / |certified|), at least 0 and at most the 11 digits that are certified.
  static func digits(_ value: Double, certified: Double) -> Double {
    guard value.isFinite else { return 0 }
    if value == certified { return 11 }
    return min(11, max(0, -log10(abs(value - certified) / abs(certified))))
  }

  /// Fits a problem from its starts with default settings; a refused fit has no digits.
  static func of(_ problem: NistProblem, model: NonlinearModel) -> [NistReport] {
    problem.starts.indices.map { index in
      let names = model.parameters
      let y = NistModels.isLogarithmic(problem.name) ? problem.y.map { log($0) } : problem.y
      do {
        let fit = try model.fit(
          columns: Dictionary(uniqueKeysWithValues: zip(model.predictors, problem.columns)), y: y,
          start: Dictionary(uniqueKeysWithValues: zip(names, problem.starts[index])))
        let parameters = zip(fit.parameters, problem.parameters).map { digits($0.value, certified: $1) }
        let errors = zip(fit.parameters, problem.standardErrors).map { digits($0.standardError ?? .nan, certified: $1) }
        return NistReport(
          name: problem.name, start: index + 1, parameterDigits: parameters.min() ?? 0,
          standardErrorDigits: errors.min() ?? 0,
          sumOfSquaresDigits: digits(fit.residualSumOfSquares, certified: problem.residualSumOfSquares),
          termination: fit.termination.rawValue, evaluations: fit.evaluations)
      } catch {
        return NistReport(
          name: problem.name, start: index + 1, parameterDigits: 0, standardErrorDigits: 0, sumOfSquaresDigits: 0,
          termination: "\(error)", evaluations: 0)
      }
    }
  }
}
