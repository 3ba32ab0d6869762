import ScalingExperiments
import ScalingStudies

/// Cells that can be checked in the head: 20 requests of 10 tokens, all of them as long as stated.
struct TinyCell {
  var model = "tiny"
  var parameters: Int? = 1_500_000_000
  var cap = 16
  var strategy = ObservedStrategy.baseline
  var accelerator = "any"
  /// Seconds of every request.
  var seconds = 1.0
  var tokens = 10.0
  /// Tokens of each request where they differ.
  var lengths: [Double]?
  var conditions = SweepConditions()
  var positions: [Double]? = nil
  /// How many of 20 problems are solved; nil where nothing was judged.
  var solved: Int?
  var problems = (0..<20).map { "p\($0)" }

  var observation: SweepObservation {
    SweepObservation(
      model: ModelDescription(name: model, parameters: parameters), tokenCap: cap, strategy: strategy,
      accelerator: accelerator, accelerators: strategy.accelerators, problems: problems,
      latency: problems.map { _ in seconds }, outputTokens: lengths ?? problems.map { _ in tokens },
      positions: positions ?? problems.map { _ in strategy.isSpeculation ? 3 * tokens : tokens },
      solved: solved.map { count in
        Dictionary(uniqueKeysWithValues: problems.enumerated().map { ($1, $0 < count) })
      } ?? [:], conditions: conditions)
  }

  static func sweep(_ cells: [TinyCell]) -> SweepObservations { SweepObservations(cells: cells.map(\.observation)) }
}
