import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The polynomial in ln N that a profile of equal compute is smoothed by.
public enum IsoFLOPCurve: Int, Sendable, Hashable, Codable, CaseIterable {
  /// A parabola: approach 2 of Hoffmann et al. 2022. Biased unless the exponents are equal and the sizes centred on the optimum.
  case parabola = 2
  /// A cubic: the third order takes up the skew that unequal exponents give a profile.
  case cubic = 3
}

/// Losses of models of several sizes, each trained with the same compute.
public struct IsoFLOPProfile: Sendable, Hashable, Codable {
  /// The compute of every run, in FLOP.
  public let compute: Double
  /// The parameters of each run.
  public let parameters: [Double]
  /// The final loss of each run.
  public let loss: [Double]

  /// Creates a profile; throws `AllocationError` for a budget or sizes that are not positive, losses that are not finite, and columns of unequal length.
  public init(compute: Double, parameters: [Double], loss: [Double]) throws {
    try AllocationSearch.check(compute: compute, operations: 1)
    guard parameters.count == loss.count else {
      throw AllocationError(
        .invalidInput,
        "The profile at \(DecimalText.significant(compute, 4)) FLOP has \(parameters.count) sizes and \(loss.count) losses."
      )
    }
    for index in parameters.indices {
      guard parameters[index] > 0, parameters[index].isFinite, loss[index].isFinite else {
        throw AllocationError(
          .invalidInput,
          "Run \(index) at \(DecimalText.significant(compute, 4)) FLOP has \(parameters[index]) parameters and loss \(loss[index]): sizes are positive and losses finite."
        )
      }
    }
    self.compute = compute
    self.parameters = parameters
    self.loss = loss
  }

  /// The size with the least loss, from a polynomial in ln N; the interval is by the delta method in ln N with Student's t.
  ///
  /// `operations` is k of C = k N D. Throws `AllocationError` with `.noInteriorMinimum` where the polynomial has no minimum strictly between the smallest and the largest size, and with
  /// `.invalidInput` for fewer distinct sizes than coefficients. With as many sizes as coefficients the interval is open. O(n).
  public func minimum(_ curve: IsoFLOPCurve = .cubic, operations: Double = 6) throws -> IsoFLOPMinimum {
    try minimum(curve, operations: operations, loss: loss, level: 0.95)
  }

  /// The minimum with an interval of another level; throws as `minimum(_:operations:)` does.
  public func minimum(_ curve: IsoFLOPCurve, operations: Double, level: Double) throws -> IsoFLOPMinimum {
    try minimum(curve, operations: operations, loss: loss, level: level)
  }

  func minimum(
    _ curve: IsoFLOPCurve, operations: Double, loss: [Double], level: Double
  ) throws -> IsoFLOPMinimum {
    try AllocationSearch.check(compute: compute, operations: operations)
    guard level > 0, level < 1 else {
      throw AllocationError(.invalidInput, "A level of \(level) was asked for; it lies between 0 and 1, such as 0.95.")
    }
    let fit = try polynomial(curve, loss: loss)
    let budget = "At \(DecimalText.significant(compute, 4)) FLOP"
    guard let place = fit.minimum else {
      let sizes = parameters.sorted()
      throw AllocationError(
        .noInteriorMinimum,
        "\(budget) the \(curve) has no minimum between \(DecimalText.significant(sizes[0], 4)) and \(DecimalText.significant(sizes[sizes.count - 1], 4)) parameters: train sizes on both sides of the best one."
      )
    }
    let value = exp(fit.center + fit.scale * place)
    var warnings: [String] = []
    if curve == .parabola {
      var words = "a parabola's minimum is biased where exponents differ or sizes are not centred on the optimum"
      if let cubic = try? polynomial(.cubic, loss: loss), let other = cubic.minimum {
        let shift = exp(cubic.scale * (other - place)) - 1
        words += ": a cubic's lies \(DecimalText.significant(100 * shift, 3)) % away in parameters"
      }
      warnings.append("\(budget) \(words).")
    }
    let half =
      fit.degreesOfFreedom > 0
      ? fit.scale * fit.standardError(at: place)
        * StudentTDistribution(degreesOfFreedom: Double(fit.degreesOfFreedom)).quantile(0.5 + level / 2) : .infinity
    func estimate(_ value: Double) -> Estimate {
      Estimate(
        value: value, lower: value * exp(-half), upper: value * exp(half), level: level,
        method: half.isFinite
          ? "delta method in the logarithm, Student's t with \(fit.degreesOfFreedom) degrees of freedom"
          : "open: as many sizes as coefficients")
    }
    let size = estimate(value)
    return IsoFLOPMinimum(
      headline:
        "\(DecimalText.significant(compute, 4)) FLOP: \(size.headline) parameters by \(curve), loss \(DecimalText.significant(fit.value(place), 4))",
      compute: compute, operations: operations, curve: curve, parameters: size,
      tokens: estimate(compute / (operations * value)), loss: fit.value(place), pointCount: parameters.count,
      warnings: warnings)
  }

  /// The least-squares polynomial in standardised ln N.
  func polynomial(_ curve: IsoFLOPCurve, loss: [Double]) throws -> IsoFLOPPolynomial {
    guard
      let fit = IsoFLOPPolynomial(degree: curve.rawValue, logs: parameters.map { log($0) }, loss: loss)
    else {
      throw AllocationError(
        .invalidInput,
        "At \(DecimalText.significant(compute, 4)) FLOP \(Set(parameters).count) distinct sizes cannot determine a \(curve), which has \(curve.rawValue + 1) coefficients."
      )
    }
    return fit
  }
}

