import ScalingStatistics

/// The baseline cells of one model, caps ascending, over the problems judged at all of them and those timed at all of them.
struct ModelLadder {
  let model: ObservedModel
  let cells: [SweepObservation]
  /// The problems judged at every cap, and those timed at every cap.
  private let judged: [String]
  private let timed: [String]

  /// The number of problems that an interval rests on.
  var problemCount: Int { min(judged.count, timed.count) }

  /// One ladder for each model that has a judged baseline cell.
  static func ladders(_ sweep: SweepObservations) -> [ModelLadder] {
    ObservedModel.models(sweep).compactMap { model in
      let cells = sweep.cells.filter { ObservedModel($0) == model && $0.strategy == .baseline && !$0.solved.isEmpty }
      return cells.isEmpty ? nil : ModelLadder(model: model, cells: cells.sorted { $0.tokenCap < $1.tokenCap })
    }
  }

  private init(model: ObservedModel, cells: [SweepObservation]) {
    self.model = model
    self.cells = cells
    var judged = Set(cells[0].solved.keys)
    var timed = Set(cells[0].problems)
    for cell in cells.dropFirst() {
      judged.formIntersection(cell.solved.keys)
      timed.formIntersection(cell.problems)
    }
    self.judged = judged.sorted()
    self.timed = timed.sorted()
  }

  /// A gain of accuracy and what was paid for it, between two neighbouring caps.
  private struct Step {
    let gains: [Double]
    let payments: [Double]
    var gain: Double { SampleMoments.mean(gains) }
    var payment: Double { SampleMoments.mean(payments) }
    var slope: Double { gain / payment }
  }

  /// Whether the last gain for what was paid is below the first.
  struct SlopeChange {
    /// Accuracy per unit of the axis between the two smallest caps, and between the two largest.
    let first: Double
    let last: Double
    /// Last gain × first payment - first gain × last payment: negative where the slope falls.
    let contrast: Estimate
    let falls: Bool
  }

  /// Compares the slopes of accuracy along an axis between the last two cells and the first two.
  ///
  /// A payment may be close to 0 where a cap no longer binds, and a quotient by it would be wild: the contrast is multiplied out. Its error is linearised in the problems;
  /// a problem that was judged and timed moves gains and payments together.
  func slopeChange(level: Double, _ axis: (SweepObservation) -> [Double]) -> SlopeChange {
    let columns = cells.map { cell in column(cell, axis(cell)) }
    func step(_ upper: Int) -> Step {
      Step(
        gains: judged.map { score(upper, $0) - score(upper - 1, $0) },
        payments: zip(columns[upper], columns[upper - 1]).map { $0 - $1 })
    }
    let first = step(1)
    let last = step(cells.count - 1)
    var influence: [String: Double] = [:]
    for (row, problem) in judged.enumerated() {
      let value =
        first.payment * (last.gains[row] - last.gain) - last.payment * (first.gains[row] - first.gain)
      influence[problem, default: 0] += value / Double(judged.count)
    }
    for (row, problem) in timed.enumerated() {
      let value =
        last.gain * (first.payments[row] - first.payment) - first.gain * (last.payments[row] - last.payment)
      influence[problem, default: 0] += value / Double(timed.count)
    }
    let squares = influence.sorted { $0.key < $1.key }.map { $0.value * $0.value }
    let n = Double(problemCount)
    let error = (SampleMoments.sum(squares) * n / (n - 1)).squareRoot()
    let contrast = interval(
      last.gain * first.payment - first.gain * last.payment, error: error, count: problemCount, level: level)
    return SlopeChange(
      first: first.slope, last: last.slope, contrast: contrast, falls: first.payment > 0 && contrast.upper < 0)
  }

  /// The accuracy before the last cap less 95 % of the last.
  func reachedBeforeLast(level: Double) -> Estimate {
    let values = judged.map { score(cells.count - 2, $0) - 0.95 * score(cells.count - 1, $0) }
    return interval(
      SampleMoments.mean(values),
      error: SampleMoments.standardDeviation(values) / Double(values.count).squareRoot(), count: values.count,
      level: level)
  }

  private func score(_ cell: Int, _ problem: String) -> Double { cells[cell].solved[problem] == true ? 1 : 0 }

  private func column(_ cell: SweepObservation, _ values: [Double]) -> [Double] {
    let byProblem = Dictionary(zip(cell.problems, values)) { first, _ in first }
    return timed.compactMap { byProblem[$0] }
  }

  private func interval(_ value: Double, error: Double, count: Int, level: Double) -> Estimate {
    let half = StudentTDistribution(degreesOfFreedom: Double(count - 1)).quantile(0.5 + level / 2) * error
    return Estimate(
      value: value, lower: value - half, upper: value + half, level: level,
      method: "linearised mean over \(count) problems")
  }
}
