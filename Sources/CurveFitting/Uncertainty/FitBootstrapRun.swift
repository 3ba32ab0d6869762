import ScalingStatistics

extension Fit {
  /// Fits the law again to data that are drawn again, from a stated seed.
  ///
  /// Least squares of laws with a batch kernel (`SeparableModel.fitBatch`) are fitted eight replicates at a time; every other replicate starts at this fit's shape, and where that ends on a bound
  /// or without a minimum the whole range is searched. Replicate r draws from stream r of the seed, so the numbers do not depend on who computes them. `acceleration` adds the fits without one unit (point, cluster, problem) that BCa intervals need. `progress` gets the replicates done and their
  /// number after each one, on the calling thread. Throws `FitError` for fewer than 50 replicates, for
  /// a design that does not suit the errors (residual and wild designs need independent errors of known proportions and least squares; problems need nested shares, and those
  /// allow nothing else), for a single cluster, and for clusters of another count than the observations; `warnings` of the result speak of few clusters. About as long as a warm fit for each replicate,
  /// or a third to a sixth of that with a kernel.
  public func bootstrap(
    _ resampling: FitResampling, replicates: Int = 2_000, seed: UInt64 = 1, acceleration: Bool = false,
    progress: ((Int, Int) -> Void)? = nil
  ) throws -> FitBootstrap {
    try BLASThreads.single(points: state.y.count, errors: errors) {
      if case .multinomial(let shares) = likelihood {
        guard resampling == .problems else {
          throw FitError(
            "The shares of this \(law) are of the same problems: draw .problems again, not \(resampling.explanation).")
        }
        return try problemBootstrap(
          shares, replicates: replicates, seed: seed, acceleration: acceleration, progress: progress)
      }
      return try pointBootstrap(
        resampling, refitter: { try FitRefitter(self) }, replicates: replicates, seed: seed,
        acceleration: acceleration, progress: progress)
    }
  }

  private func problemBootstrap(
    _ shares: NestedShares, replicates: Int, seed: UInt64, acceleration: Bool, progress: ((Int, Int) -> Void)?
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
    func refit(_ counts: [Double]) -> Fit? {
      var total = 0.0
      let nested = counts.dropLast().map { count -> Double in
        total += count
        return total
      }
      guard let shares = try? NestedShares(counts: nested, problemCount: counts.reduce(0, +)) else { return nil }
      return try? state.model.fit(x: state.x[0], shares: shares, bounds: bounds, level: level, near: self)
    }
    var replicated = Replicated()
    for replicate in 0..<replicates {
      defer { progress?(replicate + 1, replicates) }
      var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
      var counts = [Double](repeating: 0, count: cells.count)
      for _ in 0..<problems { counts[cellOfProblem[generator.nextIndex(below: problems)]] += 1 }
      if let refit = refit(counts) {
        replicated.working.append(refit.state.working)
        replicated.isFree.append(refit.parameters.map { $0.verdict != .onBound })
      }
    }
    var jackknife: [[Double]] = []
    if acceleration {
      // Problems of one cell are alike: one fit serves them all.
      for cell in cells.indices where cells[cell] > 0.5 {
        var counts = cells.map { $0.rounded() }
        counts[cell] -= 1
        if let row = refit(counts)?.state.working {
          jackknife += [[Double]](repeating: row, count: Int(cells[cell].rounded()))
        }
      }
    }
    return assembled(
      .problems, design: design, replicated: replicated, observed: [], jackknife: jackknife, replicates: replicates,
      seed: seed)
  }
}

extension FittedModel {
  /// The bootstrap over points or clusters, each replicate fitted by a refitter.
  func pointBootstrap(
    _ resampling: FitResampling, refitter: () throws -> some Refitter, replicates: Int, seed: UInt64,
    acceleration: Bool, progress: ((Int, Int) -> Void)?
  ) throws -> FitBootstrap {
    guard resampling != .problems else {
      throw FitError("This \(law) was fitted to points, not to nested shares: there are no problems to draw again.")
    }
    let state = curve.state
    guard let factors = errors.rowFactors(count: state.y.count) else {
      throw FitError(
        "The errors of this \(law) are dependent with a given covariance: points cannot be drawn one by one.")
    }
    let groups = try SandwichDesign.groups(resampling.clusters, factors: factors)
    let design = try bootstrapDesign(
      units: groups.count, name: resampling.clusters == nil ? "points" : "clusters", replicates: replicates, seed: seed)
    let refitter = try refitter()
    let sampler = try FitSampler(self, resampling: resampling, groups: groups, factors: factors)
    var replicated = Replicated()
    // Blocks keep the memory of the draws small; what is in one does not touch the bits of another.
    for start in stride(from: 0, to: replicates, by: 1_024) {
      let draws = sampler.draws(start..<min(replicates, start + 1_024), seed: seed)
      refitter.refits(draws) { index, refit in
        defer { progress?(start + index + 1, replicates) }
        guard let refit, state.reported(refit.working).allSatisfy(\.isFinite) else { return }
        replicated.working.append(refit.working)
        replicated.isFree.append(state.reportedFreedom(refit.isFree))
        replicated.errors.append(sampler.deviations(of: refit, draws, index))
      }
    }
    var jackknife: [[Double]] = []
    if acceleration {
      var draws = FitDraws(points: factors.count, areWeights: true)
      for rows in groups {
        var weights = factors.map { $0 * $0 }
        for row in rows { weights[row] = 0 }
        draws.numbers += weights
      }
      refitter.refits(draws) { _, refit in if let refit { jackknife.append(refit.working) } }
    }
    return assembled(
      resampling, design: design, replicated: replicated, observed: sampler.observedErrors, jackknife: jackknife,
      replicates: replicates, seed: seed)
  }

  func bootstrapDesign(units: Int, name: String, replicates: Int, seed: UInt64) throws -> Bootstrap {
    do {
      return try Bootstrap(unitCount: units, unitName: name, replicates: replicates, seed: seed)
    } catch let error as StatisticsError {
      throw FitError(error.message)
    }
  }

  func assembled(
    _ resampling: FitResampling, design: Bootstrap, replicated: Replicated, observed: [Double],
    jackknife: [[Double]], replicates: Int, seed: UInt64
  ) -> FitBootstrap {
    let reported = replicated.working.map { curve.state.reported($0) }
    let failures = replicates - reported.count
    var warnings = resampling.warnings(clusters: design.unitCount)
    if case .clusters = resampling, let warning = design.warning { warnings.append(warning) }
    return FitBootstrap(
      headline:
        "\(resampling.explanation) of a \(law): \(replicates) replicates over \(design.unitCount) \(design.unitName), seed \(seed)"
        + (failures == 0 ? "" : ", \(failures) without a fit") + (warnings.first.map { "; \($0)" } ?? ""),
      resampling: resampling, warnings: warnings, names: parameters.map(\.name),
      draws: parameters.indices.map { index in reported.map { $0[index] } },
      standardErrors: observed.isEmpty ? [] : parameters.indices.map { index in replicated.errors.map { $0[index] } },
      observedErrors: observed, failures: failures, seed: seed, fit: self, design: design,
      working: replicated.working, isFree: replicated.isFree, jackknife: jackknife)
  }
}

/// What the replicates that have a fit gave, one row each.
struct Replicated {
  var working: [[Double]] = []
  var isFree: [[Bool]] = []
  var errors: [[Double]] = []
}
