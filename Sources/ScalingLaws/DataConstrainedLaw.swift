import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The loss where unique data run out and are repeated: the Chinchilla law of effective parameters and effective tokens.
///
/// Muennighoff et al. 2023, "Scaling Data-Constrained Language Models" (arXiv:2305.16264), eq. 5 and 6: L = E + A / N'^alpha + B / D'^beta with
/// D' = U + U R (1 - e^(-R_D/R)) for R_D = D/U - 1 repetitions of U unique tokens, and N' likewise from the parameters that are optimal for U tokens. R is `tokenDecay` (R_D*, 15.4 for
/// C4) and `parameterDecay` (R_N*, 5.3): after that many repetitions another one is worth 1/e of new data. Data can thus be worth at most 1 + R times their tokens. It fails for
/// hundreds of repetitions, where the loss of over-fitting models rises and the law's does not.
public struct DataConstrainedLaw: Sendable, Hashable, Codable {
  /// The law of data that are never repeated.
  public var base: ChinchillaLaw
  /// The number of repetitions after which another one is worth 1/e of new tokens, R_D*.
  public var tokenDecay: Double
  /// The same for parameters beyond those that are optimal for the unique tokens, R_N*.
  public var parameterDecay: Double

  /// Creates the law from its parameters.
  public init(base: ChinchillaLaw, tokenDecay: Double, parameterDecay: Double) {
    self.base = base
    self.tokenDecay = tokenDecay
    self.parameterDecay = parameterDecay
  }

  /// The parameters that are optimal for so many tokens under the base law: G^((alpha + beta)/alpha) D^(beta/alpha), for any budget.
  public func optimalParameters(forTokens tokens: Double) -> Double {
    let (alpha, beta) = (base.parameterExponent, base.tokenExponent)
    return pow(alpha * base.parameterAmplitude / (beta * base.tokenAmplitude), 1 / alpha) * pow(tokens, beta / alpha)
  }

  /// What so many tokens in all are worth in unique ones: D' of `uniqueTokens` seen tokens / uniqueTokens times.
  public func effectiveTokens(_ tokens: Double, uniqueTokens: Double) -> Double {
    Self.effective(tokens, base: min(tokens, uniqueTokens), decay: tokenDecay)
  }

  /// What so many parameters are worth next to the optimal ones for the unique tokens, N'.
  public func effectiveParameters(_ parameters: Double, uniqueTokens: Double) -> Double {
    Self.effective(
      parameters, base: min(parameters, optimalParameters(forTokens: uniqueTokens)), decay: parameterDecay)
  }

  static func effective(_ value: Double, base: Double, decay: Double) -> Double {
    base * (1 - decay * expm1(-max(0, value / base - 1) / decay))
  }

  /// The loss of a model after so many tokens in all, drawn from so many unique ones; all positive.
  public func value(parameters: Double, tokens: Double, uniqueTokens: Double) -> Double {
    base.value(
      parameters: effectiveParameters(parameters, uniqueTokens: uniqueTokens),
      tokens: effectiveTokens(tokens, uniqueTokens: uniqueTokens))
  }

  /// The law at a fixed number of unique tokens, for the best split of a budget.
  public func with(uniqueTokens: Double) -> Budget { Budget(law: self, uniqueTokens: uniqueTokens) }

  /// The law at a fixed number of unique tokens: a loss in parameters and tokens in all.
  public struct Budget: LossLaw, Hashable, Codable {
    /// The law.
    public var law: DataConstrainedLaw
    /// The unique tokens that there are.
    public var uniqueTokens: Double

    /// The loss of a model after so many tokens in all, repeated where that is more than there are.
    public func loss(parameters: Double, tokens: Double) -> Double {
      law.value(parameters: parameters, tokens: tokens, uniqueTokens: uniqueTokens)
    }

    /// How often a number of tokens passes through the unique ones.
    public func epochs(tokens: Double) -> Double { tokens / uniqueTokens }
  }

