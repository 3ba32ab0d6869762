import Foundation
import ScalingStudies
import Testing

/// Tables 3 and 11 to 13 of "s1: Simple test-time scaling" (arXiv:2501.19393v3), AIME24: mean thinking tokens and accuracies as counts of 30.
@Suite struct BudgetScalingTests {
  /// The instructed budget (class-conditional control instructs none), mean thinking tokens, problems solved.
  private typealias Row = (instructed: Int?, tokens: Double, correct: Int)

  private static let tokenConditional: [Row] = [
    (1_024, 7_939, 8), (2_048, 7_158, 9), (4_096, 8_263, 10), (8_192, 7_108, 10), (16_384, 7_500, 12),
  ]
  private static let tokenConditionalForced: [Row] = [
    (1_024, 1_024, 1), (2_048, 2_048, 9), (4_096, 4_031, 10), (8_192, 5_664, 10), (16_384, 6_330, 12),
  ]
  /// Instructed are steps of 100 tokens.
  private static let stepConditional: [Row] = [
    (1_600, 7_252, 10), (3_200, 6_277, 7), (6_400, 5_396, 10), (12_800, 5_552, 11), (25_600, 7_551, 10),
  ]
  private static let stepConditionalForced: [Row] = [
    (1_600, 1_517, 7), (3_200, 2_963, 7), (6_400, 4_636, 10), (12_800, 5_409, 11), (25_600, 7_551, 10),
  ]
  private static let classConditional: [Row] = [(nil, 8_033, 9), (nil, 9_651, 11)]

  private static func points(_ rows: [Row]) throws -> [BudgetPoint] {
    try rows.enumerated().map { index, row in
      try BudgetPoint(
        "setting \(index + 1)", spent: row.tokens, correct: row.correct, of: 30,
        limits: row.instructed.map { 0...Double($0) })
    }
  }

  private static func scaling(_ rows: [Row], _ transform: BudgetTransform = .log2) throws -> BudgetScaling {
    try BudgetScaling("AIME24", points: points(rows), transform: transform)
  }

  /// The unrounded values and those over 1,000 tokens are NumPy's.
  @Test(
    "Five scaling values of Table 3 follow from the tables, as points per doubling and not per token",
    arguments: [
      (rows: tokenConditional, printed: "-24", log2: -23.767175775601093, linear: -4.822736789474353),
      (rows: tokenConditionalForced, printed: "13", log2: 13.158399975538325, linear: 6.724228329660893),
      (rows: stepConditional, printed: "3", log2: 2.928988301953492, linear: 0.6103398061252334),
      (rows: stepConditionalForced, printed: "6", log2: 6.409937324521463, linear: 2.4653249384984606),
      (rows: classConditional, printed: "25", log2: 25.181981346884477, linear: 4.120313143798926),
    ])
  private func tables(_ value: (rows: [Row], printed: String, log2: Double, linear: Double)) throws {
    let measures = try Self.scaling(value.rows)
    #expect(printed(measures.scaling, 0) == value.printed)
    #expect(agree(measures.scaling, value.log2, within: 1e-11))
    let linear = try Self.scaling(value.rows, .linear)
    #expect(agree(linear.scaling, value.linear, within: 1e-11))
    #expect(printed(linear.scaling, 0) != value.printed)
    // A tenfold is log2(10) doublings.
    #expect(try agree(Self.scaling(value.rows, .log10).scaling, value.log2 * 3.321928094887362, within: 1e-11))
  }

  @Test func `control and performance are those of Table 3`() throws {
    let all = [
      Self.tokenConditional, Self.tokenConditionalForced, Self.stepConditional, Self.stepConditionalForced,
    ]
    let measures = try all.map { try Self.scaling($0) }
    #expect(measures.map { printed(100 * ($0.control ?? .nan), 0) } == ["40", "100", "60", "100"])
    #expect(measures.map { printed(100 * $0.performance.value, 1) } == ["40.0", "40.0", "36.7", "36.7"])
    let classes = try Self.scaling(Self.classConditional)
    #expect(classes.control == nil && classes.limitedCount == 0)
    #expect(printed(100 * classes.performance.value, 1) == "36.7")
  }

