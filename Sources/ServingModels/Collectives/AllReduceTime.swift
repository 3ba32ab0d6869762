import ScalingStatistics

/// The time of one all-reduce by the alpha-beta model of a ring: latency + 2 (p − 1) / p × bytes / bandwidth.
///
/// R. Thakur, R. Rabenseifner and W. Gropp, "Optimization of Collective Communication Operations in MPICH", IJHPCA 19 (2005), section 4.5: reduce-scatter and all-gather each move
/// (p − 1) / p of the payload. The latency is taken whole, as measured on p accelerators, and not per hop. Libraries change algorithm between 64 KB and 1 MB, where one
/// straight line is up to twice off: `TwoRegimeAllReduce` has a line for each side.
public struct AllReduceTime: Collective, Hashable {
  /// The time of an empty all-reduce, in seconds.
  public let latency: Double
  /// The bandwidth that a large payload sees, in bytes per second.
  public let bandwidth: Double

  /// Creates a model; throws `ServingModelError` for a latency that is negative or not finite or a bandwidth that is not positive and finite.
  public init(latency: Double, bandwidth: Double) throws {
    guard latency >= 0, latency.isFinite else {
      throw ServingModelError("The latency of an all-reduce is \(latency) s; it must be finite, 0 or more.")
    }
    guard bandwidth > 0, bandwidth.isFinite else {
      throw ServingModelError(
        "The bandwidth of an all-reduce is \(bandwidth) bytes per second; it must be positive and finite.")
    }
    self.latency = latency
    self.bandwidth = bandwidth
  }

  /// The latency and bandwidth, for a sentence.
  public var words: String {
    "\(DecimalText.significant(latency * 1e6, 3)) us and \(DecimalText.significant(bandwidth / 1e9, 3)) GB/s"
  }

  /// Returns the seconds that an all-reduce of so many bytes takes among some accelerators; 0 for one, which has nothing to reduce.
  ///
  /// Throws `ServingModelError` for fewer than one accelerator or bytes that are negative or not finite.
  public func seconds(bytes: Double, accelerators: Int) throws -> Double {
    try Self.check(bytes: bytes, accelerators: accelerators)
    guard accelerators > 1 else { return 0 }
    return latency + Self.traffic(bytes: bytes, accelerators: accelerators) / bandwidth
  }

  /// The bytes that each of some accelerators sends in a ring: 2 (p − 1) / p of the payload.
  static func traffic(bytes: Double, accelerators: Int) -> Double {
    let ranks = Double(accelerators)
    return 2 * (ranks - 1) / ranks * bytes
  }

  static func check(bytes: Double, accelerators: Int) throws {
    try ServingModelError.checkCount(bytes, "bytes of an all-reduce")
    guard accelerators > 0 else {
      throw ServingModelError("An all-reduce among \(accelerators) accelerators was asked for; it takes at least one.")
    }
  }
}
