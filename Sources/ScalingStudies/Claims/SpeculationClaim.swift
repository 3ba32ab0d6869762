import ScalingStatistics

/// Observation 2: speculation is faster, consistently.
public enum SpeculationClaim {
  /// Tests the claim on every cell with a baseline of the same model, cap and hardware.
  ///
  /// Supported where the ratio of totals is above 1 in every cell, by intervals that hold together for all of them.
  public static func finding(
    _ sweep: SweepObservations, verification: [VerificationCost] = [], level: Double = 0.95
  ) throws -> ClaimFinding {
    let all = try SweepComparisons(sweep, candidates: { $0 == .speculation }, over: .baseline, level: level)
    let cells = all.comparisons
    let faster = cells.count { $0.speedup.lower > 1 }
    let slower = cells.count { $0.speedup.upper < 1 }
    let requests = cells.reduce(0) { $0 + $1.pairCount }
    let slowerRequests = cells.reduce(0) { $0 + $1.slowerCount }
    var evidence: [String] = []
    for model in ObservedModel.models(sweep) {
      let own = cells.filter { $0.model == model }
      guard !own.isEmpty else { continue }
      let mean = SampleMoments.geometricMean(own.map(\.speedup.value))
      evidence.append(
        "\(model.name) on \(model.accelerator): \(DecimalText.fixed(mean, 2))x in the geometric mean over \(own.count) caps, \(own.count { $0.speedup.lower > 1 }) faster and \(own.count { $0.speedup.upper < 1 }) slower beyond doubt."
      )
    }
    if !cells.isEmpty {
      evidence.append(
        "\(DecimalText.fixed(Double(slowerRequests) / Double(requests) * 100, 0)) % of \(requests) requests were slower with speculation."
      )
    }
    evidence += verification.filter { $0.batch == 1 }.map(\.headline)
    let verdict: ClaimVerdict = cells.isEmpty ? .notTestable : (faster == cells.count ? .supported : .notSupported)
    return ClaimFinding(
      name: "Observation 2",
      statement: "Even simple n-gram speculation consistently improves latency over greedy decoding.",
      definition:
        "Ratio of totals over paired requests above 1 in every cell of model and cap, \(DecimalText.significant(level * 100, 3)) % for all cells together.",
      verdict: verdict,
      summary: cells.isEmpty
        ? "no cell has both a baseline and speculation with the same outputs."
        : "faster beyond doubt in \(faster) of \(cells.count) cells, slower beyond doubt in \(slower).",
      scope: ClaimScope.words(cells),
      evidence: evidence,
      missing: cells.isEmpty
        ? ["Baseline and speculation of the same model at the same cap."] + all.leftOut : all.leftOut)
  }
}
