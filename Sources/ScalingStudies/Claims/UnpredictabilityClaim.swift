import ScalingStatistics

/// Cost 1, second half: with speculation, the cost of larger models scales less predictably.
public enum UnpredictabilityClaim {
  /// How far the cost ratios of one model scatter about a trend in the cap.
  struct Scatter {
    let model: ObservedModel
    let strategy: ObservedStrategy
    let caps: Int
    /// Root mean square of the residuals of ln cost ratio about the best monotone trend.
    let aboutMonotone: Double
    /// Root mean square of the residuals about the straight line in ln cap.
    let aboutLine: Double
    /// Residuals about the monotone trend over their errors, squared and summed.
    let chiSquared: Double
  }

  /// Tests whether the scatter at 14B is real and at least three times that of every smaller model.
  ///
  /// The cost of a token is a ratio of sums on all pairs of problems, each side with its own tokens; only n-gram speculation is asked.
  /// At 14B the trend is the best monotone one (rising or falling, pool adjacent violators, weights from the errors). Its residuals are compared with chi-squared with as many
  /// degrees of freedom as caps, which is strict because the trend has used some of them. A steep monotone trend goes through every point and leaves no residual however erratic
  /// a model is, so a smaller model's scatter is taken about the straight line in ln cap, which is never less.
  public static func finding(_ sweep: SweepObservations, level: Double = 0.95) throws -> ClaimFinding {
    let all = try SweepComparisons(sweep, candidates: \.isNgramSpeculation, over: .baseline, level: level)
    let models = ObservedModel.models(sweep).filter { $0.parameters != nil }
    let scatters = models.flatMap { model in
      let own = all.comparisons.filter { $0.model == model }
      return Set(own.map(\.candidate)).sorted().compactMap { strategy in
        scatter(model, strategy, own.filter { $0.candidate == strategy })
      }
    }
    let others = sweep.leftOutSpeculation(of: "Cost 1")
    let large = scatters.filter { $0.model.isOf14B }
    let small = scatters.filter { isSmaller($0.model) }
    let scattered = large + small
    let used = all.comparisons.filter { cell in
      scattered.contains { $0.model == cell.model && $0.strategy == cell.candidate }
    }
    func result(_ verdict: ClaimVerdict, _ summary: String, missing: [String]) -> ClaimFinding {
      ClaimFinding(
        name: "Cost 1, predictability",
        statement: "With speculation the cost of a token scales much less predictably for larger (14B) models.",
        definition:
          "Scatter of ln(cost of a token with n-gram speculation / baseline) about the best monotone trend in the cap: more than its errors explain at 14B (p below 0.01), and at least three times that of every smaller model about its straight line in ln cap. Cost is \(ComparisonWords.cost).",
        verdict: verdict, summary: summary, scope: ClaimScope.words(used),
        evidence: (used.isEmpty ? [] : [ComparisonWords.changedLengths(used)]) + scattered.map(words)
          + scattered.compactMap { tokensPerPass($0, sweep) },
        missing: missing + others)
    }
    guard !large.isEmpty, !small.isEmpty else {
      return result(
        .notTestable,
        large.isEmpty
          ? "no model of about 14B was timed with and without speculation at four caps."
          : "no smaller model was timed with and without speculation at four caps.",
        missing: ["Baseline and speculation at four caps or more, for a model of 12B to 16B and a smaller one."]
          + all.leftOut)
    }
    guard all.areEnough else { return result(.notTestable, all.shortage, missing: all.leftOut) }
    let chiSquared = large.reduce(0) { $0 + $1.chiSquared }
    let degrees = large.reduce(0) { $0 + $1.caps }
    let p = ChiSquaredDistribution(degreesOfFreedom: Double(degrees)).upperTailProbability(at: chiSquared)
    let spread = large.map(\.aboutMonotone).reduce(0, +) / Double(large.count)
    let largest = small.map(\.aboutLine).max() ?? .infinity
    return result(
      p < 0.01 && spread >= 3 * largest ? .supported : .notSupported,
      "scatter \(DecimalText.fixed(spread, 3)) at 14B (\(probability(p))) against at most \(DecimalText.fixed(largest, 3)) in smaller models; \(all.coverage).",
      missing: all.leftOut)
  }

  /// A probability in words; what is far below any doubt is not printed to its last digit.
  private static func probability(_ p: Double) -> String {
    p < 1e-4 ? "p below 0.0001" : "p = \(DecimalText.significant(p, 2))"
  }

