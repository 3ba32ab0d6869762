import ParetoFrontiers
import ServingModels

/// The judged and timed cells on one hardware under one set of conditions, laid out for weights of what was drawn: the problems judged in all cells, and the timed requests of other keys.
struct JudgedSweep {
  let accelerator: String
  /// The accelerator, and what tells the cells from others on it.
  let label: String
  let conditions: SweepConditions
  let cells: [SweepObservation]
  /// The problems judged in every cell.
  let problems: [String]
  /// The keys of timed requests that are no such problems: a tool that numbers its requests does not know a judge's names for them.
  let otherKeys: [String]
  /// For each cell, which of the problems were solved, and for each request the unit that it is drawn with.
  private let solved: [[Bool]]
  private let units: [[Int]]
  private let arithmetic: [InferenceArithmetic?]

  /// The columns for one set of weights.
  struct Columns {
    var accuracy: [Double] = []
    var latency: [Double] = []
    var compute: [ComputeMeasure: [Double]] = [:]

    private var quality: Objective { Objective(name: "accuracy", values: accuracy, sense: .maximize) }
    private var system: Objective { Objective(name: "mean latency", values: latency, sense: .minimize) }

    private func guide(_ measure: ComputeMeasure) -> Objective? {
      compute[measure].map { Objective(name: measure.words, values: $0, sense: .minimize) }
    }

    func regret(choosingBy measure: ComputeMeasure) -> Regret? {
      guide(measure).flatMap { try? Regret(quality: quality, choosingBy: $0, payingIn: system) }
    }

    /// The cells on the front over compute and on that over latency; first is compute.
    func overlap(choosingBy measure: ComputeMeasure) -> FrontOverlap? {
      guard let guide = guide(measure), let first = try? ParetoFront([guide, quality]),
        let second = try? ParetoFront([system, quality])
      else { return nil }
      return FrontOverlap(first: first.members, second: second.members)
    }
  }

  /// One for each accelerator and conditions that are not known to differ (task, engine and the like), in the order of the cells.
  static func sweeps(_ sweep: SweepObservations) -> [JudgedSweep] {
    var groups: [(accelerator: String, conditions: SweepConditions, cells: [SweepObservation])] = []
    for cell in sweep.cells where !cell.solved.isEmpty && !cell.latency.isEmpty {
      let place = groups.firstIndex {
        $0.accelerator == cell.accelerator && $0.conditions.differences(from: cell.conditions).isEmpty
      }
      if let place {
        groups[place].cells.append(cell)
        groups[place].conditions = groups[place].conditions.completed(by: cell.conditions)
      } else {
        groups.append((cell.accelerator, cell.conditions, [cell]))
      }
    }
    return groups.map { group in
      var words: [String] = []
      for other in groups where other.accelerator == group.accelerator {
        for difference in group.conditions.differences(from: other.conditions) {
          let text = "\(difference.name) \(difference.value)"
          if !words.contains(text) { words.append(text) }
        }
      }
      let distinction = words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
      return JudgedSweep(
        accelerator: group.accelerator, label: group.accelerator + distinction, conditions: group.conditions,
        cells: group.cells)
    }
  }

  /// The largest set of sweeps on different accelerators whose conditions are not known to differ, the first of equal ones.
  static func alike(_ sweeps: [JudgedSweep]) -> [JudgedSweep] {
    var best: [JudgedSweep] = []
    for start in sweeps {
      var own: [JudgedSweep] = [start]
      var conditions = start.conditions
      for other in sweeps
      where !own.contains(where: { $0.accelerator == other.accelerator })
        && conditions.differences(from: other.conditions).isEmpty
      {
        own.append(other)
        conditions = conditions.completed(by: other.conditions)
      }
      if own.count > best.count { best = own }
    }
    return best
  }

  private init(accelerator: String, label: String, conditions: SweepConditions, cells: [SweepObservation]) {
    self.label = label
    self.conditions = conditions
    self.accelerator = accelerator
    self.cells = cells
    var common = Set(cells.first?.solved.keys.map { $0 } ?? [])
    for cell in cells.dropFirst() { common.formIntersection(cell.solved.keys) }
    let problems = common.sorted()
    let others = Set(cells.flatMap(\.problems)).subtracting(common).sorted()
    let unitOf = Dictionary(uniqueKeysWithValues: (problems + others).enumerated().map { ($1, $0) })
    self.problems = problems
    otherKeys = others
    solved = cells.map { cell in problems.map { cell.solved[$0] == true } }
    units = cells.map { cell in cell.problems.compactMap { unitOf[$0] } }
    arithmetic = cells.map { cell in cell.model.parameters.flatMap { try? InferenceArithmetic(parameters: Double($0)) }
    }
  }

  /// The units that are drawn: the problems, then the other keys.
  var unitCount: Int { problems.count + otherKeys.count }

  /// Problems and other keys are drawn apart: what was judged says nothing of which of the others were timed.
  var strata: [Int] { problems.map { _ in 0 } + otherKeys.map { _ in 1 } }

  /// The requests in the cell that has the fewest.
  var leastTimed: Int { cells.map(\.latency.count).min() ?? 0 }

  /// The columns of the data as they are.
  var observed: Columns { columns([Double](repeating: 1, count: unitCount)) }

  /// The measures of compute that every cell allows.
  var measures: [ComputeMeasure] {
    ComputeMeasure.allCases.filter { measure in
      switch measure {
      case .generatedTokens: true
      case .acceptedFLOPs: arithmetic.allSatisfy { $0 != nil }
      case .executedFLOPs: arithmetic.allSatisfy { $0 != nil } && cells.allSatisfy { !$0.positions.isEmpty }
      }
    }
  }

  /// Accuracy over the weighted problems; times, tokens and FLOPs over the weighted requests.
  func columns(_ weights: [Double]) -> Columns {
    var total = 0.0
    for row in problems.indices { total += weights[row] }
    var columns = Columns()
    for (index, cell) in cells.enumerated() {
      var right = 0.0
      for (row, isSolved) in solved[index].enumerated() where isSolved { right += weights[row] }
      columns.accuracy.append(right / total)
      // A replicate may draw none of a few requests: they then count alike.
      let isDrawn = units[index].contains { weights[$0] > 0 }
      let hasPositions = !cell.positions.isEmpty
      // One pass over the requests, in plain loops: this runs for every cell of every replicate.
      var sums = (weight: 0.0, latency: 0.0, tokens: 0.0, positions: 0.0)
      for (request, unit) in units[index].enumerated() {
        let weight = isDrawn ? weights[unit] : 1
        sums.weight += weight
        sums.latency += weight * cell.latency[request]
        sums.tokens += weight * cell.outputTokens[request]
        if hasPositions { sums.positions += weight * cell.positions[request] }
      }
      columns.latency.append(sums.latency / sums.weight)
      let tokens = sums.tokens / sums.weight
      columns.compute[.generatedTokens, default: []].append(tokens)
      guard let arithmetic = arithmetic[index] else { continue }
      // Without attention FLOPs are linear in positions, so those of the mean are the mean of those.
      if let accepted = try? arithmetic.acceptedFLOPs(outputTokens: tokens) {
        columns.compute[.acceptedFLOPs, default: []].append(accepted)
      }
      if hasPositions, let executed = try? arithmetic.executedFLOPs(positions: sums.positions / sums.weight) {
        columns.compute[.executedFLOPs, default: []].append(executed)
      }
    }
    return columns
  }
}
