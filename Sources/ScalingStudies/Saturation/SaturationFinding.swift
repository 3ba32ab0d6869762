import CurveFitting
import ScalingLaws
import ScalingStatistics

/// Whether a curve levels off, as far as its data show.
public enum SaturationVerdict: String, Sendable, Hashable, Codable {
  /// A law with a plateau describes the data best, and 95 % of that plateau is reached inside them, the whole interval included.
  case levelsOff
  /// A law with a plateau describes the data best, but 95 % of it may lie beyond them.
  case plateauBeyondData
  /// A law without a plateau describes the data at least as well: no plateau can be claimed.
  case notShown
  /// The axis does not rise from every cap to the next, so that saturation has no meaning on it.
  case notRising

  /// The verdict in words.
  public var words: String {
    switch self {
    case .levelsOff: "levels off inside the data"
    case .plateauBeyondData: "95 % of the plateau may lie beyond the data"
    case .notShown: "no plateau shown"
    case .notRising: "does not rise along this axis"
    }
  }
}

/// Accuracy of one run along one axis: the laws compared, the plateau, where 95 % of it is reached.
///
/// The point errors are those of nested shares (the same problems at every cap); intervals come from resampling problems with the law held fixed, so they do not contain the choice of
/// the law, nor a second measurement of the same requests.
public struct SaturationFinding: Sendable {
  /// The verdict with its numbers, in a sentence.
  public let headline: String
  /// The run.
  public let label: String
  /// The axis.
  public let axis: CurveAxis
  /// The axis's values at the caps.
  public let x: [Double]
  /// The accuracy at the caps.
  public let accuracy: [Double]
  /// Wilson intervals of the accuracy at each cap on its own.
  public let accuracyIntervals: [Estimate]
  /// The verdict.
  public let verdict: SaturationVerdict
  /// The laws compared by AICc on the multinomial likelihood; nil where the accuracy does not rise along the axis.
  public let comparison: ModelComparison?
  /// The best law that levels off.
  public let saturating: Fit?
  /// The plateau of that law with an interval by problems.
  public let plateau: Estimate?
  /// Where that law reaches 95 % of its plateau, with an interval by problems; the first cap where it has done so by then.
  public let reaching95: Estimate?
  /// Whether that lies inside the data.
  public let reaching95Place: PredictionPlace?
  /// The band of the curve by problems: x, the best law's value, lower and upper end at each.
  public let band: SaturationBand?
  /// The level of the intervals.
  public let level: Double
}

/// A curve with its pointwise band.
public struct SaturationBand: Sendable, Hashable {
  /// The law drawn.
  public let law: String
  /// The axis's values.
  public let x: [Double]
  /// The law's values.
  public let values: [Double]
  /// The lower ends.
  public let lower: [Double]
  /// The upper ends.
  public let upper: [Double]
}

