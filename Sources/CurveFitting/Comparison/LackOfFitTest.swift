import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether a law misses the data by more than repeats at the same point differ: lack of fit against pure error.
///
/// The residual sum of squares is that of the observations about the mean of their repeats (pure error, n - m degrees of freedom for m distinct points) and that of those means about the law
/// (lack of fit, m - p). With errors of unknown size F is the ratio of their mean squares; with known ones the lack of fit is chi-squared by itself, and the pure error tells whether the repeats bear out the
/// errors that were stated. Exact for a law that is linear in its parameters and normal errors, near it for others. N. R. Draper and H. Smith, *Applied Regression Analysis* (3rd ed. 1998), pp. 47-53.
public struct LackOfFitTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The law, the statistic and p, rounded for reading.
  public let headline: String
  /// The law.
  public let law: String
  /// What is compared with its distribution.
  public let test: TestStatistic
  /// The value of the statistic.
  public let statistic: Double
  /// The probability of a statistic at least this large if the law is right.
  public let probability: Double
  /// The weighted squares of the repeats' means about the law.
  public let lackOfFitSumOfSquares: Double
  /// Distinct points less free parameters.
  public let lackOfFitDegreesOfFreedom: Int
  /// The weighted squares of the observations about the mean of their repeats.
  public let pureErrorSumOfSquares: Double
  /// Observations less distinct points.
  public let pureErrorDegreesOfFreedom: Int
  /// The standard deviation of an observation of unit weight by the repeats alone, whatever the law; in ln y for a fit by log squares.
  public let pureErrorStandardDeviation: Double
  /// For errors of known size, the probability of repeats that differ at least this much if those errors are right; nil otherwise.
  public let repeatsProbability: Double?

  /// The rounded headline.
  public var description: String { headline }

  /// Tests a fit to observations of which some share all their predictors.
  ///
  /// Points of weight 0 do not count. Throws `FitError` without repeats, where the law has as many free parameters as there are distinct points, for repeats that agree exactly, for dependent errors, and for objectives
  /// other than squares. O(n).
  public init(_ fit: any FittedModel) throws { try self.init(ComparedFit(fit)) }

  init(_ fit: ComparedFit) throws {
    guard fit.objective.isSquares else {
      throw FitError(
        "The \(fit.law) was fitted under the objective \(fit.objective.explanation): lack of fit is split from pure error for squares, of y or of ln y."
      )
    }
    guard let given = try Whitening(fit.errors, count: fit.y.count).independentWeights else {
      throw FitError("The observations are dependent: lack of fit is split from pure error for independent ones.")
    }
    try fit.checkRange()
    let weights = given.isEmpty ? [Double](repeating: 1, count: fit.y.count) : given
    let sums = RepeatSums(fit, weights: weights)
    let degrees = (lack: sums.pointCount - fit.freeCount, pure: fit.observationCount - sums.pointCount)
    guard degrees.pure > 0 else {
      throw FitError(
        "No two observations share a point, so nothing but the law says how large the errors are: lack of fit needs repeats."
      )
    }
    guard degrees.lack > 0 else {
      throw FitError(
        "The \(fit.law) has \(fit.freeCount) free parameters for \(sums.pointCount) distinct points: it can pass through the mean of each, so nothing shows a lack of fit."
      )
    }
    guard fit.errors.isScaleKnown || sums.pure > 0 else {
      throw FitError("The repeats agree exactly, so they do not say how large the errors are.")
    }
    law = fit.law
    lackOfFitSumOfSquares = sums.lack
    lackOfFitDegreesOfFreedom = degrees.lack
    pureErrorSumOfSquares = sums.pure
    pureErrorDegreesOfFreedom = degrees.pure
    pureErrorStandardDeviation = (sums.pure / Double(degrees.pure)).squareRoot()
    let denominator = fit.errors.isScaleKnown ? nil : degrees.pure
    if fit.errors.isScaleKnown {
      test = .chiSquared
      statistic = sums.lack
      repeatsProbability = ChiSquaredDistribution(degreesOfFreedom: Double(degrees.pure))
        .upperTailProbability(at: sums.pure)
    } else {
      test = .f
      statistic = sums.lack / Double(degrees.lack) / (sums.pure / Double(degrees.pure))
      repeatsProbability = nil
    }
    probability = test.probability(statistic, numerator: degrees.lack, denominator: denominator)
    let words = test.sentence(
      statistic, numerator: degrees.lack, denominator: denominator, probability: probability)
    let verdict = probability < 0.05 ? "misses the repeats' means" : "no lack of fit shown"
    var sentence = "\(fit.law): \(verdict), \(words)"
    if let repeatsProbability, repeatsProbability < 0.05 {
      sentence +=
        "; the repeats differ more than the stated errors, p = \(DecimalText.significant(repeatsProbability, 2))"
    }
    headline = sentence
  }
}

/// The two parts of a residual sum of squares.
private struct RepeatSums {
  var lack = 0.0
  var pure = 0.0
  let pointCount: Int

  init(_ fit: ComparedFit, weights: [Double]) {
    let isLogarithmic = fit.objective.isLogarithmic
    var groups: [[Int]] = []
    var places: [[Double]: Int] = [:]
    for row in fit.y.indices where weights[row] > 0 {
      let point = fit.columns.map { $0[row] }
      if let place = places[point] {
        groups[place].append(row)
      } else {
        places[point] = groups.count
        groups.append([row])
      }
    }
    pointCount = groups.count
    for group in groups {
      // About the first of them, so that equal repeats have a mean square of exactly 0.
      let origin = fit.y[group[0]]
      let values = group.map { isLogarithmic ? log(fit.y[$0] / origin) : fit.y[$0] - origin }
      let total = group.reduce(0) { $0 + weights[$1] }
      let mean = zip(group, values).reduce(0) { $0 + weights[$1.0] * $1.1 } / total
      for (row, value) in zip(group, values) { pure += weights[row] * (value - mean) * (value - mean) }
      let fitted = fit.y[group[0]] - fit.residuals[group[0]]
      let miss = mean - (isLogarithmic ? log(fitted / origin) : fitted - origin)
      lack += total * miss * miss
    }
  }
}
