import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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

    /// The same payments with nothing gained for them.
    var withoutGain: Step { Step(gains: gains.map { _ in 0 }, payments: payments) }
  }

  /// What data say of one half of the claim for one model.
  enum Showing {
    /// Beyond doubt.
    case shown
    /// Not beyond doubt, though a curve that gains nothing at its end would have been.
    case notShown
    /// Not even a curve that gains nothing at its end would have been: the interval is too wide.
    case tooWide
  }

  /// Whether the last gain for what was paid is below the first.
  struct SlopeChange {
    /// Accuracy per unit of the axis between the two smallest caps, and between the last two that are compared.
    let first: Double
    let last: Double
    /// Last gain × first payment - first gain × last payment: negative where the slope falls.
    let contrast: Estimate
    let showing: Showing
  }

  /// The row of the cell that ends the last step: the largest cap for which at least a fifth of the timed requests paid, at most 20 and at least 10 of them; the third cap at the
  /// earliest, so that the last step is not the first.
  ///
  /// A request pays for a cap where it runs beyond the cap before it. Beyond that row the time spent rests on a few requests, whatever their number in all.
  var lastPaidRow: Int {
    let needed = max(10, min(20, timed.count / 5))
    let paid = cells.indices.dropFirst(2).last { payers(of: $0) >= needed }
    return paid ?? min(2, cells.count - 1)
  }

  /// How many timed requests paid for a cap.
  func payers(of row: Int) -> Int {
    let before = Double(cells[row - 1].tokenCap)
    return column(cells[row], cells[row].outputTokens).count { $0 > before }
  }

  /// Compares the slopes of accuracy along an axis between the last paid step and the first.
  ///
  /// A payment may be close to 0 where a cap no longer binds, and a quotient by it would be wild: the contrast is multiplied out. Its error is linearised in the problems;
  /// a problem that was judged and timed moves gains and payments together.
  func slopeChange(level: Double, _ axis: (SweepObservation) -> [Double]) -> SlopeChange {
    let first = step(1, axis)
    let last = step(lastPaidRow, axis)
    let observed = contrast(first, last, level: level)
    let isPaid = first.payment > 0 && last.payment > 0
    let couldShow = isPaid && contrast(first, last.withoutGain, level: level).upper < 0
    let falls = isPaid && observed.upper < 0
    return SlopeChange(
      first: first.slope, last: last.slope, contrast: observed,
      showing: falls ? .shown : couldShow ? .notShown : .tooWide)
  }

  private func step(_ upper: Int, _ axis: (SweepObservation) -> [Double]) -> Step {
    Step(
      gains: judged.map { score(upper, $0) - score(upper - 1, $0) },
      payments: zip(column(cells[upper], axis(cells[upper])), column(cells[upper - 1], axis(cells[upper - 1]))).map {
        $0 - $1
      })
  }

  private func contrast(_ first: Step, _ last: Step, level: Double) -> Estimate {
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
    return interval(
      last.gain * first.payment - first.gain * last.payment, error: error, count: problemCount, level: level)
  }

  /// The accuracy before the last cap less 95 % of the last, and whether that is above 0.
  func reachedBeforeLast(level: Double) -> (difference: Estimate, showing: Showing) {
    func estimate(_ values: [Double]) -> Estimate {
      interval(
        SampleMoments.mean(values),
        error: SampleMoments.standardDeviation(values) / Double(values.count).squareRoot(), count: values.count,
        level: level)
    }
    let last = cells.count - 1
    let difference = estimate(judged.map { score(last - 1, $0) - 0.95 * score(last, $0) })
    let flat = estimate(judged.map { 0.05 * score(last, $0) })
    return (difference, difference.lower > 0 ? .shown : flat.lower > 0 ? .notShown : .tooWide)
  }

  /// How the shape of accuracy along time differs from that along tokens, beyond the scale of the axis: seconds for a further token in the last paid step over those in the first.
  ///
  /// Along either axis the shape is the last slope over the first. The gains of accuracy are the same along both, so that they cancel in the quotient of the two shapes: what is
  /// left is (last tokens / first tokens) of the steps over (last seconds / first seconds), or one over this ratio. Linearised in the logarithm over the timed problems: of stated
  /// 95 %, 93.8 to 94.8 with 20 to 100 log-normal lengths of which a quarter or a half run beyond the last step's smaller cap, 3 % noise in each time (20,000 samples each). Nil where
  /// a step took no tokens or no time, or an interval would not be finite.
  func secondsPerTokenRatio(level: Double) -> Estimate? {
    let rows = [1, lastPaidRow]
    let seconds = rows.map { step($0) { $0.latency }.payments }
    let tokens = rows.map { step($0) { $0.outputTokens }.payments }
    guard (seconds + tokens).allSatisfy({ SampleMoments.mean($0) > 0 }) else { return nil }
    func relative(_ values: [Double]) -> [Double] {
      let mean = SampleMoments.mean(values)
      return values.map { $0 / mean }
    }
    let parts = (seconds.map(relative), tokens.map(relative))
    let influence = timed.indices.map { parts.0[1][$0] - parts.1[1][$0] - parts.0[0][$0] + parts.1[0][$0] }
    let error = SampleMoments.standardDeviation(influence) / Double(timed.count).squareRoot()
    let slopes = zip(seconds, tokens).map { SampleMoments.mean($0) / SampleMoments.mean($1) }
    let ratio = slopes[1] / slopes[0]
    let half = StudentTDistribution(degreesOfFreedom: Double(timed.count - 1)).quantile(0.5 + level / 2) * error
    guard half.isFinite else { return nil }
    return Estimate(
      value: ratio, lower: ratio * exp(-half), upper: ratio * exp(half), level: level,
      method: "linearised logarithm over \(timed.count) problems")
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
