import ScalingStatistics

/// Whether the further parameters of a larger law buy more than chance would: the extra sum of squares test of nested laws.
///
/// With errors of unknown size F = ((S₁ - S₂) / q) / (S₂ / d₂) on q and d₂ degrees of freedom; with known errors S₁ - S₂ is chi-squared on q; for nested shares twice the difference of the
/// log-likelihoods is. q is the number of parameters that the larger law has more, d₂ the observations less its parameters; a parameter on the same bound in both is in neither. Exact for laws that are linear in their parameters
/// and normal errors, near it for others (D. M. Bates and D. G. Watts, *Nonlinear Regression Analysis and Its Applications*, 1988, chapter 3).
///
/// That the smaller law is a case of the larger one is the caller's word: what numbers can contradict (the counts of parameters, a larger law that fits worse) is refused, the rest is in `notes`.
/// A parameter that the larger law may not move to both sides of the value it has in the smaller one makes p too large (S. G. Self and K.-Y. Liang, "Asymptotic Properties of Maximum Likelihood
/// Estimators and Likelihood Ratio Tests Under Nonstandard Conditions", 1987): `isConservative`.
public struct NestedTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The laws, the statistic and p, rounded for reading.
  public let headline: String
  /// The law with fewer parameters.
  public let smaller: String
  /// The law with more parameters.
  public let larger: String
  /// What is compared with its distribution.
  public let test: TestStatistic
  /// The value of the statistic.
  public let statistic: Double
  /// The parameters that the larger law has more.
  public let numeratorDegreesOfFreedom: Int
  /// The degrees of freedom of the larger law's residuals; nil where nothing is estimated from them.
  public let denominatorDegreesOfFreedom: Int?
  /// What the larger law takes off the sum of squared whitened residuals; for nested shares off -2 ln L.
  public let extraSumOfSquares: Double
  /// The probability of a statistic at least this large if the smaller law is right.
  public let probability: Double
  /// Whether a bound makes p too large; for one such parameter by up to a factor of two.
  public let isConservative: Bool
  /// What the reader should know before using p; empty where there is nothing.
  public let notes: [String]

  /// The rounded headline.
  public var description: String { headline }

  /// Tests a law against a smaller one that was fitted to the same observations; either may be a model of the user's own, also the same one with parameters held.
  ///
  /// Throws `FitError` for fits of other observations, other errors or other objectives, for objectives without a likelihood, for a larger law without more parameters or with none of the
  /// observations to spare, for one that fits worse than the smaller, and for one that fits without residuals.
  public init(smaller: any FittedModel, larger: any FittedModel) throws {
    try self.init(ComparedFit(smaller), ComparedFit(larger))
  }

  init(_ small: ComparedFit, _ large: ComparedFit) throws {
    try Self.checkComparable(small, large)
    for fit in [small, large] { try fit.checkRange() }
    let shared = Set(small.chosen.filter(\.isOnBound).map(\.name)).intersection(
      large.chosen.filter(\.isOnBound).map(\.name))
    let counts = [small, large].map { $0.chosen.count { !shared.contains($0.name) } }
    let q = counts[1] - counts[0]
    guard q > 0 else {
      throw FitError(
        "The \(small.law) has \(counts[0]) free parameters and the \(large.law) \(counts[1]): the larger law of a nested pair has more."
      )
    }
    let extra: Double
    var denominator: Int?
    if case .multinomial = large.likelihood {
      test = .likelihoodRatio
      extra = 2 * (large.logLikelihood - small.logLikelihood)
      try Self.checkGain(extra, of: 2 * abs(small.logLikelihood), small, large)
      statistic = max(0, extra)
    } else {
      extra = small.sumOfSquares - large.sumOfSquares
      guard large.errors.isScaleKnown || !large.isExact else {
        throw FitError(
          "The \(large.law) goes through every observation: without residuals there is nothing to judge the extra sum of squares by."
        )
      }
      try Self.checkGain(extra, of: small.sumOfSquares, small, large)
      if large.errors.isScaleKnown {
        test = .chiSquared
        statistic = max(0, extra)
      } else {
        let degrees = large.observationCount - counts[1]
        guard degrees > 0 else {
          throw FitError(
            "\(large.observationCount) observations leave the \(large.law) with \(counts[1]) parameters no degrees of freedom: there is no F test."
          )
        }
        test = .f
        denominator = degrees
        statistic = max(0, extra) / Double(q) / (large.sumOfSquares / Double(degrees))
      }
    }
    self.smaller = small.law
    self.larger = large.law
    numeratorDegreesOfFreedom = q
    denominatorDegreesOfFreedom = denominator
    extraSumOfSquares = max(0, extra)
    probability = test.probability(statistic, numerator: q, denominator: denominator)
    let inSmaller = Set(small.chosen.map(\.name))
    let added = large.chosen.filter { !inSmaller.contains($0.name) }
    let boundary = Self.boundaryNotes(small, large, added: added, q: q, shared: shared)
    isConservative = !boundary.isEmpty
    notes = boundary + Self.furtherNotes(small, large, added: added, q: q)
    let below = small.law == large.law ? "itself with fewer free parameters" : small.law
    headline =
      "\(large.law) over \(below): \(test.sentence(statistic, numerator: q, denominator: denominator, probability: probability))"
      + (notes.first.map { "; \($0)" } ?? "")
  }

  private static func checkComparable(_ small: ComparedFit, _ large: ComparedFit) throws {
    let pair = "The \(small.law) and the \(large.law) were fitted"
    guard small.columns == large.columns, small.y == large.y else {
      throw FitError("\(pair) to different observations: nested laws are tested on the same ones.")
    }
    guard small.objective == large.objective else {
      throw FitError(
        "\(pair) under different objectives, \(small.objective.explanation) and \(large.objective.explanation): their sums are not comparable."
      )
    }
    guard large.objective.isSquares else {
      throw FitError(
        "\(pair) under the objective \(large.objective.explanation), whose sums follow no F distribution: fit both by squares, of y or of ln y."
      )
    }
    guard small.likelihood == large.likelihood else {
      throw FitError("\(pair) with different errors: their sums of squares are not comparable.")
    }
  }

  private static func checkGain(_ extra: Double, of scale: Double, _ small: ComparedFit, _ large: ComparedFit) throws {
    guard extra >= -1e-9 * scale else {
      throw FitError(
        "The \(large.law) fits worse than the \(small.law): either the \(small.law) is not a case of it, or its search ended at another minimum."
      )
    }
  }

  private static func boundaryNotes(
    _ small: ComparedFit, _ large: ComparedFit, added: [ComparedFit.Parameter], q: Int, shared: Set<String>
  ) -> [String] {
    large.chosen.compactMap { parameter -> String? in
      guard !shared.contains(parameter.name), parameter.kind != .shape else { return nil }
      let isAdded = added.contains { $0.name == parameter.name }
      if isAdded, let null = null(of: parameter, in: small, isLacking: added.count == q),
        null == parameter.lower || null == parameter.upper
      {
        let side = null == parameter.lower ? "below" : "above"
        return
          "\(parameter.name) may not go \(side) \(DecimalText.significant(null, 4)), which it is in the smaller law, so p is conservative"
      }
      return parameter.isOnBound ? "\(parameter.name) sits on a bound in the larger law, so p is conservative" : nil
    }
  }

  /// The value of a parameter of the larger law that makes it the smaller one; nil where names do not tell.
  private static func null(
    of parameter: ComparedFit.Parameter, in small: ComparedFit, isLacking: Bool
  ) -> Double? {
    if let pinned = small.values[parameter.name] { return pinned }
    switch parameter.kind {
    case .offset: return small.hasOffset ? nil : 0
    case .amplitude: return isLacking ? 0 : nil
    case .shape, .other: return nil
    }
  }

  private static func furtherNotes(
    _ small: ComparedFit, _ large: ComparedFit, added: [ComparedFit.Parameter], q: Int
  ) -> [String] {
    var notes: [String] = []
    if added.count == q, let amplitude = added.first(where: { $0.kind == .amplitude }),
      let shape = added.first(where: { $0.kind == .shape })
    {
      // R. B. Davies (1977, 1987): the search over such a shape takes the best of many tests.
      notes.append(
        "\(shape.name) has no meaning where \(amplitude.name) is 0, as in the smaller law, so p is too small")
    }
    if let held = large.chosen.first(where: { $0.kind == .shape && $0.isOnBound }) {
      notes.append("\(held.name) sits at the end of its range in the larger law, so p is rough")
    }
    for fit in [small, large] where !fit.isConverged { notes.append("the fit of the \(fit.law) did not converge") }
    return notes
  }
}
