import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The origin and scale that a fit's working coordinates refer to, taken from the data once.
///
/// Working in them makes a fit independent of the units of x: multiplying x by a constant changes the reference and nothing else.
public struct PredictorReference: Sendable, Hashable {
  /// The smallest x of the data.
  public let minimum: Double
  /// The largest x of the data.
  public let maximum: Double
  /// The mean of ln x; 0 where an x is not positive.
  public let meanLog: Double
  /// ln(maximum / minimum); 0 where an x is not positive.
  public let logSpan: Double

  /// The distance from the smallest x to the largest.
  public var range: Double { maximum - minimum }
}

/// A column of predictors with what laws need of it, computed once: x, (x - minimum) / range and ln x less its mean.
public struct PredictorColumn: Sendable {
  /// The values as given.
  public let values: [Double]
  /// Each value less the reference's minimum, over its range: 0 to 1 inside the data.
  public let scaled: [Double]
  /// ln x less the reference's mean of ln x, NaN or minus infinity where x is not positive; empty where the reference's data are not all positive.
  public let centeredLogs: [Double]
  /// The origin and scale in use.
  public let reference: PredictorReference

  /// The number of values.
  public var count: Int { values.count }

  /// Creates a column that is its own reference: the data of a fit.
  public init(_ values: [Double]) {
    var minimum = values.first ?? 0
    var maximum = minimum
    for value in values {
      minimum = value < minimum ? value : minimum
      maximum = value > maximum ? value : maximum
    }
    let logs = minimum > 0 ? Self.logarithms(values) : []
    var sum = 0.0
    var least = logs.first ?? 0
    var most = least
    for value in logs {
      sum += value
      least = value < least ? value : least
      most = value > most ? value : most
    }
    self.init(
      values,
      reference: PredictorReference(
        minimum: minimum, maximum: maximum, meanLog: logs.isEmpty ? 0 : sum / Double(logs.count),
        logSpan: most - least), logs: logs)
  }

  /// Creates a column in the coordinates of another: the points of a prediction.
  public init(_ values: [Double], reference: PredictorReference) {
    // Where the data have logarithms each point has one, if only NaN: laws index this column.
    self.init(values, reference: reference, logs: reference.minimum > 0 ? Self.logarithms(values) : [])
  }

  private init(_ values: [Double], reference: PredictorReference, logs: [Double]) {
    self.values = values
    self.reference = reference
    let range = reference.range > 0 ? reference.range : 1
    scaled = values.map { ($0 - reference.minimum) / range }
    var centered = logs
    for index in centered.indices { centered[index] -= reference.meanLog }
    centeredLogs = centered
  }

  private static func logarithms(_ values: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: values.count) { buffer, count in
      values.withUnsafeBufferPointer { source in
        if let from = source.baseAddress, let to = buffer.baseAddress { cla_log(Int64(source.count), from, to) }
      }
      count = values.count
    }
  }
}
