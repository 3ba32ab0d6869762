import CurveFitting
import ScalingStatistics

/// All-reduces by two alpha-beta lines, one for payloads up to a switch and one beyond, fitted for each number of accelerators.
public struct TwoRegimeAllReduce: Collective {
  /// The fits, by rising number of accelerators.
  public let fits: [TwoRegimeFit]
  /// Where the times come from.
  public let source: String

  /// Creates a collective from fits; throws `ServingModelError` for none, or two of one number of accelerators.
  public init(_ fits: [TwoRegimeFit], source: String) throws {
    guard !fits.isEmpty else { throw ServingModelError("An all-reduce in two regimes needs a fit; there is none.") }
    let counts = fits.map(\.accelerators)
    guard Set(counts).count == counts.count else {
      throw ServingModelError("Two fits are of one number of accelerators (\(counts)); which to take is not known.")
    }
    self.fits = fits.sorted { $0.accelerators < $1.accelerators }
    self.source = source
  }

  /// The latencies, for a sentence.
  public var words: String {
    let parts = fits.map {
      "\(DecimalText.significant($0.small.latency * 1e6, 3)) us among \($0.accelerators)"
    }
    return "two regimes, from \(parts.joined(separator: ", ")) (\(source))"
  }

  /// The time of a payload by its regime; 0 for one accelerator.
  ///
  /// Throws `ServingModelError` for a number of accelerators without a fit.
  public func seconds(bytes: Double, accelerators: Int) throws -> Double {
    try AllReduceTime.check(bytes: bytes, accelerators: accelerators)
    guard accelerators > 1 else { return 0 }
    guard let fit = fits.first(where: { $0.accelerators == accelerators }) else {
      throw ServingModelError(
        "No all-reduce among \(accelerators) accelerators was fitted (\(source)); there are fits for \(fits.map { "\($0.accelerators)" }.joined(separator: ", "))."
      )
    }
    return fit.seconds(bytes: bytes)
  }
}

/// Two alpha-beta lines fitted to measured all-reduces of one number of accelerators.
///
/// Libraries change algorithm with the payload (one shot, two shots, ring), where the time may jump. Every split with at least three payloads on either side is tried; on each side T = latency + 2 (p − 1) / p × bytes / bandwidth
/// is fitted to ln T with a soft-L1 loss of scale 2 %, because such measurements have outliers of 100 % and more; the split of the least sum counts. Intervals take the split as known, and the payloads as
/// independent.
public struct TwoRegimeFit: Sendable {
  /// The two lines, the switch and the relative errors, in a sentence.
  public let headline: String
  /// The accelerators.
  public let accelerators: Int
  /// The line up to the switch.
  public let small: AllReduceTime
  /// The line beyond the switch.
  public let large: AllReduceTime
  /// The payload of the switch, in bytes: the geometric mean of the last payload of the one regime and the first of the other.
  public let switchBytes: Double
  /// Latency in seconds and seconds for each byte sent, of the line up to the switch, with intervals and verdicts.
  public let smallParameters: [FittedParameter]
  /// The same beyond the switch.
  public let largeParameters: [FittedParameter]
  /// The predictions beside the measurements they were fitted to.
  public let check: PredictionCheck

