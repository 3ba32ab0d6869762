import ScalingStatistics

/// What a speed-up on more processors is worth: efficiency, overhead and cost.
///
/// With S the speed-up of p processors over p0: efficiency E = S p0 / p; cost ratio p / (p0 S), what the same work costs in processor time; and, for p0 = 1,
/// Karp and Flatt's e = (1/S - 1/p) / (1 - 1/p). A. H. Karp and H. P. Flatt, "Measuring Parallel Processor Performance", CACM 33 (1990), equation 2. One p cannot tell a serial fraction from an
/// overhead that grows with p, hence the name here; `KarpFlattSeries` looks at several.
public struct ParallelEfficiency: Sendable, Hashable, Codable {
  /// The speed-up, its efficiency and its cost, in a sentence.
  public let headline: String
  /// The number of processors.
  public let processors: Int
  /// The number of processors of the run compared with.
  public let baselineProcessors: Int
  /// The speed-up over the run compared with.
  public let speedup: Double
  /// The speed-up over the ratio of processors: 1 is linear, above 1 superlinear.
  public let efficiency: Double
  /// Karp and Flatt's measure, negative for a superlinear speed-up; nil where the run compared with is not on one processor.
  public let karpFlattOverhead: Double?
  /// The processor time of the same work over that of the run compared with: 1 / efficiency.
  public let costRatio: Double
  /// The speed-up with its interval; nil where it came without one, as are the three below.
  public let speedupEstimate: Estimate?
  /// The efficiency with the interval of the speed-up carried through.
  public let efficiencyEstimate: Estimate?
  /// Karp and Flatt's measure with the interval carried through.
  public let karpFlattEstimate: Estimate?
  /// The cost ratio with the interval carried through; its upper end is open where the speed-up's lower end is not positive.
  public let costRatioEstimate: Estimate?

  /// Computes the efficiency of a speed-up that has no interval.
  ///
  /// Throws `ScalabilityError` for a speed-up that is not positive and finite, fewer than one processor, or no more processors than the run compared with.
  public init(speedup: Double, processors: Int, baselineProcessors: Int = 1) throws {
    try self.init(speedup, nil, processors, baselineProcessors)
  }

  /// Computes the efficiency of a speed-up with an interval, which every result carries: all of them are monotone in it.
  ///
  /// Throws `ScalabilityError` as the other initializer does.
  public init(speedup: Estimate, processors: Int, baselineProcessors: Int = 1) throws {
    try self.init(speedup.value, speedup, processors, baselineProcessors)
  }

  private init(_ speedup: Double, _ estimate: Estimate?, _ processors: Int, _ baseline: Int) throws {
    guard baseline > 0 else {
      throw ScalabilityError("The run compared with has \(baseline) processors; at least one is needed.")
    }
    guard processors > baseline else {
      throw ScalabilityError(
        "A speed-up on \(processors) processors over \(baseline) has no parallel efficiency: it needs more than \(baseline)."
      )
    }
    guard speedup > 0, speedup.isFinite else {
      throw ScalabilityError("A speed-up of \(speedup) was given; it must be positive and finite.")
    }
    self.processors = processors
    baselineProcessors = baseline
    self.speedup = speedup
    let ratio = Double(processors) / Double(baseline)
    efficiency = speedup / ratio
    costRatio = ratio / speedup
    karpFlattOverhead = baseline == 1 ? Self.karpFlatt(speedup: speedup, processors: ratio) : nil
    speedupEstimate = estimate
    efficiencyEstimate = estimate?.scaled(by: 1 / ratio)
    costRatioEstimate = estimate.map { estimate in
      estimate.falling { $0 > 0 ? ratio / $0 : .infinity }
    }
    karpFlattEstimate =
      baseline == 1
      ? estimate.map { estimate in
        estimate.falling { $0 > 0 ? Self.karpFlatt(speedup: $0, processors: ratio) : .infinity }
      } : nil
    let interval = estimate.map {
      " [\(DecimalText.fixed($0.lower, 2)), \(DecimalText.fixed($0.upper, 2))]"
    }
    let overhead = karpFlattOverhead.map { ", Karp–Flatt overhead \(DecimalText.fixed($0, 3))" }
    headline =
      "\(DecimalText.fixed(speedup, 2))x\(interval ?? "") on \(processors) over \(baseline): efficiency "
      + "\(DecimalText.fixed(100 * efficiency, 1)) %\(overhead ?? ""), \(DecimalText.fixed(costRatio, 2)) times the processor time."
  }

  static func karpFlatt(speedup: Double, processors: Double) -> Double {
    (1 / speedup - 1 / processors) / (1 - 1 / processors)
  }
}

extension Estimate {
  /// The estimate of a falling function of the number: the ends change places.
  func falling(_ function: (Double) -> Double) -> Estimate {
    Estimate(value: function(value), lower: function(upper), upper: function(lower), level: level, method: method)
  }
}
