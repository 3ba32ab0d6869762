import ScalingStatistics

/// The host time a step that would explain a speed-up, if the rest of the step is as predicted.
///
/// With T(1) the step on one accelerator and T(p) that on p of them, both without the host, two readings of a speed-up S have closed forms:
/// - the host takes H a step on one and on p alike: S = (T(1) + H) / (T(p) + H), so H = (T(1) − S T(p)) / (S − 1). No such H brings S to 1 exactly, and none to the far side of 1;
/// - the host takes D a step more on p than on one, and none on one: D = T(1) / S − T(p).
public struct HostTimeRequirement: Sendable, Hashable {
  /// What would have to be true, in a sentence.
  public let headline: String
  /// The accelerators that share each weight matrix.
  public let accelerators: Int
  /// The speed-up over one accelerator.
  public let speedup: Double
  /// The mean time of one all-reduce, in seconds.
  public let allReduceTime: Double
  /// The seconds of the host in each step, on one accelerator and on several alike; nil where no time gives the speed-up.
  public let hostTime: Double?
  /// The least and the most of them that the rounding of the speed-up leaves possible; nil where either end has none.
  public let hostTimeRange: ClosedRange<Double>?
  /// The seconds of the host in each step on several accelerators beyond those on one; negative where the all-reduces alone cost more than the speed-up allows.
  public let addedHostTime: Double
}

extension PredictedSpeedup {
  /// Returns the host time at which a speed-up holds if the rest of the step is as predicted; `rounding` is half the last digit of the speed-up.
  ///
  /// Throws `ServingModelError` for a speed-up or, with the rounding, an end of its range that is not positive and finite, a rounding that is negative or not finite, or a prediction for one accelerator.
  public func hostTimeRequirement(for speedup: Double, rounding: Double = 0) throws -> HostTimeRequirement {
    guard rounding >= 0, rounding.isFinite, speedup - rounding > 0, speedup.isFinite else {
      throw ServingModelError(
        "A speed-up of \(speedup) with a rounding of \(rounding) was given; the least of the range must be positive and the most finite."
      )
    }
    let shared = self.shared.stepTime - self.shared.hostTime
    let single = self.single.stepTime - self.single.hostTime
    let accelerators = self.shared.accelerators
    guard accelerators > 1 else {
      throw ServingModelError("A speed-up of one accelerator over itself is 1, whatever the host takes.")
    }
    let allReduceTime =
      self.shared.collectiveCount > 0 ? self.shared.allReduceTime / self.shared.collectiveCount : 0
    func host(_ speedup: Double) -> Double? {
      let time = (single - speedup * shared) / (speedup - 1)
      return speedup != 1 && time.isFinite && time >= 0 ? time : nil
    }
    let same = host(speedup)
    let ends = [host(speedup + rounding), host(speedup - rounding)].compactMap { $0 }.sorted()
    // A range that contains 1 has no end: the host time grows without bound towards it.
    let isOneSide = abs(speedup - 1) > rounding
    let range = rounding > 0 && isOneSide && ends.count == 2 ? ends[0]...ends[1] : nil
    let added = single / speedup - shared
    func milliseconds(_ seconds: Double) -> String { "\(DecimalText.significant(seconds * 1e3, 3)) ms" }
    let without = DecimalText.fixed(single / shared, 2)
    let start =
      "With an all-reduce of \(DecimalText.significant(allReduceTime * 1e6, 3)) us (\(without)x if the host takes no time)"
    let goal = "\(DecimalText.significant(speedup, 4))x on \(accelerators) accelerators"
    let words: String
    if let same {
      let least = range.map { milliseconds($0.lowerBound) } ?? ""
      let span = range.map { " (\(least) to \(milliseconds($0.upperBound)) within the rounding)" } ?? ""
      words =
        "\(goal) would need \(milliseconds(same)) of the host in each step on one and on several alike\(span), or \(milliseconds(added)) more on several than on one"
    } else if added > 0 {
      words =
        "\(goal) would need \(milliseconds(added)) more of the host in each step on several than on one; the same time on both does not lead there"
    } else {
      words = "\(goal) is not reached whatever the host adds: the all-reduces alone cost more"
    }
    return HostTimeRequirement(
      headline: "\(start), \(words).", accelerators: accelerators, speedup: speedup, allReduceTime: allReduceTime,
      hostTime: same, hostTimeRange: range, addedHostTime: added)
  }
}
