import ScalingStatistics

/// What tensor parallelism can give at batch 1, from hardware alone: T(p) = W / (p × BW) + 2 L t.
///
/// At batch 1 a decode step streams the weights W once at the memory bandwidth BW of each of p accelerators, and each
/// of the L layers waits for two all-reduces of time t (M. Shoeybi et al., "Megatron-LM", arXiv 1909.08053, section 3:
/// one after attention, one after the feed-forward block). The speed-up is S(t) = T(1) / T(p), with T(1) = W / BW.
///
/// It is an upper bound and not a measurement: the whole bandwidth is used, keys and values are not read, sampling and
/// the host take no time, and the all-reduces overlap with nothing. What else takes time lowers S as the all-reduce
/// does, so that the time found for a known speed-up is what *would have to be true* if the all-reduce alone were to
/// blame. W is what a step streams: the input embedding is not in it, of which one row is read.
public struct PredictedTensorParallel: Sendable, Hashable {
  /// The step on one accelerator, and what sharding could give at most, in a sentence.
  public let headline: String
  /// The bytes of weights that one step streams, over all accelerators.
  public let weightBytes: Double
  /// The number of layers.
  public let layers: Int
  /// The memory bandwidth of one accelerator, in bytes per second.
  public let memoryBandwidth: Double
  /// The accelerators that share each weight matrix.
  public let accelerators: Int

  /// Creates a prediction.
  ///
  /// Throws `ServingModelError` for bytes or a bandwidth that are not positive and finite, fewer than one layer or more than a million, fewer than two
  /// accelerators (one needs no all-reduce), or magnitudes whose step time is not a positive finite number.
  public init(weightBytes: Double, layers: Int, memoryBandwidth: Double, accelerators: Int) throws {
    for (name, value, unit) in [
      ("size of the weights", weightBytes, "bytes"), ("memory bandwidth", memoryBandwidth, "bytes per second"),
    ] {
      guard value > 0, value.isFinite else {
        throw ServingModelError("The \(name) was given as \(value) \(unit); the number must be positive and finite.")
      }
    }
    guard (1...1_000_000).contains(layers) else {
      throw ServingModelError("A model of \(layers) layers was given; it must have 1 to 1000000.")
    }
    guard accelerators > 1 else {
      throw ServingModelError(
        "Tensor parallelism over \(accelerators) accelerators was asked for; it takes at least two.")
    }
    let single = weightBytes / memoryBandwidth
    guard single.isFinite, single / Double(accelerators) > 0 else {
      throw ServingModelError(
        "\(weightBytes) bytes at \(memoryBandwidth) bytes per second give no step time that can be computed with.")
    }
    self.weightBytes = weightBytes
    self.layers = layers
    self.memoryBandwidth = memoryBandwidth
    self.accelerators = accelerators
    headline =
      "Streaming the weights takes \(DecimalText.significant(single * 1e3, 3)) ms a token on one accelerator; on "
      + "\(accelerators), \(DecimalText.significant(single / Double(accelerators) * 1e3, 3)) ms and "
      + "\(2 * layers) all-reduces."
  }

  /// The all-reduces of a step: two a layer.
  public var allReducesPerStep: Int { 2 * layers }

  /// The time of a step on one accelerator, in seconds: W / BW.
  public var singleStepTime: Double { weightBytes / memoryBandwidth }

  /// Returns the time of a step on all accelerators, in seconds, if one all-reduce takes `allReduceTime` seconds.
  ///
  /// Throws `ServingModelError` for a time that is negative or not finite.
  public func stepTime(allReduceTime: Double) throws -> Double {
    guard allReduceTime >= 0, allReduceTime.isFinite else {
      throw ServingModelError("The all-reduce time is \(allReduceTime) s; it must be finite, 0 or more.")
    }
    return singleStepTime / Double(accelerators) + 2 * Double(layers) * allReduceTime
  }

  /// Returns the speed-up over one accelerator if one all-reduce takes `allReduceTime` seconds; below 1 it is a loss.
  ///
  /// Throws as `stepTime(allReduceTime:)` does.
  public func speedup(allReduceTime: Double) throws -> Double {
    singleStepTime / (try stepTime(allReduceTime: allReduceTime))
  }

  /// Returns the all-reduce time in seconds at which the speed-up equals a given one: t = (W / BW) (1/S − 1/p) / (2 L).
  ///
  /// Throws `ServingModelError` for a speed-up that is not positive and finite, or above the number of accelerators,
  /// which no all-reduce time explains.
  public func allReduceTime(speedup: Double) throws -> Double {
    guard speedup > 0, speedup.isFinite else {
      throw ServingModelError("The speed-up is \(speedup); it must be positive and finite.")
    }
    guard speedup <= Double(accelerators) else {
      throw ServingModelError(
        "A speed-up of \(DecimalText.significant(speedup, 4)) on \(accelerators) accelerators is more than streaming "
          + "the weights can give, even if all-reduces took no time.")
    }
    let time = singleStepTime * (1 / speedup - 1 / Double(accelerators)) / (2 * Double(layers))
    guard time.isFinite else {
      throw ServingModelError("A speed-up of \(speedup) is too small for a finite all-reduce time.")
    }
    return time
  }

  /// Returns what would have to be true of the all-reduce for a speed-up that was reported, rounded or not.
  ///
  /// `rounding` is half the last digit of the figure (0.05 for "1.7"): the time then comes with the range of times that
  /// would round to the same figure. Throws as `allReduceTime(speedup:)` does, for the ends of the range as well, and
  /// for a rounding that is negative or not finite.
  public func requirement(speedup: Double, rounding: Double = 0) throws -> AllReduceRequirement {
    guard rounding >= 0, rounding.isFinite else {
      throw ServingModelError("The rounding is \(rounding); it must be finite, 0 or more.")
    }
    return AllReduceRequirement(
      accelerators: accelerators, allReduces: allReducesPerStep, speedup: speedup, rounding: rounding,
      time: try allReduceTime(speedup: speedup), shortest: try allReduceTime(speedup: speedup + rounding),
      longest: try allReduceTime(speedup: speedup - rounding))
  }
}

/// Decoding checks the magnitudes again.
extension PredictedTensorParallel: Codable {
  private enum CodingKeys: String, CodingKey { case weightBytes, layers, memoryBandwidth, accelerators }

  /// Reads a prediction; throws `ServingModelError` or a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      weightBytes: container.decode(Double.self, forKey: .weightBytes),
      layers: container.decode(Int.self, forKey: .layers),
      memoryBandwidth: container.decode(Double.self, forKey: .memoryBandwidth),
      accelerators: container.decode(Int.self, forKey: .accelerators))
  }

  /// Writes what the prediction is made from.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(weightBytes, forKey: .weightBytes)
    try container.encode(layers, forKey: .layers)
    try container.encode(memoryBandwidth, forKey: .memoryBandwidth)
    try container.encode(accelerators, forKey: .accelerators)
  }
}

/// The all-reduce time that would explain a speed-up, if nothing else cost time.
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

  init(
    accelerators: Int, allReduces: Int, speedup: Double, rounding: Double, time: Double, shortest: Double,
    longest: Double
  ) {
    func microseconds(_ seconds: Double) -> String { DecimalText.fixed(seconds * 1e6, 1) }
    self.accelerators = accelerators
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
    headline =
      "For a speed-up of \(DecimalText.significant(speedup, 4)) on \(accelerators) accelerators each of the "
      + "\(allReduces) all-reduces of a token would have to take \(microseconds(time)) us\(range), if weights stream at "
      + "full bandwidth and nothing else costs time."
  }
}
