import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension ChinchillaLaw: LossLaw {
  /// The loss of a model of so many parameters after so many tokens, both positive.
  public func loss(parameters: Double, tokens: Double) -> Double { value(parameters: parameters, tokens: tokens) }

  /// The exponents of N* ~ C^a and D* ~ C^b: a = beta / (alpha + beta), b = alpha / (alpha + beta).
  public var allocationExponents: (parameters: Double, tokens: Double) {
    let sum = parameterExponent + tokenExponent
    return (tokenExponent / sum, parameterExponent / sum)
  }

  /// The best split of a budget C = `operations` · N · D, in closed form.
  ///
  /// Hoffmann et al. 2022, eq. 4: N* = G (C/k)^a, D* = (C/k)^b / G, G = (alpha A / (beta B))^(1/(alpha + beta)). Throws `AllocationError` for a budget that is not positive, and with
  /// `.noInteriorMinimum` where an amplitude or exponent is not positive: the loss then falls to one end.
  public func optimalAllocation(compute: Double, operations: Double = 6) throws -> ComputeAllocation {
    try AllocationSearch.check(compute: compute, operations: operations)
    let logarithm = logOptimalParameters(compute: compute, operations: operations)
    guard logarithm.isFinite, hasOptimalAllocation else {
      throw AllocationError(
        .noInteriorMinimum,
        "The law has no best split of compute: A, B, alpha and beta are \(parameterAmplitude), \(tokenAmplitude), \(parameterExponent), \(tokenExponent), and all must be positive."
      )
    }
    let parameters = exp(logarithm)
    let tokens = compute / (operations * parameters)
    return ComputeAllocation(
      compute: compute, operations: operations, parameters: parameters, tokens: tokens,
      loss: value(parameters: parameters, tokens: tokens), parameterExponent: allocationExponents.parameters)
  }

  /// Whether every budget has a best split: amplitudes and exponents are positive.
  var hasOptimalAllocation: Bool {
    parameterAmplitude > 0 && tokenAmplitude > 0 && parameterExponent > 0 && tokenExponent > 0
      && logOptimalParameters(compute: 1, operations: 1).isFinite
  }

  /// ln N*; not finite for a law without a best split.
  func logOptimalParameters(compute: Double, operations: Double) -> Double {
    let ratio = parameterExponent * parameterAmplitude / (tokenExponent * tokenAmplitude)
    return log(ratio) / (parameterExponent + tokenExponent)
      + allocationExponents.parameters * log(compute / operations)
  }

  /// The best split with intervals, by the delta method in logarithms, for a fit of this law or of the one with tied exponents (approach 3 of Hoffmann and others, 2022).
  ///
  /// Throws `FitError` for a fit of another law or without a covariance, and `AllocationError` as `optimalAllocation(compute:operations:)` does.
  public static func optimalAllocation(
    of fit: Fit, compute: Double, operations: Double = 6, level: Double = 0.95
  ) throws -> AllocationEstimate {
    let name = try lawName(of: fit.law)
    return try AllocationEstimate(
      law: law(fit.parameters.map(\.value)), compute: compute, operations: operations, name: name
    ) { function in
      try fit.estimate(level: level) { function(law($0.values)) }
    }
  }

  /// The best split with intervals from a bootstrap of a fit of this law or of the one with tied exponents; throws as the delta method's does.
  ///
  /// Percentile intervals, or BCa intervals where the bootstrap was made with `acceleration`. N* and D* are drawn together with A, B, alpha and beta, whose errors are nearly one.
  public static func optimalAllocation(
    of bootstrap: FitBootstrap, fit: Fit, compute: Double, operations: Double = 6, level: Double = 0.95
  ) throws -> AllocationEstimate {
    let name = try lawName(of: fit.law)
    guard bootstrap.names == fit.parameters.map(\.name) else {
      throw FitError(
        "The bootstrap has the parameters \(bootstrap.names.joined(separator: ", ")), not those of the fit.")
    }
    return try AllocationEstimate(
      law: law(fit.parameters.map(\.value)), compute: compute, operations: operations, name: name
    ) { function in
      try bootstrap.estimate(level: level) { function(law($0.values)) }
    }
  }

  /// The best splits of several budgets with intervals by the delta method, in their order; throws as for one budget.
  public static func optimalAllocations(
    of fit: Fit, compute: [Double], operations: Double = 6, level: Double = 0.95
  ) throws -> [AllocationEstimate] {
    try compute.map { try optimalAllocation(of: fit, compute: $0, operations: operations, level: level) }
  }

  static func lawName(of law: String) throws -> String {
    guard [ChinchillaLaw.model.name, TiedChinchillaLaw.model.name].contains(law) else {
      throw FitError("A fit of a \(law) has no allocation by a closed form: it needs a Chinchilla law.")
    }
    return law
  }

  /// The law from parameters in the order of a fit; the tied one has four.
  static func law(_ values: [Double]) -> ChinchillaLaw {
    ChinchillaLaw(
      floor: values[0], parameterAmplitude: values[1], tokenAmplitude: values[2], parameterExponent: values[3],
      tokenExponent: values.count > 4 ? values[4] : values[3])
  }
}

