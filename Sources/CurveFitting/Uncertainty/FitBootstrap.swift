import ScalingStatistics

/// A fit under resampling: the parameters of every replicate, and intervals from them.
public struct FitBootstrap: Sendable, CustomStringConvertible {
  /// The design and what came of it, in a sentence.
  public let headline: String
  /// How the data were drawn again.
  public let resampling: FitResampling
  /// What the reader should know before using an interval, such as that there are few clusters; empty for a design without a fault.
  public let warnings: [String]
  /// The names of the parameters.
  public let names: [String]
  /// One column of replicates for each parameter, in the order of `names`; only replicates that have a fit.
  public let draws: [[Double]]
  /// One column of standard errors for each parameter, made in each replicate as on the data; infinite where a replicate gives none, empty where the design has
  /// none.
  public let standardErrors: [[Double]]
  /// The standard errors on the data of the same kind; empty where the design has none.
  public let observedErrors: [Double]
  /// Replicates without a fit: too few distinct points drawn.
  public let failures: Int
  /// The seed.
  public let seed: UInt64

  let fit: any FittedModel
  let design: Bootstrap
  /// Working parameters of each replicate, whether each is free of its bound, and the parameters with a unit left out.
  let working: [[Double]]
  let isFree: [[Bool]]
  let jackknife: [[Double]]

  /// The headline.
  public var description: String { headline }

  /// The percentile interval of a parameter, at the fit's level unless another is given, as everywhere here; throws `FitError` for an unknown name, a level outside 0 to 1 or too many failures.
  ///
  /// An end among replicates whose shape ran into the end of the range searched is open (infinite), because that end is where the search stops and not a finding; an end on the bound of
  /// an amplitude stays. `method` says which replicates they are.
  public func percentileInterval(of name: String, level: Double? = nil) throws -> Estimate {
    let index = try fit.index(ofParameter: name)
    return honest(try interval(level: level, accelerated: false) { $0.values[index] }, of: index)
  }

  /// The bias-corrected and accelerated interval of a parameter, open as in `percentileInterval(of:level:)`; throws as that does, and where the bootstrap was made without `acceleration`.
  public func acceleratedInterval(of name: String, level: Double? = nil) throws -> Estimate {
    let index = try fit.index(ofParameter: name)
    return honest(try interval(level: level, accelerated: true) { $0.values[index] }, of: index)
  }

  /// The same interval with its ends on bounds marked.
  private func honest(_ estimate: Estimate, of index: Int) -> Estimate {
    let held = isFree.indices.filter { !isFree[$0][index] }
    let column = draws[index]
    let shapes = fit.curve.shapeIndices
    guard shapes.contains(index) || !held.isEmpty else { return withShapesHeld(estimate, of: index, shapes) }
    let free = isFree.indices.filter { isFree[$0][index] }.map { column[$0] }
    // Held replicates lie at the ends themselves: past all the others.
    let isBelow = held.contains { column[$0] <= estimate.lower } && estimate.lower < (free.min() ?? .infinity)
    let isAbove = held.contains { column[$0] >= estimate.upper } && estimate.upper > (free.max() ?? -.infinity)
    guard isBelow || isAbove else { return withShapesHeld(estimate, of: index, shapes) }
    let share = "\(held.count) of \(column.count) replicates"
    let isShape = shapes.contains(index)
    func words(_ side: String, _ end: String) -> String {
      isShape
        ? "; open \(side): \(share) end where the range searched does" : "; \(end) end on its bound, as \(share) are"
    }
    return Estimate(
      value: estimate.value, lower: isShape && isBelow ? -.infinity : estimate.lower,
      upper: isShape && isAbove ? .infinity : estimate.upper, level: estimate.level,
      method: estimate.method + (isBelow ? words("below", "lower") : "") + (isAbove ? words("above", "upper") : ""))
  }

