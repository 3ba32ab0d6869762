import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A law in a comparison.
public struct RankedFit: Sendable, CustomStringConvertible {
  /// The law, its distance from the best in AICc and its weight.
  public let headline: String
  /// The fit.
  public let fit: Fit
  /// AICc less the least AICc of the comparison.
  public let difference: Double
  /// The Akaike weight among the laws compared; they sum to 1.
  public let weight: Double

  /// The rounded headline.
  public var description: String { headline }
}

/// Laws fitted to the same observations, ranked by the second-order Akaike criterion.
///
/// C. M. Hurvich and C.-L. Tsai, "Regression and Time Series Model Selection in Small Samples" (1989); weights after K. P. Burnham and D. R. Anderson
/// (2002). The correction belongs to an estimated scale; where the errors are known Akaike's own criterion is used, which is exact for a linear law, and asymptotic for other laws and
/// for the counts of nested shares. The criterion says which law of this list loses least information on data like these; it does not say that any of them is right, nor which one extrapolates best.
public struct ModelComparison: Sendable, CustomStringConvertible {
  /// The best law and the nearest other one.
  public let headline: String
  /// The laws, best first; ties keep the order in which they were given.
  public let ranking: [RankedFit]
  /// Laws that could not be fitted, each with the reason.
  public let refused: [String]

  /// The best fit.
  public var best: Fit { ranking[0].fit }
  /// The rounded headline.
  public var description: String { headline }

  /// Ranks fits of the same observations.
  ///
  /// Throws `FitError` for no fits, for fits of different observations or errors, and where no law has enough observations for AICc.
  public init(_ fits: [Fit], refused: [String] = []) throws {
    guard let first = fits.first else {
      throw FitError("There are no fits to compare. " + refused.joined(separator: " "))
    }
    for fit in fits.dropFirst() {
      guard fit.likelihood == first.likelihood, fit.state.x == first.state.x, fit.state.y == first.state.y else {
        throw FitError(
          "The \(fit.law) and the \(first.law) were fitted to different observations or errors: their AICc cannot be compared."
        )
      }
    }
    let least = fits.map(\.correctedAkaikeCriterion).min() ?? .infinity
    guard least.isFinite else {
      throw FitError(
        "\(first.observationCount) observations are too few for AICc with any of these laws.")
    }
    let differences = fits.map { $0.correctedAkaikeCriterion - least }
    let shares = differences.map { exp(-0.5 * $0) }
    let total = shares.reduce(0, +)
    ranking = fits.indices.sorted { (differences[$0], $0) < (differences[$1], $1) }.map { index in
      let weight = shares[index] / total
      return RankedFit(
        headline:
          "\(fits[index].law): ΔAICc \(DecimalText.fixed(differences[index], 1)), weight \(DecimalText.fixed(weight, 2))",
        fit: fits[index], difference: differences[index], weight: weight)
    }
    self.refused = refused
    headline =
      ranking.count == 1
      ? "\(ranking[0].fit.law) is the only law that could be fitted"
      : "\(ranking[0].fit.law) by AICc (weight \(DecimalText.fixed(ranking[0].weight, 2))); next \(ranking[1].fit.law), ΔAICc \(DecimalText.fixed(ranking[1].difference, 1))"
  }

  /// Fits models to the same observations and ranks them; a model that refuses the input is listed, not hidden.
  ///
  /// `bounds` apply to every model that has an amplitude of that name. Throws `FitError` for a bound of a name that no model has, and where none can be fitted.
  public init(
    _ models: [any SeparableModel], x: [Double], y: [Double], errors: ObservationErrors = .equal,
    bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95
  ) throws {
    try self.init(models, bounds: bounds) { model, bounds in
      try model.fit(x: x, y: y, errors: errors, bounds: bounds, level: level)
    }
  }

  /// Fits models to the same nested shares and ranks them by their multinomial likelihood; a model that refuses the input is listed, not hidden.
  ///
  /// Throws `FitError` for a bound of a name that no model has, and where none can be fitted.
  public init(
    _ models: [any SeparableModel], x: [Double], shares: NestedShares, bounds: [String: ClosedRange<Double>] = [:],
    level: Double = 0.95
  ) throws {
    try self.init(models, bounds: bounds) { model, bounds in
      try model.fit(x: x, shares: shares, bounds: bounds, level: level)
    }
  }

  private init(
    _ models: [any SeparableModel], bounds: [String: ClosedRange<Double>],
    fit: (any SeparableModel, [String: ClosedRange<Double>]) throws -> Fit
  ) throws {
    let known = models.flatMap { $0.amplitudes.map(\.name) }
    for name in bounds.keys.sorted() where !known.contains(name) {
      let names = known.indices.filter { !known[..<$0].contains(known[$0]) }.map { known[$0] }
      throw FitError(
        "None of the laws to compare has an amplitude \"\(name)\" to bound; they have \(names.joined(separator: ", "))."
      )
    }
    var fits: [Fit] = []
    var refused: [String] = []
    for model in models {
      let names = Set(model.amplitudes.map(\.name))
      do {
        fits.append(try fit(model, bounds.filter { names.contains($0.key) }))
      } catch let error as FitError {
        refused.append("\(model.name): \(error.message)")
      }
    }
    try self.init(fits, refused: refused)
  }
}
