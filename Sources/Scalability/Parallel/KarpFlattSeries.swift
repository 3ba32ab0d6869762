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

/// Whether the slope of Karp and Flatt's measure by the processors can be told from 0.
public enum OverheadGrowth: String, Sendable, Hashable, Codable, CaseIterable {
  /// The interval of the slope lies above 0: the overhead grows with the processors.
  case growing
  /// The interval holds 0: a constant serial fraction is not refused.
  case constantNotRefused
  /// The interval lies below 0: the first processors pay for something that more of them share.
  case falling
  /// Two processor counts have a slope and no interval.
  case unknown
}

/// Karp and Flatt's measure over several processor counts, which tells a serial fraction (constant) from a growing overhead (rising).
///
/// A. H. Karp and H. P. Flatt, "Measuring Parallel Processor Performance", CACM 33 (1990). The trend is a description, not a test: constant where all values lie
/// within a tolerance of their median; else rising or falling where Kendall's rank correlation with p is at least 1/2 in size; else unclear. The test is the slope of a straight line by p with its t
/// interval: under the universal scalability law the measure is α + β p exactly, so that the intercept estimates contention and the slope coherency. All values share the run on one processor, whose error
/// the interval does not know; a three-parameter fit of that law does.
public struct KarpFlattSeries: Sendable, Hashable, Codable, CustomStringConvertible {
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
  /// The slope of the least-squares line through the measure by p: coherency, under the universal scalability law.
  public let slope: Double
  /// The value of that line at p = 0: contention, under the universal scalability law.
  public let intercept: Double
  /// The slope with its t interval; nil for two processor counts.
  public let slopeEstimate: Estimate?
  /// The intercept with its t interval; nil for two processor counts.
  public let interceptEstimate: Estimate?
  /// Whether the overhead grows, by the interval of the slope.
  public let growth: OverheadGrowth

  /// The rounded headline.
  public var description: String { headline }

  /// Computes the measure for speed-ups over one processor.
  ///
  /// `tolerance` is the relative distance from the median that still counts as constant. Throws `ScalabilityError` for columns of unequal length, fewer than two counts, counts that do
  /// not rise, a tolerance that is negative or NaN, a level outside 0 to 1, and as `ParallelEfficiency` does. O(n²).
  public init(processors: [Int], speedups: [Double], tolerance: Double = 0.1, level: Double = 0.95) throws {
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
    try ScalabilityError.check(level: level)
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
    let line = Line(processors.map { Double($0) }, overheads, level: level)
    slope = line.slope
    intercept = line.intercept
    slopeEstimate = line.slopeEstimate
    interceptEstimate = line.interceptEstimate
    growth = line.growth
    let test: String
    switch line.growth {
    case .unknown: test = ""
    case .growing: test = " Slope \(line.words) a processor: the overhead grows."
    case .falling: test = " Slope \(line.words) a processor: the overhead falls."
    case .constantNotRefused: test = " Slope \(line.words) a processor: a constant overhead is not refused."
    }
    headline =
      "Karp–Flatt measure from \(DecimalText.significant(overheads.first ?? .nan, 3)) on \(processors.first ?? 0) to "
      + "\(DecimalText.significant(overheads.last ?? .nan, 3)) on \(processors.last ?? 0) processors: \(meaning)."
      + test
  }

  /// The least-squares line through the measure.
  private struct Line {
    let slope: Double
    let intercept: Double
    var slopeEstimate: Estimate?
    var interceptEstimate: Estimate?
    var growth = OverheadGrowth.unknown

    var words: String { slopeEstimate.map { DecimalText.interval($0.value, $0.lower, $0.upper, 3) } ?? "" }

    init(_ x: [Double], _ y: [Double], level: Double) {
      let n = Double(x.count)
      let (meanX, meanY) = (SampleMoments.mean(x), SampleMoments.mean(y))
      let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
      slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
      intercept = meanY - slope * meanX
      guard x.count > 2 else { return }
      var squares = 0.0
      for row in x.indices {
        let residual = y[row] - meanY - slope * (x[row] - meanX)
        squares += residual * residual
      }
      let error = (squares / (n - 2)).squareRoot()
      let factor = StudentTDistribution(degreesOfFreedom: n - 2).quantile(0.5 + level / 2)
      let method = "t interval of a straight line by p, \(x.count - 2) degrees of freedom"
      func estimate(_ value: Double, _ half: Double) -> Estimate {
        Estimate(value: value, lower: value - half, upper: value + half, level: level, method: method)
      }
      let half = factor * error / spread.squareRoot()
      slopeEstimate = estimate(slope, half)
      interceptEstimate = estimate(intercept, factor * error * (1 / n + meanX * meanX / spread).squareRoot())
      // A slope of rounding errors is none.
      let isRounding = abs(slope) * ((x.last ?? 0) - (x.first ?? 0)) <= 1e-12 * (1 + abs(meanY))
      growth =
        isRounding || slope - half <= 0 && slope + half >= 0
        ? .constantNotRefused : slope > 0 ? .growing : .falling
    }
  }
}
