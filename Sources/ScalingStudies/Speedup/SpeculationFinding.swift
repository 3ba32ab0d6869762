import Scalability
import ScalingExperiments
import ScalingStatistics
import ServingModels

/// What speculation did to latency, cost, energy and arithmetic of one model: paired requests, same problems.
public struct SpeculationFinding: Sendable {
  /// The two speed-ups and the share that got slower, in a sentence.
  public let headline: String
  /// The model.
  public let label: String
  /// Both estimands over the pairs, set-up taken out.
  public let speedup: PairedSpeedup
  /// The pairs by output length.
  public let byOutputLength: [SpeedupBin]
  /// Pairs whose outputs differ in length or verdict: a comparison of unlike things where it is not 0.
  public let changedOutputs: Int
  /// Problems that only one of the two runs has.
  public let unpaired: [String]
  /// The set-up taken out of the baseline's latencies.
  public let baselineSetup: SetupTime
  /// The set-up taken out of the candidate's latencies.
  public let candidateSetup: SetupTime
  /// The ratio of totals with the set-up left in: what forgetting it would claim.
  public let ratioWithSetup: Double
  /// Accelerator-seconds a token of the candidate over those of the baseline.
  public let costRatio: Estimate
  /// Tokens a pass and arithmetic of the candidate.
  public let gain: SpeculationGain?
  /// Positions scored by the candidate over those of the baseline.
  public let arithmeticRatio: Double?
  /// Joules a token of the candidate over those of the baseline; without an interval, because few windows cannot give one.
  ///
  /// Windows of power are sessions of their own: they need not be of the timed requests, nor of the same weights. Those of `Examples/Data/h100` are a single window of about three
  /// seconds each, of another training of the weights, so the ratio says little about the pairs.
  public let energyRatio: Double?
  /// Joules a token of the baseline: all its windows together, their joules over their tokens.
  public let baselineJoulesPerToken: Double?
  /// Joules a token of the candidate: all its windows together, their joules over their tokens.
  public let candidateJoulesPerToken: Double?

