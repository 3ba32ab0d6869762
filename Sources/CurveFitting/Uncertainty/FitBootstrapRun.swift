import ScalingStatistics

extension Fit {
  /// Fits the law again to data that are drawn again, from a stated seed.
  ///
  /// Every replicate starts at this fit's shape; where that ends on a bound or without a minimum the whole range is searched. Replicate r draws from stream r of the seed, so the numbers do not
  /// depend on who computes them. `acceleration` adds the fits without one unit (point, cluster, problem) that BCa intervals need. Throws `FitError` for fewer than 50 replicates, for
  /// a design that does not suit the errors (residual and wild designs need independent errors of known proportions and least squares; problems need nested shares, and those
  /// allow nothing else), and for clusters of another count than the observations. About as long as a warm fit for each replicate.
  public func bootstrap(
    _ resampling: FitResampling, replicates: Int = 2_000, seed: UInt64 = 1, acceleration: Bool = false
  ) throws -> FitBootstrap {
    try BLASThreads.single(points: state.y.count, errors: errors) {
      if case .multinomial(let shares) = likelihood {
        guard resampling == .problems else {
          throw FitError(
            "The shares of this \(law) are of the same problems: draw .problems again, not \(resampling.explanation).")
        }
        return try problemBootstrap(shares, replicates: replicates, seed: seed, acceleration: acceleration)
      }
      return try pointBootstrap(resampling, replicates: replicates, seed: seed, acceleration: acceleration)
    }
  }

  private func pointBootstrap(
    _ resampling: FitResampling, replicates: Int, seed: UInt64, acceleration: Bool
  ) throws -> FitBootstrap {
    guard resampling != .problems else {
      throw FitError("This \(law) was fitted to points, not to nested shares: there are no problems to draw again.")
    }
    guard let factors = errors.rowFactors(count: state.y.count) else {
      throw FitError(
        "The errors of this \(law) are dependent with a given covariance: points cannot be drawn one by one.")
    }
    let groups = try SandwichDesign.groups(resampling.clusters, factors: factors)
    let design = try bootstrapDesign(
      units: groups.count, name: resampling.clusters == nil ? "points" : "clusters", replicates: replicates, seed: seed)
    let refitter = try FitRefitter(self)
    let sampler = try FitSampler(self, resampling: resampling, groups: groups, factors: factors)
    var working: [[Double]] = []
    var errors: [[Double]] = []
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
      guard let (refit, deviations) = sampler.replicate(&generator, refitter),
        state.model.reported(working: refit.working, references: state.references).allSatisfy(\.isFinite)
      else { continue }
      working.append(refit.working)
      errors.append(deviations)
    }
    var jackknife: [[Double]] = []
    if acceleration {
      for rows in groups {
        var weights = factors.map { $0 * $0 }
        for row in rows { weights[row] = 0 }
        if let refit = refitter.refit(weights: weights) { jackknife.append(refit.working) }
      }
    }
    return assembled(
      resampling, design: design, working: working, errors: errors, observed: sampler.observedErrors,
      jackknife: jackknife, replicates: replicates, seed: seed)
  }

  private func bootstrapDesign(units: Int, name: String, replicates: Int, seed: UInt64) throws -> Bootstrap {
    do {
      return try Bootstrap(unitCount: units, unitName: name, replicates: replicates, seed: seed)
    } catch let error as StatisticsError {
      throw FitError(error.message)
    }
  }

  private func assembled(
    _ resampling: FitResampling, design: Bootstrap, working: [[Double]], errors: [[Double]], observed: [Double],
    jackknife: [[Double]], replicates: Int, seed: UInt64
  ) -> FitBootstrap {
    let reported = working.map { state.model.reported(working: $0, references: state.references) }
    let failures = replicates - working.count
    return FitBootstrap(
      headline:
        "\(resampling.explanation) of a \(law): \(replicates) replicates over \(design.unitCount) \(design.unitName), seed \(seed)"
        + (failures == 0 ? "" : ", \(failures) without a fit"),
      resampling: resampling, names: parameters.map(\.name),
      draws: parameters.indices.map { index in reported.map { $0[index] } },
      standardErrors: observed.isEmpty ? [] : parameters.indices.map { index in errors.map { $0[index] } },
      observedErrors: observed, failures: failures, seed: seed, fit: self, design: design, working: working,
      jackknife: jackknife)
  }

  // MARK: Problems

  private func problemBootstrap(
    _ shares: NestedShares, replicates: Int, seed: UInt64, acceleration: Bool
  ) throws -> FitBootstrap {
    let cells = shares.cellCounts
    let problems = Int(shares.problemCount.rounded())
    guard Double(problems) == shares.problemCount, cells.allSatisfy({ abs($0 - $0.rounded()) < 1e-6 }) else {
      throw FitError(
        "\(shares.problemCount) problems with weights cannot be drawn again: a bootstrap needs whole counts.")
    }
    let design = try bootstrapDesign(units: problems, name: "problems", replicates: replicates, seed: seed)
    // The cell that each problem fell into, in order.
    let cellOfProblem = cells.indices.flatMap { [Int](repeating: $0, count: Int(cells[$0].rounded())) }
    let bounds = namedBounds
    func refit(_ counts: [Double]) -> [Double]? {
      var total = 0.0
      let nested = counts.dropLast().map { count -> Double in
        total += count
        return total
      }
      guard let shares = try? NestedShares(counts: nested, problemCount: counts.reduce(0, +)) else { return nil }
      return try? state.model.fit(x: state.x[0], shares: shares, bounds: bounds, level: level, near: self).state.working
    }
    var working: [[Double]] = []
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
      var counts = [Double](repeating: 0, count: cells.count)
      for _ in 0..<problems { counts[cellOfProblem[generator.nextIndex(below: problems)]] += 1 }
      if let row = refit(counts) { working.append(row) }
    }
    var jackknife: [[Double]] = []
    if acceleration {
      // Problems of one cell are alike: one fit serves them all.
      for cell in cells.indices where cells[cell] > 0.5 {
        var counts = cells.map { $0.rounded() }
        counts[cell] -= 1
        if let row = refit(counts) {
          jackknife += [[Double]](repeating: row, count: Int(cells[cell].rounded()))
        }
      }
    }
    return assembled(
      .problems, design: design, working: working, errors: [], observed: [], jackknife: jackknife,
      replicates: replicates, seed: seed)
  }
}