extension TiedChinchillaLaw: LossLaw {
  /// The loss of a model of so many parameters after so many tokens, both positive.
  public func loss(parameters: Double, tokens: Double) -> Double { value(parameters: parameters, tokens: tokens) }

  /// The best split of a budget, in closed form with a = b = 1/2; throws as `ChinchillaLaw.optimalAllocation(compute:operations:)` does.
  public func optimalAllocation(compute: Double, operations: Double = 6) throws -> ComputeAllocation {
    try untied.optimalAllocation(compute: compute, operations: operations)
  }
}

extension OverTrainingLaw: LossLaw {
  /// The loss of a model of so many parameters after so many tokens, both positive.
  public func loss(parameters: Double, tokens: Double) -> Double { tied.value(parameters: parameters, tokens: tokens) }

  /// The best split of a budget, in closed form with a = b = 1/2; throws as `ChinchillaLaw.optimalAllocation(compute:operations:)` does.
  public func optimalAllocation(compute: Double, operations: Double = 6) throws -> ComputeAllocation {
    try tied.optimalAllocation(compute: compute, operations: operations)
  }
}

/// The best split of a budget with intervals, from a fitted surface.
public struct AllocationEstimate: Sendable, Hashable, Codable, CustomStringConvertible {
  /// N*, D* and a with their intervals, rounded for reading.
  public let headline: String
  /// The budget C, in FLOP.
  public let compute: Double
  /// The operations for each parameter and token.
  public let operations: Double
  /// N*; the interval is made in ln N*.
  public let parameters: Estimate
  /// D*; the interval is made in ln D*.
  public let tokens: Estimate
  /// D* / N*; the interval is made in its logarithm.
  public let tokensPerParameter: Estimate
  /// The least loss at the budget.
  public let loss: Estimate
  /// a of N* ~ C^a.
  public let parameterExponent: Estimate
  /// b of D* ~ C^b.
  public let tokenExponent: Estimate
  /// The headline.
  public var description: String { headline }

  init(
    law: ChinchillaLaw, compute: Double, operations: Double, name: String,
    estimate: ((ChinchillaLaw) -> Double) throws -> Estimate
  ) throws {
    // The refusals come first, with their sentences.
    _ = try law.optimalAllocation(compute: compute, operations: operations)
    func exponential(_ found: Estimate) -> Estimate {
      Estimate(
        value: exp(found.value), lower: exp(found.lower), upper: exp(found.upper), level: found.level,
        method: found.method + ", in the logarithm")
    }
    let total = log(compute / operations)
    func optimum(_ law: ChinchillaLaw) -> Double { law.logOptimalParameters(compute: compute, operations: operations) }
    parameters = exponential(try estimate(optimum))
    tokens = exponential(try estimate { total - optimum($0) })
    tokensPerParameter = exponential(try estimate { total - 2 * optimum($0) })
    loss = try estimate { law in
      let place = optimum(law)
      return law.value(parameters: exp(place), tokens: exp(total - place))
    }
    parameterExponent = try estimate { $0.allocationExponents.parameters }
    tokenExponent = try estimate { $0.allocationExponents.tokens }
    self.compute = compute
    self.operations = operations
    headline =
      "\(DecimalText.significant(compute, 4)) FLOP, \(name): N* = \(parameters.headline), D* = \(tokens.headline), a = \(parameterExponent.headline)"
  }
}
