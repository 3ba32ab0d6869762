import CurveFitting
import ScalingStatistics

/// A law whose floor, plateau or other end is held at a stated value: `PinnedLaw(PowerLawWithFloor.model, at: 1.6)`.
///
/// Where the floor is known, from theory or from a larger study, stating it takes away the parameter that less than two decades of x identify worst. An asymptote belongs to one metric and one test set: the same models have
/// others elsewhere. The pinned parameter keeps its place among the fit's parameters, has no interval and counts no degree of freedom; the others are conditional on it.
public struct PinnedLaw: ModelWithEnds {
  /// The law that is pinned.
  public let law: any SeparableModel
  /// The name of the amplitude that is held.
  public let parameter: String
  /// Its value, in the unit of y.
  public let value: Double

  /// Pins the law's offset, or the amplitude of a name.
  ///
  /// Throws `FitError` for a law without such an amplitude, and for a value that it does not allow.
  public init(_ law: any SeparableModel, _ parameter: String? = nil, at value: Double) throws {
    let names = law.amplitudes.map(\.name)
    guard let found = law.amplitudes.first(where: { parameter == nil ? $0.isOffset : $0.name == parameter }) else {
      throw FitError(
        parameter.map { "A \(law.name) has no amplitude \"\($0)\" to pin; it has \(names.joined(separator: ", "))." }
          ?? "A \(law.name) has no floor, plateau or intercept to pin; its amplitudes are \(names.joined(separator: ", "))."
      )
    }
    guard value.isFinite, found.lower <= value, value <= found.upper else {
      throw FitError("\"\(found.name)\" of a \(law.name) cannot be \(value).")
    }
    self.law = law
    self.parameter = found.name
    self.value = value
  }

  /// The law's name with the pin, such as "power law with floor, floor 1.6".
  public var name: String { "\(law.name), \(parameter) \(DecimalText.significant(value, 4))" }
  /// The law's formula.
  public var formula: String { law.formula }
  /// The law's amplitudes, the pinned one between equal bounds.
  public var amplitudes: [AmplitudeDescription] {
    law.amplitudes.map {
      $0.name == parameter
        ? AmplitudeDescription($0.name, lower: value, upper: value, isOffset: $0.isOffset) : $0
    }
  }
  /// The law's ends.
  public var endNames: [String] { (law as? any ModelWithEnds)?.endNames ?? [] }

  /// The law with its other ends inside a metric's natural bounds; a pin outside them stays where it is.
  public func within(_ range: ClosedRange<Double>) -> any SeparableModel {
    guard let law = law as? any ModelWithEnds else { return self }
    let inner = law.within(range)
    // A form of its own, in which an end is an amplitude; one that the form lacks, such as a rise, has no place there to be held.
    if inner.name != law.name, let pinned = try? PinnedLaw(inner, parameter, at: value) { return pinned }
    let narrowed = LawWithinBounds(law: self, ends: endNames, range: range)
    return narrowed.narrowed.isEmpty ? self : narrowed
  }

  /// The law's shapes.
  public var shapeNames: [String] { law.shapeNames }
  /// The law's predictors.
  public var predictorNames: [String] { law.predictorNames }
  /// Whether the law needs positive predictors.
  public var needsPositivePredictor: Bool { law.needsPositivePredictor }

  /// The law's ranges.
  public func shapeBox(for references: [PredictorReference]) -> [ShapeRange] { law.shapeBox(for: references) }

  /// The law's terms.
  public func evaluate(
    _ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns
  ) {
    law.evaluate(predictors, shape: shape, order: order, into: columns)
  }

  /// The law's parameters in the user's units.
  public func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    law.reported(working: working, references: references)
  }

  /// The derivatives of `reported`.
  public func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    law.reportedJacobian(working: working, references: references)
  }
}