  /// An amplitude is no better known than the shape that it goes with.
  private func withShapesHeld(_ estimate: Estimate, of index: Int, _ shapes: [Int]) -> Estimate {
    let column = draws[index]
    func comesFromHeld(_ isBeyond: (Double) -> Bool) -> Bool {
      var beyond = 0
      var held = 0
      for row in column.indices where isBeyond(column[row]) {
        beyond += 1
        if shapes.contains(where: { $0 != index && !isFree[row][$0] }) { held += 1 }
      }
      return beyond > 0 && 2 * held > beyond
    }
    guard !shapes.contains(index), comesFromHeld({ $0 <= estimate.lower }) || comesFromHeld({ $0 >= estimate.upper })
    else { return estimate }
    return Estimate(
      value: estimate.value, lower: estimate.lower, upper: estimate.upper, level: estimate.level,
      method: estimate.method + "; replicates beyond an end have a shape where the range searched ends")
  }

  /// The bootstrap-t interval of a parameter: the estimate less quantiles of (replicate - estimate) / standard error, times its standard error.
  ///
  /// Throws as `percentileInterval` does, and where the design has no standard errors or the parameter sits on a bound.
  public func studentizedInterval(of name: String, level: Double? = nil) throws -> Estimate {
    let index = try fit.index(ofParameter: name)
    let level = level ?? fit.level
    guard level > 0, level < 1 else {
      throw FitError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    guard !standardErrors.isEmpty, observedErrors[index] > 0, observedErrors[index].isFinite else {
      throw FitError("\(name) has no bootstrap-t interval: its standard error is not known in this design.")
    }
    let value = fit.parameters[index].value
    let roots = zip(draws[index], standardErrors[index]).compactMap { draw, error -> Double? in
      error > 0 && error.isFinite ? (draw - value) / error : nil
    }.sorted()
    guard roots.count * 5 >= design.replicates * 4 else {
      throw FitError(
        "\(design.replicates - roots.count) of \(design.replicates) replicates have no standard error of \(name).")
    }
    return Estimate(
      value: value, lower: value - SampleQuantile.ofSorted(roots, at: 0.5 + level / 2) * observedErrors[index],
      upper: value - SampleQuantile.ofSorted(roots, at: 0.5 - level / 2) * observedErrors[index], level: level,
      method: "bootstrap-t, \(words)")
  }

  /// The estimate of any function of the fitted law with its percentile interval, or its BCa interval where the bootstrap was made with `acceleration`.
  ///
  /// No end is opened here, because a function may be well known where a shape is not. Throws as `percentileInterval` does; replicates where the function is NaN count as failures.
  public func estimate(level: Double? = nil, of function: (FittedLaw) -> Double) throws -> Estimate {
    try interval(level: level, accelerated: !jackknife.isEmpty, function)
  }

  /// The interval of the law's mean at some x: percentiles of the replicates' laws; throws as `percentileInterval` does.
  public func confidenceBand(at x: [Double], level: Double? = nil) throws -> [Estimate] {
    try x.map { x in try interval(level: level, accelerated: false) { $0.value(at: x) } }
  }

  private var words: String {
    "\(resampling.explanation) over \(design.unitCount) \(design.unitName), seed \(seed)"
      + (warnings.first.map { "; \($0)" } ?? "")
  }

  private func interval(level: Double?, accelerated: Bool, _ function: (FittedLaw) -> Double) throws -> Estimate {
    let level = level ?? fit.level
    let law = FittedLaw(fit)
    let observed = function(law)
    guard observed.isFinite else { throw FitError("The function has no finite value at the fit itself.") }
    func column(_ rows: [[Double]]) -> [Double] { rows.map { function(law.moved(to: $0)) } }
    guard !accelerated || !jackknife.isEmpty else {
      throw FitError("A BCa interval needs the jackknife: make the bootstrap with acceleration: true.")
    }
    do {
      let distribution = BootstrapDistribution(
        design: design, observed: [observed], replicates: [column(working)],
        jackknife: accelerated ? [column(jackknife)] : nil, failures: failures)
      let estimate =
        accelerated
        ? try distribution.acceleratedInterval(level: level) : try distribution.percentileInterval(level: level)
      return Estimate(
        value: estimate.value, lower: estimate.lower, upper: estimate.upper, level: level,
        method: "\(accelerated ? "BCa" : "percentile") interval, \(words)")
    } catch let error as StatisticsError {
      throw FitError(error.message)
    }
  }
}