  /// Larger models are neither of 14B nor smaller: the claim does not speak of them.
  private static func isSmaller(_ model: ObservedModel) -> Bool {
    model.parameters.map { $0 < 12_000_000_000 } ?? false
  }

  private static func words(_ scatter: Scatter) -> String {
    let p = ChiSquaredDistribution(degreesOfFreedom: Double(scatter.caps)).upperTailProbability(at: scatter.chiSquared)
    return
      "\(scatter.model.words), \(scatter.strategy.words): ln cost ratio scatters by \(DecimalText.fixed(scatter.aboutMonotone, 3)) about its monotone trend over \(scatter.caps) caps (\(probability(p))) and by \(DecimalText.fixed(scatter.aboutLine, 3)) about its straight line."
  }

  /// How much the tokens of a pass vary between requests at the largest cap: what the paper takes for the cause.
  ///
  /// Positions are passes times a constant, which cancels.
  private static func tokensPerPass(_ scatter: Scatter, _ sweep: SweepObservations) -> String? {
    let cells = sweep.cells.filter {
      ObservedModel($0) == scatter.model && $0.strategy == scatter.strategy
        && $0.positions.count == $0.outputTokens.count
    }
    guard let cell = cells.max(by: { $0.tokenCap < $1.tokenCap }), cell.positions.count > 1 else { return nil }
    let rates = zip(cell.outputTokens, cell.positions).map { $0 / $1 }
    let variation = SampleMoments.standardDeviation(rates) / SampleMoments.mean(rates)
    return
      "\(scatter.model.words), \(scatter.strategy.words): tokens a pass vary by \(DecimalText.fixed(variation * 100, 0)) % (standard deviation over mean) between \(rates.count) requests at the cap of \(cell.tokenCap)."
  }

  private static func scatter(
    _ model: ObservedModel, _ strategy: ObservedStrategy, _ comparisons: [SweepComparison]
  ) -> Scatter? {
    let own = comparisons.sorted { $0.tokenCap < $1.tokenCap }
    guard own.count >= 4 else { return nil }
    let y = own.map { logarithm($0.costRatio.value) }
    let weights = own.map { 1 / max($0.logCostError * $0.logCostError, 1e-12) }
    let fits = [1.0, -1.0].map { sign in monotone(y.map { sign * $0 }, weights).map { sign * $0 } }
    let residuals = fits.map { fit in zip(y, fit).map { $0 - $1 } }
    func chi(_ residuals: [Double]) -> Double { zip(residuals, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 } }
    let best = chi(residuals[0]) <= chi(residuals[1]) ? residuals[0] : residuals[1]
    return Scatter(
      model: model, strategy: strategy, caps: own.count, aboutMonotone: rootMeanSquare(best),
      aboutLine: rootMeanSquare(lineResiduals(own.map { logarithm(Double($0.tokenCap)) }, y, weights)),
      chiSquared: chi(best))
  }

  private static func rootMeanSquare(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }

  /// The residuals of the weighted least-squares line; `x` holds at least two distinct values.
  static func lineResiduals(_ x: [Double], _ y: [Double], _ weights: [Double]) -> [Double] {
    let total = weights.reduce(0, +)
    let centerX = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / total
    let centerY = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / total
    var products = 0.0
    var squares = 0.0
    for row in x.indices {
      products += weights[row] * (x[row] - centerX) * (y[row] - centerY)
      squares += weights[row] * (x[row] - centerX) * (x[row] - centerX)
    }
    return zip(x, y).map { $1 - centerY - products / squares * ($0 - centerX) }
  }

  /// The weighted least-squares rising sequence, by pooling adjacent violators, in O(n).
  static func monotone(_ y: [Double], _ weights: [Double]) -> [Double] {
    var blocks: [(value: Double, weight: Double, count: Int)] = []
    for (value, weight) in zip(y, weights) {
      blocks.append((value, weight, 1))
      while blocks.count > 1, blocks[blocks.count - 2].value > blocks[blocks.count - 1].value {
        let last = blocks.removeLast()
        let before = blocks.removeLast()
        let total = before.weight + last.weight
        blocks.append(
          (
            (before.value * before.weight + last.value * last.weight) / total, total, before.count + last.count
          ))
      }
    }
    return blocks.flatMap { [Double](repeating: $0.value, count: $0.count) }
  }
}
