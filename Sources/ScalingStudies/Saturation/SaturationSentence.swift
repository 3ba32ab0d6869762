import CurveFitting
import ScalingLaws
import ScalingStatistics

/// The sentence of a saturation finding.
struct SaturationSentence {
  let label: String
  let axis: CurveAxis
  let verdict: SaturationVerdict
  let comparison: ModelComparison
  let ranked: RankedFit
  let plateau: Estimate
  let reaching: Estimate
  let place: PredictionPlace?

  var words: String {
    let start = "\(label) along \(axis.words): "
    let best = comparison.best
    let unit = axis.metric.unit.symbol
    switch verdict {
    case .answersComplete:
      return start
        + "every answer is complete at the largest cap, so accuracy ends at \(plateau.headline); 95 % of that at \(reaching.headline) \(unit), read between caps. Of the laws compared a \(best.law) describes the rise best\(misfit)."
    case .levelsOff, .plateauBeyondData:
      var where95 = "95 % of it at \(reaching.headline) \(unit), \(place?.explanation ?? "nowhere")"
      if verdict == .plateauBeyondData, place == .inside { where95 += " but the interval is not" }
      return start + "\(best.law), plateau \(plateau.headline), \(where95)."
    case .notShown:
      return start + "\(reason), so no plateau is claimed."
    case .notRising:
      return start + "not rising."
    }
  }

  private var misfit: String {
    guard let p = comparison.best.lackOfFitProbability, p < 0.01 else { return "" }
    return ", though even it does not fit (p = \(DecimalText.significant(p, 2)))"
  }

  private var reason: String {
    let best = comparison.best
    if reaching.value.isInfinite { return "no problem was solved at any cap" }
    if ranked.difference > 0 {
      let difference = DecimalText.fixed(ranked.difference, 1)
      return
        "of the laws compared a \(best.law) describes the data best\(misfit); the best law with a plateau, \(ranked.fit.law), is \(difference) AICc behind"
    }
    if !misfit.isEmpty { return "of the laws compared a \(best.law) describes the data best\(misfit)" }
    let next = comparison.ranking.first { LawFamily.saturatingLaw($0.fit) == nil }
    return
      "a \(next?.fit.law ?? "law") is within \(DecimalText.fixed(next?.difference ?? 0, 1)) AICc of the \(best.law)"
  }

  static func notRising(label: String, axis: CurveAxis, first: Double, last: Double) -> String {
    let ends = [first, last].map { DecimalText.significant($0, 3) }
    let range = "from \(ends[0]) to \(ends[1]) \(axis.metric.unit.symbol)"
    return last < first
      ? "\(label): \(axis.words) falls \(range) while accuracy rises: longer answers share the fixed cost of a request among more tokens, so there is nothing to saturate along this axis."
      : "\(label): \(axis.words) goes \(range), but does not rise from every cap to the next; leave out the caps that cut no timed answer."
  }
}
