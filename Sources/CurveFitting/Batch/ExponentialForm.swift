/// What a law of the form y = offset + sign · amplitude · exp(direction · rate · t) says of itself, so that many curves can be fitted at a time.
///
/// t is a column that the working coordinates already hold, so power laws (t = ln x) and exponentials (t = x) are the same arithmetic. The offset is the first amplitude where
/// there is one, and the rate is the only shape. The reported amplitude is the working one times exp(rate · `amplitudeShift`).
public struct ExponentialForm: Sendable, Hashable {
  /// The working coordinate that stands in the exponent.
  public enum Coordinate: Sendable, Hashable {
    /// `PredictorColumn.centeredLogs`.
    case centeredLogs
    /// `PredictorColumn.scaled`.
    case scaled
  }

  /// How the reported shape follows from the rate.
  public enum ReportedShape: Sendable, Hashable {
    /// The rate itself.
    case rate
    /// A length over the rate.
    case lengthOverRate(Double)
  }

  /// The working coordinate that stands in the exponent.
  public let coordinate: Coordinate
  /// Whether the law has an offset.
  public let hasOffset: Bool
  /// 1 where the term is added, -1 where it is subtracted.
  public let termSign: Double
  /// 1 or -1: the sign in the exponent.
  public let direction: Double
  /// ln of the reported over the working amplitude, for a rate of 1.
  public let amplitudeShift: Double
  /// How the reported shape follows from the rate.
  public let reportedShape: ReportedShape

  /// Creates a form.
  public init(
    coordinate: Coordinate, hasOffset: Bool, termSign: Double, direction: Double, amplitudeShift: Double,
    reportedShape: ReportedShape = .rate
  ) {
    self.coordinate = coordinate
    self.hasOffset = hasOffset
    self.termSign = termSign
    self.direction = direction
    self.amplitudeShift = amplitudeShift
    self.reportedShape = reportedShape
  }
}
