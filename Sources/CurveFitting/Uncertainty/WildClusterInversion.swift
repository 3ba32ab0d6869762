import ScalingStatistics

extension Fit {
  /// The probability, under a value of a parameter, of a cluster-robust t statistic as large as the data's: the wild cluster bootstrap with the null imposed.
  ///
  /// The law is fitted with the parameter held at the value; replicates are that curve plus its residuals, one random weight a cluster; each is fitted freely and its t statistic (CR1) is
  /// compared with the data's. Throws `FitError` as `bootstrap(_:replicates:seed:acceleration:)` and `profileInterval(of:level:)` do, and where no fit has the value.
  /// A. C. Cameron, J. B. Gelbach and D. L. Miller, "Bootstrap-Based Improvements for Inference with Clustered Errors" (2008).
  public func wildClusterProbability(
    of name: String, being value: Double, clusters: [Int], weights: WildWeights = .webb, replicates: Int = 999,
    seed: UInt64 = 1
  ) throws -> Double {
    guard replicates >= 50 else {
      throw FitError("\(replicates) replicates were asked for; a bootstrap needs 50 or more.")
    }
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      try WildClusterTest(self, parameter: try parameterIndex(name), clusters: clusters, weights: weights)
        .probability(value, replicates: replicates, seed: seed)
    }
  }
}

/// The null-imposed wild cluster bootstrap of one parameter.
struct WildClusterTest {
  private let fit: Fit
  private let index: Int
  private let search: ProfileSearch
  private let quantity: ProfiledQuantity
  private let sampler: FitSampler
  private let refitter: FitRefitter
  private let groups: [[Int]]
  private let factors: [Double]
  private let design: SandwichDesign
  private let weights: WildWeights

  init(_ fit: Fit, parameter index: Int, clusters: [Int], weights: WildWeights) throws {
    self.fit = fit
    self.index = index
    self.weights = weights
    guard let factors = fit.errors.rowFactors(count: fit.state.y.count) else {
      throw FitError("The errors of this \(fit.law) are dependent with a given covariance: clusters would ignore it.")
    }
    self.factors = factors
    groups = try SandwichDesign.groups(clusters, factors: factors)
    search = try ProfileSearch(fit)
    quantity = try fit.quantity(index, search)
    refitter = try FitRefitter(fit)
    design = try SandwichDesign(fit, clusters: clusters)
    sampler = try FitSampler(fit, resampling: .wildClusters(clusters, weights), groups: groups, factors: factors)
  }

  /// The share of replicates whose statistic is at least as large as the data's.
  func probability(_ value: Double, replicates: Int, seed: UInt64) throws -> Double {
    guard let working = search.restricted(quantity, at: value) else {
      throw FitError("No \(fit.law) within its bounds has \(fit.parameters[index].name) = \(value).")
    }
    let observed = abs(fit.parameters[index].value - value) / sampler.observedErrors[index]
    guard observed.isFinite else { return 1 }
    let jacobian = design.jacobian
    jacobian.load(working, isFree: design.isFree)
    let curve = jacobian.values
    let residuals = curve.indices.map { fit.state.y[$0] - curve[$0] }
    var larger = 0
    var count = 0
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
      var y = curve
      for rows in groups {
        let weight = weights.draw(using: &generator)
        for row in rows { y[row] += weight * residuals[row] }
      }
      guard let refit = refitter.refit(y: y) else { continue }
      let errors = sampler.deviations(working: refit.working, isFree: refit.isFree, y: y, weights: nil, design)
      let estimate = fit.state.model.reported(working: refit.working, references: fit.state.references)[index]
      let root = abs(estimate - value) / errors[index]
      count += 1
      // A replicate on a bound has no error: it says nothing against the value.
      if !(root < observed) { larger += 1 }
    }
    return Double(larger + 1) / Double(count + 1)
  }
}

extension ProfileSearch {
  /// The working parameters of the best fit with a quantity held at a value in the user's unit, or nil where there is none; for an amplitude or a shape.
  func restricted(_ quantity: ProfiledQuantity, at value: Double) -> [Double]? {
    var place = value
    if case .shape(let k) = quantity.target {
      // The reported value as a function of the coordinate is monotone: bisection needs no derivative.
      var (low, high) = (quantity.range.lowerBound, quantity.range.upperBound)
      let isRising = quantity.reported(high) > quantity.reported(low)
      for _ in 0..<80 {
        let middle = 0.5 * (low + high)
        if (quantity.reported(middle) < value) == isRising { low = middle } else { high = middle }
      }
      place = 0.5 * (low + high)
      guard abs(quantity.reported(place) - value) <= 1e-9 * max(abs(value), abs(quantity.value)) else { return nil }
      _ = k
    }
    path.start(quantity.target, position: best, steps: [Double](repeating: 1e-3, count: best.count))
    let guess = best.indices.map { best[$0] + min(max((place - quantity.estimate) * quantity.drift[$0], -1.5), 1.5) }
    guard path.minimum(at: place, from: guess).isFinite else { return nil }
    return path.working()
  }
}
