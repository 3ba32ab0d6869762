import CurveFitting
import ScalingLaws
import ScalingStatistics

/// Whether a curve levels off, as far as its data show.
public enum SaturationVerdict: String, Sendable, Hashable, Codable {
  /// A law with a plateau describes the data best, and fits, and 95 % of that plateau is reached inside them, the whole interval included.
  case levelsOff
  /// A law with a plateau describes the data best, but 95 % of it may lie beyond them.
  case plateauBeyondData
  /// Every answer is complete at the largest cap, so accuracy ends there: the plateau is measured, not extrapolated.
  case answersComplete
  /// No plateau can be claimed: a law without one describes the data as well (within 2 of the criterion), or no law compared fits (p below 0.01).
  case notShown
  /// The axis does not rise from every cap to the next, so that saturation has no meaning on it.
  case notRising

  /// The verdict in words.
  public var words: String {
    switch self {
    case .levelsOff: "levels off inside the data"
    case .plateauBeyondData: "95 % of the plateau may lie beyond the data"
    case .answersComplete: "ends: every answer is complete"
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
  /// The share of answers that the largest cap still cuts.
  public let shareCut: Double
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
  /// A cap that cuts no answer ends the curve; where some answers are still cut, no plateau can lie above the last accuracy and their share. Throws `StatisticsError`,
  /// `FitError` or `StudyError` where the ladder has too few problems or caps.
  public init(
    _ ladder: TokenCapLadder, along axis: CurveAxis, level: Double = 0.95, replicates: Int = 1_000, seed: UInt64 = 1
  ) throws {
    let unit = ladder.unitWeights
    let shares = try ladder.shares(unit)
    let x = axis.values(ladder, unit)
    let last = x.count - 1
    let cut = ladder.shareCut(unit)
    self.label = ladder.label
    self.axis = axis
    self.x = x
    self.level = level
    shareCut = cut
    accuracy = shares.shares
    accuracyIntervals = try shares.shares.map {
      try BinomialInterval.wilson(
        successes: Int(($0 * shares.problemCount).rounded()), trials: ladder.problems.count, level: level)
    }
    guard zip(x, x.dropFirst()).allSatisfy({ $0 < $1 }) else {
      verdict = .notRising
      comparison = nil
      saturating = nil
      plateau = nil
      reaching95 = nil
      reaching95Place = nil
      band = nil
      headline = SaturationSentence.notRising(label: ladder.label, axis: axis, first: x[0], last: x[last])
      return
    }
    let bounds = ["plateau": 0.0...(cut == 0 ? 1 : min(1, shares.shares[last] + cut))]
    let comparison = try ModelComparison(LawFamily.rising, x: x, shares: shares, bounds: bounds, level: level)
    self.comparison = comparison
    guard let best = comparison.best as? Fit,
      let ranked = comparison.ranking.first(where: { LawFamily.saturatingLaw($0.fit) != nil }),
      let leveling = ranked.fit as? Fit
    else {
      throw StudyError("\(ladder.label): no law with a plateau could be fitted along \(axis.words).")
    }
    saturating = leveling
    let isComplete = cut == 0
    let grid = LogarithmicGrid.points(from: x[0], to: isComplete ? x[last] : 2 * x[last], count: 41)
    let problems = try Bootstrap(
      unitCount: ladder.problems.count, unitName: "problems", strata: ladder.strata, replicates: replicates, seed: seed)
    let distribution = try problems.distribution { weights in
      let x = axis.values(ladder, weights)
      guard let shares = try? ladder.shares(weights),
        let drawn = Self.refit(best, x: x, shares: shares, bounds: bounds)
      else { return nil }
      if isComplete {
        return [shares.shares[last], Self.measured95(x, shares.shares)] + drawn.values(at: grid)
      }
      let isSame = best.law == ranked.fit.law
      guard let fit = isSame ? drawn : Self.refit(leveling, x: x, shares: shares, bounds: bounds),
        let law = LawFamily.saturatingLaw(fit)
      else { return nil }
      return [law.plateau, Self.reaching95(law, from: x[0])] + drawn.values(at: grid)
    }
    // An accuracy that was measured is a share of problems like any other; near 0 and 1 a percentile interval of it is too short.
    let plateau = isComplete ? accuracyIntervals[last] : try distribution.percentileInterval(0, level: level)
    let reaching = try distribution.percentileInterval(1, level: level)
    self.plateau = plateau
    reaching95 = reaching.value.isFinite ? reaching : nil
    reaching95Place = reaching.value.isFinite ? (isComplete ? .inside : ranked.fit.place(of: reaching.value)) : nil
    let ends = try grid.indices.map { try distribution.percentileInterval(2 + $0, level: level) }
    band = SaturationBand(
      law: best.law, x: grid, values: best.values(at: grid), lower: ends.map(\.lower), upper: ends.map(\.upper))

    let unbounded = comparison.ranking.first { LawFamily.saturatingLaw($0.fit) == nil }?.difference ?? .infinity
    // All of it reached under the first cap is level, whatever law says so.
    let isLevel = plateau.lower > 0 && reaching.upper <= x[0]
    let isBest = ranked.difference == 0 && unbounded >= 2
    let isClear = reaching.value.isFinite && (isBest || isLevel) && (best.lackOfFitProbability ?? 1) >= 0.01
    if isComplete {
      verdict = .answersComplete
    } else if !isClear {
      verdict = .notShown
    } else {
      verdict = reaching.upper <= x[last] ? .levelsOff : .plateauBeyondData
    }
    headline =
      SaturationSentence(
        label: ladder.label, axis: axis, verdict: verdict, comparison: comparison, ranked: ranked, plateau: plateau,
        reaching: reaching, place: reaching95Place
      ).words
  }

  /// The law of a fit on other weights of the same problems.
  private static func refit(
    _ fit: Fit, x: [Double], shares: NestedShares, bounds: [String: ClosedRange<Double>]
  ) -> Fit? {
    guard let model = LawFamily.rising.first(where: { $0.name == fit.law }) else { return nil }
    let names = Set(model.amplitudes.map(\.name))
    return try? model.fit(x: x, shares: shares, bounds: bounds.filter { names.contains($0.key) }, near: fit)
  }

  /// Where a law reaches 95 % of its plateau; infinite where it never does.
  ///
  /// A law that is there before the first cap, or is flat and never below it, is there at the first cap: nothing smaller was measured.
  private static func reaching95(_ law: any SaturatingLaw, from first: Double) -> Double {
    if let x = law.predictor(reachingShare: 0.95) { return max(x, first) }
    return law.value(at: first) >= 0.95 * law.plateau ? first : .infinity
  }

  /// Where measured shares reach 95 % of the last one, between caps on a logarithmic axis; the first cap where they do so there.
  private static func measured95(_ x: [Double], _ shares: [Double]) -> Double {
    let target = 0.95 * shares[shares.count - 1]
    guard let after = shares.firstIndex(where: { $0 >= target }), after > 0 else { return x[0] }
    let share = (target - shares[after - 1]) / (shares[after] - shares[after - 1])
    return LogarithmicGrid.between(x[after - 1], x[after], share: share)
  }
}
