import CurveFitting
import ScalingStatistics

/// Refits of a Chinchilla surface to runs drawn again: allocations with percentile intervals at any number of budgets, from one set of refits.
public struct AllocationBootstrap: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The design and what came of it, in a sentence.
  public let headline: String
  /// The law of the data themselves.
  public let law: ChinchillaLaw
  /// The law of each replicate that has a best split.
  public let draws: [ChinchillaLaw]
  /// The replicates without a fit or without a best split of compute.
  public let failures: Int
  /// The headline.
  public var description: String { headline }

  private let method: String

  /// Draws runs with replacement and fits each draw, from the fit to all runs.
  ///
  /// The columns and the objective are those of `ChinchillaLaw.fit`; with `isTied` both exponents are one. `progress` gets the replicates done and their number after each one, on the calling thread;
  /// replicate r depends on the seed and r alone. Throws `FitError` as the fit does, for fewer than 50 replicates, and where more than a fifth of them have no best split. One fit near its minimum
  /// a replicate.
  public init(
    parameters: [Double], tokens: [Double], loss: [Double], objective: FitObjective = .logHuber(delta: 1e-3),
    isTied: Bool = false, replicates: Int = 4_000, seed: UInt64 = 1, progress: ((Int, Int) -> Void)? = nil
  ) throws {
    let model = isTied ? TiedChinchillaLaw.model : ChinchillaLaw.model
    let fit = try model.fit(
      columns: ["parameters": parameters, "tokens": tokens], y: loss, objective: objective)
    let law = ChinchillaLaw.law(fit.parameters.map(\.value))
    let refits = try fit.bootstrap(.pairs, replicates: replicates, seed: seed, progress: progress)
    let draws = (0..<(replicates - refits.failures)).map { row in ChinchillaLaw.law(refits.draws.map { $0[row] }) }
      .filter(\.hasOptimalAllocation)
    guard draws.count * 5 >= replicates * 4 else {
      throw FitError("\(replicates - draws.count) of \(replicates) replicates have no best split of compute.")
    }
    self.law = law
    self.draws = draws
    failures = replicates - draws.count
    method = "percentile interval, pairs bootstrap over \(loss.count) runs, seed \(seed)"
    headline =
      "\(replicates) replicates over \(loss.count) runs, seed \(seed)"
      + (failures == 0 ? "" : ", \(failures) without a best split")
  }

  /// The best split of a budget with percentile intervals; throws `AllocationError` as `ChinchillaLaw.optimalAllocation(compute:operations:)` does, and for a level outside 0 to 1.
  public func allocation(
    compute: Double, operations: Double = 6, level: Double = 0.95
  ) throws -> AllocationEstimate {
    guard level > 0, level < 1 else {
      throw AllocationError(.invalidInput, "A level of \(level) was asked for; it lies between 0 and 1, such as 0.95.")
    }
    return try AllocationEstimate(law: law, compute: compute, operations: operations, name: "bootstrap") { function in
      let sorted = draws.map(function).filter { !$0.isNaN }.sorted()
      guard !sorted.isEmpty else {
        throw AllocationError(.noInterval, "There are no replicates to take a quantile of.")
      }
      return Estimate(
        value: function(law), lower: SampleQuantile.ofSorted(sorted, at: 0.5 - level / 2),
        upper: SampleQuantile.ofSorted(sorted, at: 0.5 + level / 2), level: level, method: method)
    }
  }

  /// The best splits of several budgets, in their order; throws as `allocation(compute:operations:level:)` does.
  public func allocations(
    compute: [Double], operations: Double = 6, level: Double = 0.95
  ) throws -> [AllocationEstimate] {
    try compute.map { try allocation(compute: $0, operations: operations, level: level) }
  }
}