extension IsoFLOPProfile {
  private enum CodingKeys: String, CodingKey { case compute, parameters, loss }

  /// Decodes the columns and checks them as `init(compute:parameters:loss:)` does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      compute: try container.decode(Double.self, forKey: .compute),
      parameters: try container.decode([Double].self, forKey: .parameters),
      loss: try container.decode([Double].self, forKey: .loss))
  }
}

/// The best size at one budget, read from a profile.
public struct IsoFLOPMinimum: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The size and its loss, rounded for reading.
  public let headline: String
  /// The budget, in FLOP.
  public let compute: Double
  /// The operations for each parameter and token.
  public let operations: Double
  /// The polynomial.
  public let curve: IsoFLOPCurve
  /// N* with its interval.
  public let parameters: Estimate
  /// D* = C / (k N*) with its interval.
  public let tokens: Estimate
  /// The polynomial's value there.
  public let loss: Double
  /// The number of runs.
  public let pointCount: Int
  /// What the reader should know first.
  public let warnings: [String]
  /// The headline.
  public var description: String { headline }
}

/// A least-squares polynomial in x = (ln N - center) / scale, by orthogonal polynomials on the data.
struct IsoFLOPPolynomial {
  let center: Double
  let scale: Double
  /// Coefficients of 1, x, x², x³.
  let coefficients: [Double]
  /// The inverse of the normal matrix, for standard errors.
  let inverse: [[Double]]
  let residuals: [Double]
  let degreesOfFreedom: Int
  private let low: Double
  private let high: Double

  /// Nil for too few distinct points.
  init?(degree: Int, logs: [Double], loss: [Double]) {
    guard Set(logs).count > degree, let least = logs.min(), let most = logs.max() else { return nil }
    let size = degree + 1
    // Half the range as unit: x lies in -1 to 1 and the normal matrix of a cubic stays well conditioned.
    let center = 0.5 * (least + most)
    let scale = 0.5 * (most - least)
    let x = logs.map { ($0 - center) / scale }
    var basis = [[Double]]()
    var forms = [[Double]]()
    // Modified Gram-Schmidt, twice, with the polynomials' own coefficients alongside.
    for power in 0..<size {
      var column = x.map { pow($0, Double(power)) }
      var form = (0..<size).map { $0 == power ? 1.0 : 0 }
      for _ in 0..<2 {
        for (other, otherForm) in zip(basis, forms) {
          let projection = SampleMoments.sum(zip(column, other).map { $0 * $1 })
          for i in column.indices { column[i] -= projection * other[i] }
          for j in form.indices { form[j] -= projection * otherForm[j] }
        }
      }
      let norm = SampleMoments.sum(column.map { $0 * $0 }).squareRoot()
      guard norm > 1e-10 else { return nil }
      basis.append(column.map { $0 / norm })
      forms.append(form.map { $0 / norm })
    }
    let mean = SampleMoments.mean(loss)
    var coefficients = [Double](repeating: 0, count: size)
    var residuals = loss.map { $0 - mean }
    coefficients[0] = mean
    for (column, form) in zip(basis, forms) {
      let weight = SampleMoments.sum(zip(column, residuals).map { $0 * $1 })
      for i in residuals.indices { residuals[i] -= weight * column[i] }
      for j in coefficients.indices { coefficients[j] += weight * form[j] }
    }
    self.center = center
    self.scale = scale
    self.coefficients = coefficients
    self.residuals = residuals
    inverse = (0..<size).map { i in (0..<size).map { j in forms.reduce(0) { $0 + $1[i] * $1[j] } } }
    degreesOfFreedom = loss.count - size
    low = -1
    high = 1
  }

  func value(_ x: Double) -> Double { coefficients.reversed().reduce(0) { $0 * x + $1 } }

  /// The minimum strictly inside the data, in x.
  var minimum: Double? {
    let c = coefficients.count > 3 ? 3 * coefficients[3] : 0
    let b = 2 * coefficients[2]
    let a = coefficients[1]
    let root: Double
    if c == 0 {
      guard b > 0 else { return nil }
      root = -a / b
    } else {
      let discriminant = b * b - 4 * a * c
      guard discriminant > 0 else { return nil }
      // Of both stationary points the one of positive curvature, b + 2 c x = √discriminant, in the form without cancellation.
      let radical = discriminant.squareRoot()
      root = b >= 0 ? -2 * a / (b + radical) : (radical - b) / (2 * c)
    }
    return root > low && root < high ? root : nil
  }

  /// The standard error of the minimum's place, in x, by the delta method.
  func standardError(at x: Double) -> Double {
    guard degreesOfFreedom > 0 else { return .infinity }
    let curvature = 2 * coefficients[2] + (coefficients.count > 3 ? 6 * coefficients[3] * x : 0)
    let gradient = coefficients.indices.map { j in j == 0 ? 0 : -Double(j) * pow(x, Double(j - 1)) / curvature }
    var variance = 0.0
    for i in gradient.indices { for j in gradient.indices { variance += gradient[i] * inverse[i][j] * gradient[j] } }
    let residual = SampleMoments.sum(residuals.map { $0 * $0 }) / Double(degreesOfFreedom)
    return max(0, variance * residual).squareRoot()
  }
}
