import Scalability
import ScalingStatistics

/// How the gain of n-gram speculation moves with model size: paired speed-ups of a sweep, the cost of verifying drafts, and published figures, side by side.
///
/// The three come from other models, tasks and engines and are never joined: each is read along size on its own.
public struct SpeculationBySize: Sendable, Hashable {
  /// What falls with size and what does not, in a sentence.
  public let headline: String
  /// The sweep's speed-ups, models of known size from small to large.
  public let measured: [SpeculationAtSize]
  /// The cost of verifying at batch 1: for each model and number of tokens scored, the least and the greatest ratio over contexts, in the order of the data.
  public let verification: [VerificationRange]
  /// The published figures.
  public let published: [PromptLookupFigure]
  /// The numbers, one sentence each.
  public let sentences: [String]
  /// What none of it can show.
  public let limitation: String

  /// Puts the three beside one another.
  ///
  /// The sweep's speed-up of a model is the ratio of total latencies at its largest cap that has a baseline, over pairs of equal output length; the level is shared among the
  /// models. Throws `ScalabilityError` where latencies cannot be compared.
  public init(
    _ sweep: SweepObservations, verification: [VerificationCost],
    published: [PromptLookupFigure] = PromptLookupFigure.specBench, level: Double = 0.95
  ) throws {
    measured = try SpeculationAtSize.all(sweep, level: level)
    self.verification = VerificationRange.ranges(verification)
    self.published = published
    limitation =
      "None of it shows how speculation moves from 1.5B to 14B in the paper's experiment: that takes the paired runs of all three sizes on one task. The published figures are of other models, tasks and code."
    let own = Self.sentence(measured)
    let verifying = Self.sentence(self.verification)
    let figures = Self.sentence(published)
    let reason = Self.reason(self.verification, published)
    sentences = [own, verifying, figures, reason, limitation].compactMap { $0 }
    headline = reason ?? own ?? limitation
  }

  private static func sentence(_ rows: [SpeculationAtSize]) -> String? {
    guard let first = rows.first, let last = rows.last else { return nil }
    let list = rows.map {
      "\($0.label) (\(size($0.parameters)) parameters) \($0.speedup.headline)x"
    }
    var change = ""
    if rows.count > 1 {
      let isApart = last.speedup.upper < first.speedup.lower || last.speedup.lower > first.speedup.upper
      change =
        isApart
        ? "; it \(last.speedup.value < first.speedup.value ? "falls" : "rises") from the smallest to the largest beyond doubt"
        : "; the intervals of the smallest and the largest overlap, so no change with size is shown"
    }
    return "Measured speed-up by size, each at its largest cap: \(list.joined(separator: ", "))\(change)."
  }

  private static func size(_ parameters: Int) -> String {
    let count = Double(parameters)
    return count < 1e9 ? "\(DecimalText.significant(count / 1e6, 3))M" : "\(DecimalText.significant(count / 1e9, 3))B"
  }

  private static func sentence(_ ranges: [VerificationRange]) -> String? {
    guard !ranges.isEmpty else { return nil }
    return
      "Verifying, batch 1: \(ranges.map(\.headline).joined(separator: "; ")) (shapes with random weights, on one accelerator)."
  }

  private static func sentence(_ figures: [PromptLookupFigure]) -> String? {
    guard !figures.isEmpty else { return nil }
    let list = figures.map {
      "\($0.model) on \($0.accelerator) \(DecimalText.fixed($0.speedup, 2))x (mathematics \(DecimalText.fixed($0.mathematicsSpeedup, 2))x), \(DecimalText.fixed($0.tokensPerPass, 2)) tokens a pass, a pass \(DecimalText.fixed($0.passCost, 2)) plain steps"
    }
    return "Published, prompt look-up in Spec-Bench: \(list.joined(separator: "; "))."
  }