  /// Fits two lines to payloads and times; several times for one payload count each.
  ///
  /// Throws `ServingModelError` for fewer than two accelerators, columns of unequal length, bytes or times that are not positive and finite, or fewer than six different payloads. O(n² log n).
  public init(bytes: [Double], seconds: [Double], accelerators: Int, level: Double = 0.95) throws {
    guard accelerators > 1 else {
      throw ServingModelError("An all-reduce among \(accelerators) accelerators cannot be fitted; it takes two.")
    }
    guard bytes.count == seconds.count else {
      throw ServingModelError("\(seconds.count) times for \(bytes.count) payloads: one is needed for each.")
    }
    for row in bytes.indices {
      try ServingModelError.checkPositive(bytes[row], "payload of row \(row)")
      try ServingModelError.checkPositive(seconds[row], "time of row \(row)")
    }
    let order = bytes.indices.sorted { bytes[$0] != bytes[$1] ? bytes[$0] < bytes[$1] : $0 < $1 }
    let payloads = order.map { bytes[$0] }
    let times = order.map { seconds[$0] }
    let distinct = Set(payloads).sorted()
    guard distinct.count >= 6 else {
      throw ServingModelError(
        "\(distinct.count) different payloads cannot be split into two regimes of three; six are needed.")
    }
    let traffic = payloads.map { AllReduceTime.traffic(bytes: $0, accelerators: accelerators) }
    func line(_ range: Range<Int>) throws -> Fit {
      do {
        return try AlphaBetaModel().fit(
          x: Array(traffic[range]), y: Array(times[range]), objective: .logSoftL1(scale: 0.02), level: level)
      } catch let error as FitError {
        throw ServingModelError("The all-reduces among \(accelerators) could not be fitted: \(error.message)")
      }
    }
    var best: (value: Double, split: Int, small: Fit, large: Fit)?
    for index in 3...(distinct.count - 3) {
      let split = payloads.firstIndex { $0 >= distinct[index] } ?? payloads.count
      let small = try line(0..<split)
      let large = try line(split..<payloads.count)
      let value = small.objectiveValue + large.objectiveValue
      if value < (best?.value ?? .infinity) { best = (value, split, small, large) }
    }
    guard let best else {
      throw ServingModelError("The all-reduces among \(accelerators) accelerators left the range of numbers.")
    }
    func model(_ fit: Fit) throws -> AllReduceTime {
      let slope = fit.parameters[1].value
      // A flat line has no bandwidth that could be seen.
      return try AllReduceTime(
        latency: max(0, fit.parameters[0].value), bandwidth: slope > 0 ? min(1 / slope, 1e300) : 1e300)
    }
    let low = try model(best.small)
    let high = try model(best.large)
    self.accelerators = accelerators
    small = low
    large = high
    smallParameters = best.small.parameters
    largeParameters = best.large.parameters
    let limit = (payloads[best.split - 1] * payloads[best.split]).squareRoot()
    switchBytes = limit
    let predicted = try payloads.indices.map {
      try ($0 < best.split ? low : high).seconds(bytes: payloads[$0], accelerators: accelerators)
    }
    check = try PredictionCheck(
      "all-reduces among \(accelerators)", labels: payloads.map { "\(DecimalText.significant($0, 12)) B" },
      predicted: predicted, measured: times)
    headline =
      "Among \(accelerators) accelerators \(low.words) up to \(DecimalText.significant(limit / 1_024, 3)) KiB, then \(high.words); relative error \(DecimalText.fixed(100 * check.medianRelativeError, 1)) % in the median, \(DecimalText.fixed(100 * check.maximumRelativeError, 0)) % at most."
  }

  /// The seconds of a payload by its regime.
  func seconds(bytes: Double) -> Double {
    let line = bytes <= switchBytes ? small : large
    return line.latency + AllReduceTime.traffic(bytes: bytes, accelerators: accelerators) / line.bandwidth
  }
}

/// T = latency + seconds per byte × traffic, both 0 or more.
struct AlphaBetaModel: SeparableModel {
  var name: String { "alpha-beta line" }
  var formula: String { "T = latency + inverse bandwidth · bytes" }
  var amplitudes: [AmplitudeDescription] {
    [
      AmplitudeDescription("latency", lower: 0, isOffset: true), AmplitudeDescription("inverse bandwidth", lower: 0),
    ]
  }
  var shapeNames: [String] { [] }
  var needsPositivePredictor: Bool { false }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { [] }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    // Unlike that of a free straight line, the origin stays at 0, because both amplitudes are bounded there.
    let n = columns.count
    let scale = predictors[0].reference.maximum
    for i in 0..<n {
      columns.terms[i] = 1
      columns.terms[n + i] = predictors[0].values[i] / scale
    }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [working[0], working[1] / references[0].maximum]
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    [[1, 0], [0, 1 / references[0].maximum]]
  }
}