  /// Not printed, but read off.
  ///
  /// Marker centres of Figure 1 (budget forcing, its first five points) and Figure 6 (rejection sampling, its last five), read from the published vector drawings. For rejection sampling the choice of five is ours.
  @Test func `digitized check: budget forcing 15 and rejection sampling -35 follow from points of the figures`() throws
  {
    let forcing: [Row] = [(nil, 500, 0), (nil, 1_000, 4), (nil, 2_000, 9), (nil, 3_933.1, 13), (nil, 5_300.5, 15)]
    let rejection: [Row] = [
      (nil, 3_702.9, 11), (nil, 4_343.8, 10), (nil, 4_733.8, 9), (nil, 5_192.7, 8), (nil, 5_292.9, 7),
    ]
    #expect(printed(try Self.scaling(forcing).scaling, 0) == "15")
    #expect(printed(try Self.scaling(rejection).scaling, 0) == "-35")
  }

  /// NumPy's polyfit.
  ///
  /// The mean of pairwise slopes gives step-conditional control +3, because two settings spent 5,396 and 5,552 tokens; the line through the points falls.
  @Test func `the least-squares slope may have another sign than the mean of pairs`() throws {
    let measures = try Self.scaling(Self.stepConditional)
    #expect(agree(measures.leastSquaresSlope, -2.519028968005633, within: 1e-10))
    #expect(try agree(Self.scaling(Self.tokenConditional).leastSquaresSlope, -7.617048571871648, within: 1e-10))
  }

  @Test func `the headline says the unit and the size of the data`() throws {
    #expect(
      try Self.scaling(Self.tokenConditional).headline
        == "AIME24: control 40 % (2 of 5), scaling -23.8 percentage points per doubling of thinking tokens, performance 40.0 % of 30 problems (setting 5)."
    )
    let finding = try Self.scaling(Self.classConditional)
    #expect(finding.headline.hasPrefix("AIME24: control unknown (no limits given), scaling 25.2 "))
    #expect(finding.scalingInterval == nil)
    let copy = try JSONDecoder().decode(BudgetScaling.self, from: JSONEncoder().encode(finding))
    #expect(copy == finding)
  }

  @Test func `every input fault has a sentence`() throws {
    #expect(
      message { try BudgetPoint("a", spent: -1, correct: 0, of: 30) }
        == "Point \"a\" spent -1.0; a mean of what was spent is finite and 0 or more.")
    #expect(message { try BudgetPoint("a", spent: .nan, correct: 0, of: 30) }?.contains("spent nan") == true)
    #expect(
      message { try BudgetPoint("a", spent: 1, correct: 31, of: 30) }
        == "Point \"a\" has 31 problems solved of 30: it needs 0 <= correct <= problems and a problem.")
    #expect(message { try Self.scaling([]) } == "AIME24: slopes need at least two settings, there is none.")
    #expect(
      message { try Self.scaling([(nil, 0, 1), (nil, 10, 2)]) }
        == "AIME24: \"setting 1\" spent 0.0 tokens, which has no logarithm; leave it out or take slopes with .linear.")
    #expect(
      message { try Self.scaling([(nil, 7_551, 1), (nil, 7_551, 2)]) }
        == "AIME24: \"setting 1\" and \"setting 2\" both spent 7551 tokens: there is no slope between them.")
    let other = try BudgetPoint("MATH500", spent: 5, correct: 1, of: 500)
    #expect(
      message { try BudgetScaling("x", points: Self.points(Self.classConditional) + [other]) }
        == "x: \"setting 1\" has 30 problems and \"MATH500\" 500: settings are compared over the same problems.")
    #expect(try Self.scaling([(nil, 0, 1), (nil, 2_000, 4)], .linear).scaling == 5)
  }
}
