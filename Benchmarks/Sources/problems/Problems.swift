import BenchmarkSupport

/// Our side of `compare problems`: `problems COUNT`; a JSON line for each law and objective.
///
/// The problems, their reference optima and the change of units are those of the tests' support, which this target shares.
@main
enum Problems {
  static func main() throws {
    let count = CommandLine.arguments.dropFirst().compactMap { Int($0) }.first ?? 1000
    for law in RandomProblem.Law.allCases {
      let isPlane = law == .logistic || law == .chinchilla
      try report("\(law), squares", try RandomProblemTally.run(law, count: count, steps: isPlane ? 96 : 512))
    }
    try report(
      "chinchilla, log-Huber(1e-3)",
      try RandomProblemTally.run(.chinchilla, count: count, steps: 16, objective: .logHuber(delta: 1e-3)))
  }

  private static func report(_ name: String, _ tally: RandomProblemTally) throws {
    printJSONLine([
      ("problems", .text(name)), ("count", .count(tally.problems)), ("reached", .count(tally.reached)),
      ("worst_excess", .number(tally.worstExcess)), ("unsettled", .count(tally.unsettled.count)),
      ("unidentified", .count(tally.unidentified.count)),
      ("unit_errors", .count(tally.unitErrors)), ("worst_unit_error", .number(tally.worstUnitError)),
    ])
  }
}
