/// Gunther's universal scalability law: what contention and coherency leave of linear scaling.
///
/// X(N) = γ N / (1 + α (N - 1) + β N (N - 1)). N counts processors, threads, users or requests in flight; α is contention (waiting for what is shared), β coherency (each agreeing with
/// each), γ the throughput of one. With α alone it is Amdahl's law; with β there is a peak, beyond which more of N gives less. N. J. Gunther, *Guerrilla Capacity Planning* (2007), chapters 4 and 5.
public struct UniversalScalabilityLaw: Sendable, Hashable, Codable {
  /// The contention α, 0 to 1.
  public let contention: Double
  /// The coherency β, 0 to 1.
  public let coherency: Double
  /// The throughput of one, γ, in the unit of the throughput; 1 for relative capacity.
  public let throughputOfOne: Double

  /// Creates the law; throws `ScalabilityError` for coefficients outside 0 to 1, and for a throughput of one that is not positive and finite.
  public init(contention: Double, coherency: Double, throughputOfOne: Double = 1) throws {
    self.contention = try ScalabilityError.share(contention, "A contention")
    self.coherency = try ScalabilityError.share(coherency, "A coherency")
    guard throughputOfOne > 0, throughputOfOne.isFinite else {
      throw ScalabilityError("A throughput of one of \(throughputOfOne) was given; it must be positive and finite.")
    }
    self.throughputOfOne = throughputOfOne
  }

  /// The relative capacity C(N) = X(N) / γ, which for work of a fixed size is the speed-up; NaN where N is not positive.
  public func capacity(at processors: Double) -> Double {
    guard processors > 0 else { return .nan }
    return processors / (1 + (processors - 1) * (contention + coherency * processors))
  }

  /// The throughput X(N), in the unit of the throughput of one.
  public func throughput(at processors: Double) -> Double { throughputOfOne * capacity(at: processors) }

  /// The capacity for each of the N.
  public func efficiency(at processors: Double) -> Double { capacity(at: processors) / processors }

  /// The N of the greatest throughput, √((1 - α) / β); nil without coherency, where throughput never falls.
  ///
  /// Below 1 it says that throughput falls from the first of the N on.
  public var peakProcessors: Double? {
    guard coherency > 0 else { return nil }
    let peak = ((1 - contention) / coherency).squareRoot()
    return peak.isFinite ? peak : nil
  }

  /// The greatest throughput, that at `peakProcessors`; nil where there is no peak at 1 or beyond.
  public var peakThroughput: Double? {
    guard let peak = peakProcessors, peak >= 1 else { return nil }
    return throughput(at: peak)
  }

  /// What throughput would approach *if there were no coherency loss*, γ / α; nil without contention.
  ///
  /// It is no limit of this law, whose throughput falls to 0 wherever β is positive: where the two lie far apart, as 3246 and a peak of 1884 do in Gunther's example, coherency is what binds.
  public var limitWithoutCoherency: Double? {
    guard contention > 0 else { return nil }
    let limit = throughputOfOne / contention
    return limit.isFinite ? limit : nil
  }

  /// Where the straight line γ N meets `limitWithoutCoherency`, 1 / α: the knee of the two bounds; nil without contention.
  public var kneeProcessors: Double? {
    guard contention > 0 else { return nil }
    let knee = 1 / contention
    return knee.isFinite ? knee : nil
  }

  /// Where the time of work of a fixed size goes, in units of the time on one processor.
  public func timeShares(at processors: Double) -> ScalabilityTimeShares {
    ScalabilityTimeShares(
      ideal: 1 / processors, contention: contention * (processors - 1) / processors,
      coherency: coherency * (processors - 1))
  }

  /// Karp and Flatt's measure under this law: α + β p exactly, a straight line in p.
  ///
  /// So the line through a measured series has contention for its intercept and coherency for its slope.
  public func karpFlatt(on processors: Double) -> Double { contention + coherency * processors }
}

/// The time of work of a fixed size on p processors under the universal scalability law, in units of the time on one.
public struct ScalabilityTimeShares: Sendable, Hashable, Codable {
  /// The work shared out without loss, 1 / p.
  public let ideal: Double
  /// Waiting for what is shared, α (p - 1) / p.
  public let contention: Double
  /// Agreeing with all others, β (p - 1); the R package usl prints half of it, so that its parts do not add up.
  public let coherency: Double

  /// All three together: 1 / C(p).
  public var total: Double { ideal + contention + coherency }
}
