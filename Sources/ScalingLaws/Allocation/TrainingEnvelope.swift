import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The loss of one model while it trains.
public struct TrainingCurve: Sendable, Hashable, Codable {
  /// The model's parameters.
  public let parameters: Double
  /// The compute spent at each point, in FLOP, rising.
  public let compute: [Double]
  /// The loss at each point.
  public let loss: [Double]

  /// Creates a curve; throws `AllocationError` for columns of unequal length, fewer than two points, and values that are not positive or compute that does not rise.
  public init(parameters: Double, compute: [Double], loss: [Double]) throws {
    let words = "The training curve of \(DecimalText.significant(parameters, 4)) parameters"
    guard parameters > 0, parameters.isFinite else {
      throw AllocationError(.invalidInput, "A training curve has \(parameters) parameters: their number is positive.")
    }
    guard compute.count == loss.count, compute.count > 1 else {
      throw AllocationError(
        .invalidInput, "\(words) has \(compute.count) values of compute and \(loss.count) losses: two of each at least."
      )
    }
    for index in compute.indices {
      guard compute[index] > 0, compute[index].isFinite, loss[index].isFinite else {
        throw AllocationError(
          .invalidInput, "\(words) has compute \(compute[index]) and loss \(loss[index]) at point \(index).")
      }
      guard index == 0 || compute[index] > compute[index - 1] else {
        throw AllocationError(.invalidInput, "\(words) does not rise in compute at point \(index).")
      }
    }
    self.parameters = parameters
    self.compute = compute
    self.loss = loss
  }

  /// The loss at a compute, on the straight line in ln C between the neighbouring points; nil outside the curve.
  func loss(at logarithm: Double, logs: [Double]) -> Double? {
    guard let low = logs.first, let high = logs.last, logarithm >= low, logarithm <= high else { return nil }
    var (below, above) = (0, logs.count - 1)
    while above - below > 1 {
      let middle = (above + below) / 2
      if logs[middle] <= logarithm { below = middle } else { above = middle }
    }
    let share = (logarithm - logs[below]) / (logs[above] - logs[below])
    return loss[below] + share * (loss[above] - loss[below])
  }
}

extension TrainingCurve {
  private enum CodingKeys: String, CodingKey { case parameters, compute, loss }

  /// Decodes the columns and checks them as `init(parameters:compute:loss:)` does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      parameters: try container.decode(Double.self, forKey: .parameters),
      compute: try container.decode([Double].self, forKey: .compute),
      loss: try container.decode([Double].self, forKey: .loss))
  }
}

extension AllocationTrend {
  /// The trend through the lower envelope of training curves (approach 1 of Hoffmann and others, 2022).
  ///
  /// At `budgets` values of compute at equal ratios (the authors took 1,500) the curve of least loss says the best size. Budgets at which the smallest or the largest of all models wins are
  /// left out: a yet smaller or larger one might have won there, and so an interior minimum is required as in approach 2. Neighbouring budgets share their winner, so the interval of a is not that of
  /// so many points: it is the line's over one point a winning model, at the middle of its winning stretch. Curves of a learning-rate schedule that ends later than the budget lie too high, which
  /// biases the approach. Throws `AllocationError` with `.noInteriorMinimum` where fewer than two models between the ends win. O(budgets · curves · ln points).
  public init(
    envelopeOf curves: [TrainingCurve], budgets: Int = 1_500, operations: Double = 6, level: Double = 0.95
  ) throws {
    try AllocationSearch.check(compute: 1, operations: operations)
    let sorted = curves.sorted { $0.parameters < $1.parameters }
    guard let smallest = sorted.first?.parameters, let largest = sorted.last?.parameters, budgets > 1 else {
      throw AllocationError(.invalidInput, "\(curves.count) training curves at \(budgets) budgets have no envelope.")
    }
    let logs = sorted.map { $0.compute.map { log($0) } }
    let low = logs.compactMap(\.first).min() ?? 0
    let high = logs.compactMap(\.last).max() ?? 0
    var places: [Double: (sum: Double, count: Int)] = [:]
    var covered = 0
    for step in 0..<budgets {
      let place = low + (high - low) * Double(step) / Double(budgets - 1)
      var best: (loss: Double, parameters: Double)?
      var candidates = 0
      for (curve, own) in zip(sorted, logs) {
        guard let loss = curve.loss(at: place, logs: own) else { continue }
        candidates += 1
        if loss < (best?.loss ?? .infinity) { best = (loss, curve.parameters) }
      }
      guard candidates > 1, let best else { continue }
      covered += 1
      guard best.parameters > smallest, best.parameters < largest else { continue }
      let so = places[best.parameters] ?? (0, 0)
      places[best.parameters] = (so.sum + place, so.count + 1)
    }
    let winners = places.keys.sorted()
    guard winners.count > 1 else {
      throw AllocationError(
        .noInteriorMinimum,
        "\(winners.count) models between the smallest (\(DecimalText.significant(smallest, 4)) parameters) and the largest (\(DecimalText.significant(largest, 4))) win at any budget: an envelope needs two."
      )
    }
    let middles = winners.compactMap { places[$0] }.map { $0.sum / Double($0.count) }
    let kept = places.values.reduce(0) { $0 + $1.count }
    var warnings: [String] = []
    if kept < covered {
      warnings.append(
        "\(covered - kept) of \(covered) budgets were left out: the smallest or the largest model wins there.")
    }
    if winners.count < 4 {
      warnings.append("Only \(winners.count) models win within the range: the exponent rests on few sizes.")
    }
    try self.init(
      approach: .envelope, operations: operations, compute: middles.map { exp($0) }, parameters: winners, level: level,
      warnings: warnings)
  }
}