  /// Fits both decays to runs with repeated data, by least squares of the relative error, with the base law fixed.
  ///
  /// The four columns are of equal length; `base` is fitted beforehand, to runs without repetition (the authors' two stages). The search starts at decays of 1, 5, 20 and 80 each, or
  /// at those of `near`, an earlier fit to similar runs; both lie in 1e-3 to 1e6 unless `bounds` says otherwise, and `errors` are those of ln of the loss. The
  /// fit's parameters are named "tokenDecay" and "parameterDecay", its y is ln of the loss. Throws `FitError` for unequal lengths, values that are not positive, and fewer than two runs. Where
  /// no run repeats data, or none is larger than optimal, a decay is not identified and the fit says so.
  public static func fit(
    base: ChinchillaLaw, parameters: [Double], tokens: [Double], uniqueTokens: [Double], loss: [Double],
    errors: ObservationErrors = .equal, bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95,
    near: NonlinearFit? = nil
  ) throws -> NonlinearFit {
    let counts = [parameters.count, tokens.count, uniqueTokens.count, loss.count]
    guard Set(counts).count == 1 else {
      throw FitError(
        "The columns parameters, tokens, uniqueTokens and loss have \(counts.map(String.init).joined(separator: ", ")) values."
      )
    }
    for (name, column) in [
      ("parameters", parameters), ("tokens", tokens), ("uniqueTokens", uniqueTokens), ("loss", loss),
    ] {
      if let row = column.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
        throw FitError("\(name) of run \(row) is \(column[row]): it must be positive and finite.")
      }
    }
    let start = DataConstrainedLaw(base: base, tokenDecay: 1, parameterDecay: 1)
    // What depends on no decay is computed once: the bases and the repetitions beyond them.
    let baseD = zip(tokens, uniqueTokens).map { min($0, $1) }
    let baseN = zip(parameters, uniqueTokens).map { min($0, start.optimalParameters(forTokens: $1)) }
    guard (baseN + baseD).allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw FitError("The base law has no optimal size for these tokens: A, B, alpha and beta must be positive.")
    }
    let model = NonlinearModel(
      "data-constrained law", parameters: ["tokenDecay", "parameterDecay"],
      predictors: ["baseTokens", "tokenRepeats", "baseParameters", "parameterRepeats"]
    ) { p, x in
      func power(_ base: Double, _ repeats: Double, _ decay: Dual, _ exponent: Double) -> Dual {
        // (U (1 + R (1 - e^(-r/R))))^-exponent
        let worth = 1 - decay * expm1(-repeats / decay)
        return exp(-exponent * (log(worth) + log(base)))
      }
      return log(
        base.floor + base.parameterAmplitude * power(x[2], x[3], p[1], base.parameterExponent) + base.tokenAmplitude
          * power(x[0], x[1], p[0], base.tokenExponent))
    }
    let columns = [
      "baseTokens": baseD, "tokenRepeats": zip(tokens, baseD).map { max(0, $0 / $1 - 1) },
      "baseParameters": baseN, "parameterRepeats": zip(parameters, baseN).map { max(0, $0 / $1 - 1) },
    ]
    let ranges = ["tokenDecay": 1e-3...1e6, "parameterDecay": 1e-3...1e6].merging(bounds) { _, given in given }
    let places: [Double] = [1, 5, 20, 80]
    let starts =
      near.map { [$0.start(within: ranges)] }
      ?? places.flatMap { token in
        places.map { ["tokenDecay": token, "parameterDecay": $0].moved(into: ranges) }
      }
    var best: NonlinearFit?
    for start in starts {
      let fit = try model.fit(
        columns: columns, y: loss.map { log($0) }, start: start, errors: errors, bounds: ranges, level: level)
      if fit.residualSumOfSquares < (best?.residualSumOfSquares ?? .infinity) { best = fit }
    }
    guard let best else { throw FitError("No start of the decays led to a finite objective.") }
    return best
  }

  /// Creates the law from the base and a fit of its decays; throws `FitError` for another fit.
  public init(base: ChinchillaLaw, fit: NonlinearFit) throws {
    guard let tokenDecay = fit["tokenDecay"]?.value, let parameterDecay = fit["parameterDecay"]?.value else {
      throw FitError("A fit of a \(fit.law) does not hold the decays of a data-constrained law.")
    }
    self.init(base: base, tokenDecay: tokenDecay, parameterDecay: parameterDecay)
  }
}
