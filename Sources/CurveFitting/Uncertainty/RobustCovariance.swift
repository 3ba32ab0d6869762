import ScalingStatistics

/// A covariance of least-squares parameters that does not take the errors to be of one size, or independent within clusters.
///
/// With leverages h (the diagonal of J (JᵀJ)⁻¹ Jᵀ), n observations, p free parameters, G clusters. H. White (1980); J. G. MacKinnon and H. White (1985); for clusters A. C. Cameron
/// and D. L. Miller (2015), J. G. MacKinnon, M. Ø. Nielsen and M. D. Webb (2023).
public enum SandwichCovariance: Sendable, Hashable {
  /// e² as they are.
  case hc0
  /// e² n / (n - p).
  case hc1
  /// e² / (1 - h).
  case hc2
  /// e² / (1 - h)²: close to the jackknife, and the one to take for few observations.
  case hc3
  /// Scores summed by cluster (a number for each observation), times G / (G - 1) · (n - 1) / (n - p).
  case cr1(clusters: [Int])
  /// Residuals of a cluster times (I - H)⁻¹, summed by cluster, times (G - 1) / G: close to leaving out one cluster at a time.
  case cr3(clusters: [Int])

  /// The name and what is assumed, such as "HC3 sandwich, independent errors of any size".
  public var explanation: String {
    switch self {
    case .hc0: "HC0 sandwich, independent errors of any size"
    case .hc1: "HC1 sandwich, independent errors of any size"
    case .hc2: "HC2 sandwich, independent errors of any size"
    case .hc3: "HC3 sandwich, independent errors of any size"
    case .cr1(let clusters): "CR1 sandwich, \(Set(clusters).count) independent clusters"
    case .cr3(let clusters): "CR3 sandwich, \(Set(clusters).count) independent clusters"
    }
  }

  var clusters: [Int]? {
    switch self {
    case .hc0, .hc1, .hc2, .hc3: nil
    case .cr1(let clusters), .cr3(let clusters): clusters
    }
  }
}

extension FittedModel {
  /// The sandwich covariance of the parameters as reported, in the order of `parameters`; zero rows for parameters on a bound.
  ///
  /// Throws `FitError` for a fit by another objective than squares (its covariance is a sandwich already), for errors with a given covariance, clusters of another count than the observations
  /// or fewer than two, where a parameter is not identified, and where the covariance leaves the range of
  /// floating-point numbers. O(n · parameters²).
  public func robustCovariance(_ kind: SandwichCovariance) throws -> [[Double]] {
    let design = try SandwichDesign(self, clusters: kind.clusters)
    let working = design.covariance(kind)
    let p = design.jacobian.parameters
    let rows = (0..<p).map { a in (0..<p).map { working[a * p + $0] } }
    let covariance = FitAssembly.transformed(rows, by: curve.state.reportedJacobian(curve.state.working))
    guard covariance.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw FitError(
        "The sandwich covariance of this \(law) leaves the range of floating-point numbers: use another unit of x or y."
      )
    }
    return covariance
  }

  /// The interval of a parameter from a sandwich covariance: Student t with n - p degrees of freedom, or one less than the clusters.
  ///
  /// Throws as `robustCovariance(_:)` does, for an unknown name and for a parameter on a bound.
  public func interval(of name: String, level: Double? = nil, by kind: SandwichCovariance) throws -> Estimate {
    let index = try index(ofParameter: name)
    let level = try checkedLevel(level)
    let variance = try robustCovariance(kind)[index][index]
    guard variance > 0, variance.isFinite else {
      throw FitError("\(name) has no interval: it is \(parameters[index].verdict.explanation).")
    }
    let degrees = kind.clusters.map { Set($0).count - 1 } ?? degreesOfFreedom
    let half = StudentTDistribution(degreesOfFreedom: Double(degrees)).quantile(0.5 + level / 2) * variance.squareRoot()
    let value = parameters[index].value
    return Estimate(
      value: value, lower: value - half, upper: value + half, level: level,
      method: "t interval, \(degrees) degrees of freedom, \(kind.explanation)")
  }
}

/// A fit's whitened Jacobian and residuals with the groups that are independent of each other.
struct SandwichDesign {
  let jacobian: WhitenedJacobian
  let isFree: [Bool]
  let inverse: [Double]
  /// Whitened residuals.
  let residuals: [Double]
  let groups: [[Int]]
  /// Rows that carry weight.
  let count: Int
  let freeCount: Int

  init(_ fit: any FittedModel, clusters: [Int]?) throws {
    guard fit.objective == .squares else {
      throw FitError("The covariance of a fit by \(fit.objective.explanation) is a sandwich already: see `covariance`.")
    }
    guard case .gaussian = fit.curve.likelihood, let factors = fit.errors.rowFactors(count: fit.residuals.count) else {
      throw FitError("The errors of this \(fit.law) are dependent with a given covariance: a sandwich would ignore it.")
    }
    let state = fit.curve.state
    guard state.isCovarianceFinite, fit.degreesOfFreedom > 0 else {
      throw FitError("This \(fit.law) has no covariance: \(fit.warnings.first ?? "it is not defined").")
    }
    jacobian = fit.curve.jacobian(factors: factors)
    isFree = state.covariance.indices.map { state.covariance[$0][$0] != 0 || fit.residualSumOfSquares == 0 }
    jacobian.load(state.working, isFree: isFree)
    guard let inverse = jacobian.inverseInformation(isFree: isFree) else {
      throw FitError("This \(fit.law) has no covariance: its parameters are not identified.")
    }
    self.inverse = inverse
    residuals = zip(fit.residuals, factors).map { $0 * $1 }
    groups = try SandwichDesign.groups(clusters, factors: factors)
    count = factors.count { $0 > 0 }
    freeCount = isFree.count { $0 }
  }

  /// Rows by cluster, in the order of the clusters' numbers.
  ///
  /// Every row by itself without clusters; rows without weight are left out.
  static func groups(_ clusters: [Int]?, factors: [Double]) throws -> [[Int]] {
    let rows = factors.indices.filter { factors[$0] > 0 }
    guard let clusters else { return rows.map { [$0] } }
    guard clusters.count == factors.count else {
      throw FitError("\(clusters.count) cluster numbers for \(factors.count) observations: one is needed for each.")
    }
    var byNumber: [Int: [Int]] = [:]
    for row in rows { byNumber[clusters[row], default: []].append(row) }
    guard byNumber.count > 1 else { throw FitError("All observations are of one cluster: at least two are needed.") }
    return byNumber.keys.sorted().map { byNumber[$0] ?? [] }
  }

  /// The sandwich in working parameters, row by row.
  func covariance(_ kind: SandwichCovariance) -> [Double] {
    let n = Double(count)
    let p = Double(freeCount)
    let clusterCount = Double(groups.count)
    var used = residuals
    var factor = 1.0
    switch kind {
    case .hc0: break
    case .hc1: factor = n / (n - p)
    case .hc2:
      for rows in groups { for i in rows { used[i] /= max(1e-8, 1 - jacobian.product(i, i, inverse)).squareRoot() } }
    case .hc3: used = jacobian.leverageAdjusted(residuals, groups: groups, inverse: inverse)
    case .cr1: factor = clusterCount / (clusterCount - 1) * (n - 1) / (n - p)
    case .cr3:
      used = jacobian.leverageAdjusted(residuals, groups: groups, inverse: inverse)
      factor = (clusterCount - 1) / clusterCount
    }
    return jacobian.sandwich(used, groups: groups, inverse: inverse).map { $0 * factor }
  }
}
