import CurveFitting

/// A law whose floor or plateau stays within a metric's natural bounds, under the law's own name.
struct LawWithinBounds: SeparableModel {
  let law: any SeparableModel
  let range: ClosedRange<Double>

  /// The law's name.
  var name: String { law.name }
  /// The law's formula.
  var formula: String { law.formula }
  /// The law's amplitudes, its floor or plateau within the range.
  var amplitudes: [AmplitudeDescription] {
    law.amplitudes.map {
      guard $0.isOffset, ["floor", "plateau", "lower"].contains($0.name), $0.lower < $0.upper else { return $0 }
      return AmplitudeDescription(
        $0.name, lower: max($0.lower, range.lowerBound), upper: min($0.upper, range.upperBound), isOffset: true)
    }
  }
  /// The ranges that are narrower than the law's own, as a record has them.
  var narrowed: [FitRecord.Bound] {
    zip(law.amplitudes, amplitudes).filter { $0 != $1 }.map { FitRecord.Bound($1.name, $1.lower, $1.upper) }
  }
  /// The law's shapes.
  var shapeNames: [String] { law.shapeNames }
  /// The law's predictors.
  var predictorNames: [String] { law.predictorNames }
  /// Whether the law needs positive predictors.
  var needsPositivePredictor: Bool { law.needsPositivePredictor }

  /// The law's ranges.
  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { law.shapeBox(for: references) }

  /// The law's exponential form: its amplitudes' ranges are not part of it.
  func exponentialForm(for references: [PredictorReference]) -> ExponentialForm? {
    law.exponentialForm(for: references)
  }

  /// The law's terms.
  func evaluate(
    _ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns
  ) {
    law.evaluate(predictors, shape: shape, order: order, into: columns)
  }

  /// The law's parameters in the user's units.
  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    law.reported(working: working, references: references)
  }

  /// The derivatives of `reported`.
  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    law.reportedJacobian(working: working, references: references)
  }
}
