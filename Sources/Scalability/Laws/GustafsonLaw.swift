/// Gustafson's law for work that grows with the processors: S(p) = p - a (p - 1).
///
/// Here a is the serial share of the time of the *parallel* run, not of the run on one processor as in Amdahl's law; the two are the same curve seen from either end, and
/// `amdahl(on:)` converts. The scaled speed-up says how long one processor would take for the work that p did, over the time they took. J. L. Gustafson, "Reevaluating Amdahl's Law", CACM 31 (1988).
public struct GustafsonLaw: Sendable, Hashable, Codable {
  /// The share of the parallel run's time in which one processor works, 0 to 1.
  public let serialShare: Double

  /// Creates the law; throws `ScalabilityError` for a share outside 0 to 1.
  public init(serialShare: Double) throws {
    self.serialShare = try ScalabilityError.share(serialShare, "A serial share")
  }

  /// Creates the law through one scaled speed-up: a = (p - S) / (p - 1).
  ///
  /// Throws `ScalabilityError` for fewer than two processors, and for a scaled speed-up outside 1 to their number.
  public init(scaledSpeedup: Double, processors: Int) throws {
    guard processors > 1 else {
      throw ScalabilityError(
        "A scaled speed-up on \(processors) processors shows no serial share: it needs two or more.")
    }
    let count = Double(processors)
    guard scaledSpeedup >= 1, scaledSpeedup <= count else {
      throw ScalabilityError(
        "A scaled speed-up of \(scaledSpeedup) on \(processors) processors has no serial share: it lies outside 1 to \(processors)."
      )
    }
    serialShare = (count - scaledSpeedup) / (count - 1)
  }

  /// The scaled speed-up: the work done in a given time over that of one processor; NaN where the number of processors is not positive.
  public func scaledSpeedup(on processors: Double) -> Double {
    processors > 0 ? processors - serialShare * (processors - 1) : .nan
  }

  /// The scaled speed-up for each processor; it falls towards 1 - a.
  public func efficiency(on processors: Double) -> Double { scaledSpeedup(on: processors) / processors }

  /// The number of processors that reaches a scaled speed-up of 1 or more; nil below 1, and where the whole run is serial.
  public func processors(reaching scaledSpeedup: Double) -> Double? {
    guard scaledSpeedup >= 1, scaledSpeedup.isFinite else { return nil }
    if scaledSpeedup == 1 { return 1 }
    return serialShare < 1 ? (scaledSpeedup - serialShare) / (1 - serialShare) : nil
  }

  /// Amdahl's law for the work of the run on this many processors: its serial fraction is a / (a + (1 - a) p), and its speed-up there is the scaled one.
  ///
  /// Throws `ScalabilityError` for a number of processors that is not positive and finite.
  public func amdahl(on processors: Double) throws -> AmdahlLaw {
    guard processors > 0, processors.isFinite else {
      throw ScalabilityError("\(processors) processors were given; their number must be positive and finite.")
    }
    return try AmdahlLaw(serialFraction: serialShare / (serialShare + (1 - serialShare) * processors))
  }
}
