import ScalingStatistics

/// The time of a decode step by the number of positions that it scores: what verifying drafts costs.
///
/// The measured times are the model: between two measured numbers of positions time is read off the straight line, beyond the largest it is refused, because where a step turns from
/// memory to compute bound cannot be seen from below. `line` says how well one step and one slope describe them.
public struct VerificationTimes: Sendable, Hashable, Codable {
  /// The range of positions and what it costs, in a sentence.
  public let headline: String
  /// The numbers of positions, ascending, from 1.
  public let positions: [Int]
  /// The seconds of a step that scores so many.
  public let seconds: [Double]

  /// Creates the times from measurements in any order; positions of γ drafts are γ + 1.
  ///
  /// Throws `ServingModelError` for columns of unequal length, none, positions below 1 or given twice, none at 1, or a time that is not positive and finite. O(n log n).
  public init(positions: [Int], seconds: [Double]) throws {
    guard positions.count == seconds.count, !positions.isEmpty else {
      throw ServingModelError(
        "\(positions.count) numbers of positions and \(seconds.count) times: verification needs one time for each.")
    }
    let order = positions.indices.sorted { positions[$0] < positions[$1] }
    for (place, row) in order.enumerated() {
      guard positions[row] >= 1 else {
        throw ServingModelError("The positions of row \(row) are \(positions[row]); a step scores at least one.")
      }
      guard place == 0 || positions[order[place - 1]] != positions[row] else {
        throw ServingModelError("The time of scoring \(positions[row]) positions is given twice.")
      }
      try SpeculationInput.checkPositive(seconds[row], "time of scoring \(positions[row]) positions")
    }
    guard positions[order[0]] == 1 else {
      throw ServingModelError(
        "The least number of positions is \(positions[order[0]]); the time of scoring 1, the plain step, is needed.")
    }
    self.positions = order.map { positions[$0] }
    self.seconds = order.map { seconds[$0] }
    let last = order[order.count - 1]
    headline =
      "Scoring \(positions[last]) positions takes \(DecimalText.fixed(seconds[last] / seconds[order[0]], 2)) times as long as scoring 1."
  }

  /// Creates a cost that does not grow: scoring up to so many positions takes the time of one, the assumption of Leviathan et al.
  ///
  /// Throws `ServingModelError` for fewer than one position or a time that is not positive and finite.
  public init(constant seconds: Double, upTo positions: Int) throws {
    try self.init(
      positions: positions > 1 ? [1, positions] : [positions],
      seconds: [Double](repeating: seconds, count: positions > 1 ? 2 : 1))
  }

  /// The seconds of the plain step, which scores one position.
  public var plainStep: Double { seconds[0] }

  /// The seconds of a step that scores so many positions, on the line between the measured neighbours.
  ///
  /// Throws `ServingModelError` outside the measured positions. O(log n).
  public func seconds(scoring count: Int) throws -> Double {
    guard count >= 1, let last = positions.last, count <= last else {
      throw ServingModelError(
        "A step that scores \(count) positions was asked for; times are known for 1 to \(positions.last ?? 1).")
    }
    var low = 0
    var high = positions.count - 1
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] < count { low = middle + 1 } else { high = middle }
    }
    guard positions[low] != count else { return seconds[low] }
    let share = Double(count - positions[low - 1]) / Double(positions[low] - positions[low - 1])
    return seconds[low - 1] + share * (seconds[low] - seconds[low - 1])
  }

  /// The time of scoring so many positions over that of scoring one; throws as `seconds(scoring:)` does.
  public func ratio(scoring count: Int) throws -> Double { try seconds(scoring: count) / plainStep }

  /// The ratios of the steps as a step and a slope: 1 + step + slope × (positions - 1) for two positions and more, by least squares.
  ///
  /// Throws `ServingModelError` where fewer than three numbers of positions above 1 were measured: two give a line without a doubt. O(n).
  public func line() throws -> VerificationLine {
    guard positions.count >= 4 else {
      throw ServingModelError(
        "\(positions.count - 1) numbers of positions above 1 were measured; a step and a slope need at least 3.")
    }
    let x = positions.dropFirst().map { Double($0 - 1) }
    let y = seconds.dropFirst().map { $0 / plainStep - 1 }
    let (meanX, meanY) = (SampleMoments.mean(x), SampleMoments.mean(y))
    let slope =
      SampleMoments.sum(x.indices.map { (x[$0] - meanX) * (y[$0] - meanY) })
      / SampleMoments.sum(x.map { ($0 - meanX) * ($0 - meanX) })
    let step = meanY - slope * meanX
    let largest = x.indices.map { abs((step + slope * x[$0] - y[$0]) / (1 + y[$0])) }.max() ?? 0
    return VerificationLine(step: step, slope: slope, largestRelativeError: largest, count: x.count)
  }
}

/// What verification costs as one step and one slope.
public struct VerificationLine: Sendable, Hashable, Codable {
  /// The two numbers and the largest error, in a sentence.
  public let headline: String
  /// What scoring more than one position adds at once, as a share of the plain step.
  public let step: Double
  /// What each further position adds, as a share of the plain step.
  public let slope: Double
  /// The largest relative error over the measured steps: the line bends where a step becomes compute bound.
  public let largestRelativeError: Double
  /// The number of measured steps that score more than one position.
  public let count: Int

  init(step: Double, slope: Double, largestRelativeError: Double, count: Int) {
    self.step = step
    self.slope = slope
    self.largestRelativeError = largestRelativeError
    self.count = count
    headline =
      "Verification adds \(DecimalText.fixed(100 * step, 1)) % of a step and \(DecimalText.fixed(100 * slope, 2)) % a position, "
      + "to \(DecimalText.fixed(100 * largestRelativeError, 1)) % over \(count) steps."
  }
}

extension VerificationTimes {
  private enum CodingKeys: String, CodingKey { case headline, positions, seconds }

  /// Decodes the two columns and checks them as `init(positions:seconds:)` does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      positions: try container.decode([Int].self, forKey: .positions),
      seconds: try container.decode([Double].self, forKey: .seconds))
  }
}
