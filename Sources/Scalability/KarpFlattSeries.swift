import ScalingStatistics

/// How Karp and Flatt's measure behaves as processors are added.
public enum KarpFlattTrend: String, Sendable, Hashable, Codable, CaseIterable {
  /// About constant: a serial fraction, as in Amdahl's law.
  case constant
  /// Rising: an overhead that grows with the processors, such as communication.
  case rising
  /// Falling: a cost at few processors that more of them share.
  case falling
  /// Neither: no statement is made.
  case unclear
}

/// Karp and Flatt's measure over several processor counts, which tells a serial fraction (constant) from a growing overhead (rising).
///
/// A. H. Karp and H. P. Flatt, "Measuring Parallel Processor Performance", CACM 33 (1990). The trend is a description, not a test: constant where all values lie
/// within a tolerance of their median; else rising or falling where Kendall's rank correlation with p is at least 1/2 in size; else unclear.
public struct KarpFlattSeries: Sendable, Hashable, Codable {
  /// The range of the measure and its trend, in a sentence.
  public let headline: String
  /// The processor counts, rising.
  public let processors: [Int]
  /// Karp and Flatt's measure at each of them.
  public let overheads: [Double]
  /// How the measure behaves as processors are added.
  public let trend: KarpFlattTrend
  /// Kendall's rank correlation of the measure with the processor count, -1 to 1; ties count 0.
  public let rankCorrelation: Double

  /// Computes the measure for speed-ups over one processor.
  ///
  /// `tolerance` is the relative distance from the median that still counts as constant. Throws `ScalabilityError` for columns of unequal length, fewer than two counts, counts that do
  /// not rise, a tolerance that is negative or NaN, and as `ParallelEfficiency` does. O(n²).
  public init(processors: [Int], speedups: [Double], tolerance: Double = 0.1) throws {
    guard processors.count == speedups.count else {
      throw ScalabilityError(
        "\(speedups.count) speed-ups for \(processors.count) processor counts: one is needed for each.")
    }
    guard processors.count > 1 else {
      throw ScalabilityError(
        "A Karp–Flatt series needs two processor counts above 1 or more; one count shows no trend.")
    }
    guard zip(processors, processors.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ScalabilityError(
        "The processor counts must rise; they are \(processors.map(String.init).joined(separator: ", ")).")
    }
    guard tolerance >= 0 else {
      throw ScalabilityError("A tolerance of \(tolerance) was given; it must be 0 or more.")
    }
    let overheads = try zip(processors, speedups).map { count, speedup in
      let efficiency = try ParallelEfficiency(speedup: speedup, processors: count)
      return ParallelEfficiency.karpFlatt(speedup: efficiency.speedup, processors: Double(count))
    }
    let median = try SampleQuantile.median(overheads)
    var score = 0
    for later in overheads.indices {
      for earlier in 0..<later {
        score += overheads[later] > overheads[earlier] ? 1 : (overheads[later] < overheads[earlier] ? -1 : 0)
      }
    }
    rankCorrelation = Double(score) / (Double(overheads.count * (overheads.count - 1)) / 2)
    self.processors = processors
    self.overheads = overheads
    let meaning: String
    // The last term lets linear speed-ups, whose measure is 0 but for rounding, be constant.
    if overheads.allSatisfy({ abs($0 - median) <= tolerance * abs(median) + 1e-12 }) {
      trend = .constant
      meaning = "about constant, as a serial fraction is"
    } else if rankCorrelation >= 0.5 {
      trend = .rising
      meaning = "rising, as an overhead does that grows with the processors"
    } else if rankCorrelation <= -0.5 {
      trend = .falling
      meaning = "falling: neither a serial fraction nor a growing overhead"
    } else {
      trend = .unclear
      meaning = "neither constant nor steadily rising or falling"
    }
    headline =
      "Karp–Flatt measure from \(DecimalText.significant(overheads.first ?? .nan, 3)) on \(processors.first ?? 0) to "
      + "\(DecimalText.significant(overheads.last ?? .nan, 3)) on \(processors.last ?? 0) processors: \(meaning)."
  }
}
