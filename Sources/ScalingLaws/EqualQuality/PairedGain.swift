import CurveFitting
import ScalingStatistics

extension GainAtEqualQuality {
  /// The gain of a system that ran on the same problems, or from the same seeds, as the baseline: units drawn again for both at once.
  ///
  /// The curve of a system is the mean over its units at each x, fitted by `law` with the number of units behind each mean as weight. A replicate draws the shared units with replacement, gives each the same weight
  /// on both sides and refits both, so that what made a problem hard for both falls out of the ratio; intervals are percentiles. A replicate in which one curve alone reaches the quality is a gain of infinity or of 0:
  /// where that happens in more than the tail the side is open. Units of one side alone are left out and listed. `objective` and `bounds` are those of the fits. Throws `FitError` for scores of different metrics, for
  /// fewer than two shared units or 50 replicates, where either curve does not reach the quality (the message names which), and where more than a fifth of the replicates have no answer. Two fits near their minima a replicate.
  public init(
    baseline: UnitScores, new: UnitScores, law: any SeparableModel, at quality: MetricValue,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:], unitName: String = "units",
    replicates: Int = 2_000, seed: UInt64 = 1, level: Double = 0.95
  ) throws {
    try Self.check([baseline.metric, new.metric], against: quality)
    let (first, second) = (Set(baseline.units), Set(new.units))
    let shared = first.intersection(second).sorted()
    guard shared.count > 1 else {
      throw FitError(
        "The baseline and the new system share \(shared.count) of \(first.union(second).count) \(unitName): a paired interval needs at least two."
      )
    }
    let design: Bootstrap
    do {
      design = try Bootstrap(unitCount: shared.count, unitName: unitName, replicates: replicates, seed: seed)
    } catch let error as StatisticsError {
      throw FitError(error.message)
    }
    let sides = [("baseline", UnitScores.Means(baseline, units: shared)), ("new system", .init(new, units: shared))]
    func fit(_ side: UnitScores.Means, _ weights: [Double], near: Fit? = nil) throws -> Fit {
      let (y, total) = side(weights)
      return try law.fit(
        x: side.x, y: y, errors: .weights(total), objective: objective, bounds: bounds, level: level, near: near)
    }
    var fits: [Fit] = []
    var places: [Double] = []
    for (name, side) in sides {
      let found = try fit(side, [Double](repeating: 1, count: shared.count))
      do {
        // Where there is none, the search for an interval says why.
        places.append(
          try found.predictorValue(reaching: quality.value) ?? found.predictor(reaching: quality.value).value)
        fits.append(found)
      } catch let error as FitError {
        throw FitError(
          "There is no gain at \(DecimalText.significant(quality.value, 4)): asked where the \(name) reaches it, \(error.message)"
        )
      }
    }
    // Never reached is reached at infinity.
    var draws: [[Double]] = [[], [], []]
    for replicate in 0..<replicates {
      let weights = design.weights(replicate: replicate)
      let refits = sides.indices.map { try? fit(sides[$0].1, weights, near: fits[$0]) }
      guard let a = refits[0], let b = refits[1] else { continue }
      let base = a.predictorValue(reaching: quality.value) ?? .infinity
      let other = b.predictorValue(reaching: quality.value) ?? .infinity
      draws[0].append(base)
      draws[1].append(other)
      if base.isFinite || other.isFinite { draws[2].append(base / other) }
    }
    guard draws[2].count * 5 >= replicates * 4 else {
      throw FitError(
        "\(replicates - draws[2].count) of \(replicates) replicates do not reach \(DecimalText.significant(quality.value, 4)) with either system: there is no interval of the gain."
      )
    }
    let method = "percentile interval, paired bootstrap over \(shared.count) \(unitName), seed \(seed)"
    func estimate(_ value: Double, _ draws: [Double]) -> Estimate {
      let (lower, upper) = Self.ends(draws, level: level)
      var open = lower == 0 ? "; open below: in some replicates the new system does not reach the quality" : ""
      if upper == .infinity { open += "; open above: in some replicates the quality is not reached" }
      return Estimate(value: value, lower: lower, upper: upper, level: level, method: method + open)
    }
    let unpaired = first.symmetricDifference(second).sorted()
    self.init(
      quality: quality.value, baseline: estimate(places[0], draws[0]), new: estimate(places[1], draws[1]),
      gain: estimate(places[0] / places[1], draws[2]), fits: (fits[0], fits[1]),
      pairs: "\(shared.count) \(unitName)", unpaired: unpaired,
      warnings: unpaired.isEmpty
        ? []
        : ["\(unpaired.count) \(unitName) of one system alone are left out, such as \(unpaired[0])."])
  }

  /// Order statistics, without interpolation: a mean of a number and infinity is no end.
  private static func ends(_ draws: [Double], level: Double) -> (Double, Double) {
    let sorted = draws.sorted()
    let tail = Int((Double(sorted.count) * (1 - level) / 2).rounded(.down))
    let low = min(tail, sorted.count - 1)
    return (sorted[low], sorted[sorted.count - 1 - low])
  }
}
