import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// ln(a / b).
func logRatio(_ a: Double, _ b: Double) -> Double { log(a / b) }

/// y = intercept + slope x + bend x²: the straight line and one amplitude more.
struct QuadraticCurve: SeparableModel {
  var name: String { "quadratic curve" }
  var formula: String { "y = intercept + slope · x + bend · x²" }
  var amplitudes: [AmplitudeDescription] {
    [
      AmplitudeDescription("intercept", isOffset: true), AmplitudeDescription("slope"), AmplitudeDescription("bend"),
    ]
  }
  var shapeNames: [String] { [] }
  var needsPositivePredictor: Bool { false }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { [] }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    for (i, x) in predictors[0].values.enumerated() {
      columns.terms[i] = 1
      columns.terms[columns.count + i] = x
      columns.terms[2 * columns.count + i] = x * x
    }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] { working }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
  }
}

/// y = floor: the law of no change.
struct ConstantLaw: SeparableModel {
  var name: String { "constant" }
  var formula: String { "y = floor" }
  var amplitudes: [AmplitudeDescription] { [AmplitudeDescription("floor", isOffset: true)] }
  var shapeNames: [String] { [] }
  var needsPositivePredictor: Bool { false }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { [] }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    for i in 0..<columns.count { columns.terms[i] = 1 }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] { working }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] { [[1]] }
}

/// The Puromycin data of Bates and Watts (1988): velocity of an enzymatic reaction against the concentration of the substrate, with treated (1) and untreated (0) cells.
enum Puromycin {
  static let concentration: [Double] = [
    0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.10, 1.10, 0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22,
    0.22, 0.56, 0.56, 1.10,
  ]
  static let treated: [Double] = [Double](repeating: 1, count: 12) + [Double](repeating: 0, count: 11)
  static let velocity: [Double] = [
    76, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200, 67, 51, 84, 86, 98, 115, 131, 124, 144, 158, 160,
  ]

  /// Michaelis and Menten's hyperbola, with a shift of either parameter by the treatment.
  static let model = NonlinearModel(
    "Michaelis-Menten law", parameters: ["limit", "half", "limitShift", "halfShift"],
    predictors: ["concentration", "treated"]
  ) { p, x in
    (p[0] + p[2] * x[1]) * x[0] / (p[1] + p[3] * x[1] + x[0])
  }

  /// The hyperbola alone.
  static let alone = NonlinearModel("hyperbola", parameters: ["limit", "half"]) { p, x in p[0] * x[0] / (p[1] + x[0]) }

  static func fit(holding: [String: ParameterHold] = [:]) throws -> NonlinearFit {
    let start = ["limit": 160, "half": 0.05, "limitShift": 50, "halfShift": 0.01].filter { holding[$0.key] == nil }
    return try model.fit(
      columns: ["concentration": concentration, "treated": treated], y: velocity, start: start, holding: holding)
  }

  static func fitTreated() throws -> NonlinearFit {
    try alone.fit(
      x: Array(concentration.prefix(12)), y: Array(velocity.prefix(12)), start: ["limit": 205, "half": 0.08])
  }
}

/// New accounts at eleven branches of a bank against the least deposit that earned a gift.
///
/// The bank example of M. H. Kutner and others, *Applied Linear Statistical Models* (5th ed., chapter 3), also in Penn State's STAT 501, lesson 2.11.
enum NewAccounts {
  static let deposit: [Double] = [125, 100, 200, 75, 150, 175, 75, 175, 125, 200, 100]
  static let accounts: [Double] = [160, 112, 124, 28, 152, 156, 42, 124, 150, 104, 136]
}
