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
      try WildClusterTest(self, parameter: try index(ofParameter: name), clusters: clusters, weights: weights)
        .probability(value, replicates: replicates, seed: seed)
    }
  }
}

extension Fit {
  /// The values of a parameter that the wild cluster bootstrap with the null imposed does not refuse: the interval whose ends have a probability of 1 - level.
  ///
  /// Every value is tested by `wildClusterProbability(of:being:clusters:weights:replicates:seed:)` with the same draws; each end is where the tests turn from keeping to refusing, found by
  /// doubling the distance from the estimate and then bisection to a thousandth of a standard error. A side on which no value within the parameter's range is refused is open: infinite, or the bound of
  /// an amplitude, and `method` says which. Few clusters can leave both sides open, because so few draws make no probability small. Throws `FitError` as the test does, for a level
  /// outside 0 to 1, and for a parameter that has no cluster-robust standard error. About 30 tests, each of so many fits.
  /// A. C. Cameron, J. B. Gelbach and D. L. Miller (2008); D. Roodman, J. G. MacKinnon, M. Ø. Nielsen and M. D. Webb, "Fast and Wild: Bootstrap Inference in Stata Using boottest" (2019), section 3.5.
  public func wildClusterInterval(
    of name: String, level: Double? = nil, clusters: [Int], weights: WildWeights = .webb, replicates: Int = 999,
    seed: UInt64 = 1
  ) throws -> Estimate {
    let level = try checkedLevel(level)
    guard replicates >= 50 else {
      throw FitError("\(replicates) replicates were asked for; a bootstrap needs 50 or more.")
    }
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      try WildClusterTest(self, parameter: try index(ofParameter: name), clusters: clusters, weights: weights)
        .interval(level: level, replicates: replicates, seed: seed)
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
    var draws = FitDraws(points: curve.count, areWeights: false)
    draws.numbers.reserveCapacity(replicates * curve.count)
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
      let start = draws.numbers.count
      draws.numbers += curve
      for rows in groups {
        let weight = weights.draw(using: &generator)
        for row in rows { draws.numbers[start + row] += weight * residuals[row] }
      }
    }
    var larger = 0
    var count = 0
    refitter.refits(draws) { replicate, refit in
      guard let refit else { return }
      let errors = sampler.deviations(of: refit, draws, replicate)
      let estimate = fit.state.model.reported(working: refit.working, references: fit.state.references)[index]
      let root = abs(estimate - value) / errors[index]
      count += 1
      // A replicate on a bound has no error: it says nothing against the value. With few clusters many draws are the data again, whose statistic differs by rounding alone.
      if !(root < observed * (1 - 1e-6)) { larger += 1 }
    }
    return Double(larger + 1) / Double(count + 1)
  }

  /// One end of the values that are kept.
  private struct End {
    var value: Double
    var words = ""
  }

  func interval(level: Double, replicates: Int, seed: UInt64) throws -> Estimate {
    let value = fit.parameters[index].value
    let error = sampler.observedErrors[index]
    guard error.isNormal else {
      throw FitError(
        "\(fit.parameters[index].name) has no cluster-robust standard error: it is \(fit.parameters[index].verdict.explanation)."
      )
    }
    func isKept(_ value: Double) throws -> Bool {
      // The probabilities are fractions of replicates: rounding must not decide.
      try probability(value, replicates: replicates, seed: seed) > 1 - level + 1e-12
    }
    let lower = try end(from: value, step: -error, isKept)
    let upper = try end(from: value, step: error, isKept)
    let few = FitResampling.wildClusters([], weights).warnings(clusters: groups.count).first
    return Estimate(
      value: value, lower: lower.value, upper: upper.value, level: level,
      method:
        "inverted wild cluster bootstrap-t, null imposed, \(weights.rawValue) weights over \(groups.count) clusters, seed \(seed)"
        + (lower.words.isEmpty ? "" : "; open below: \(lower.words)")
        + (upper.words.isEmpty ? "" : "; open above: \(upper.words)") + (few.map { "; \($0)" } ?? ""))
  }

  private func end(from value: Double, step: Double, _ isKept: (Double) throws -> Bool) throws -> End {
    let ends = [quantity.range.lowerBound, quantity.range.upperBound].map { $0.isFinite ? quantity.reported($0) : $0 }
    let limit = step < 0 ? ends.min() ?? -.infinity : ends.max() ?? .infinity
    // An amplitude's bound is a fact; the end of a shape's range is where the search stops.
    var isAmplitude = false
    if case .amplitude = quantity.target { isAmplitude = true }
    func open(_ words: String) -> End {
      End(value: isAmplitude && limit.isFinite ? limit : (step < 0 ? -.infinity : .infinity), words: words)
    }
    var inside = value
    var outside = value
    var reach = 2 * step
    while true {
      outside = value + reach
      let isPast = step < 0 ? outside <= limit : outside >= limit
      // Just inside the range, where there still is a fit.
      if isPast { outside = limit - 1e-6 * (limit - inside) }
      if try !isKept(outside) { break }
      guard !isPast else { return open("no value up to the end of its range is refused") }
      inside = outside
      guard abs(reach) < 1_000 * abs(step) else { return open("no value within 1000 standard errors is refused") }
      reach *= 2
    }
    while abs(outside - inside) > 1e-3 * abs(step) {
      let middle = 0.5 * (inside + outside)
      if try isKept(middle) { inside = middle } else { outside = middle }
    }
    return End(value: 0.5 * (inside + outside))
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
