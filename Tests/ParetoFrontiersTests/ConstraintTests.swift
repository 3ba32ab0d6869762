import ParetoFrontiers
import Testing

@Suite struct ConstraintTests {
  @Test func `a limit is met when it is equalled and a missing value never`() throws {
    let rows = try Constraint.feasibleRows([
      Constraint(name: "p95", values: [19, 20, 21, .nan, -.infinity], limit: .atMost(20)),
      Constraint(name: "accuracy", values: [0.8, 0.8, 0.9, 0.9, 0.7], limit: .atLeast(0.8)),
    ])
    #expect(rows == [true, true, false, false, false])
  }

  @Test func `feasible rows feed a front so that constraints come before dominance`() throws {
    let latency = [1.0, 2, 3]
    let accuracy = [0.5, 0.9, 0.8]
    let feasible = try Constraint.feasibleRows([
      Constraint(name: "memory", values: [99, 99, 40], limit: .atMost(80))
    ])
    let front = try ParetoFront(
      [
        Objective(name: "latency", values: latency, sense: .minimize),
        Objective(name: "accuracy", values: accuracy, sense: .maximize),
      ], feasible: feasible)
    // Row 1 is faster and better than row 2, but does not fit.
    #expect(front.members == [2])
  }

  @Test func `every input fault has a sentence`() {
    func message(_ constraints: [Constraint]) -> String? {
      do {
        _ = try Constraint.feasibleRows(constraints)
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(message([]) == "No constraint was given.")
    #expect(
      message([Constraint(name: "p95", values: [1], limit: .atMost(.nan))]) == "The limit of p95 is not a number.")
    #expect(
      message([
        Constraint(name: "p95", values: [1, 2], limit: .atMost(1)),
        Constraint(name: "accuracy", values: [1], limit: .atLeast(1)),
      ]) == "accuracy has 1 values where p95 has 2: each row needs one of both.")
  }
}
