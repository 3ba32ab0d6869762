import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Laws fitted to one curve, ranked by AICc and by what they said of points held out, and averaged for what lies beyond the data.
///
/// A criterion judges laws where the data are; beyond them several laws that fit alike go apart, and choosing one of them is the largest error of a forecast. So the forecast is the equal-weight mean of all laws of the
/// family, of their logarithms where the errors are relative, and its interval holds the spread between the laws. The default family follows the metric: for natural bounds with two ends the laws whose
/// ends lie there (`LawFamily.bounded`), for a loss without an upper end those with a floor (`LawFamily.floors`). A falling quantity is fitted by squared residuals of ln y, the law's floor included in the logarithm: never by
/// the logarithm of the excess over a fitted floor, which can be made as small as wanted by moving the floor. A rising one is fitted by squares of y, because a relative error of an accuracy says little.
public struct LawComparison: Sendable, CustomStringConvertible {
  /// The law that AICc prefers, the one that held-out points prefer, and what is averaged, rounded for reading.
  public let headline: String
  /// The laws by AICc, with those that could not be fitted.
  public let ranking: ModelComparison
  /// The laws by their error at the largest x, each held out in turn; nil where none was asked for.
  public let holdout: LargestOutHoldout?
  /// The fits that are averaged, in the family's order.
  public let fits: [Fit]
  /// Whether the quantity falls or rises with x.
  public let trend: Trend
  /// The metric's natural bounds; the laws' ends and the forecasts lie within them.
  public let naturalBounds: ClosedRange<Double>
  /// What every law minimised.
  public let objective: FitObjective
  /// What of the predictions is averaged.
  public let scale: AveragingScale

  /// The law that AICc prefers.
  public var best: any FittedModel { ranking.best }
  /// The law that predicted the held-out points best; nil without a hold-out.
  public var bestHeldOut: String? { holdout?.ranking.first?.law }
  /// The rounded headline.
  public var description: String { headline }
  /// Every law with its AICc, its error beyond the data it was fitted to and its part in the forecast, by AICc; laws that could not be fitted last.
  public let table: [LawComparisonRow]
  /// A record of each fit in `fits`, in their order, with which it can be repeated; empty for errors of known size, which a record does not hold.
  public let records: [FitRecord]

  /// Fits a family of laws to data that say what they are, what was left out of them and what they count; the records carry it.
  ///
  /// `data` has one predictor, named as the laws have it ("x"; its `meaning` says what x is). Its weights are used, and rows that were left out are not. Everything else is as for columns; throws `FitError` as that does,
  /// and for several predictors.
  public init(
    data: FitData, counting: CountingConvention, naturalBounds: ClosedRange<Double> = 0 ... .infinity,
    family: [any SeparableModel]? = nil, trend: Trend? = nil, objective: FitObjective? = nil, holdingOut: Int = 0,
    level: Double = 0.95
  ) throws {
    guard data.predictors.count == 1 else {
      throw FitError(
        "A comparison of laws is of one predictor; the data have \(data.predictors.map(\.name).joined(separator: ", "))."
      )
    }
    let rows = data.keptRows
    try self.init(
      x: rows.map { data.predictors[0].values[$0] }, y: rows.map { data.response.values[$0] },
      errors: data.weights.map { weights in .weights(rows.map { weights[$0] }) } ?? .equal,
      source: (data, counting), naturalBounds: naturalBounds, family: family, trend: trend, objective: objective,
      holdingOut: holdingOut, level: level)
  }

  /// Fits a family of laws to a curve.
  ///
  /// `x` and `y` are columns of equal length, x positive. `naturalBounds` are the metric's: 0...1 for an error or an accuracy, 0...∞ (the default) for a loss. `family` replaces the default one. `trend` is taken from the data unless
  /// given (Kendall's sign over all pairs). `holdingOut` distinct largest x are held out, in rounds of one to that many. Throws `FitError` where the observations lie outside the bounds or no law can be fitted;
  /// a law that refuses the data is listed in `ranking.refused` and is not averaged. O(laws · rounds · cost of a fit); the trend O(n²).
  public init(
    x: [Double], y: [Double], naturalBounds: ClosedRange<Double> = 0 ... .infinity, family: [any SeparableModel]? = nil,
    trend: Trend? = nil, errors: ObservationErrors = .equal, objective: FitObjective? = nil, holdingOut: Int = 0,
    level: Double = 0.95
  ) throws {
    try self.init(
      x: x, y: y, errors: errors, source: nil, naturalBounds: naturalBounds, family: family, trend: trend,
      objective: objective, holdingOut: holdingOut, level: level)
  }

