import ScalingExperiments

/// The `spec_decode_...` keys of a serve result (vLLM 0.14 and later), in which a rate is a percentage and the rates by
/// position are shares of one.
enum VLLMSpeculationKeys {
  static func read(_ record: inout JSONRecord, outcomes: inout [MetricValue]) -> SpeculationCounters? {
    let drafts = record.count("spec_decode_num_drafts")
    let drafted = record.count("spec_decode_draft_tokens")
    let accepted = record.count("spec_decode_accepted_tokens")
    if let percent = record.number("spec_decode_acceptance_rate", timesTenTo: -2) {
      add(&outcomes, .acceptanceRate, percent, "spec_decode_acceptance_rate", &record)
    }
    if let length = record.number("spec_decode_acceptance_length") {
      // Where nothing was drafted the client divides nothing by nothing, or writes 0.
      if length >= 1 {
        outcomes.append(MetricValue(metric: .acceptanceLength(), value: length, count: drafts))
      } else {
        record.note(
          .skipped, "spec_decode_acceptance_length is \(length), but a pass gives 1 token or more; it was left out.")
      }
    }
    let key = "spec_decode_per_position_acceptance_rates"
    let rates = record.times(key) ?? []
    var byPosition: [Int] = []
    for (index, rate) in rates.enumerated() {
      guard let rate else { continue }
      add(&outcomes, .acceptanceRate(position: index + 1), rate, "\(key)[\(index)]", &record)
      if let drafts, rate <= 1 { byPosition += [rounded(rate * Double(drafts))].compactMap { $0 } }
    }
    guard let drafts, let drafted, let accepted else { return nil }
    guard accepted <= drafted, drafts <= drafted || drafted == 0 else {
      record.note(
        .skipped,
        "spec_decode counts \(accepted) accepted of \(drafted) drafted tokens in \(Wording.count(drafts, "draft")), which "
          + "cannot be; the counters were left out.")
      return nil
    }
    return .engineV1(
      EngineV1SpeculationCounters(
        drafts: drafts, draftTokens: drafted, acceptedTokens: accepted,
        acceptedByPosition: byPosition.count == rates.count ? byPosition : []))
  }

  private static func add(
    _ outcomes: inout [MetricValue], _ metric: Metric, _ share: Double, _ key: String, _ record: inout JSONRecord
  ) {
    guard (0...1).contains(share) else {
      record.note(.skipped, "\(key) is \(share) as a share of one, which cannot be; it was left out.")
      return
    }
    outcomes.append(MetricValue(metric: metric, value: share))
  }

  private static func rounded(_ value: Double) -> Int? { Int(exactly: value.rounded()) }
}
