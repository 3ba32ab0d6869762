import ParetoFrontiers
import Testing

@Suite struct ParetoPickTests {
  private let latency = Objective(name: "latency", values: [10, 12, 12, 15, 8], sense: .minimize)
  private let accuracy = Constraint(name: "accuracy", values: [0.9, 0.8, 0.85, 0.95, 0.5], limit: .atLeast(0.8))

  @Test func `the best feasible row wins and the faster infeasible one does not hide it`() throws {
    let pick = try ParetoPick.best(latency, where: [accuracy])
    #expect(pick.row == 0)
    #expect(pick.tiedRows == [0])
    #expect(pick.value == 10)
    #expect(pick.runnerUp == 1)
    #expect(pick.runnerUpValue == 12)
    #expect(abs((pick.gap ?? 0) - 0.2) < 1e-15)
    #expect(pick.feasibleCount == 4)
    #expect(pick.nearestMiss == nil)
    #expect(
      pick.headline
        == "Row 0 has the least latency, 10, of the 4 of 5 rows with accuracy at least 0.8; "
        + "the runner-up is row 1 with 12 (20 % more).")
  }

  @Test func `tied rows are all named and the runner-up is the next distinct value`() throws {
    let pick = try ParetoPick.best(Objective(name: "accuracy", values: [0.5, 0.9, 0.9, 0.72], sense: .maximize))
    #expect(pick.tiedRows == [1, 2])
    #expect(pick.row == 1)
    #expect(pick.runnerUp == 3)
    #expect(abs((pick.gap ?? 0) - 0.2) < 1e-15)
    #expect(
      pick.headline
        == "Rows 1, 2 tie for the greatest accuracy, 0.9, of 4 rows; the runner-up is row 3 with 0.72 (20 % less).")
  }

  @Test func `a single distinct value has no runner-up and a best of zero no gap`() throws {
    let alone = try ParetoPick.best(Objective(name: "cost", values: [3, 3], sense: .minimize))
    #expect(alone.runnerUp == nil)
    #expect(alone.gap == nil)
    #expect(alone.headline == "Rows 0, 1 tie for the least cost, 3, of 2 rows; there is no runner-up.")
    let zero = try ParetoPick.best(Objective(name: "cost", values: [1, 0], sense: .minimize))
    #expect(zero.runnerUp == 0)
    #expect(zero.gap == nil)
    let infinite = try ParetoPick.best(Objective(name: "cost", values: [1, .infinity], sense: .minimize))
    #expect(infinite.runnerUp == 1)
    #expect(infinite.gap == nil)
  }

  @Test func `where none is feasible the nearest miss is the least largest relative violation`() throws {
    // Row 0 misses latency by 100 %; row 1 misses latency by 10 % and accuracy by 25 %; row 2 accuracy by 50 %.
    let pick = try ParetoPick.best(
      Objective(name: "cost", values: [1, 2, 3], sense: .minimize),
      where: [
        Constraint(name: "latency", values: [40, 22, 20], limit: .atMost(20)),
        Constraint(name: "accuracy", values: [0.9, 0.6, 0.4], limit: .atLeast(0.8)),
      ])
    #expect(pick.row == nil)
    #expect(pick.value == nil)
    #expect(pick.tiedRows.isEmpty)
    #expect(pick.feasibleCount == 0)
    #expect(pick.nearestMiss == 1)
    #expect(pick.violations.map(\.constraint) == ["latency", "accuracy"])
    #expect(pick.violations[0].absolute == 2)
    #expect(abs(pick.violations[0].relative - 0.1) < 1e-15)
    #expect(abs(pick.violations[1].absolute - 0.2) < 1e-15)
    #expect(abs(pick.violations[1].relative - 0.25) < 1e-15)
    #expect(
      pick.headline
        == "None of 3 rows is feasible with latency at most 20 and accuracy at least 0.8; the nearest miss is row 1: "
        + "latency of 22 misses 20 by 2 (10 %), accuracy of 0.6 misses 0.8 by 0.2 (25 %).")
  }

  @Test func `a limit of zero has no relative violation and the absolute one decides`() throws {
    let pick = try ParetoPick.best(
      Objective(name: "cost", values: [1, 2], sense: .minimize),
      where: [Constraint(name: "slack", values: [-3, -2], limit: .atLeast(0))])
    #expect(pick.nearestMiss == 1)
    #expect(pick.violations[0].relative == .infinity)
    #expect(pick.headline.hasSuffix("slack of -2 misses 0 by 2."))
  }

  @Test func `missing values are refused by name or excluded and listed`() throws {
    let objective = Objective(name: "cost", values: [.nan, 2, 1, .nan], sense: .minimize)
    let constraint = Constraint(name: "p95", values: [1, 1, .nan, 9], limit: .atMost(2))
    #expect(
      message { try ParetoPick.best(objective, where: [constraint]) }
        == "p95 of row 2 is not a number; give it a value, or have such rows excluded and listed.")
    let pick = try ParetoPick.best(objective, where: [constraint], missing: .exclude)
    #expect(pick.row == 1)
    // Row 3 is infeasible, so its missing objective is not looked at.
    #expect(pick.excluded == [0, 2])
  }

  private func message(_ work: () throws -> ParetoPick) -> String? {
    do {
      _ = try work()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `every input fault has a sentence`() {
    let empty = Objective(name: "cost", values: [], sense: .minimize)
    #expect(message { try ParetoPick.best(empty) } == "cost has no values: there is no row to pick.")
    let short = Constraint(name: "p95", values: [1], limit: .atMost(2))
    #expect(
      message { try ParetoPick.best(latency, where: [short]) }
        == "p95 has 1 values where latency has 5: each row needs one of both.")
    let unlimited = Constraint(name: "p95", values: [1, 2, 3, 4, 5], limit: .atMost(.nan))
    #expect(message { try ParetoPick.best(latency, where: [unlimited]) } == "The limit of p95 is not a number.")
  }
}