/// Draws data again for one design, fits them and says the standard errors of the replicate.
struct FitSampler {
  let resampling: FitResampling
  /// Standard errors on the data, of the kind that replicates get; empty where the fit has none.
  private(set) var observedErrors: [Double] = []
  private let fit: Fit
  private let groups: [[Int]]
  private let factors: [Double]
  private let design: SandwichDesign?
  /// The law's values and the whitened, adjusted residuals.
  private let fitted: [Double]
  private let residuals: [Double]
  /// Whether the standard errors are those of clusters.
  private let isClustered: Bool

  init(_ fit: Fit, resampling: FitResampling, groups: [[Int]], factors: [Double]) throws {
    self.fit = fit
    self.resampling = resampling
    self.groups = groups
    self.factors = factors
    isClustered = resampling.clusters != nil
    fitted = zip(fit.state.y, fit.residuals).map { $0 - $1 }
    switch resampling {
    case .pairs, .clusters:
      design = fit.objective == .squares ? try? SandwichDesign(fit, clusters: resampling.clusters) : nil
      residuals = []
    case .residuals, .wild, .wildClusters, .problems:
      let design = try SandwichDesign(fit, clusters: resampling.clusters)
      self.design = design
      if case .residuals = resampling {
        let adjusted = design.residuals.indices.map { i in
          factors[i] == 0
            ? 0
            : design.residuals[i]
              / max(1e-8, 1 - design.jacobian.product(i, i, design.inverse)).squareRoot()
        }
        let mean = adjusted.reduce(0, +) / Double(max(1, design.count))
        residuals = adjusted.indices.map { factors[$0] == 0 ? 0 : adjusted[$0] - mean }
      } else {
        let adjusted = design.jacobian.leverageAdjusted(design.residuals, groups: groups, inverse: design.inverse)
        // With nine clusters percentiles of the draws cover 94 % without the factor and 95 % with it.
        let count = Double(groups.count)
        let factor = isClustered ? (count / (count - 1)).squareRoot() : 1
        residuals = adjusted.map { $0 * factor }
      }
    }
    if let design {
      observedErrors = deviations(
        working: fit.state.working, isFree: design.isFree, y: fit.state.y, weights: nil, design)
    }
  }

