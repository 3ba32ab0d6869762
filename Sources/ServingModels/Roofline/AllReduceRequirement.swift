import ScalingStatistics

/// The all-reduce time that would explain a speed-up, if nothing else cost time.
///
/// With T(1) and T(p) the steps on one and on p accelerators and n collectives of time t in the latter, S = T(1) / (T(p) − n t₀ + n t), so t = (T(1) / S − (T(p) − n t₀)) / n. For weights that stream at the whole bandwidth
/// and nothing else it is (W / BW) (1 / S − 1 / p) / (2 L). Whatever else takes time lowers S as the all-reduce does: it is what would have to be true, not what is.
public struct AllReduceRequirement: Sendable, Hashable, Codable {
  /// What would have to be true, in a sentence.
  public let headline: String
  /// The accelerators that share each weight matrix.
  public let accelerators: Int
  /// The speed-up over one accelerator.
  public let speedup: Double
  /// The time of one all-reduce in seconds at that speed-up.
  public let allReduceTime: Double
  /// The shortest time that the rounding of the speed-up leaves possible, in seconds.
  public let shortestTime: Double
  /// The longest time that the rounding of the speed-up leaves possible, in seconds.
  public let longestTime: Double

}

extension PredictedSpeedup {
  /// Returns the time of one all-reduce at which the speed-up equals a given one: above it, it is less.
  ///
  /// `breakEvenAllReduce(for: 1)` asks where sharing begins to lose.   /// `rounding` is half the last digit of the figure (0.05 for "1.7"): the time then comes with the range of times that would round to the same figure.
  /// Throws `ServingModelError` for a speed-up that is not positive and finite, a rounding that is negative or not finite, a step without collectives, or a speed-up (the upper end of its range included) that no time
  /// explains because the rest of the step takes longer.
  public func breakEvenAllReduce(for speedup: Double, rounding: Double = 0) throws -> AllReduceRequirement {
    guard rounding >= 0, rounding.isFinite else {
      throw ServingModelError("The rounding is \(rounding); it must be finite, 0 or more.")
    }
    guard shared.collectiveCount > 0 else {
      throw ServingModelError(
        "A step on \(shared.accelerators) \(shared.accelerators == 1 ? "accelerator" : "accelerators") without collectives was given; no time of theirs explains a speed-up."
      )
    }
    let rest = shared.stepTime - shared.allReduceTime
    let limit = single.stepTime / rest
    func time(_ speedup: Double) throws -> Double {
      guard speedup > 0, speedup.isFinite else {
        throw ServingModelError("The speed-up is \(speedup); it must be positive and finite.")
      }
      // What rounding leaves of an all-reduce of no time is no contradiction.
      guard speedup <= limit * (1 + 1e-12) else {
        throw ServingModelError(
          "A speed-up of \(DecimalText.significant(speedup, 4)) on \(shared.accelerators) accelerators is more than the \(DecimalText.significant(limit, 4)) that the step could give, even if all-reduces took no time."
        )
      }
      let time = max(0, (single.stepTime / speedup - rest) / shared.collectiveCount)
      guard time.isFinite else {
        throw ServingModelError("A speed-up of \(speedup) is too small for a finite all-reduce time.")
      }
      return time
    }
    return AllReduceRequirement(
      self, speedup: speedup, rounding: rounding, time: try time(speedup), shortest: try time(speedup + rounding),
      longest: try time(speedup - rounding))
  }

  /// Whether streaming weights is all that takes time beside collectives.
  var isStreamingAlone: Bool {
    [single, shared].allSatisfy {
      $0.isBound && $0.keyValueTime == 0 && $0.hostTime == 0 && $0.weightTime >= $0.matrixTime
    }
  }
}

extension AllReduceRequirement {
  init(
    _ prediction: PredictedSpeedup, speedup: Double, rounding: Double, time: Double, shortest: Double, longest: Double
  ) {
    func microseconds(_ seconds: Double) -> String { DecimalText.fixed(seconds * 1e6, 1) }
    accelerators = prediction.shared.accelerators
    self.speedup = speedup
    allReduceTime = time
    shortestTime = shortest
    longestTime = longest
    var range = ""
    if rounding > 0 {
      range =
        " (\(microseconds(shortest)) to \(microseconds(longest)) us for anything from "
        + "\(DecimalText.significant(speedup - rounding, 4)) to \(DecimalText.significant(speedup + rounding, 4)))"
    }
    let load = prediction.shared
    let assumption =
      prediction.isStreamingAlone
      ? "if weights stream at full bandwidth and nothing else costs time"
      : "at batch \(load.batch) and a context of \(load.context), if the rest of the step is as predicted"
    headline =
      "For a speed-up of \(DecimalText.significant(speedup, 4)) on \(accelerators) accelerators each of the "
      + "\(DecimalText.significant(load.collectiveCount, 6)) all-reduces of a token would have to take \(microseconds(time)) us\(range), \(assumption)."
  }
}