extension SaturationFinding {
  /// Asks whether the accuracy of a run levels off along an axis.
  ///
  /// `share` of the plateau is 95 %. Throws `StatisticsError` or `FitError` where the ladder has too few problems or caps.
  public init(
    _ ladder: TokenCapLadder, along axis: CurveAxis, level: Double = 0.95, replicates: Int = 1_000, seed: UInt64 = 1
  ) throws {
    let unit = ladder.unitWeights
    let shares = try ladder.shares(unit)
    let x = axis.values(ladder, unit)
    self.label = ladder.label
    self.axis = axis
    self.x = x
    self.level = level
    accuracy = shares.shares
    accuracyIntervals = try shares.shares.map {
      try BinomialInterval.wilson(
        successes: Int(($0 * shares.problemCount).rounded()), trials: ladder.problems.count, level: level)
    }
    guard zip(x, x.dropFirst()).allSatisfy({ $0 < $1 }) else {
      let first = DecimalText.significant(x[0], 3)
      let last = DecimalText.significant(x[x.count - 1], 3)
      verdict = .notRising
      comparison = nil
      saturating = nil
      plateau = nil
      reaching95 = nil
      reaching95Place = nil
      band = nil
      let range = "from \(first) to \(last) \(axis.metric.unit.symbol)"
      headline =
        x[x.count - 1] < x[0]
        ? "\(ladder.label): \(axis.words) falls \(range) while accuracy rises: longer answers share the fixed cost of a request among more tokens, so there is nothing to saturate along this axis."
        : "\(ladder.label): \(axis.words) goes \(range), but does not rise from every cap to the next; leave out the caps that cut no timed answer."
      return
    }
    let bounds = ["plateau": 0.0...1.0]
    let comparison = try ModelComparison(LawFamily.rising, x: x, shares: shares, bounds: bounds, level: level)
    self.comparison = comparison
    guard let ranked = comparison.ranking.first(where: { LawFamily.saturatingLaw($0.fit) != nil }),
      let law = LawFamily.saturatingLaw(ranked.fit)
    else {
      throw StudyError("\(ladder.label): no law with a plateau could be fitted along \(axis.words).")
    }
    saturating = ranked.fit

    let problems = try Bootstrap(
      unitCount: ladder.problems.count, unitName: "problems", strata: ladder.strata, replicates: replicates, seed: seed)
    let grid = Self.grid(from: x[0], to: x[x.count - 1] * 2)
    let best = comparison.best
    let models = Self.models(ranked.fit, best)
    // With the law that is drawn and the law that has the plateau the same, one fit a replicate serves both.
    let isSame = models.plateau.name == models.drawn.name
    let distribution = try problems.distribution { weights in
      let x = axis.values(ladder, weights)
      guard let shares = try? ladder.shares(weights),
        let fit = try? models.plateau.fit(x: x, shares: shares, bounds: bounds, near: ranked.fit),
        let law = LawFamily.saturatingLaw(fit)
      else { return nil }
      var drawn = fit
      if !isSame {
        let names = Set(models.drawn.amplitudes.map(\.name))
        guard
          let other = try? models.drawn.fit(
            x: x, shares: shares, bounds: bounds.filter { names.contains($0.key) }, near: best)
        else { return nil }
        drawn = other
      }
      return [law.plateau, Self.reaching95(law, from: x[0]) ?? .nan] + drawn.values(at: grid)
    }
    let plateau = try distribution.percentileInterval(0, level: level)
    self.plateau = plateau
    let x95 = Self.reaching95(law, from: x[0])
    let reaching = x95 == nil ? nil : try? distribution.percentileInterval(1, level: level)
    reaching95 = reaching
    reaching95Place = x95.map { ranked.fit.place(of: $0) }
    let ends = try grid.indices.map { try distribution.percentileInterval(2 + $0, level: level) }
    band = SaturationBand(
      law: best.law, x: grid, values: best.values(at: grid), lower: ends.map(\.lower), upper: ends.map(\.upper))

    let isBest = best.law == ranked.fit.law
    let isInside = reaching.map { $0.upper <= x[x.count - 1] } ?? false
    verdict = !isBest ? .notShown : (isInside ? .levelsOff : .plateauBeyondData)
    headline = Self.sentence(
      label: ladder.label, axis: axis, verdict: verdict, comparison: comparison, ranked: ranked, plateau: plateau,
      reaching: reaching, place: reaching95Place)
  }

  /// A law that has reached its share before the first cap, or is flat and never below it, is there at the first cap: nothing smaller was measured.
  private static func reaching95(_ law: any SaturatingLaw, from first: Double) -> Double? {
    if let x = law.predictor(reachingShare: 0.95) { return max(x, first) }
    return law.value(at: first) >= 0.95 * law.plateau ? first : nil
  }

  private static func models(_ plateau: Fit, _ drawn: Fit) -> (plateau: any SeparableModel, drawn: any SeparableModel) {
    func model(_ fit: Fit) -> any SeparableModel {
      LawFamily.rising.first { $0.name == fit.law } ?? SaturatingPowerLaw.model
    }
    return (model(plateau), model(drawn))
  }

  /// 41 points in equal ratios.
  private static func grid(from first: Double, to last: Double) -> [Double] {
    LogarithmicGrid.points(from: first, to: last, count: 41)
  }

  private static func sentence(
    label: String, axis: CurveAxis, verdict: SaturationVerdict, comparison: ModelComparison, ranked: RankedFit,
    plateau: Estimate, reaching: Estimate?, place: PredictionPlace?
  ) -> String {
    let unit = axis.metric.unit.symbol
    let misfit = comparison.best.lackOfFitProbability.flatMap {
      $0 < 0.01 ? ", though even it does not fit (p = \(DecimalText.significant($0, 2)))" : nil
    }
    switch verdict {
    case .levelsOff, .plateauBeyondData:
      var where95 = "95 % of it is not reached by the law"
      if let reaching {
        where95 = "95 % of it at \(reaching.headline) \(unit), \(place?.explanation ?? "")"
        if verdict == .plateauBeyondData, place == .inside { where95 += " but the interval is not" }
      }
      return
        "\(label) along \(axis.words): \(comparison.best.law)\(misfit ?? ""), plateau \(plateau.headline), \(where95)."
    case .notShown:
      let difference = DecimalText.fixed(ranked.difference, 1)
      return
        "\(label) along \(axis.words): of the laws compared a \(comparison.best.law) describes the data best\(misfit ?? ""); the best law with a plateau, \(ranked.fit.law), is \(difference) AICc behind, so no plateau is claimed."
    case .notRising:
      return "\(label) does not rise along \(axis.words)."
    }
  }
}
