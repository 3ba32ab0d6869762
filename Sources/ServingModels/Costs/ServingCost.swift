import ScalingStatistics

/// What serving costs in accelerator-seconds, joules and money: for each token, request and correct answer.
///
/// Accelerator-seconds = accelerators × wall-clock time; joules = those × watts of one accelerator; money = those × price of one for an hour / 3,600. A cost for each correct answer counts what wrong ones cost.
public struct ServingCost: Sendable, Hashable, Codable {
  /// The costs, in a sentence.
  public let headline: String
  /// The accelerators in use.
  public let accelerators: Int
  /// The accelerator-seconds for each generated token.
  public let acceleratorSecondsPerToken: Double
  /// The accelerator-seconds for each request.
  public let acceleratorSecondsPerRequest: Double
  /// The accelerator-seconds for each correct answer; nil where correct answers were not counted or there were none.
  public let acceleratorSecondsPerCorrectAnswer: Double?
  /// The watts of one accelerator; nil where unknown.
  public let watts: Double?
  /// The price of one accelerator for one hour; nil where unknown.
  public let pricePerAcceleratorHour: Double?

  /// The joules for each generated token; nil without watts.
  public var joulesPerToken: Double? { watts.map { $0 * acceleratorSecondsPerToken } }
  /// The joules for each request; nil without watts.
  public var joulesPerRequest: Double? { watts.map { $0 * acceleratorSecondsPerRequest } }
  /// The joules for each correct answer; nil without watts or correct answers.
  public var joulesPerCorrectAnswer: Double? {
    watts.flatMap { watts in acceleratorSecondsPerCorrectAnswer.map { watts * $0 } }
  }
  /// The money for each generated token, in the currency of the price; nil without a price.
  public var moneyPerToken: Double? { pricePerAcceleratorHour.map { $0 / 3_600 * acceleratorSecondsPerToken } }
  /// The money for each request; nil without a price.
  public var moneyPerRequest: Double? { pricePerAcceleratorHour.map { $0 / 3_600 * acceleratorSecondsPerRequest } }
  /// The money for each correct answer; nil without a price or correct answers.
  public var moneyPerCorrectAnswer: Double? {
    pricePerAcceleratorHour.flatMap { price in acceleratorSecondsPerCorrectAnswer.map { price / 3_600 * $0 } }
  }

  /// Computes costs from wall-clock time in seconds, during which `accelerators` were held.
  ///
  /// Counts may be expected ones. Throws `ServingModelError` for fewer than one accelerator, a time, requests or tokens that are not positive and finite, correct answers that are negative or exceed the requests, or watts or a price that are
  /// negative or not finite.
  public init(
    accelerators: Int, wallClock: Double, requests: Double, generatedTokens: Double, correctAnswers: Double? = nil,
    watts: Double? = nil, pricePerAcceleratorHour: Double? = nil
  ) throws {
    try ServingModelError.checkWhole(accelerators, "accelerators")
    try ServingModelError.checkPositive(wallClock, "wall-clock time")
    try ServingModelError.checkPositive(requests, "number of requests")
    try ServingModelError.checkPositive(generatedTokens, "number of generated tokens")
    for (name, value) in [
      ("correct answers", correctAnswers), ("watts", watts), ("units of price", pricePerAcceleratorHour),
    ] { try ServingModelError.checkCount(value ?? 0, name) }
    if let correctAnswers, correctAnswers > requests {
      throw ServingModelError(
        "\(DecimalText.significant(correctAnswers, 6)) answers are correct of \(DecimalText.significant(requests, 6)) requests: no more can be than were asked for."
      )
    }
    let seconds = Double(accelerators) * wallClock
    self.accelerators = accelerators
    self.watts = watts
    self.pricePerAcceleratorHour = pricePerAcceleratorHour
    acceleratorSecondsPerToken = seconds / generatedTokens
    acceleratorSecondsPerRequest = seconds / requests
    let perAnswer = correctAnswers.flatMap { $0 > 0 ? seconds / $0 : nil }
    acceleratorSecondsPerCorrectAnswer = perAnswer
    func digits(_ value: Double) -> String { DecimalText.significant(value, 4) }
    let answer = perAnswer.map { ", \(digits($0)) a correct answer" } ?? ""
    let energy = watts.map { ", \(digits($0 * seconds / requests)) J a request" } ?? ""
    let price =
      pricePerAcceleratorHour.map {
        ", \(digits($0 / 3_600 * seconds / requests)) a request in the currency of the price"
      } ?? ""
    headline =
      "\(digits(seconds / generatedTokens)) accelerator-seconds a token on \(accelerators) \(accelerators == 1 ? "accelerator" : "accelerators"), \(digits(seconds / requests)) a request\(answer)\(energy)\(price)."
  }

  /// Computes costs of a predicted generation; `accuracy` is the share of its answers that are correct.
  ///
  /// Throws `ServingModelError` for an accuracy outside 0 to 1, or as `init(accelerators:wallClock:…)` does.
  public init(
    _ generation: PredictedGeneration, accuracy: Double? = nil, watts: Double? = nil,
    pricePerAcceleratorHour: Double? = nil
  ) throws {
    if let accuracy, !(accuracy >= 0 && accuracy <= 1) {
      throw ServingModelError("The accuracy is \(accuracy); it is a share, 0 to 1.")
    }
    let batch = Double(generation.batch)
    try self.init(
      accelerators: generation.accelerators, wallClock: generation.latency, requests: batch,
      generatedTokens: batch * Double(generation.tokens), correctAnswers: accuracy.map { $0 * batch }, watts: watts,
      pricePerAcceleratorHour: pricePerAcceleratorHour)
  }
}
