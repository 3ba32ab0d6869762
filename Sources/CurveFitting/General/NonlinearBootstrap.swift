import ScalingStatistics

extension NonlinearFit {
  /// Fits the model again to data that are drawn again, from a stated seed.
  ///
  /// Designs, draws and intervals are those of a `Fit`'s bootstrap. Every replicate starts at this fit's parameters; where that does not settle both searches of the fit leave from there. Replicate r
  /// draws from stream r of the seed. `acceleration` adds the fits without one unit (point or cluster) that BCa intervals need. Throws `FitError` for fewer than 50 replicates, for a design that
  /// does not suit the errors (residual and wild designs need independent errors of known proportions and least squares; problems need nested shares), and for clusters of another count than the
  /// observations. `progress` gets the replicates done and their number after each one. About as long as a few Newton steps for each replicate.
  public func bootstrap(
    _ resampling: FitResampling, replicates: Int = 2_000, seed: UInt64 = 1, acceleration: Bool = false,
    progress: ((Int, Int) -> Void)? = nil
  ) throws -> FitBootstrap {
    try BLASThreads.single(points: state.y.count, errors: errors) {
      try pointBootstrap(
        resampling, refitter: { try NonlinearRefitter(self) }, replicates: replicates, seed: seed,
        acceleration: acceleration, progress: progress)
    }
  }

  /// The probability, under a value of a parameter, of a cluster-robust t statistic as large as the data's: the wild cluster bootstrap with the null imposed, as on a `Fit`.
  ///
  /// Throws `FitError` as `bootstrap(_:replicates:seed:acceleration:)` and `profileInterval(of:level:)` do, and where no fit has the value.
  public func wildClusterProbability(
    of name: String, being value: Double, clusters: [Int], weights: WildWeights = .webb, replicates: Int = 999,
    seed: UInt64 = 1
  ) throws -> Double {
    guard replicates >= 50 else {
      throw FitError("\(replicates) replicates were asked for; a bootstrap needs 50 or more.")
    }
    let index = try index(ofParameter: name)
    guard let factors = errors.rowFactors(count: state.y.count) else {
      throw FitError("The errors of this \(law) are dependent with a given covariance: clusters would ignore it.")
    }
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let groups = try SandwichDesign.groups(clusters, factors: factors)
      let design = try SandwichDesign(self, clusters: clusters)
      let sampler = try FitSampler(
        self, resampling: .wildClusters(clusters, weights), groups: groups, factors: factors)
      let profile = try GeneralProfile(self)
      let place = try profile.coordinate(ofParameter: index, at: value)
      profile.hold(parameter: place.free)
      guard profile.minimum(at: place.value, from: state.free).isFinite else {
        throw FitError("No \(law) within its bounds has \(name) = \(value).")
      }
      let refitter = try NonlinearRefitter(self)
      let observed = abs(parameters[index].value - value) / sampler.observedErrors[index]
      guard observed.isFinite else { return 1 }
      let held = state.evaluator(rows: state.rows).values(at: profile.position)
      var larger = 0
      var count = 0
      for replicate in 0..<replicates {
        var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
        var y = held
        for rows in groups {
          let weight = weights.draw(using: &generator)
          for row in rows { y[row] += weight * (state.y[row] - held[row]) }
        }
        guard let refit = refitter.refit(y: y) else { continue }
        let errors = sampler.deviations(working: refit.working, isFree: refit.isFree, y: y, weights: nil, design)
        let root = abs(state.reported(refit.working)[index] - value) / errors[index]
        count += 1
        // A replicate on a bound has no error: it says nothing against the value. With few clusters many draws are the data again, whose statistic differs by rounding alone.
        if !(root < observed * (1 - 1e-6)) { larger += 1 }
      }
      return Double(larger + 1) / Double(count + 1)
    }
  }
}

/// Fits a general fit's model to other y or other weights, from the fit's own parameters.
struct NonlinearRefitter: Refitter {
  private let fit: NonlinearFit
  private let whitening: Whitening
  private let columns: [[Double]]
  private let linear: [Int]

  init(_ fit: NonlinearFit) throws {
    self.fit = fit
    whitening = try Whitening(fit.errors, count: fit.state.y.count)
    columns = fit.state.columns
    let names = fit.state.map.free.map { fit.parameters[$0].name }
    linear = fit.linearParameters.compactMap { names.firstIndex(of: $0) }
  }

  func refit(y: [Double]) -> FitRefit? {
    guard !fit.objective.isLogarithmic || y.allSatisfy({ $0 > 0 }) else { return nil }
    return refit(y: y, whitening: whitening)
  }

  func refit(weights: [Double]) -> FitRefit? {
    guard Self.isVaried(weights, columns: columns, parameterCount: fit.state.free.count),
      let whitening = try? Whitening(.weights(weights), count: weights.count)
    else { return nil }
    return refit(y: fit.state.y, whitening: whitening)
  }

  private func refit(y: [Double], whitening: Whitening) -> FitRefit? {
    let state = fit.state
    let search = NonlinearSearch(
      model: state.model, map: state.map, rows: state.rows, y: y, whitening: whitening, objective: fit.objective,
      near: state.free, lower: state.lower, upper: state.upper,
      linear: linear)
    let solution = search.solve(near: state.free)
    guard solution.objectiveValue.isFinite, solution.parameters.allSatisfy(\.isFinite) else { return nil }
    return FitRefit(working: solution.parameters, isFree: solution.onBound.map { !$0 })
  }
}
