import ScalingExperiments
import ScalingStatistics
import ServingModels

/// What one cell cost, in every measure that its run allows: accelerator time, money, energy, memory.
public struct CellCost: Sendable, Hashable {
  /// The costs that are known, in a sentence.
  public let headline: String
  /// The run.
  public let run: String
  /// The model.
  public let model: String
  /// The token cap; nil where unknown.
  public let tokenCap: Int?
  /// Accelerators × latency / generated tokens, set-up taken out: the paper's cost; nil where refused.
  public let latencyCost: CostPerToken?
  /// Accelerators × wall-clock time / generated tokens; nil where refused.
  public let wallClockCost: CostPerToken?
  /// The price of a million generated tokens; nil without a price or a cost.
  public let moneyPerMillionTokens: Double?
  /// The ISO 4217 code of the price; nil without one.
  public let currency: String?
  /// Joules for each generated token; nil where unknown.
  public let joulesPerToken: Double?
  /// Where the joules come from; nil where unknown.
  public let energySource: String?
  /// The memory in use, in bytes; nil where unknown.
  public let memory: Double?
  /// Why a cost is not there, one sentence each.
  public let refusals: [String]

  /// A run's columns at one cap.
  struct Cut {
    let tokenCap: Int?
    let latency: [Double]
    let tokens: [Int?]
    /// Whether the figures of the whole run are about this cut.
    let isWhole: Bool
  }

  init(_ run: Run, _ cut: Cut, power: [PowerMeasurement], price: AcceleratorPrice?) {
    self.run = run.identifier
    model = run.model.name
    tokenCap = cut.tokenCap
    var refusals: [String] = []
    let accelerators = run.hardware?.acceleratorCount
    if accelerators == nil { refusals.append("The number of accelerators is unknown: no cost of accelerator time.") }
    func cost(_ name: String, _ make: (Int) throws -> CostPerToken?) -> CostPerToken? {
      guard let accelerators else { return nil }
      do { return try make(accelerators) } catch {
        refusals.append("\(name): \(error)")
        return nil
      }
    }
    latencyCost = cost("Cost by latency") { accelerators in
      guard !cut.latency.isEmpty else {
        refusals.append("Cost by latency: the run has no timed requests.")
        return nil
      }
      let tokens = cut.tokens.compactMap { $0.map(Double.init) }
      guard tokens.count == cut.tokens.count else {
        refusals.append("Cost by latency: the output tokens of a request are unknown.")
        return nil
      }
      return try CostPerToken(
        accelerators: accelerators, latencies: cut.latency, generatedTokens: tokens,
        concurrency: Self.concurrency(run.workload.load))
    }
    wallClockCost = cost("Cost by wall-clock time") { accelerators in
      guard cut.isWhole, let seconds = Self.outcome(run, Metric.duration.quantity, .total) else {
        refusals.append("Cost by wall-clock time: the time of the whole benchmark is unknown.")
        return nil
      }
      guard let tokens = Self.tokens(run) else {
        refusals.append("Cost by wall-clock time: the tokens of the whole benchmark are unknown.")
        return nil
      }
      return try CostPerToken(accelerators: accelerators, wallClock: seconds, generatedTokens: tokens)
    }
    let stated = price ?? run.price
    let basis = wallClockCost ?? latencyCost
    do {
      moneyPerMillionTokens = try stated.flatMap { stated in
        try basis?.costPerMillionTokens(pricePerAcceleratorHour: stated.perHour)
      }
    } catch {
      moneyPerMillionTokens = nil
      refusals.append("Money: \(error)")
    }
    currency = stated?.currency
    if stated == nil { refusals.append("Money: no price was given.") }
    let energy = cut.isWhole ? Self.energy(run, power) : nil
    joulesPerToken = energy?.joules
    energySource = energy?.source
    if energy == nil { refusals.append("Energy: none was measured.") }
    memory = run.outcomes.first { $0.metric.quantity == .memory && $0.value.isFinite && $0.value >= 0 }?.value
    if memory == nil { refusals.append("Memory: none was measured.") }
    self.refusals = refusals

    var words: [String] = []
    func milliseconds(_ cost: CostPerToken) -> String {
      "\(DecimalText.significant(cost.acceleratorSecondsPerToken * 1e3, 3)) accelerator-ms a token"
    }
    if let latencyCost { words.append("\(milliseconds(latencyCost)) by latency") }
    if let wallClockCost { words.append("\(milliseconds(wallClockCost)) by wall-clock time") }
    if let money = moneyPerMillionTokens, let currency {
      words.append("\(DecimalText.significant(money, 3)) \(currency) a million tokens")
    }
    if let joulesPerToken { words.append("\(DecimalText.significant(joulesPerToken, 3)) J a token") }
    if let memory { words.append("\(DecimalText.significant(memory / 1e9, 3)) GB") }
    let place = cut.tokenCap.map { ", cap \($0)" } ?? ""
    headline = "\(run.identifier)\(place): \(words.isEmpty ? "no cost is known" : words.joined(separator: ", "))."
  }

  /// The requests in flight; nil where the load does not fix them.
  private static func concurrency(_ load: LoadDescription?) -> Int? {
    switch load {
    case .batch(let count), .concurrency(let count): count
    case .requestRate, .saturating, nil: nil
    }
  }

  private static func outcome(_ run: Run, _ quantity: MetricQuantity, _ statistic: MetricStatistic) -> Double? {
    run.outcomes.first {
      $0.metric.quantity == quantity && $0.metric.statistic == statistic && $0.value.isFinite && $0.value > 0
    }?.value
  }

  /// The tokens generated in the benchmark: as reported, or the sum over requests where all of them are known.
  private static func tokens(_ run: Run) -> Double? {
    if let total = outcome(run, .outputTokens, .total) { return total }
    guard let column = run.requests?.outputTokens else { return nil }
    let known = column.compactMap { $0.map(Double.init) }
    return known.count == column.count && !known.isEmpty ? SampleMoments.sum(known) : nil
  }

  /// Joules a token as the run reports them, else its total energy over its tokens, else windows of power of the same model and speculation.
  private static func energy(_ run: Run, _ power: [PowerMeasurement]) -> (joules: Double, source: String)? {
    if let joules = outcome(run, .energyPerToken, .mean) { return (joules, "reported by the run") }
    if let joules = outcome(run, .energy, .total), let tokens = tokens(run) {
      return (joules / tokens, "the run's energy over its tokens")
    }
    guard let setting = run.serving.speculation, run.hardware?.acceleratorCount == 1 else { return nil }
    let windows = power.filter { $0.model == run.model && $0.speculation == setting }
    let tokens = SampleMoments.sum(windows.map { Double($0.outputTokens) })
    guard tokens > 0 else { return nil }
    return (SampleMoments.sum(windows.map(\.joules)) / tokens, "windows of power of their own, not the timed requests")
  }
}
