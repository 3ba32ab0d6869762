/// Wilson's score interval for a share of independent yes-or-no outcomes.
///
/// E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927). It stays inside 0 to 1 and keeps its level near
/// the ends, where p ± z √(p(1-p)/n) collapses to a point.
public enum BinomialInterval {
  /// The share of successes with Wilson's interval at a level.
  ///
  /// Throws `StatisticsError` where trials are not positive, successes lie outside 0 to trials, or the level outside 0 to 1.
  public static func wilson(successes: Int, trials: Int, level: Double = 0.95) throws -> Estimate {
    guard trials > 0 else {
      throw StatisticsError("A share of \(trials) trials is not defined: at least one is needed.")
    }
    guard (0...trials).contains(successes) else {
      throw StatisticsError(
        "\(successes) successes of \(trials) trials: successes lie between 0 and the number of trials.")
    }
    try StatisticsError.checkLevel(level)
    let n = Double(trials)
    let share = Double(successes) / n
    let z = NormalDistribution.standard.quantile(0.5 + level / 2)
    let square = z * z / n
    let center = (share + square / 2) / (1 + square)
    let half = z / (1 + square) * (share * (1 - share) / n + square / (4 * n)).squareRoot()
    // At 0 and n the formula's end is exact in algebra and a rounding error off in floating point.
    let lower = successes == 0 ? 0 : max(0, center - half)
    let upper = successes == trials ? 1 : min(1, center + half)
    return Estimate(value: share, lower: lower, upper: upper, level: level, method: "Wilson interval, \(trials) trials")
  }
}
