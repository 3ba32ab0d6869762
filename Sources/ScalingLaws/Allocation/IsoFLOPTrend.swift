import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension AllocationTrend {
  /// The trend through the minima of profiles of equal compute (approach 2 of Hoffmann and others, 2022), by cubics unless a parabola is asked for.
  ///
  /// The interval of a is that of a straight line over the budgets; with `replicates` it is a percentile interval of a bootstrap of the runs' residuals within each profile, which also holds
  /// for two budgets. A parabola's bias is warned about with its size. Throws `AllocationError` for a profile without an interior minimum (its message names the budget), fewer than two budgets,
  /// a bootstrap of fewer than 50 replicates or without residual degrees of freedom, and one in which more than a fifth of the replicates have no minimum. O(runs) for the minima and
  /// for each replicate.
  public init(
    profiles: [IsoFLOPProfile], curve: IsoFLOPCurve = .cubic, operations: Double = 6, level: Double = 0.95,
    replicates: Int? = nil, seed: UInt64 = 1
  ) throws {
    let minima = try profiles.map { try $0.minimum(curve, operations: operations) }
    var exponent: Estimate?
    if let replicates {
      exponent = try Self.bootstrap(
        profiles, curve: curve, minima: minima, level: level, replicates: replicates, seed: seed)
    }
    try self.init(
      approach: .isoFLOP, operations: operations, compute: minima.map(\.compute),
      parameters: minima.map(\.parameters.value), level: level, warnings: minima.flatMap(\.warnings),
      exponent: exponent)
  }

  private static func bootstrap(
    _ profiles: [IsoFLOPProfile], curve: IsoFLOPCurve, minima: [IsoFLOPMinimum], level: Double, replicates: Int,
    seed: UInt64
  ) throws -> Estimate {
    guard replicates >= 50, level > 0, level < 1 else {
      throw AllocationError(
        .invalidInput, "\(replicates) replicates at level \(level) were asked for: at least 50, and a level in 0 to 1.")
    }
    let x = minima.map { log($0.compute) }
    guard let observed = LogLine(x: x, y: minima.map { log($0.parameters.value) }) else {
      throw AllocationError(.invalidInput, "\(Set(x).count) distinct budgets have no trend: at least two are needed.")
    }
    let fits = try profiles.map { try $0.polynomial(curve, loss: $0.loss) }
    guard fits.allSatisfy({ $0.degreesOfFreedom > 0 }) else {
      throw AllocationError(
        .noInterval, "A profile has as many runs as a \(curve) has coefficients: its residuals cannot be resampled.")
    }
    var slopes: [Double] = []
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
      var places: [Double] = []
      for (profile, fit) in zip(profiles, fits) {
        let n = profile.loss.count
        // Residuals are short by the coefficients fitted.
        let stretch = (Double(n) / Double(fit.degreesOfFreedom)).squareRoot()
        let loss = profile.loss.indices.map { i in
          profile.loss[i] - fit.residuals[i] + stretch * fit.residuals[generator.nextIndex(below: n)]
        }
        guard let own = try? profile.polynomial(curve, loss: loss), let place = own.minimum else { break }
        places.append(own.center + own.scale * place)
      }
      if places.count == profiles.count, let line = LogLine(x: x, y: places) { slopes.append(line.slope) }
    }
    guard slopes.count * 5 >= replicates * 4 else {
      throw AllocationError(
        .noInterval,
        "\(replicates - slopes.count) of \(replicates) replicates have a profile without an interior minimum."
      )
    }
    slopes.sort()
    return Estimate(
      value: observed.slope, lower: SampleQuantile.ofSorted(slopes, at: 0.5 - level / 2),
      upper: SampleQuantile.ofSorted(slopes, at: 0.5 + level / 2), level: level,
      method: "percentile interval, residual bootstrap within \(profiles.count) profiles, seed \(seed)")
  }
}
