import ParetoFrontiers
import Testing

@Suite struct ConstraintTests {
  private static let latency = Objective(name: "latency", values: [1, 2, 3, 4, 5], sense: .minimize)

  @Test func `a limit is met when it is equalled and a missing value never`() throws {
    let atMost = Constraint(name: "p95", values: [21, .nan, 20, 19, -.infinity], limit: .atMost(20))
    let pick = try ParetoPick.best(Self.latency, where: [atMost], missing: .exclude)
    #expect(pick.row == 2 && pick.feasibleCount == 3 && pick.excluded == [1])
    let atLeast = Constraint(name: "accuracy", values: [0.7, 0.79, 0.8, 0.9, .infinity], limit: .atLeast(0.8))
    #expect(try ParetoPick.best(Self.latency, where: [atLeast]).feasibleCount == 3)
    #expect(try ParetoPick.best(Self.latency, where: [atLeast]).row == 2)
  }
}