  private init(
    x: [Double], y: [Double], errors: ObservationErrors, source: (FitData, CountingConvention)?,
    naturalBounds: ClosedRange<Double>, family: [any SeparableModel]?, trend: Trend?, objective: FitObjective?,
    holdingOut: Int, level: Double
  ) throws {
    guard x.count == y.count else {
      throw FitError("x has \(x.count) values and y has \(y.count): one y is needed for each x.")
    }
    if let row = y.firstIndex(where: { !naturalBounds.contains($0) }) {
      throw FitError(
        "y of observation \(row) is \(y[row]), outside the metric's bounds \(naturalBounds.lowerBound) to \(naturalBounds.upperBound)."
      )
    }
    let trend = trend ?? Self.trend(x, y)
    let chosen = (family ?? Self.family(naturalBounds, trend)).map { law -> any SeparableModel in
      law is BoundedModel ? law : LawWithinBounds(law: law, range: naturalBounds)
    }
    // Relative errors need every y above 0, and laws that cannot fall below it.
    let isRelative = trend == .falling && naturalBounds.lowerBound >= 0 && y.allSatisfy { $0 > 0 }
    let minimised = objective ?? (isRelative && !errors.isScaleKnown ? .logSquares : .squares)
    let source = try source ?? Self.source(x, y, errors)
    var fits: [Fit] = []
    var records: [FitRecord] = []
    var refused: [String] = []
    for model in chosen {
      do {
        let fit = try model.fit(x: x, y: y, errors: errors, objective: minimised, level: level)
        fits.append(fit)
        if let (data, counting) = source {
          let bounds = (model as? LawWithinBounds)?.narrowed ?? []
          records.append(FitRecord(fit, data: data, counting: counting, bounds: bounds))
        }
      } catch let error as FitError {
        refused.append("\(model.name): \(error.message)")
      }
    }
    ranking = try ModelComparison(fits, refused: refused)
    holdout =
      holdingOut > 0
      ? try LargestOutHoldout(
        chosen.filter { model in fits.contains { $0.law == model.name } }, x: x, y: y, largest: holdingOut,
        errors: errors, objective: minimised,
        measure: minimised.isLogarithmic ? .rootMeanSquareLog : .rootMeanSquare) : nil
    table = LawComparisonRow.all(ranking, holdout: holdout, fitCount: fits.count)
    self.fits = fits
    self.records = records
    self.trend = trend
    self.naturalBounds = naturalBounds
    self.objective = minimised
    scale = minimised.isLogarithmic ? .logarithmic : .linear
    let held = holdout?.ranking.first.map { "; \($0.law) by held-out error" } ?? ""
    let one = fits.count == 1 ? "1 law is" : "\(fits.count) laws are"
    headline = "\(ranking.best.law) by AICc\(held); \(one) averaged for what lies beyond the data"
  }

  /// The default family of a metric: bounded laws between two finite bounds, else laws with a floor, else those that level off.
  public static func family(_ naturalBounds: ClosedRange<Double>, _ trend: Trend) -> [any SeparableModel] {
    if naturalBounds.lowerBound.isFinite, naturalBounds.upperBound.isFinite {
      return LawFamily.bounded(within: naturalBounds, trend: trend)
    }
    return trend == .falling ? LawFamily.floors : LawFamily.rising
  }

  /// What a record says of bare columns; nil where it cannot hold their errors.
  private static func source(
    _ x: [Double], _ y: [Double], _ errors: ObservationErrors
  ) throws -> (FitData, CountingConvention)? {
    var weights: [Double]?
    switch errors {
    case .equal: weights = nil
    case .weights(let given): weights = given
    case .standardDeviations, .covariance: return nil
    }
    let data = try FitData(
      predictors: [FitData.Column("x", values: x)], response: FitData.Column("y", values: y), weights: weights)
    return (data, CountingConvention(parameters: .none, tokens: .none, compute: .none))
  }

  private static func trend(_ x: [Double], _ y: [Double]) -> Trend {
    var sign = 0
    for i in x.indices {
      for j in 0..<i {
        let product = (x[i] - x[j]) * (y[i] - y[j])
        sign += product > 0 ? 1 : product < 0 ? -1 : 0
      }
    }
    return sign > 0 ? .rising : .falling
  }
}
