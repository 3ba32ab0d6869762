import ParetoFrontiers
import ScalingStatistics

/// The thesis: compute-optimal is not system-optimal; and whether the pick moves between hardware.
public enum ThesisClaim {
  /// Tests, for each measure of compute, whether choosing by it costs latency.
  ///
  /// At some accuracy the cheapest cell in compute, ties broken in its favour, must take more than 1.05 times the least latency, in 97.5 % of resamples of the problems. Supported
  /// where that holds for every measure that the data allow, on every kind of hardware; hardware with fewer than two cells, or 20 problems judged in all of them, is left out.
  public static func finding(
    _ sweep: SweepObservations, replicates: Int = 200, seed: UInt64 = 1
  ) throws -> ClaimFinding {
    let drawn = max(50, replicates)
    var sweeps: [JudgedSweep] = []
    var leftOut: [String] = []
    for sweep in JudgedSweep.sweeps(sweep) {
      if sweep.cells.count > 1, sweep.problems.count >= ClaimMinimum.problems {
        sweeps.append(sweep)
      } else {
        leftOut.append(
          "\(sweep.accelerator): \(sweep.cells.count) judged and timed cells with \(sweep.problems.count) problems in all of them; 2 and \(ClaimMinimum.problems) are needed."
        )
      }
    }
    func result(
      _ verdict: ClaimVerdict, _ summary: String, evidence: [String] = [], missing: [String] = []
    ) -> ClaimFinding {
      ClaimFinding(
        name: "Thesis", statement: "Compute-optimal is not system-optimal.",
        definition:
          "For each measure of compute: at some accuracy its cheapest cell (ties broken well) takes over 1.05 times the least mean latency, in 97.5 % of \(drawn) resamples of the problems.",
        verdict: verdict, summary: summary, scope: ClaimScope.words(sweeps.flatMap(\.cells)), evidence: evidence,
        missing: missing)
    }
    guard !sweeps.isEmpty else {
      return result(
        .notTestable, "fewer than two cells on one hardware were judged on the same problems and timed.",
        missing: ["Accuracy and latency of several models, caps or strategies on one hardware."] + leftOut)
    }
    var evidence: [String] = []
    var holding = 0
    var asked = 0
    for sweep in sweeps {
      let measures = sweep.measures
      let bootstrap = try Bootstrap(
        unitCount: sweep.problems.count, unitName: "problems", replicates: drawn, seed: seed)
      let distribution = try bootstrap.distribution { weights in
        let columns = sweep.columns(weights)
        var numbers: [Double] = []
        for measure in measures {
          guard let regret = columns.regret(choosingBy: measure) else { return nil }
          numbers += [regret.levels.map(\.leastRatio).max() ?? 1, regret.geometricMeanOfLeast]
        }
        return numbers
      }
      for (index, measure) in measures.enumerated() {
        let largest = try distribution.percentileInterval(2 * index)
        asked += 1
        if largest.lower > 1.05 { holding += 1 }
        evidence.append(
          "\(measure.words) on \(sweep.accelerator): choosing by it costs up to \(largest.headline)x the least latency, \(DecimalText.fixed(distribution.observed[2 * index + 1], 2))x in the geometric mean over accuracies."
        )
      }
      leftOut += ComputeMeasure.allCases.filter { !measures.contains($0) }.map {
        "\($0.words) on \(sweep.accelerator): parameters or scored positions are unknown."
      }
    }
    return result(
      holding == asked ? .supported : .notSupported,
      "it costs latency to choose by \(holding) of \(asked) measures of compute.", evidence: evidence,
      missing: leftOut)
  }
}

/// The judged and timed cells on one hardware, laid out for weights of their common problems.
struct JudgedSweep {
  let accelerator: String
  let cells: [SweepObservation]
  /// The problems judged in every cell.
  let problems: [String]
  /// For each cell, which of the problems were solved, and the row of each request's problem; nil where it was not judged in every cell.
  private let solved: [[Bool]]
  private let rows: [[Int?]]

  /// The columns for one set of weights.
  struct Columns {
    var accuracy: [Double] = []
    var latency: [Double] = []
    var compute: [ComputeMeasure: [Double]] = [:]

    func regret(choosingBy measure: ComputeMeasure) -> Regret? {
      compute[measure].flatMap { values in
        try? Regret(
          quality: Objective(name: "accuracy", values: accuracy, sense: .maximize),
          choosingBy: Objective(name: measure.words, values: values, sense: .minimize),
          payingIn: Objective(name: "mean latency", values: latency, sense: .minimize))
      }
    }
  }

  /// One for each accelerator, in the order of the cells.
  static func sweeps(_ sweep: SweepObservations) -> [JudgedSweep] {
    let cells = sweep.cells.filter { !$0.solved.isEmpty && !$0.latency.isEmpty }
    var accelerators: [String] = []
    for cell in cells where !accelerators.contains(cell.accelerator) { accelerators.append(cell.accelerator) }
    return accelerators.map { name in
      JudgedSweep(accelerator: name, cells: cells.filter { $0.accelerator == name })
    }
  }

  private init(accelerator: String, cells: [SweepObservation]) {
    self.accelerator = accelerator
    self.cells = cells
    var common = Set(cells.first?.solved.keys.map { $0 } ?? [])
    for cell in cells.dropFirst() { common.formIntersection(cell.solved.keys) }
    let problems = common.sorted()
    let rowOf = Dictionary(uniqueKeysWithValues: problems.enumerated().map { ($1, $0) })
    self.problems = problems
    solved = cells.map { cell in problems.map { cell.solved[$0] == true } }
    rows = cells.map { cell in cell.problems.map { rowOf[$0] } }
  }

  /// The measures of compute that every cell allows.
  var measures: [ComputeMeasure] {
    ComputeMeasure.allCases.filter { measure in
      switch measure {
      case .generatedTokens: true
      case .acceptedFLOPs: cells.allSatisfy { $0.model.parameters != nil }
      case .executedFLOPs: cells.allSatisfy { $0.model.parameters != nil && !$0.positions.isEmpty }
      }
    }
  }

  /// Accuracy over the weighted problems; times and tokens over the timed requests, weighted where they are of the same problems.
  func columns(_ weights: [Double]) -> Columns {
    let total = weights.reduce(0, +)
    var columns = Columns()
    for (index, cell) in cells.enumerated() {
      var right = 0.0
      for (row, isSolved) in solved[index].enumerated() where isSolved { right += weights[row] }
      columns.accuracy.append(right / total)
      // One pass over the requests, in plain loops: this runs for every cell of every replicate.
      let isDrawn = rows[index].contains { row in row.map { weights[$0] > 0 } ?? true }
      let hasPositions = !cell.positions.isEmpty
      var sums = (weight: 0.0, latency: 0.0, tokens: 0.0, positions: 0.0)
      for (request, row) in rows[index].enumerated() {
        var weight = 1.0
        if isDrawn, let row { weight = weights[row] }
        sums.weight += weight
        sums.latency += weight * cell.latency[request]
        sums.tokens += weight * cell.outputTokens[request]
        if hasPositions { sums.positions += weight * cell.positions[request] }
      }
      columns.latency.append(sums.latency / sums.weight)
      columns.compute[.generatedTokens, default: []].append(sums.tokens / sums.weight)
      guard let parameters = cell.model.parameters.map(Double.init) else { continue }
      columns.compute[.acceptedFLOPs, default: []].append(2 * parameters * sums.tokens / sums.weight)
      if hasPositions {
        columns.compute[.executedFLOPs, default: []].append(2 * parameters * sums.positions / sums.weight)
      }
    }
    return columns
  }
}
