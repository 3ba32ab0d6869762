import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The size of a held-out error that laws are ranked by.
public enum HoldoutMeasure: String, Sendable, Hashable, Codable {
  /// The root mean square of the errors, in the unit of y.
  case rootMeanSquare
  /// The root mean square of error over observation; no observation is 0.
  case rootMeanSquareRelative
  /// The root mean square of ln predicted - ln observed; all are positive.
  case rootMeanSquareLog

  /// "root mean square error" and so on.
  public var name: String {
    switch self {
    case .rootMeanSquare: "root mean square error"
    case .rootMeanSquareRelative: "root mean square relative error"
    case .rootMeanSquareLog: "root mean square error of ln y"
    }
  }

  /// Its place among the three of a law.
  fileprivate var place: Int {
    switch self {
    case .rootMeanSquare: 0
    case .rootMeanSquareRelative: 1
    case .rootMeanSquareLog: 2
    }
  }
}

/// A prediction of an observation that the law had not seen, beyond all that it had.
public struct HeldOutError: Sendable, Hashable, CustomStringConvertible {
  /// How far out, what was observed and what predicted, rounded for reading.
  public let headline: String
  /// The place of the observation in the columns given.
  public let row: Int
  /// How many of the largest distinct values of the predictor were held out.
  public let heldOutCount: Int
  /// The predictor's value at the observation.
  public let predictor: Double
  /// That value over the largest one kept: the extrapolation factor; nil where the largest one kept is not positive or so small that the factor is no
  /// floating-point number.
  public let factor: Double?
  /// The observation.
  public let observed: Double
  /// The prediction from the observations kept.
  public let predicted: Double
  /// Predicted less observed.
  public let error: Double
  /// The error over the size of the observation; nil where that is 0.
  public let relativeError: Double?
  /// ln predicted - ln observed; nil where either is not positive.
  public let logError: Double?

  init(row: Int, heldOutCount: Int, predictor: Double, largestKept: Double, observed: Double, predicted: Double) {
    self.row = row
    self.heldOutCount = heldOutCount
    self.predictor = predictor
    let factor = predictor / largestKept
    self.factor = largestKept > 0 && factor.isFinite ? factor : nil
    self.observed = observed
    self.predicted = predicted
    error = predicted - observed
    relativeError = observed != 0 ? error / abs(observed) : nil
    logError = observed > 0 && predicted > 0 ? log(predicted / observed) : nil
    func text(_ number: Double) -> String { DecimalText.significant(number, 4) }
    let reach =
      self.factor.map { "\(DecimalText.significant($0, 3))x the largest kept" } ?? "beyond \(text(largestKept))"
    headline = "\(text(predicted)) predicted, \(text(observed)) observed at \(text(predictor)), \(reach)"
  }

  /// The rounded headline.
  public var description: String { headline }
}

/// How a law did on the observations held out.
public struct HeldOutLaw: Sendable, Hashable, CustomStringConvertible {
  /// The law and its error in the measure of the ranking, rounded for reading.
  public let headline: String
  /// The law.
  public let law: String
  /// Every prediction, by how many values were held out and then by the predictor.
  public let errors: [HeldOutError]
  /// The root mean square of the errors, in the unit of y.
  public let rootMeanSquare: Double
  /// The root mean square of the relative errors; nil where one is not defined.
  public let rootMeanSquareRelative: Double?
  /// The root mean square of the errors of ln y; nil where one is not defined.
  public let rootMeanSquareLog: Double?
  /// The mean of the errors: above 0 where the law predicts too much.
  public let meanError: Double
  /// The largest extrapolation factor; nil where one is not defined.
  public let largestFactor: Double?

  init(law: String, errors: [HeldOutError], measure: HoldoutMeasure) {
    self.law = law
    self.errors = errors
    let count = Double(errors.count)
    func size(_ numbers: [Double]) -> Double { (numbers.reduce(0) { $0 + $1 * $1 } / count).squareRoot() }
    func whole(_ numbers: [Double?]) -> [Double]? {
      let known = numbers.compactMap { $0 }
      return known.count == numbers.count ? known : nil
    }
    rootMeanSquare = size(errors.map(\.error))
    rootMeanSquareRelative = whole(errors.map(\.relativeError)).map(size)
    rootMeanSquareLog = whole(errors.map(\.logError)).map(size)
    meanError = errors.reduce(0) { $0 + $1.error } / count
    largestFactor = whole(errors.map(\.factor))?.max()
    let sizes = [rootMeanSquare, rootMeanSquareRelative, rootMeanSquareLog]
    let score = sizes[measure.place].map { DecimalText.significant($0, 3) } ?? "not defined"
    headline = "\(law): \(measure.name) \(score)"
  }

  /// The law's error in a measure; nil where it is not defined.
  public func score(_ measure: HoldoutMeasure) -> Double? {
    [rootMeanSquare, rootMeanSquareRelative, rootMeanSquareLog][measure.place]
  }

  /// The rounded headline.
  public var description: String { headline }
}
