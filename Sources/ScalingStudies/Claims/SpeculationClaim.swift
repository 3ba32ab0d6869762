import ScalingStatistics

/// Observation 2: speculation is faster, consistently.
public enum SpeculationClaim {
  /// Tests the claim on every cell of n-gram speculation with a baseline of the same model, cap, hardware and conditions.
  ///
  /// Supported where the speed-up is above 1 in every cell, by intervals that hold together for all of them. The speed-up is the ratio of total latencies where nine tenths of
  /// the pairs have equal output lengths, and the ratio of times per token elsewhere. Not testable where fewer than 80 % of the cells can be compared.
  public static func finding(
    _ sweep: SweepObservations, verification: [VerificationCost] = [], level: Double = 0.95
  ) throws -> ClaimFinding {
    let all = try SweepComparisons(sweep, candidates: \.isNgramSpeculation, over: .baseline, level: level)
    let cells = all.comparisons
    let faster = cells.count { $0.speedup.lower > 1 }
    let slower = cells.count { $0.speedup.upper < 1 }
    let requests = cells.reduce(0) { $0 + $1.speedupPairCount }
    let slowerRequests = cells.reduce(0) { $0 + $1.slowerCount }
    var evidence = cells.isEmpty ? [] : [ComparisonWords.estimands(cells)]
    for model in ObservedModel.models(sweep) {
      let own = cells.filter { $0.model == model }
      guard !own.isEmpty else { continue }
      let mean = SampleMoments.geometricMean(own.map(\.speedup.value))
      evidence.append(
        "\(model.words): \(DecimalText.fixed(mean, 2))x in the geometric mean over \(own.count) cells (\(ComparisonWords.brief(own))), \(own.count { $0.speedup.lower > 1 }) faster and \(own.count { $0.speedup.upper < 1 }) slower beyond doubt."
      )
    }
    if !cells.isEmpty {
      evidence.append(
        "\(DecimalText.fixed(Double(slowerRequests) / Double(requests) * 100, 0)) % of \(requests) requests were slower with speculation."
      )
    }
    evidence += verification.filter { $0.batch == 1 }.map(\.headline)
    let summary: String
    if cells.isEmpty {
      summary = "no cell has both a baseline and n-gram speculation."
    } else if all.areEnough {
      summary =
        "faster beyond doubt in \(faster) of \(cells.count) cells, slower beyond doubt in \(slower); \(all.coverage)."
    } else {
      summary = all.shortage
    }
    let missing = all.leftOut + sweep.leftOutSpeculation(of: "Observation 2")
    return ClaimFinding(
      name: "Observation 2",
      statement: "Even simple n-gram speculation consistently improves latency over greedy decoding.",
      definition:
        "Above 1 in every cell of model and cap: \(ComparisonWords.speedup); \(ComparisonWords.level(level)).",
      verdict: all.areEnough ? (faster == cells.count ? .supported : .notSupported) : .notTestable,
      summary: summary, scope: ClaimScope.words(cells), evidence: evidence,
      missing: cells.isEmpty
        ? ["Baseline and n-gram speculation of the same model at the same cap."] + missing : missing
    )
  }
}
