import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much each law counts in an average of predictions.
public enum LawWeighting: String, Sendable, Hashable, Codable {
  /// All laws alike: criteria judge laws on the data, which say little of how they extrapolate.
  case equal
  /// By Akaike weights, exp(-ΔAICc / 2).
  case correctedAkaike
  /// By the weights of Schwarz's criterion, exp(-ΔBIC / 2).
  case bayesian
}

/// What of the predictions is averaged.
public enum AveragingScale: String, Sendable, Hashable, Codable {
  /// The predictions: their arithmetic mean.
  case linear
  /// Their logarithms: the geometric mean, for a quantity that spans orders of magnitude.
  case logarithmic
}

/// The mean of several laws' predictions, with the spread between the laws apart from the interval within them.
///
/// No interval of a single law knows that another law would have continued the same data elsewhere. The spread (`lowest` to `highest`, `betweenLawsStandardDeviation`) says how far the laws
/// disagree; `withinLaws` is the weighted mean of the laws' own intervals, about the average; `unconditional` holds both: Σ wᵢ √(sᵢ² + (vᵢ - v̄)²) (S. T. Buckland, K. P. Burnham and N. H. Augustin,
/// "Model Selection: An Integral Part of Inference", 1997), its interval with each sᵢ widened by t / z for that law's degrees of freedom (K. P. Burnham and D. R. Anderson 2002, section 4.3.3).
/// Laws that share a fault share it in the average: the spread is no bound.
public struct AveragedPrediction: Sendable, Hashable, CustomStringConvertible {
  /// The average, the spread and the interval, rounded for reading.
  public let headline: String
  /// The laws, in the order given.
  public let laws: [String]
  /// The weight of each law; they sum to 1.
  public let weights: [Double]
  /// The prediction of each law.
  public let predictions: [Double]
  /// The average.
  public let value: Double
  /// The lowest prediction of a law.
  public let lowest: Double
  /// The highest prediction of a law.
  public let highest: Double
  /// The weighted standard deviation of the predictions about the average; of their logarithms on a logarithmic scale.
  public let betweenLawsStandardDeviation: Double
  /// The average with the mean of the laws' own intervals for their mean; nil where a law has none.
  public let withinLaws: Estimate?
  /// Buckland's standard error, of the laws' spread and their own errors; of the logarithm on a logarithmic scale, nil where a law has none.
  public let unconditionalStandardError: Double?
  /// The average with the interval that holds spread and errors; nil where a law has no standard error.
  public let unconditional: Estimate?
  /// How the laws were weighted.
  public let weighting: LawWeighting
  /// What was averaged.
  public let scale: AveragingScale
  /// The laws that have no interval here, each with the reason.
  public let lawsWithoutInterval: [String]

  /// The rounded headline.
  public var description: String { headline }

  /// Averages the predictions of several laws at an x.
  ///
  /// Throws `FitError` for no fits, fits of different observations, laws of several predictors, an x where a law is not defined, a prediction that is not positive on a logarithmic scale, and,
  /// with weights by a criterion, as `ModelComparison` does.
  public init(
    _ fits: [any FittedModel], at x: Double, weighting: LawWeighting = .equal, scale: AveragingScale = .linear,
    level: Double = 0.95
  ) throws {
    self = try Self.predictions(fits, at: [x], weighting: weighting, scale: scale, level: level)[0]
  }

  /// Averages the predictions of several laws at a point, given as a number for each predictor; throws as for one x, and for a predictor that is missing or unknown.
  public init(
    _ fits: [any FittedModel], at point: [String: Double], weighting: LawWeighting = .equal,
    scale: AveragingScale = .linear,
    level: Double = 0.95
  ) throws {
    self = try Self.predictions(
      fits, at: point.mapValues { [$0] }, weighting: weighting, scale: scale, level: level)[0]
  }

  /// The averages at some x, as at each alone.
  ///
  /// O(laws · n).
  public static func predictions(
    _ fits: [any FittedModel], at x: [Double], weighting: LawWeighting = .equal, scale: AveragingScale = .linear,
    level: Double = 0.95
  ) throws -> [AveragedPrediction] {
    if let fit = fits.first(where: { $0.curve.predictorNames.count > 1 }) {
      throw FitError(
        "A \(fit.law) has the predictors \(fit.curve.predictorNames.joined(separator: ", ")): give a number for each."
      )
    }
    return try predictions(fits, weighting: weighting, scale: scale, level: level) { fit in
      [fit.curve.predictorNames[0]: x]
    }
  }

  /// The averages at some points, given as a column for each predictor, as at each alone.
  ///
  /// O(laws · n).
  public static func predictions(
    _ fits: [any FittedModel], at columns: [String: [Double]], weighting: LawWeighting = .equal,
    scale: AveragingScale = .linear,
    level: Double = 0.95
  ) throws -> [AveragedPrediction] {
    try predictions(fits, weighting: weighting, scale: scale, level: level) { _ in columns }
  }

