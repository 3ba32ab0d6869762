import CurveFitting
import Testing

/// A slice of the thousand problems a law that the benchmarks run with a finer reference.
@Suite struct RandomProblemsTests {
  @Test(arguments: RandomProblem.Law.allCases) func `least squares reach the best known optimum in any units`(
    _ law: RandomProblem.Law
  ) throws {
    let isPlane = law == .logistic || law == .chinchilla
    let tally = try RandomProblemTally.run(law, count: isPlane ? 6 : 30, steps: isPlane ? 8 : 64, units: !isPlane)
    #expect(tally.reached == tally.problems, "missed: \(tally.missed), excess \(tally.worstExcess)")
    #expect(tally.unitErrors == 0, "worst change by units: \(tally.worstUnitError)")
  }

  @Test func `the log-Huber objective of the Chinchilla law reaches the best of many starts in any units`() throws {
    let tally = try RandomProblemTally.run(.chinchilla, count: 6, steps: 4, objective: .logHuber(delta: 1e-3))
    #expect(tally.reached == tally.problems, "missed: \(tally.missed), excess \(tally.worstExcess)")
    #expect(tally.unitErrors == 0, "worst change by units: \(tally.worstUnitError)")
  }

  @Test func `the steep valley of seed 181 is followed to its end in the logarithm of the amplitude`() throws {
    let tally = try RandomProblemTally.run(.chinchilla, first: 181, count: 1, steps: 8)
    #expect(tally.reached == 1 && tally.unitErrors == 0, "excess \(tally.worstExcess), units \(tally.worstUnitError)")
  }

  @Test func `a step between two points leaves slope and midpoint unidentified, and the rest as it is in any units`()
    throws
  {
    let problem = RandomProblem(.logistic, seed: 685)
    for (xFactor, yFactor) in [(1e9, 1.0), (1e-9, 1), (1, 1e9), (1, 1e-9)] {
      let error = try problem.unitError(xFactor: xFactor, yFactor: yFactor)
      #expect(error <= 1e-9, "\(xFactor), \(yFactor): \(error)")
    }
    let fit = try problem.fit(objective: .squares)
    #expect(fit.parameters.map(\.verdict) == [.identified, .identified, .notIdentified, .notIdentified])
    #expect(fit.covariance == nil)
    // What the data do say of the slope: at least 1.9, with no upper end.
    let slope = try fit.profileInterval(of: "slope")
    #expect(slope.upper == .infinity && slope.lower > 1 && slope.lower < 3)
  }
}