  /// Compares two runs of one model over the same problems.
  ///
  /// Throws `StudyError` where the runs are of different models or concurrency, lack requests, accelerators or output tokens, and `ScalabilityError` where times cannot be compared.
  public init(
    baseline: Run, candidate: Run, power: [PowerMeasurement] = [], level: Double = 0.95, replicates: Int = 2_000,
    seed: UInt64 = 1
  ) throws {
    let pair = "\"\(candidate.identifier)\" over \"\(baseline.identifier)\""
    guard baseline.model == candidate.model else { throw StudyError("\(pair): the runs are of different models.") }
    guard let load = baseline.workload.load, load == candidate.workload.load else {
      throw StudyError("\(pair): the runs do not have the same known load, so their latencies are unlike things.")
    }
    guard let first = baseline.requests, let second = candidate.requests else {
      throw StudyError("\(pair): both runs need per-request records.")
    }
    guard let accelerators = baseline.hardware?.acceleratorCount, let others = candidate.hardware?.acceleratorCount
    else { throw StudyError("\(pair): the number of accelerators is unknown; state it in the runs' hardware.") }
    label = baseline.model.name
    let pairing = try Pairing.match(baselineKeys: first.problems, candidateKeys: second.problems)
    unpaired =
      pairing.unpairedBaseline.map { first.problems[$0] } + pairing.unpairedCandidate.map { second.problems[$0] }
    let rows = Array(zip(pairing.baselineRows, pairing.candidateRows))
    changedOutputs = rows.count {
      first.outputTokens[$0.0] != second.outputTokens[$0.1] || first.isCorrect[$0.0] != second.isCorrect[$0.1]
    }
    let keys = pairing.baselineRows.map { first.problems[$0] }
    baselineSetup = try SetupTime(
      latency: pairing.baselineRows.map { first.latency[$0] }, setup: pairing.baselineRows.map { first.setupTime[$0] },
      keys: keys)
    candidateSetup = try SetupTime(
      latency: pairing.candidateRows.map { second.latency[$0] },
      setup: pairing.candidateRows.map { second.setupTime[$0] }, keys: keys)
    speedup = try PairedSpeedup(
      baseline: baselineSetup.corrected, candidate: candidateSetup.corrected, keys: keys, level: level,
      replicates: replicates, seed: seed)
    ratioWithSetup =
      SampleMoments.sum(pairing.baselineRows.map { first.latency[$0] })
      / SampleMoments.sum(pairing.candidateRows.map { second.latency[$0] })
    func tokens(_ records: RequestRecords, _ row: Int, _ run: Run) throws -> Double {
      guard let tokens = records.outputTokens[row] else {
        throw StudyError(
          "\(pair): the output tokens of problem \(records.problems[row]) in \"\(run.identifier)\" are unknown, so the cost of a token is."
        )
      }
      return Double(tokens)
    }
    let lengths = try rows.map { try tokens(first, $0.0, baseline) }
    let candidateLengths = try rows.map { try tokens(second, $0.1, candidate) }
    byOutputLength = Set(lengths).count > 1 ? try speedup.table(by: lengths, quantileBins: 4) : []
    // Same tokens on both sides: the cost ratio is the inverse of the ratio of totals. Other tokens divide it further.
    let ratio = speedup.ratioOfTotals
    let factor = Double(others) / Double(accelerators)
    let perToken = factor * SampleMoments.sum(lengths) / SampleMoments.sum(candidateLengths)
    costRatio = Estimate(
      value: perToken / ratio.value, lower: perToken / ratio.upper, upper: perToken / ratio.lower, level: ratio.level,
      method: ratio.method)

    (gain, arithmeticRatio) = try Self.arithmetic(first, second, rows, speculation: candidate.serving.speculation)
    let energy = power.filter { $0.model.name == baseline.model.name }
    baselineJoulesPerToken = Self.joulesPerToken(energy, baseline.serving.speculation)
    candidateJoulesPerToken = Self.joulesPerToken(energy, candidate.serving.speculation)
    if let before = baselineJoulesPerToken, let after = candidateJoulesPerToken {
      energyRatio = after / before
    } else {
      energyRatio = nil
    }
    let slower = DecimalText.fixed(speedup.shareSlower.value * 100, 0)
    // Below eight pairs the ends are 0 and infinity, which say nothing: the points stand alone, with the reason.
    let hasIntervals = ratio.lower > 0 || ratio.upper.isFinite
    func words(_ estimate: Estimate) -> String {
      hasIntervals ? estimate.headline : DecimalText.significant(estimate.value, 4)
    }
    headline =
      "\(label): \(words(ratio))x in total, \(words(speedup.typicalRequest))x for a typical request, \(slower) % of \(speedup.pairCount) requests slower"
      + (changedOutputs == 0 ? "." : "; \(changedOutputs) pairs have different outputs.")
      + (speedup.caution.map { " \($0)" } ?? "")
  }

  /// The joules of all windows of a setting over their tokens; nil without windows, tokens or a known setting.
  private static func joulesPerToken(_ windows: [PowerMeasurement], _ setting: SpeculationSetting?) -> Double? {
    guard let setting else { return nil }
    let own = windows.filter { $0.speculation == setting }
    let tokens = SampleMoments.sum(own.map { Double($0.outputTokens) })
    return tokens > 0 ? SampleMoments.sum(own.map(\.joules)) / tokens : nil
  }

  private static func arithmetic(
    _ first: RequestRecords, _ second: RequestRecords, _ rows: [(Int, Int)], speculation: SpeculationSetting?
  ) throws -> (SpeculationGain?, Double?) {
    func total(_ column: [Int?], _ rows: [Int]) -> Double? {
      // Whole numbers of a request may be of any size: their sum as an Int could trap.
      let values = rows.compactMap { column[$0].map(Double.init) }
      return values.count == rows.count ? SampleMoments.sum(values) : nil
    }
    let left = rows.map(\.0)
    let right = rows.map(\.1)
    guard let width = speculation?.speculation?.positionsPerPass,
      let passes = total(second.forwardPasses, right), let tokens = total(second.outputTokens, right),
      let drafted = total(second.draftTokens, right), let accepted = total(second.acceptedTokens, right)
    else { return (nil, nil) }
    let gain = try SpeculationGain(
      outputTokens: tokens, forwardPasses: passes, positionsPerPass: Double(width), draftTokens: drafted,
      acceptedTokens: accepted)
    guard let before = total(first.forwardPasses, left), before > 0 else { return (gain, nil) }
    return (gain, Double(width) * passes / before)
  }
}
