import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a question about the best allocation of compute has no answer.
public struct AllocationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of refusal, for a program to act on.
  public enum Reason: String, Sendable, Hashable, Codable {
    /// The least loss lies at an end of what was tried, not inside.
    case noInteriorMinimum
    /// A number that is missing, not positive, or too few of them.
    case invalidInput
    /// The runs do not determine the parameters that the answer rests on.
    case notIdentified
    /// The fit has no interval for the quantity.
    case noInterval
  }

  /// The kind of refusal.
  public let reason: Reason
  /// One sentence that says what is wrong and where.
  public let message: String

  /// Creates an error from its reason and sentence.
  public init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}

/// A law for the loss in parameters N and training tokens D, from which the best use of a compute budget follows.
public protocol LossLaw: Sendable {
  /// The loss of a model of so many parameters after so many tokens, both positive.
  func loss(parameters: Double, tokens: Double) -> Double
  /// The best split of a budget; laws with a closed form have their own, others are searched.
  func optimalAllocation(compute: Double, operations: Double) throws -> ComputeAllocation
}

/// The best split of a compute budget C = k N D into parameters and tokens.
public struct ComputeAllocation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The split and its loss, rounded for reading.
  public let headline: String
  /// The budget C, in FLOP.
  public let compute: Double
  /// The operations for each parameter and token, k; 6 for training a dense transformer.
  public let operations: Double
  /// N*, in the count of parameters that the law was fitted with.
  public let parameters: Double
  /// D*, in tokens.
  public let tokens: Double
  /// The loss there.
  public let loss: Double
  /// d ln N* / d ln C at this budget, usually called a.
  public let parameterExponent: Double

  /// D* / N*.
  public var tokensPerParameter: Double { tokens / parameters }
  /// d ln D* / d ln C, usually called b; 1 - a.
  public var tokenExponent: Double { 1 - parameterExponent }
  /// The headline.
  public var description: String { headline }

  init(
    compute: Double, operations: Double, parameters: Double, tokens: Double, loss: Double, parameterExponent: Double
  ) {
    self.compute = compute
    self.operations = operations
    self.parameters = parameters
    self.tokens = tokens
    self.loss = loss
    self.parameterExponent = parameterExponent
    func text(_ value: Double) -> String { DecimalText.significant(value, 4) }
    headline =
      "\(text(compute)) FLOP: \(text(parameters)) parameters, \(text(tokens)) tokens (\(text(tokens / parameters)) for each), loss \(text(loss))"
  }
}

extension LossLaw {
  /// The best split of a budget C = `operations` · N · D, found by search.
  ///
  /// The least loss along the curve of equal compute, by a scan of ln N over 4 parameters to a quarter of C / k (at most), then golden section to 1e-9. The local exponent a comes from budgets
  /// 1 % apart. Throws `AllocationError` for a budget that is not positive, and with `.noInteriorMinimum` where the loss falls to an end. About 700 evaluations.
  public func optimalAllocation(compute: Double, operations: Double = 6) throws -> ComputeAllocation {
    try AllocationSearch(law: self, operations: operations).allocation(compute: compute)
  }

  /// The best splits of several budgets, in their order; throws as `optimalAllocation(compute:operations:)` does.
  public func optimalAllocations(compute: [Double], operations: Double = 6) throws -> [ComputeAllocation] {
    try compute.map { try optimalAllocation(compute: $0, operations: operations) }
  }

  /// How much more loss a split has than the best one of the same budget, in the unit of the loss; throws as `optimalAllocation(compute:operations:)` does.
  public func excessLoss(parameters: Double, compute: Double, operations: Double = 6) throws -> Double {
    let best = try optimalAllocation(compute: compute, operations: operations)
    return loss(parameters: parameters, tokens: compute / (operations * parameters)) - best.loss
  }
}

/// The search along a curve of equal compute.
struct AllocationSearch {
  let law: any LossLaw
  let operations: Double

  static func check(compute: Double, operations: Double) throws {
    guard compute > 0, compute.isFinite else {
      throw AllocationError(.invalidInput, "A budget of \(compute) FLOP was asked for; it must be positive and finite.")
    }
    guard operations > 0, operations.isFinite else {
      throw AllocationError(
        .invalidInput,
        "\(operations) operations for each parameter and token were given; 6 is usual, and it is positive."
      )
    }
  }

  func allocation(compute: Double) throws -> ComputeAllocation {
    let best = try optimum(compute: compute)
    let step = 0.005
    let slope = try (optimum(compute: compute * exp(step)) - optimum(compute: compute * exp(-step))) / (2 * step)
    let parameters = exp(best)
    let tokens = compute / (operations * parameters)
    return ComputeAllocation(
      compute: compute, operations: operations, parameters: parameters, tokens: tokens,
      loss: law.loss(parameters: parameters, tokens: tokens), parameterExponent: slope)
  }

  /// ln N at the least loss.
  private func optimum(compute: Double) throws -> Double {
    try Self.check(compute: compute, operations: operations)
    let total = log(compute / operations)
    func loss(_ logarithm: Double) -> Double {
      law.loss(parameters: exp(logarithm), tokens: exp(total - logarithm))
    }
    let low = min(log(4.0), 0.25 * total)
    let high = max(total - log(4.0), 0.75 * total)
    let count = 200
    let places = (0...count).map { low + (high - low) * Double($0) / Double(count) }
    let losses = places.map(loss)
    var best = 0
    for index in places.indices where losses[index] < losses[best] { best = index }
    guard losses[best].isFinite, best > 0, best < count else {
      throw AllocationError(
        .noInteriorMinimum,
        "At \(DecimalText.significant(compute, 4)) FLOP the law's loss falls all the way to \(best == 0 ? "the smallest models" : "the largest models"): it has no best split of compute."
      )
    }
    // The curve is flat at its minimum, so that values alone locate it to about 1e-8: a parabola through wide points refines what golden section found.
    var (a, b) = (places[best - 1], places[best + 1])
    let ratio = 0.618_033_988_749_894_9
    var (c, d) = (b - ratio * (b - a), a + ratio * (b - a))
    var (atC, atD) = (loss(c), loss(d))
    for _ in 0..<60 where b - a > 2e-4 {
      if atC < atD {
        (b, d, atD) = (d, c, atC)
        c = b - ratio * (b - a)
        atC = loss(c)
      } else {
        (a, c, atC) = (c, d, atD)
        d = a + ratio * (b - a)
        atD = loss(d)
      }
    }
    var middle = 0.5 * (a + b)
    for _ in 0..<3 {
      // Five points cancel the cubic term of the derivative.
      let h = 4e-3
      let f = [-2, -1, 0, 1, 2].map { loss(middle + $0 * h) }
      let slope = (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / (12 * h)
      let curvature = (-f[0] + 16 * f[1] - 30 * f[2] + 16 * f[3] - f[4]) / (12 * h * h)
      guard curvature > 0 else { break }
      let step = slope / curvature
      guard abs(step) < 0.01 else { break }
      middle -= step
    }
    return middle
  }
}
