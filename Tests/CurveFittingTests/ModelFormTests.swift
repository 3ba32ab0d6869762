import CurveFitting
import ScalingLaws
import Testing

/// A model that says of itself whatever a test wants.
private struct MisstatedModel: SeparableModel {
  var name: String { "misstated model" }
  var formula: String { "y = a + b x" }
  var amplitudes = [AmplitudeDescription("a", isOffset: true), AmplitudeDescription("b")]
  var shapeNames: [String] = []
  var predictorNames = ["x"]
  var needsPositivePredictor: Bool { false }
  var box: [ShapeRange] = []
  var reportedCount = 2
  var jacobianCount = 2
  var form: ExponentialForm?

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { box }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    for i in 0..<columns.count {
      columns.terms[i] = 1
      columns.terms[columns.count + i] = predictors[0].values[i]
    }
  }

  func exponentialForm(for references: [PredictorReference]) -> ExponentialForm? { form }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    [Double](repeating: 1, count: reportedCount)
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    [[Double]](repeating: [Double](repeating: 1, count: jacobianCount), count: 2)
  }
}

/// A sum of two powers by its word alone.
private struct MisstatedTwoPowers: TwoPowerModel {
  var name: String { "misstated sum" }
  var formula: String { "y = a" }
  var amplitudes: [AmplitudeDescription] { [AmplitudeDescription("a", isOffset: true)] }
  var shapeNames: [String] { [] }
  var needsPositivePredictor: Bool { true }
  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { [] }
  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
  }
  func reported(working: [Double], references: [PredictorReference]) -> [Double] { working }
  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] { [[1]] }
  func working(reported: [Double], references: [PredictorReference]) -> [Double] { reported }
}

@Suite struct ModelFormTests {
  private let x: [Double] = [1, 2, 3, 4, 5, 6]
  private let y: [Double] = [1, 2.2, 2.9, 4.1, 5.3, 5.8]

  /// What every way into a fit says of a model, which must be one and the same.
  private func fault(_ change: (inout MisstatedModel) -> Void) -> String {
    var model = MisstatedModel()
    change(&model)
    let alone = sentence { try model.fit(x: x, y: y) }
    #expect(sentence { try model.fit(x: x, y: y, objective: .huber(delta: 0.1)) } == alone)
    let batch = sentence { try model.fitBatch(x: x, responses: y + y) }
    #expect(batch == alone || batch == "Curve 0: \(alone)")
    return alone
  }

  @Test func `a model without amplitudes or predictors is refused`() {
    #expect(
      fault { $0.amplitudes = [] }
        == "A misstated model has no amplitudes: a separable model is linear in at least one.")
    #expect(
      fault { $0.predictorNames = [] } == "A misstated model has no predictors: a model needs at least one.")
  }

  @Test func `names that stand twice are refused`() {
    #expect(
      fault { $0.amplitudes = [AmplitudeDescription("a"), AmplitudeDescription("a")] }
        == "A misstated model has two parameters with the name \"a\".")
    #expect(
      fault { $0.predictorNames = ["x", "x"] } == "A misstated model has two predictors with the name \"x\".")
  }

  @Test func `bounds of an amplitude that no number meets are refused`() {
    #expect(
      fault { $0.amplitudes[1] = AmplitudeDescription("b", lower: 2, upper: 1) }
        == "The amplitude \"b\" of a misstated model lies between 2.0 and 1.0: no number does.")
    #expect(
      fault { $0.amplitudes[1] = AmplitudeDescription("b", lower: .nan) }
        == "The amplitude \"b\" of a misstated model lies between nan and inf: no number does.")
    #expect(
      fault { $0.amplitudes[1] = AmplitudeDescription("b", lower: .infinity) }
        == "The amplitude \"b\" of a misstated model lies between inf and inf: no number does.")
  }

  @Test func `more than three shapes are refused`() {
    #expect(
      fault { $0.shapeNames = ["p", "q", "r", "s"] }
        == "A misstated model has 4 shapes (p, q, r, s): a separable model has at most 3; fit it as a NonlinearModel.")
  }

  @Test func `ranges of shapes that do not fit them are refused`() {
    #expect(
      fault { $0.shapeNames = ["p", "q"] }
        == "A misstated model has 2 shapes and gives 0 ranges to search: one for each.")
    #expect(
      fault { $0.box = [ShapeRange(0, 1)] }
        == "A misstated model has 0 shapes and gives 1 ranges to search: one for each.")
    #expect(
      fault {
        $0.shapeNames = ["p"]
        $0.box = [ShapeRange(0, .infinity)]
      }
        == "A misstated model would search its p from 0.0 to inf for these data: the span of a predictor is too small or too large for it."
    )
    #expect(
      fault {
        $0.shapeNames = ["p"]
        $0.box = [ShapeRange(0, 1, spacing: .logarithmic)]
      } == "A misstated model would search its p from 0.0 by equal ratios: such a range is above 0.")
  }

  @Test func `an exponential form of another law is refused`() {
    func form(_ coordinate: ExponentialForm.Coordinate) -> ExponentialForm {
      ExponentialForm(coordinate: coordinate, hasOffset: true, termSign: 1, direction: -1, amplitudeShift: 0)
    }
    #expect(
      fault { $0.form = form(.scaled) }
        == "A misstated model has an exponential form: one predictor, one shape, one amplitude and its offset where it has one."
    )
    #expect(
      fault {
        $0.shapeNames = ["p"]
        $0.box = [ShapeRange(0, 1)]
        $0.form = form(.centeredLogs)
      } == "A misstated model has an exponential form in ln x and does not ask for a positive predictor.")
  }

  @Test func `reports of another length are refused`() {
    #expect(fault { $0.reportedCount = 3 } == "A misstated model reports 3 numbers for its 2 parameters.")
    #expect(
      fault { $0.jacobianCount = 1 }
        == "The derivatives of what a misstated model reports are not 2 rows of 2, one for each parameter.")
  }

  @Test func `a sum of two powers has two of them`() {
    #expect(
      sentence { try MisstatedTwoPowers().fit(x: x, y: y) }
        == "A misstated sum is a TwoPowerModel with 1 amplitudes, 0 shapes and 1 predictors: it has 3, 2 and 2.")
  }

  @Test func `a predictor whose logarithms are all alike is refused in words`() {
    // Neighbouring numbers near 1e300 differ, their logarithms do not.
    let x = [1e300, 1e300.nextUp, 1e300.nextUp.nextUp, 1e300.nextUp.nextUp.nextUp]
    #expect(sentence { try LogisticLaw.fit(x: x, y: [1, 2, 3, 4]) }.hasPrefix("A logistic law would search its "))
  }
}