  private static func predictions(
    _ fits: [any FittedModel], weighting: LawWeighting, scale: AveragingScale, level: Double,
    columns: (any FittedModel) -> [String: [Double]]
  ) throws -> [AveragedPrediction] {
    guard let first = fits.first else { throw FitError("There are no fits to average.") }
    guard level > 0, level < 1 else {
      throw FitError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    for fit in fits where fit.curve.columns != first.curve.columns || fit.curve.state.y != first.curve.state.y {
      throw FitError(
        "The \(fit.law) and the \(first.law) were fitted to different observations: their predictions are not averaged."
      )
    }
    let weights = try weights(of: fits, weighting)
    let laws = try fits.map { try LawAtPoints($0, columns: columns($0), scale: scale, level: level) }
    return try laws[0].values.indices.map { row in
      let average = AveragedPrediction(
        laws, row: row, weights: weights, weighting: weighting, scale: scale, level: level)
      guard average.value.isFinite, average.betweenLawsStandardDeviation.isFinite else {
        throw FitError(
          "The predictions of \(average.laws.joined(separator: ", ")) lie further apart than a floating-point number can hold."
        )
      }
      return average
    }
  }

  private static func weights(of fits: [any FittedModel], _ weighting: LawWeighting) throws -> [Double] {
    guard weighting != .equal else { return fits.map { _ in 1 / Double(fits.count) } }
    let criterion = weighting == .bayesian ? InformationCriterion.bayesian : .correctedAkaike
    _ = try ModelComparison(fits, criterion: criterion)
    return InformationCriterion.weights(fits.map { criterion.value(of: $0) })?.weights ?? []
  }

  private init(
    _ all: [LawAtPoints], row: Int, weights: [Double], weighting: LawWeighting, scale: AveragingScale, level: Double
  ) {
    let isLogarithmic = scale == .logarithmic
    let values = all.map { $0.values[row] }
    func mean(_ numbers: [Double]) -> Double { zip(weights, numbers).reduce(0) { $0 + $1.0 * $1.1 } }
    // On the scale of the average from here on; about the first law, so that equal predictions have no spread.
    let scaled = values.map { isLogarithmic ? log($0 / values[0]) : $0 - values[0] }
    let center = mean(scaled)
    let squares = scaled.map { ($0 - center) * ($0 - center) }
    let average = isLogarithmic ? values[0] * exp(center) : values[0] + center
    let z = NormalDistribution.standard.quantile(0.5 + level / 2)
    let without = all.compactMap(\.refusal)
    func estimate(_ half: Double, _ method: String) -> Estimate {
      Estimate(
        value: average, lower: isLogarithmic ? average * exp(-half) : average - half,
        upper: isLogarithmic ? average * exp(half) : average + half, level: level, method: method)
    }
    let kind = weighting == .equal ? "equal weights" : "\(weighting == .bayesian ? "BIC" : "AICc") weights"
    let count = all.count == 1 ? "1 law" : "\(all.count) laws"
    if without.isEmpty {
      let halves = all.map { $0.halves[row] }
      let errors = all.map { $0.halves[row] / $0.factor }
      withinLaws = estimate(mean(halves), "mean of the intervals of \(count), \(kind)")
      unconditionalStandardError = mean(zip(errors, squares).map { ($0 * $0 + $1).squareRoot() })
      let adjusted = mean(zip(halves, squares).map { ($0 / z * ($0 / z) + $1).squareRoot() })
      unconditional = estimate(z * adjusted, "unconditional on the law, \(count), \(kind)")
    } else {
      withinLaws = nil
      unconditionalStandardError = nil
      unconditional = nil
    }
    laws = all.map(\.law)
    self.weights = weights
    predictions = values
    value = average
    lowest = values.reduce(.infinity) { min($0, $1) }
    highest = values.reduce(-.infinity) { max($0, $1) }
    betweenLawsStandardDeviation = mean(squares).squareRoot()
    self.weighting = weighting
    self.scale = scale
    lawsWithoutInterval = without
    func text(_ number: Double) -> String { DecimalText.significant(number, 4) }
    let within =
      withinLaws.map { "[\(text($0.lower)), \(text($0.upper))] within them" } ?? "not every law has an interval"
    headline =
      "\(text(average)) (\(isLogarithmic ? "geometric " : "")mean of \(count), \(kind)); \(text(lowest)) to \(text(highest)) between laws, \(within)"
  }
}

/// What one law says of some points, on the scale of the average.
private struct LawAtPoints {
  let law: String
  let values: [Double]
  /// Half the law's interval; in the logarithm on a logarithmic scale.
  let halves: [Double]
  /// Half an interval over a standard error.
  let factor: Double
  /// Why the law has no interval.
  let refusal: String?

  init(_ fit: any FittedModel, columns: [String: [Double]], scale: AveragingScale, level: Double) throws {
    law = fit.law
    values = try fit.values(at: columns)
    for (row, value) in values.enumerated() {
      if value.isFinite && (scale == .linear || value > 0) { continue }
      let point = columns.keys.sorted().map { "\($0) = \(columns[$0]?[row] ?? .nan)" }.joined(separator: ", ")
      throw FitError(
        value.isFinite
          ? "The \(fit.law) is \(value) at \(point): a geometric mean needs predictions above 0."
          : "The \(fit.law) is not defined at \(point).")
    }
    factor =
      FitAssembly.critical(
        errors: fit.errors, degrees: max(fit.degreesOfFreedom, 1), level: level, objective: fit.objective
      ).factor
    do {
      let isLogarithmic = scale == .logarithmic
      halves = zip(try fit.curve.meanBand(at: columns, level: level), values).map {
        ($0.upper - $0.lower) / 2 / (isLogarithmic ? $1 : 1)
      }
      refusal = nil
    } catch let error as FitError {
      halves = []
      refusal = "\(fit.law): \(error.message)"
    }
  }
}
