import ParetoFrontiers
import ScalingStatistics

/// The observed half of a finding.
struct OptimalityParts {
  let measure: ComputeMeasure
  let system: SystemMeasure
  let accuracy: [Double]
  let compute: [Double]
  let cost: [Double]
  let computeFront: ParetoFront
  let systemFront: ParetoFront
  let regret: Regret
  let equalCost: EqualCostRegret
  let accuracySteps: RegretSteps
  let budgetSteps: RegretSteps

  init(_ grid: ConfigurationGrid, _ measure: ComputeMeasure, _ system: SystemMeasure) throws {
    guard let column = grid.compute[measure] else {
      throw StudyError(
        "Not all of the \(grid.configurations.count) configurations have \(measure.words): state the parameters of their models and the positions that were scored."
      )
    }
    let quality = Objective(name: "accuracy", values: grid.accuracy, sense: .maximize)
    let guide = Objective(name: measure.words, values: column, sense: .minimize)
    let paid = Objective(name: system.words, values: grid.cost(system), sense: .minimize)
    self.measure = measure
    self.system = system
    accuracy = grid.accuracy
    compute = column
    cost = paid.values
    computeFront = try ParetoFront([guide, quality])
    systemFront = try ParetoFront([paid, quality])
    regret = try Regret(quality: quality, choosingBy: guide, payingIn: paid)
    equalCost = try EqualCostRegret(quality: quality, choosingBy: guide, payingIn: paid, qualityOfNothing: 0)
    accuracySteps = .accuracies(regret)
    budgetSteps = .budgets(equalCost)
  }

  var question: OptimalityQuestion {
    OptimalityQuestion(
      measure: measure,
      readings: FrontComparison.Readings(accuracies: accuracySteps.readAt.reversed(), budgets: budgetSteps.readAt))
  }

  func tooSmall(_ union: Int) -> String {
    "no interval of the Jaccard index: \(union) members on either front are too few, and at least \(OptimalityMinimum.members) are needed"
  }

  private func comparison(_ rows: [Int]) -> (FrontComparison, FrontComparison.Numbers) {
    var comparison = FrontComparison()
    let order = rows.sorted { (accuracy[$1], $0) < (accuracy[$0], $1) }
    let numbers = comparison.compare(
      order: order, accuracy: accuracy, compute: compute, system: cost, readings: question.readings)
    return (comparison, numbers)
  }

  func curve(_ basis: RegretBasis, bands: (Int) -> (least: Estimate?, greatest: Estimate?)) -> RegretCurve {
    let (found, _) = comparison(Array(accuracy.indices))
    let steps = basis == .equalAccuracy ? accuracySteps : budgetSteps
    let least = basis == .equalAccuracy ? found.leastRegrets : found.leastLosses
    let greatest = basis == .equalAccuracy ? found.greatestRegrets : found.greatestLosses
    let points = steps.readAt.indices.map { index in
      // Accuracies are read from the top down.
      let reading = basis == .equalAccuracy ? steps.readAt.count - 1 - index : index
      let band = bands(reading)
      return RegretCurvePoint(
        from: steps.from[index], to: steps.to[index], readAt: steps.readAt[index], least: least[reading],
        greatest: greatest[reading], leastBand: band.least, greatestBand: band.greatest)
    }
    return RegretCurve(
      headline: OptimalitySentence.curve(basis, points, measure: measure, system: system), basis: basis,
      points: points)
  }

  func group(_ group: OptimalityGroup, interval: (OptimalityNumber) -> Estimate?) throws -> OptimalityByGroup {
    let (_, numbers) = comparison(group.rows)
    return OptimalityByGroup(
      group, numbers,
      kendall: try RankCorrelation.kendall(group.rows.map { compute[$0] }, group.rows.map { cost[$0] }),
      system: system.shortWords, interval: interval)
  }
}
