/// Amdahl's law for work of a fixed size: the serial part of it runs on one processor, the rest on all of them.
///
/// S(p) = 1 / (a + (1 - a) / p), with a the serial fraction of the time on one processor. G. M. Amdahl, "Validity of the Single Processor Approach to Achieving Large Scale Computing
/// Capabilities", AFIPS 30 (1967). It is the universal scalability law without coherency, and Sun and Ni's law for work that does not grow.
public struct AmdahlLaw: Sendable, Hashable, Codable {
  /// The share of the time on one processor that more of them do not shorten, 0 to 1.
  public let serialFraction: Double

  /// Creates the law; throws `ScalabilityError` for a fraction outside 0 to 1.
  public init(serialFraction: Double) throws {
    self.serialFraction = try ScalabilityError.share(serialFraction, "A serial fraction")
  }

  /// Creates the law through one measured speed-up over one processor: its serial fraction is Karp and Flatt's measure.
  ///
  /// One measurement cannot tell a serial fraction from an overhead that grows; see `KarpFlattSeries`. Throws `ScalabilityError` for fewer than two processors, a speed-up that is not positive
  /// and finite, and one below 1 or above the number of processors, for which no fraction from 0 to 1 exists.
  public init(speedup: Double, processors: Int) throws {
    let measured = try ParallelEfficiency(speedup: speedup, processors: processors)
    let fraction = ParallelEfficiency.karpFlatt(speedup: speedup, processors: Double(processors))
    guard fraction >= 0, fraction <= 1 else {
      throw ScalabilityError(
        "A speed-up of \(measured.speedup) on \(processors) processors has no serial fraction: it lies outside 1 to \(processors)."
      )
    }
    serialFraction = fraction
  }

  /// The speed-up over one processor; NaN where the number of processors is not positive.
  public func speedup(on processors: Double) -> Double {
    processors > 0 ? processors / (1 + serialFraction * (processors - 1)) : .nan
  }

  /// The speed-up for each processor.
  public func efficiency(on processors: Double) -> Double { speedup(on: processors) / processors }

  /// The speed-up that no number of processors passes, 1 / a; nil without a serial fraction, where there is no limit.
  public var limit: Double? { serialFraction > 0 ? 1 / serialFraction : nil }

  /// The number of processors that reaches a speed-up of 1 or more; nil at or above the limit, and below 1.
  public func processors(reaching speedup: Double) -> Double? {
    let rest = 1 - serialFraction * speedup
    guard speedup >= 1, speedup.isFinite, rest > 0 else { return nil }
    return speedup == 1 ? 1 : speedup * (1 - serialFraction) / rest
  }
}
