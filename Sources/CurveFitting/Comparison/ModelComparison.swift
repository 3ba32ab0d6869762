import ScalingStatistics

/// A law in a comparison.
public struct RankedFit: Sendable, CustomStringConvertible {
  /// The law, its distance from the best in the comparison's criterion and its weight.
  public let headline: String
  /// The fit.
  public let fit: any FittedModel
  /// What the comparison ranks by, and what `difference` and `weight` are of.
  public let criterion: InformationCriterion
  /// The criterion less its least value in the comparison.
  public let difference: Double
  /// The weight among the laws compared, exp(-difference / 2) over its sum; they sum to 1.
  public let weight: Double
  /// AICc less the least AICc; nil where no law has enough observations for AICc.
  public let correctedAkaikeDifference: Double?
  /// The weight by AICc; nil where no law has enough observations for AICc.
  public let correctedAkaikeWeight: Double?
  /// BIC less the least BIC; nil where no law has enough observations for BIC.
  public let bayesianDifference: Double?
  /// The weight by BIC; nil where no law has enough observations for BIC.
  public let bayesianWeight: Double?

  /// The rounded headline.
  public var description: String { headline }
}

/// Laws fitted to the same observations, ranked by the second-order Akaike criterion or by Schwarz's; the weights of both are in the result.
///
/// C. M. Hurvich and C.-L. Tsai, "Regression and Time Series Model Selection in Small Samples" (1989); weights after K. P. Burnham and D. R. Anderson
/// (2002). The correction belongs to an estimated scale; where the errors are known Akaike's own criterion is used, which is exact for a linear law, and asymptotic for other laws and
/// for the counts of nested shares. A criterion says which law of this list loses least information on data like these; it does not say that any of them is right, nor which one extrapolates best.
public struct ModelComparison: Sendable, CustomStringConvertible {
  /// The best law and the nearest other one.
  public let headline: String
  /// What the laws are ranked by.
  public let criterion: InformationCriterion
  /// The laws, best first; ties keep the order in which they were given.
  public let ranking: [RankedFit]
  /// Laws that could not be fitted, each with the reason.
  public let refused: [String]

  /// The best fit.
  public var best: any FittedModel { ranking[0].fit }
  /// The rounded headline.
  public var description: String { headline }

  /// Ranks fits of the same observations: of laws of the library, of models of the user's own, or of both.
  ///
  /// Throws `FitError` for no fits, for fits of different observations or errors, for objectives without a likelihood, and where no law has enough observations for the criterion.
  public init(
    _ fits: [any FittedModel], criterion: InformationCriterion = .correctedAkaike, refused: [String] = []
  ) throws {
    guard let first = fits.first else {
      throw FitError("There are no fits to compare. " + refused.joined(separator: " "))
    }
    let symbol = criterion.symbol
    if let other = fits.first(where: { !$0.objective.isSquares }) {
      throw FitError(
        "The \(other.law) was fitted under the objective \(other.objective.explanation), which has no likelihood: \(symbol) compares fits by squares, of y or of ln y."
      )
    }
    for fit in fits.dropFirst() {
      guard fit.curve.likelihood == first.curve.likelihood, fit.curve.columns == first.curve.columns,
        fit.curve.state.y == first.curve.state.y
      else {
        throw FitError(
          "The \(fit.law) and the \(first.law) were fitted to different observations or errors: their \(symbol) cannot be compared."
        )
      }
    }
    let weighed = InformationCriterion.allCases.map { criterion in
      InformationCriterion.weights(fits.map { criterion.value(of: $0) })
    }
    let (akaike, bayesian) = (weighed[0], weighed[1])
    guard let chosen = criterion == .correctedAkaike ? akaike : bayesian else {
      throw FitError(
        "\(first.observationCount) observations are too few for \(symbol) with any of these laws.")
    }
    let ranking = fits.indices.sorted { (chosen.differences[$0], $0) < (chosen.differences[$1], $1) }.map { index in
      let difference = chosen.differences[index]
      let weight = chosen.weights[index]
      return RankedFit(
        headline:
          "\(fits[index].law): Δ\(symbol) \(DecimalText.fixed(difference, 1)), weight \(DecimalText.fixed(weight, 2))",
        fit: fits[index], criterion: criterion, difference: difference, weight: weight,
        correctedAkaikeDifference: akaike?.differences[index], correctedAkaikeWeight: akaike?.weights[index],
        bayesianDifference: bayesian?.differences[index], bayesianWeight: bayesian?.weights[index])
    }
    self.ranking = ranking
    self.criterion = criterion
    self.refused = refused
    headline = Self.sentence(ranking, criterion: criterion)
  }