  /// What falls with size, and which of the two factors of a speed-up that is.
  private static func reason(_ ranges: [VerificationRange], _ figures: [PromptLookupFigure]) -> String? {
    var parts: [String] = []
    // One accelerator at a time, so that size alone changes: the one with most sizes.
    var byAccelerator: [(name: String, figures: [PromptLookupFigure])] = []
    for figure in figures {
      if let place = byAccelerator.firstIndex(where: { $0.name == figure.accelerator }) {
        byAccelerator[place].figures.append(figure)
      } else {
        byAccelerator.append((figure.accelerator, [figure]))
      }
    }
    let widest = byAccelerator.max { $0.figures.count < $1.figures.count }
    if let ladder = widest?.figures.sorted(by: { $0.billions < $1.billions }), let small = ladder.first,
      let large = ladder.last, small.billions < large.billions
    {
      func change(_ value: (PromptLookupFigure) -> Double) -> String {
        "\(DecimalText.fixed(value(small), 2)) to \(DecimalText.fixed(value(large), 2))"
      }
      parts.append(
        "in Spec-Bench on \(small.accelerator) the gain goes from \(change(\.speedup)) between \(DecimalText.significant(small.billions, 3))B and \(DecimalText.significant(large.billions, 3))B: tokens a pass go from \(change(\.tokensPerPass)), and a pass from \(change(\.passCost)) plain steps"
      )
    }
    let sized = ranges.filter { $0.parameters != nil }.sorted { ($0.parameters ?? 0) < ($1.parameters ?? 0) }
    if let small = sized.first, let large = sized.last(where: { $0.query == small.query }),
      small.parameters != large.parameters
    {
      let verb =
        large.greatest < small.least ? "falls" : large.least > small.greatest ? "rises" : "does not clearly move"
      let effect =
        verb == "falls"
        ? ", because more of a large model's step is streaming weights that a pass shares: by itself that raises the gain with size"
        : ""
      parts.append(
        "the cost of scoring \(small.query) tokens \(verb) from \(small.label) (\(small.ratios)) to \(large.label) (\(large.ratios))\(effect)"
      )
    }
    guard !parts.isEmpty else { return nil }
    return "With model size \(parts.joined(separator: "; "))."
  }
}

/// The speed-up of n-gram speculation for one model of a sweep.
public struct SpeculationAtSize: Sendable, Hashable {
  /// The model and its accelerator.
  public let label: String
  /// The model's parameters.
  public let parameters: Int
  /// The token cap.
  public let tokenCap: Int
  /// The ratio of total latencies.
  public let speedup: Estimate

  /// One for each model of known size that has both strategies at a cap, from small to large.
  static func all(_ sweep: SweepObservations, level: Double) throws -> [SpeculationAtSize] {
    var chosen: [(model: ObservedModel, parameters: Int, before: [Double], after: [Double], cap: Int)] = []
    for model in ObservedModel.models(sweep) {
      guard let parameters = model.parameters else { continue }
      let cells = sweep.cells.filter { ObservedModel($0) == model }
      let candidates = cells.filter(\.strategy.isNgramSpeculation).sorted { $0.tokenCap > $1.tokenCap }
      for cell in candidates {
        guard let base = cells.first(where: { $0.strategy == .baseline && $0.tokenCap == cell.tokenCap }) else {
          continue
        }
        let pairing = try Pairing.match(baselineKeys: base.problems, candidateKeys: cell.problems)
        let rows = zip(pairing.baselineRows, pairing.candidateRows).filter {
          base.outputTokens[$0.0] == cell.outputTokens[$0.1]
        }
        guard rows.count >= ClaimMinimum.problems else { continue }
        chosen.append(
          (model, parameters, rows.map { base.latency[$0.0] }, rows.map { cell.latency[$0.1] }, cell.tokenCap))
        break
      }
    }
    let each = 1 - (1 - level) / Double(max(1, chosen.count))
    return try chosen.map { row in
      SpeculationAtSize(
        label: row.model.words, parameters: row.parameters, tokenCap: row.cap,
        speedup: try RatioOfTotals.estimate(row.before, over: row.after, level: each))
    }.sorted { ($0.parameters, $0.label) < ($1.parameters, $1.label) }
  }
}

/// What scoring several tokens costs at batch 1 over the contexts measured.
public struct VerificationRange: Sendable, Hashable {
  /// The range in words.
  public let headline: String
  /// The model.
  public let label: String
  /// The parameters of the model; nil where unknown.
  public let parameters: Int?
  /// The tokens scored in a pass.
  public let query: Int
  /// The least ratio to a step that scores one token.
  public let least: Double
  /// The greatest ratio.
  public let greatest: Double

  /// The ratios in words.
  let ratios: String

  /// One for each model and query at batch 1, in the order of the costs.
  static func ranges(_ costs: [VerificationCost]) -> [VerificationRange] {
    var groups: [(first: VerificationCost, ratios: [Double])] = []
    for cost in costs where cost.batch == 1 {
      if let place = groups.firstIndex(where: { $0.first.label == cost.label && $0.first.query == cost.query }) {
        groups[place].ratios.append(cost.ratio)
      } else {
        groups.append((cost, [cost.ratio]))
      }
    }
    return groups.map { VerificationRange($0.first, $0.ratios) }
  }

  private init(_ cost: VerificationCost, _ ratios: [Double]) {
    label = cost.label
    parameters = cost.parameters
    query = cost.query
    least = ratios.min() ?? cost.ratio
    greatest = ratios.max() ?? cost.ratio
    let ends = [least, greatest].map { DecimalText.fixed($0, 2) }
    self.ratios = ends[0] == ends[1] ? "\(ends[0])x" : "\(ends[0])x to \(ends[1])x"
    headline =
      "\(cost.label) \(self.ratios) for \(cost.query) tokens over \(ratios.count) \(ratios.count == 1 ? "context" : "contexts")"
  }
}
