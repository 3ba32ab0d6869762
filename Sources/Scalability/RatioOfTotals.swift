import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A ratio of totals over pairs with an interval in closed form, for questions that ask many cells at once.
///
/// The logarithm of ΣA / ΣB is linearised in the pairs (W. G. Cochran, "Sampling Techniques", 1977, section 6.3): its error is that of the mean of aᵢ/ā - bᵢ/b̄, and the
/// interval is Student's t with n - 1 degrees of freedom on the logarithmic scale. `PairedSpeedup` gives the bootstrap interval of a single comparison.
public enum RatioOfTotals {
  /// The ratio of the totals of two columns of pairs.
  ///
  /// Throws `ScalabilityError` for unequal lengths, fewer than two pairs, a value that is not positive and finite, or a level outside 0 to 1. O(n).
  public static func estimate(_ numerator: [Double], over denominator: [Double], level: Double = 0.95) throws
    -> Estimate
  {
    guard numerator.count == denominator.count, numerator.count > 1 else {
      throw ScalabilityError(
        "A ratio of totals needs two pairs or more; there are \(numerator.count) and \(denominator.count) values.")
    }
    for row in numerator.indices {
      for value in [numerator[row], denominator[row]] where !(value > 0 && value.isFinite) {
        throw ScalabilityError("A value of pair \(row) is \(value); totals are of positive, finite values.")
      }
    }
    guard level > 0, level < 1 else {
      throw ScalabilityError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    let n = Double(numerator.count)
    let top = SampleMoments.mean(numerator)
    let bottom = SampleMoments.mean(denominator)
    let influence = zip(numerator, denominator).map { $0 / top - $1 / bottom }
    let error = SampleMoments.standardDeviation(influence) / n.squareRoot()
    let half = StudentTDistribution(degreesOfFreedom: n - 1).quantile(0.5 + level / 2) * error
    let ratio = top / bottom
    return Estimate(
      value: ratio, lower: ratio * exp(-half), upper: ratio * exp(half), level: level,
      method: "linearised ratio of totals over \(numerator.count) pairs")
  }
}
