import ScalingStudies

/// One configuration of the shipped measurements from sums and quotients over the rows of the files.
struct PlainCandidate {
  let label: String
  let model: String
  let strategy: String
  let cap: Int
  let accuracy: Double
  let latency: Double
  let compute: [ComputeMeasure: Double]

  /// All 72, in the order of the files.
  static let all = Result {
    try PlainRequests.models.flatMap { model in
      try ["baseline", "ngram"].flatMap { strategy in
        let requests = try PlainRequests(model, strategy)
        let parameters = try requests.rows[0].number("parameters")
        return try PlainRequests.caps.map { cap in
          let tokens = try requests.meanTokens(cap)
          return PlainCandidate(
            label: "\(model) \(strategy), cap \(cap)", model: model, strategy: strategy, cap: cap,
            accuracy: Double(try PlainRequests.solved(model, cap)) / 400, latency: try requests.meanLatency(cap),
            compute: [
              .generatedTokens: tokens, .acceptedFLOPs: 2 * parameters * tokens,
              .executedFLOPs: 2 * parameters * (try requests.meanPositions(cap)),
            ])
        }
      }
    }
  }

  /// The labels of those that no other beats: as good in both and better in one.
  static func front(
    _ candidates: [PlainCandidate], _ cost: (PlainCandidate) throws -> Double
  ) rethrows -> Set<String> {
    Set(
      try candidates.filter { candidate in
        let own = try cost(candidate)
        return try !candidates.contains { other in
          let others = try cost(other)
          return others <= own && other.accuracy >= candidate.accuracy
            && (others < own || other.accuracy > candidate.accuracy)
        }
      }.map(\.label))
  }
}