  private static func sentence(_ ranking: [RankedFit], criterion: InformationCriterion) -> String {
    let (best, symbol) = (ranking[0], criterion.symbol)
    guard ranking.count > 1 else { return "\(best.fit.law) is the only law that could be fitted" }
    let next = ranking[1]
    var words =
      "\(best.fit.law) by \(symbol) (weight \(DecimalText.fixed(best.weight, 2))); next \(next.fit.law), Δ\(symbol) \(DecimalText.fixed(next.difference, 1))"
    let isAkaike = criterion == .correctedAkaike
    let other = ranking.first { (isAkaike ? $0.bayesianDifference : $0.correctedAkaikeDifference) == 0 }
    if let other, (isAkaike ? best.bayesianDifference : best.correctedAkaikeDifference) != 0 {
      words += "; \(isAkaike ? "BIC" : "AICc") would choose \(other.fit.law)"
    }
    return words
  }

  /// Fits models to the same observations and ranks them; a model that refuses the input is listed, not hidden.
  ///
  /// `startedModels` are models of the user's own. `bounds` apply to every model of the library that has an amplitude of that name. Throws `FitError` for a bound of a name that no model has,
  /// and where none can be fitted.
  public init(
    _ models: [any SeparableModel], startedModels: [StartedModel] = [], x: [Double], y: [Double],
    errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95,
    criterion: InformationCriterion = .correctedAkaike
  ) throws {
    try self.init(
      models, startedModels, bounds: bounds, criterion: criterion,
      fit: { model, bounds in
        try model.fit(x: x, y: y, errors: errors, objective: objective, bounds: bounds, level: level)
      },
      fitStarted: { model in
        try model.fit(
          columns: model.columns(["x": x], isUnnamed: true), y: y, errors: errors, objective: objective, level: level)
      })
  }

  /// Fits models to the same nested shares and ranks them by their multinomial likelihood; a model that refuses the input is listed, not hidden.
  ///
  /// Throws `FitError` for a bound of a name that no model has, and where none can be fitted.
  public init(
    _ models: [any SeparableModel], x: [Double], shares: NestedShares, bounds: [String: ClosedRange<Double>] = [:],
    level: Double = 0.95, criterion: InformationCriterion = .correctedAkaike
  ) throws {
    try self.init(models, bounds: bounds, criterion: criterion) { model, bounds in
      try model.fit(x: x, shares: shares, bounds: bounds, level: level)
    }
  }

  private init(
    _ models: [any SeparableModel], _ startedModels: [StartedModel] = [], bounds: [String: ClosedRange<Double>],
    criterion: InformationCriterion, fit: (any SeparableModel, [String: ClosedRange<Double>]) throws -> Fit,
    fitStarted: (StartedModel) throws -> NonlinearFit = { try $0.fit(columns: [:], y: []) }
  ) throws {
    try Self.check(bounds, of: models)
    var fits: [any FittedModel] = []
    var refused: [String] = []
    for model in models {
      do {
        fits.append(try fit(model, Self.bounds(bounds, for: model)))
      } catch let error as FitError {
        refused.append("\(model.name): \(error.message)")
      }
    }
    for model in startedModels {
      do {
        fits.append(try fitStarted(model))
      } catch let error as FitError {
        refused.append("\(model.model.name): \(error.message)")
      }
    }
    try self.init(fits, criterion: criterion, refused: refused)
  }

  /// Throws `FitError` for a bound of a name that no model has.
  static func check(_ bounds: [String: ClosedRange<Double>], of models: [any SeparableModel]) throws {
    let known = models.flatMap { $0.amplitudes.map(\.name) }
    for name in bounds.keys.sorted() where !known.contains(name) {
      let names = known.indices.filter { !known[..<$0].contains(known[$0]) }.map { known[$0] }
      throw FitError(
        "None of the laws to compare has an amplitude \"\(name)\" to bound; they have \(names.joined(separator: ", "))."
      )
    }
  }

  /// The bounds that a model has an amplitude for.
  static func bounds(
    _ bounds: [String: ClosedRange<Double>], for model: any SeparableModel
  ) -> [String: ClosedRange<Double>] {
    let names = Set(model.amplitudes.map(\.name))
    return bounds.filter { names.contains($0.key) }
  }
}
