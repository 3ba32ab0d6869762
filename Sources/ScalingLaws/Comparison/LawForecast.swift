import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A forecast by several laws: their mean, how far beyond the data it is, and an interval that holds the choice of law.
public struct LawForecast: Sendable, CustomStringConvertible {
  /// The value, its interval and how far beyond the data it lies, rounded for reading.
  public let headline: String
  /// The x of the forecast.
  public let x: Double
  /// Whether x lies inside the data, or how far beyond.
  public let place: PredictionPlace
  /// The mean of the laws within the metric's bounds, with an interval that holds the laws' own errors and the spread between them.
  public let estimate: Estimate
  /// The average, with each law's prediction and the spread between them.
  public let average: AveragedPrediction

  /// The value of the forecast.
  public var value: Double { estimate.value }
  /// The rounded headline.
  public var description: String { headline }
}

extension LawComparison {
  /// The forecast at an x: the equal-weight mean of the laws.
  ///
  /// The interval is value ± z Σ wᵢ √(sᵢ² + (vᵢ - v̄)²), each law's error sᵢ widened by t / z (Buckland, Burnham and Augustin 1997; see `AveragedPrediction`); on the scale of the average. A law whose own error is not defined here, because a
  /// parameter is not identified, is given the largest error among the others, and the method says so. Throws `FitError` where a law is not defined at x. O(laws).
  public func forecast(at x: Double, level: Double = 0.95) throws -> LawForecast {
    try forecasts(at: [x], level: level)[0]
  }

  /// The forecasts at some x, as at each alone.
  ///
  /// O(laws · n).
  public func forecasts(at x: [Double], level: Double = 0.95) throws -> [LawForecast] {
    let averages = try AveragedPrediction.predictions(fits, at: x, scale: scale, level: level)
    let bands = fits.map { try? $0.confidenceBand(at: x, level: level) }
    let z = NormalDistribution.standard.quantile(0.5 + level / 2)
    let isLogarithmic = scale == .logarithmic
    return averages.indices.map { row in
      let average = averages[row]
      let errors = bands.map { band -> Double? in
        guard let estimate = band?[row] else { return nil }
        let error = (estimate.upper - estimate.lower) / 2 / z / (isLogarithmic ? estimate.value : 1)
        return error.isFinite ? error : nil
      }
      let largest = errors.compactMap { $0 }.max() ?? 0
      var deviation = 0.0
      for (index, prediction) in average.predictions.enumerated() {
        let distance = isLogarithmic ? log(prediction / average.value) : prediction - average.value
        let error = errors[index] ?? largest
        deviation += average.weights[index] * (error * error + distance * distance).squareRoot()
      }
      let half = z * deviation
      let ends =
        isLogarithmic
        ? (average.value * exp(-half), average.value * exp(half)) : (average.value - half, average.value + half)
      func bounded(_ number: Double) -> Double {
        min(max(number, naturalBounds.lowerBound), naturalBounds.upperBound)
      }
      let without = errors.count { $0 == nil }
      let method =
        "unconditional on the law, \(fits.count) laws, equal weights"
        + (without > 0 ? "; \(without) without an error of its own" : "")
      let estimate = Estimate(
        value: bounded(average.value), lower: bounded(ends.0), upper: bounded(ends.1), level: level, method: method)
      let place = fits[0].place(of: x[row])
      return LawForecast(
        headline:
          "\(DecimalText.interval(estimate.value, estimate.lower, estimate.upper, 3)) at x = \(DecimalText.significant(x[row], 4)), \(place.explanation)",
        x: x[row], place: place, estimate: estimate, average: average)
    }
  }
}
