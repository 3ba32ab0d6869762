import ScalingStatistics

/// What was sampled behind the configurations of a grid: verdicts by judged problem and requests by timed problem, for weights of both.
///
/// The unit is a key: a problem that was judged, timed or both. Runs that share a key share its weight, in every configuration and at every cap, so that pairs and nested caps stay
/// together. A key that was timed and never judged is a unit of its own: accuracy and time are then drawn apart.
struct ConfigurationSample: Sendable {
  /// One run: its judged and timed units, in ascending order.
  struct Panel: Sendable {
    let judged: [Int]
    let timed: [Int]
  }

  /// One configuration: the judged units that it solved, and a value for each timed unit of its panel.
  struct Row: Sendable {
    let panel: Int
    let solved: [Int]
    let latency: [Double]
    let tokens: [Double]
    /// Empty where unknown.
    let accepted: [Double]
    let executed: [Double]
  }

  /// The means of every configuration for one set of weights.
  struct Columns {
    var accuracy: [Double] = []
    var latency: [Double] = []
    var tokens: [Double] = []
    var accepted: [Double] = []
    var executed: [Double] = []

    /// A measure of compute; nil where some configuration does not allow it.
    func compute(_ measure: ComputeMeasure) -> [Double]? {
      let column =
        switch measure {
        case .generatedTokens: tokens
        case .acceptedFLOPs: accepted
        case .executedFLOPs: executed
        }
      return column.count == latency.count ? column : nil
    }
  }

  let panels: [Panel]
  let rows: [Row]
  let unitCount: Int
  let strata: [Int]
  private let kinds: [Kind]

  private enum Kind: Int { case judged, both, timed }

  init(panels: [Panel], rows: [Row], unitCount: Int) {
    self.panels = panels
    self.rows = rows
    self.unitCount = unitCount
    var marks = [[Int]](repeating: [], count: unitCount)
    var isJudged = [Bool](repeating: false, count: unitCount)
    var isTimed = [Bool](repeating: false, count: unitCount)
    for (index, panel) in panels.enumerated() {
      for unit in panel.judged {
        marks[unit].append(2 * index)
        isJudged[unit] = true
      }
      for unit in panel.timed {
        marks[unit].append(2 * index + 1)
        isTimed[unit] = true
      }
    }
    let kinds = zip(isJudged, isTimed).map { $0 ? ($1 ? Kind.both : .judged) : .timed }
    self.kinds = kinds
    strata = Self.strata(marks, kinds)
  }

  /// Units that took part in the same runs are drawn among themselves, so that every run keeps its counts; where such sets are small, all of a kind are drawn together.
  private static func strata(_ marks: [[Int]], _ kinds: [Kind]) -> [Int] {
    var strata = [Int](repeating: 0, count: marks.count)
    var next = 0
    for kind in [Kind.judged, .both, .timed] {
      let units = marks.indices.filter { kinds[$0] == kind }
      guard !units.isEmpty else { continue }
      var numbers: [[Int]: Int] = [:]
      var sizes: [Int] = []
      for unit in units {
        let number = numbers[marks[unit]] ?? sizes.count
        if number == sizes.count {
          numbers[marks[unit]] = number
          sizes.append(0)
        }
        sizes[number] += 1
        strata[unit] = next + number
      }
      if sizes.count > 1, sizes.contains(where: { $0 < ClaimMinimum.problems }) {
        for unit in units { strata[unit] = next }
        next += 1
      } else {
        next += sizes.count
      }
    }
    return strata
  }

  /// Whether all runs were judged on the same problems and timed on the same.
  var judgedAlike: Bool {
    panels.allSatisfy { $0.judged == panels[0].judged && $0.timed == panels[0].timed }
  }

  /// Whether all runs were judged on the same problems.
  var isJudgedOnTheSame: Bool { panels.allSatisfy { $0.judged == panels[0].judged } }

  /// Why no interval can be had; nil where one can.
  var refusal: String? {
    let judged = panels.map(\.judged.count).min() ?? 0
    let timed = panels.map(\.timed.count).min() ?? 0
    let least = ClaimMinimum.problems
    guard judged < least || timed < least else { return nil }
    return
      "no interval: a run has \(judged) judged problems or \(timed) timed requests, and at least \(least) of each are needed"
  }

  /// The units in words: how many are drawn in which sets.
  var words: String {
    func count(_ kind: Kind) -> Int { kinds.count { $0 == kind } }
    let both = count(.both)
    let judged = count(.judged)
    let timed = count(.timed)
    var parts: [String] = []
    if both > 0 { parts.append("\(both) problems that were judged and timed, alike in all configurations") }
    if judged > 0 { parts.append("\(judged) that were only judged") }
    if timed > 0 { parts.append("\(timed) timed requests whose keys are no judged problem, drawn apart from accuracy") }
    return parts.joined(separator: ", ") + (isJudgedOnTheSame ? "" : "; not all runs were judged on the same problems")
  }

  func bootstrap(replicates: Int, seed: UInt64) throws -> Bootstrap {
    try Bootstrap(unitCount: unitCount, unitName: "problems", strata: strata, replicates: replicates, seed: seed)
  }

  var unitWeights: [Double] { [Double](repeating: 1, count: unitCount) }

  /// The means for weights of the units; nil where a run has none of its problems or none of its requests.
  func columns(_ weights: [Double]) -> Columns? {
    var columns = Columns()
    var judgedTotals: [Double] = []
    var timedTotals: [Double] = []
    var timedWeights: [[Double]] = []
    for panel in panels {
      var total = 0.0
      for unit in panel.judged { total += weights[unit] }
      judgedTotals.append(total)
      let own = panel.timed.map { weights[$0] }
      timedWeights.append(own)
      timedTotals.append(Self.product(own, own.map { _ in 1 }))
      guard total > 0, timedTotals[timedTotals.count - 1] > 0 else { return nil }
    }
    for row in rows {
      var solved = 0.0
      for unit in row.solved { solved += weights[unit] }
      columns.accuracy.append(solved / judgedTotals[row.panel])
      let own = timedWeights[row.panel]
      let total = timedTotals[row.panel]
      columns.latency.append(Self.product(own, row.latency) / total)
      columns.tokens.append(Self.product(own, row.tokens) / total)
      if !row.accepted.isEmpty { columns.accepted.append(Self.product(own, row.accepted) / total) }
      if !row.executed.isEmpty { columns.executed.append(Self.product(own, row.executed) / total) }
    }
    return columns
  }

  /// The sum of products, in the order of the units: equal columns give equal sums, so that ties stay ties.
  private static func product(_ weights: [Double], _ values: [Double]) -> Double {
    weights.withUnsafeBufferPointer { weights in
      values.withUnsafeBufferPointer { values in
        var sum = 0.0
        for index in 0..<min(weights.count, values.count) { sum += weights[index] * values[index] }
        return sum
      }
    }
  }
}
