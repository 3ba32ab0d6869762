import BenchmarkAdapters
import BenchmarkSupport
import ScalingExperiments
import ScalingStatistics
import ScalingStudies

/// Our side of `compare optimality`: `optimality FOLDER STUDIES REPLICATES`.
///
/// The measurements of the folder are the population: a study draws as many problems from it, with its sets of judged and timed ones, and every interval of its findings is asked whether it holds the
/// population's number. Prints a JSON line for each measure of compute and quantity, and one for the time of 2,000 replicates on the measurements themselves. The seed is fixed.
@main
enum OptimalityCoverage {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else { return }
    let studies = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 1_000
    let replicates = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 500
    let cells = try SweepObservations(TestTimeScalingDirectory(arguments[1]).read().runs).cells
    let population = try ConfigurationGrid(cells: cells)
    let truths = try OptimalityFinding.findings(population, replicates: 50)
    var counts: [[Count]] = truths.map { _ in [] }
    for study in 0..<studies {
      let grid = try ConfigurationGrid(cells: drawn(cells, stream: UInt64(study)))
      for (index, finding) in try OptimalityFinding.findings(
        grid, replicates: replicates, seed: UInt64(study + 1)
      ).enumerated() {
        let answers = answers(finding, truths[index], population)
        if counts[index].isEmpty { counts[index] = answers.map { Count(quantity: $0.0) } }
        for (place, answer) in answers.enumerated() { counts[index][place].add(answer.1) }
      }
    }
    for (truth, counts) in zip(truths, counts) {
      for count in counts {
        printJSONLine([
          ("measure", .text(truth.measure.words)), ("quantity", .text(count.quantity)),
          ("covered", .count(count.covered)), ("refused", .count(count.refused)), ("replicates", .count(count.asked)),
        ])
      }
    }
    let start = CPUClock.seconds
    _ = try OptimalityFinding.findings(population, replicates: 2_000)
    printJSONLine([("quantity", .text("time")), ("seconds", .number(CPUClock.seconds - start))])
  }

  /// How often intervals held the truth.
  struct Count {
    let quantity: String
    var covered = 0
    var refused = 0
    var asked = 0

    mutating func add(_ answers: [Bool?]) {
      for answer in answers {
        asked += 1
        covered += answer == true ? 1 : 0
        refused += answer == nil ? 1 : 0
      }
    }
  }

  private static func answers(
    _ finding: OptimalityFinding, _ truth: OptimalityFinding, _ population: ConfigurationGrid
  ) -> [(String, [Bool?])] {
    // Ends and truths that are equal in exact arithmetic may differ by a rounding.
    func holds(_ interval: Estimate?, _ value: Double?) -> Bool? {
      guard let interval, let value else { return nil }
      return interval.lower <= value + 1e-9 && value <= interval.upper + 1e-9
    }
    let compute = population.compute[finding.measure] ?? []
    return [
      ("Jaccard index", [holds(finding.overlap.jaccardInterval, truth.overlap.jaccard)]),
      ("regret, ties in favour", [holds(finding.leastRegretInterval, truth.regret.geometricMeanOfLeast)]),
      ("regret, ties against", [holds(finding.greatestRegretInterval, truth.regret.geometricMeanOfGreatest)]),
      ("largest regret", [holds(finding.largestRegretInterval, truth.regret.largest)]),
      ("accuracy lost, ties in favour", [holds(finding.leastLossInterval, truth.equalCost.meanOfLeast)]),
      ("accuracy lost, ties against", [holds(finding.greatestLossInterval, truth.equalCost.meanOfGreatest)]),
      (
        "Kendall's tau-b",
        [holds(finding.rankCorrelation.kendallInterval, truth.rankCorrelation.kendall)]
      ),
      (
        "Spearman's rho",
        [holds(finding.rankCorrelation.spearmanInterval, truth.rankCorrelation.spearman)]
      ),
      (
        "points of the regret curve",
        finding.regretCurve.points.map { holds($0.leastBand, regret(population, compute, at: $0.readAt)) }
      ),
      (
        "points of the curve of accuracy lost",
        finding.lossCurve.points.map { holds($0.leastBand, loss(population, truth, within: $0.readAt)) }
      ),
    ]
  }

  /// The population's regret at an accuracy, ties in compute broken well; nil where nothing reaches it.
  private static func regret(_ grid: ConfigurationGrid, _ compute: [Double], at accuracy: Double) -> Double? {
    let reaching = grid.accuracy.indices.filter { grid.accuracy[$0] >= accuracy }
    guard let least = reaching.map({ compute[$0] }).min(), let fastest = reaching.map({ grid.latency[$0] }).min()
    else { return nil }
    return reaching.filter { compute[$0] == least }.map { grid.latency[$0] / fastest }.min()
  }

  /// The accuracy that the population's compute-optimal configurations lose within a budget; nil where nothing runs.
  private static func loss(
    _ grid: ConfigurationGrid, _ truth: OptimalityFinding, within budget: Double
  ) -> Double? {
    func best(_ rows: [Int]) -> Double? { rows.filter { grid.latency[$0] <= budget }.map { grid.accuracy[$0] }.max() }
    return best(Array(grid.accuracy.indices)).map { $0 - (best(truth.computeFront.members) ?? 0) }
  }

  /// The cells with their problems drawn again: the same draw in every cell, judged and timed problems apart from those that were only judged.
  private static func drawn(_ cells: [SweepObservation], stream: UInt64) -> [SweepObservation] {
    guard let first = cells.first else { return [] }
    var numbers = SeededGenerator(seed: 2_026, stream: stream)
    let timed = first.problems
    let others = first.solved.keys.filter { !timed.contains($0) }.sorted()
    func draw(_ keys: [String]) -> [String] { keys.map { _ in keys[numbers.nextIndex(below: keys.count)] } }
    let timedDraw = draw(timed)
    let judgedDraw = timedDraw + draw(others)
    return cells.map { cell in
      let rows = Dictionary(uniqueKeysWithValues: cell.problems.enumerated().map { ($1, $0) })
      let requests = timedDraw.compactMap { rows[$0] }
      return SweepObservation(
        model: cell.model, tokenCap: cell.tokenCap, strategy: cell.strategy, accelerator: cell.accelerator,
        accelerators: cell.accelerators, problems: requests.indices.map { "\($0)" },
        latency: requests.map { cell.latency[$0] }, outputTokens: requests.map { cell.outputTokens[$0] },
        positions: cell.positions.isEmpty ? [] : requests.map { cell.positions[$0] },
        solved: Dictionary(
          uniqueKeysWithValues: judgedDraw.enumerated().map { ("\($0)", cell.solved[$1] == true) }),
        conditions: cell.conditions)
    }
  }
}