  /// A replicate's parameters and standard errors, or nil where the drawn data have no fit.
  func replicate(_ generator: inout SeededGenerator, _ refitter: FitRefitter) -> (FitRefitter.Refit, [Double])? {
    var y = fit.state.y
    var weights: [Double]?
    switch resampling {
    case .pairs, .clusters:
      var drawn = [Double](repeating: 0, count: y.count)
      for _ in groups.indices {
        for row in groups[generator.nextIndex(below: groups.count)] { drawn[row] += factors[row] * factors[row] }
      }
      weights = drawn
    case .residuals:
      let rows = groups.flatMap { $0 }
      for row in rows { y[row] = fitted[row] + residuals[rows[generator.nextIndex(below: rows.count)]] / factors[row] }
    case .wild(let kind), .wildClusters(_, let kind):
      for rows in groups {
        let weight = kind.draw(using: &generator)
        for row in rows { y[row] = fitted[row] + weight * residuals[row] / factors[row] }
      }
    case .problems: return nil
    }
    let refit = weights.map { refitter.refit(weights: $0) } ?? refitter.refit(y: y)
    guard let refit else { return nil }
    guard let design else { return (refit, []) }
    return (refit, deviations(working: refit.working, isFree: refit.isFree, y: y, weights: weights, design))
  }

  /// Standard errors of the reported parameters at some fit: classical for drawn residuals, HC1 or CR1 for the rest.
  func deviations(
    working: [Double], isFree: [Bool], y: [Double], weights: [Double]?, _ design: SandwichDesign
  ) -> [Double] {
    let jacobian = design.jacobian
    jacobian.load(working, isFree: isFree)
    let p = jacobian.parameters
    let missing = [Double](repeating: .infinity, count: p)
    var scales = [Double](repeating: 1, count: y.count)
    if let weights {
      scales = zip(weights, factors).map { $1 > 0 ? $0.squareRoot() / $1 : 0 }
      jacobian.scaleRows(scales)
    }
    guard let inverse = jacobian.inverseInformation(isFree: isFree) else { return missing }
    let values = jacobian.values
    let n = Double(design.count)
    let free = Double(isFree.count { $0 })
    guard n > free else { return missing }
    let errors = y.indices.map { (y[$0] - values[$0]) * factors[$0] * scales[$0] }
    var covariance: [Double]
    if case .residuals = resampling {
      let variance = errors.reduce(0) { $0 + $1 * $1 } / (n - free)
      covariance = inverse.map { $0 * variance }
    } else {
      let count = Double(groups.count)
      let factor = isClustered ? count / (count - 1) * (n - 1) / (n - free) : n / (n - free)
      covariance = jacobian.sandwich(errors, groups: groups, inverse: inverse).map { $0 * factor }
    }
    let rows = fit.state.model.reportedJacobian(working: working, references: fit.state.references)
    return (0..<p).map { index in
      var variance = 0.0
      for a in 0..<p where rows[index][a] != 0 {
        for b in 0..<p { variance += rows[index][a] * covariance[a * p + b] * rows[index][b] }
      }
      // Infinite where there is none: a replicate that leaves a parameter loose.
      return variance >= 0 ? variance.squareRoot() : .infinity
    }
  }
}
