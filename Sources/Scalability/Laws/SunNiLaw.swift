#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Sun and Ni's memory-bounded law: the parallel work grows with the memory that more processors bring.
///
/// S(p) = (a + (1 - a) G(p)) / (a + (1 - a) G(p) / p), with a the serial fraction on one processor and G(p) = p^g the growth of the parallel work. G = 1 is Amdahl's law, G = p
/// Gustafson's (with a the serial share of its parallel run); the product of dense matrices has g = 3/2, because n² numbers need n³ operations. X.-H. Sun and L. M. Ni, "Scalable
/// Problems and Memory-Bounded Speedup", Journal of Parallel and Distributed Computing 19 (1993).
public struct SunNiLaw: Sendable, Hashable, Codable {
  /// The share of the work on one processor that is serial, 0 to 1.
  public let serialFraction: Double
  /// The exponent g of the growth of the parallel work, G(p) = p^g.
  public let growthExponent: Double

  /// Creates the law; throws `ScalabilityError` for a fraction outside 0 to 1, and for an exponent that is negative or not finite.
  public init(serialFraction: Double, growthExponent: Double) throws {
    self.serialFraction = try ScalabilityError.share(serialFraction, "A serial fraction")
    self.growthExponent = try Self.checked(growthExponent)
  }

  static func checked(_ exponent: Double) throws -> Double {
    guard exponent >= 0, exponent.isFinite else {
      throw ScalabilityError("A growth exponent of \(exponent) was given; it must be a finite number, 0 or more.")
    }
    return exponent
  }

  /// How many times the parallel work of one processor is done on this many: p^g.
  public func growth(on processors: Double) -> Double { pow(processors, growthExponent) }

  /// The speed-up for the grown work; NaN where the number of processors is not positive.
  public func speedup(on processors: Double) -> Double {
    processors > 0
      ? Self.speedup(serialFraction: serialFraction, growth: growth(on: processors), processors: processors) : .nan
  }

  /// The speed-up for each processor.
  public func efficiency(on processors: Double) -> Double { speedup(on: processors) / processors }

  /// The speed-up that no number of processors passes: 1 / a for work that does not grow; nil for work that does, and without a serial fraction.
  public var limit: Double? { growthExponent == 0 && serialFraction > 0 ? 1 / serialFraction : nil }

  /// The speed-up for any growth G of the parallel work, which need not be a power of p.
  public static func speedup(serialFraction: Double, growth: Double, processors: Double) -> Double {
    let parallel = (1 - serialFraction) * growth
    return (serialFraction + parallel) / (serialFraction + parallel / processors)
  }
}
