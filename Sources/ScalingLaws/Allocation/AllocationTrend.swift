import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The best size as a power of compute, N* = c C^a, through the best sizes found at several budgets.
public struct AllocationTrend: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How the best sizes were found.
  public enum Approach: String, Sendable, Hashable, Codable {
    /// The lower envelope of training curves (approach 1 of Hoffmann et al. 2022).
    case envelope
    /// Minima of profiles of equal compute (approach 2).
    case isoFLOP
  }

  /// The exponents, rounded for reading.
  public let headline: String
  /// How the best sizes were found.
  public let approach: Approach
  /// The operations for each parameter and token.
  public let operations: Double
  /// The budgets, in FLOP.
  public let compute: [Double]
  /// N* at each budget.
  public let parameters: [Double]
  /// a of N* ~ C^a with its interval.
  public let parameterExponent: Estimate
  /// b of D* ~ C^b with its interval; b = 1 - a.
  public let tokenExponent: Estimate
  /// What the reader should know first.
  public let warnings: [String]
  /// The headline.
  public var description: String { headline }

  private let line: LogLine

  init(
    approach: Approach, operations: Double, compute: [Double], parameters: [Double], level: Double, warnings: [String],
    exponent: Estimate? = nil
  ) throws {
    guard level > 0, level < 1 else {
      throw AllocationError(.invalidInput, "A level of \(level) was asked for; it lies between 0 and 1, such as 0.95.")
    }
    guard let line = LogLine(x: compute.map { log($0) }, y: parameters.map { log($0) }) else {
      throw AllocationError(
        .invalidInput, "\(Set(compute).count) distinct budgets have no trend: at least two are needed.")
    }
    self.approach = approach
    self.operations = operations
    self.compute = compute
    self.parameters = parameters
    self.warnings = warnings
    self.line = line
    let a = exponent ?? line.slopeEstimate(level: level)
    parameterExponent = a
    tokenExponent = Estimate(
      value: 1 - a.value, lower: 1 - a.upper, upper: 1 - a.lower, level: a.level, method: a.method)
    headline =
      "N* ~ C^\(a.headline), D* ~ C^\(DecimalText.significant(1 - a.value, 4)), from \(compute.count) budgets (\(approach.rawValue))"
  }

  /// N* at a budget with the interval of the line's mean, at the trend's level unless another is given; throws `AllocationError` for a budget or level that is out of range.
  public func parameters(compute: Double, level: Double? = nil) throws -> Estimate {
    let level = level ?? parameterExponent.level
    try AllocationSearch.check(compute: compute, operations: operations)
    guard level > 0, level < 1 else {
      throw AllocationError(.invalidInput, "A level of \(level) was asked for; it lies between 0 and 1, such as 0.95.")
    }
    let found = line.estimate(at: log(compute), level: level)
    return Estimate(
      value: exp(found.value), lower: exp(found.lower), upper: exp(found.upper), level: level,
      method: found.method + ", in the logarithm")
  }

  /// D* = C / (k N*) at a budget, with its interval; throws as `parameters(compute:level:)` does.
  public func tokens(compute: Double, level: Double? = nil) throws -> Estimate {
    let size = try parameters(compute: compute, level: level)
    let total = compute / operations
    return Estimate(
      value: total / size.value, lower: total / size.upper, upper: total / size.lower, level: size.level,
      method: size.method)
  }

  /// How many times the largest budget of the data a budget is, or the smallest is of it; 1 inside the data.
  public func extrapolation(compute: Double) -> Double {
    max(1, compute / (self.compute.max() ?? compute), (self.compute.min() ?? compute) / compute)
  }
}

/// A least-squares line in logarithms.
struct LogLine: Sendable, Hashable, Codable {
  let meanX: Double
  let meanY: Double
  let slope: Double
  let squares: Double
  /// The residual variance; nil without a degree of freedom.
  let variance: Double?
  let count: Int

  init?(x: [Double], y: [Double]) {
    guard Set(x).count > 1, x.count == y.count else { return nil }
    meanX = SampleMoments.mean(x)
    meanY = SampleMoments.mean(y)
    var squares = 0.0
    var products = 0.0
    for i in x.indices {
      squares += (x[i] - meanX) * (x[i] - meanX)
      products += (x[i] - meanX) * (y[i] - meanY)
    }
    slope = products / squares
    self.squares = squares
    count = x.count
    var rest = 0.0
    for i in x.indices {
      let residual = y[i] - meanY - slope * (x[i] - meanX)
      rest += residual * residual
    }
    variance = count > 2 ? rest / Double(count - 2) : nil
  }

  func value(_ x: Double) -> Double { meanY + slope * (x - meanX) }

  func slopeEstimate(level: Double) -> Estimate { estimate(slope, variance: 1 / squares, level: level) }

  func estimate(at x: Double, level: Double) -> Estimate {
    estimate(value(x), variance: 1 / Double(count) + (x - meanX) * (x - meanX) / squares, level: level)
  }

  private func estimate(_ value: Double, variance factor: Double, level: Double) -> Estimate {
    guard let variance else {
      return Estimate(
        value: value, lower: -.infinity, upper: .infinity, level: level,
        method: "open: two points leave no degree of freedom")
    }
    let half =
      (factor * variance).squareRoot()
      * StudentTDistribution(degreesOfFreedom: Double(count - 2)).quantile(0.5 + level / 2)
    return Estimate(
      value: value, lower: value - half, upper: value + half, level: level,
      method: "line in logarithms over \(count) budgets, Student's t with \(count - 2) degrees of freedom")
  }
}
