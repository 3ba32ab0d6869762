/// The checks of what a separable model says of itself, which a model of the user's own may get wrong.
///
/// The solvers size their buffers by these counts, so a contradiction must not pass. That `evaluate` writes the columns it promises cannot be seen from here.
enum ModelForm {
  /// The most shapes that a scan of their box can afford.
  static let shapeLimit = 3

  /// Checks names, counts and the bounds of amplitudes.
  static func check(_ model: any SeparableModel) throws {
    let name = model.name
    let amplitudes = model.amplitudes
    let shapes = model.shapeNames
    let predictors = model.predictorNames
    guard !predictors.isEmpty else { throw FitError("A \(name) has no predictors: a model needs at least one.") }
    guard !amplitudes.isEmpty else {
      throw FitError("A \(name) has no amplitudes: a separable model is linear in at least one.")
    }
    guard shapes.count <= shapeLimit else {
      throw FitError(
        "A \(name) has \(shapes.count) shapes (\(shapes.joined(separator: ", "))): a separable model has at most \(shapeLimit); fit it as a NonlinearModel."
      )
    }
    if let twice = repeated(amplitudes.map(\.name) + shapes) {
      throw FitError("A \(name) has two parameters with the name \"\(twice)\".")
    }
    if let twice = repeated(predictors) { throw FitError("A \(name) has two predictors with the name \"\(twice)\".") }
    for amplitude in amplitudes
    where !(amplitude.lower <= amplitude.upper && amplitude.lower < .infinity && amplitude.upper > -.infinity) {
      throw FitError(
        "The amplitude \"\(amplitude.name)\" of a \(name) lies between \(amplitude.lower) and \(amplitude.upper): no number does."
      )
    }
    // Before the cast, which takes longer than the comparisons.
    if amplitudes.count != 3 || shapes.count != 2 || predictors.count != 2, model is any TwoPowerModel {
      throw FitError(
        "A \(name) is a TwoPowerModel with \(amplitudes.count) amplitudes, \(shapes.count) shapes and \(predictors.count) predictors: it has 3, 2 and 2."
      )
    }
  }

  /// Checks the ranges that a model would have its shapes searched in, and its exponential form, at some data.
  static func check(_ model: any SeparableModel, at references: [PredictorReference]) throws {
    let name = model.name
    let shapes = model.shapeNames
    let box = model.shapeBox(for: references)
    guard box.count == shapes.count else {
      throw FitError("A \(name) has \(shapes.count) shapes and gives \(box.count) ranges to search: one for each.")
    }
    for (shape, range) in zip(shapes, box) {
      guard range.lower.isFinite, range.upper.isFinite else {
        throw FitError(
          "A \(name) would search its \(shape) from \(range.lower) to \(range.upper) for these data: the span of a predictor is too small or too large for it."
        )
      }
      guard range.lower > 0 || range.spacing == .linear else {
        throw FitError(
          "A \(name) would search its \(shape) from \(range.lower) by equal ratios: such a range is above 0.")
      }
    }
    guard let form = model.exponentialForm(for: references) else { return }
    let isPlain = box.count == 1 && references.count == 1 && model.amplitudes.count == (form.hasOffset ? 2 : 1)
    guard isPlain else {
      throw FitError(
        "A \(name) has an exponential form: one predictor, one shape, one amplitude and its offset where it has one.")
    }
    guard form.coordinate == .scaled || model.needsPositivePredictor else {
      throw FitError("A \(name) has an exponential form in ln x and does not ask for a positive predictor.")
    }
  }

  /// Checks that a model reports one number for each parameter, with a row of derivatives.
  static func check(_ model: any SeparableModel, reported: [Double], jacobian: [[Double]], parameters: Int) throws {
    guard reported.count == parameters else {
      throw FitError("A \(model.name) reports \(reported.count) numbers for its \(parameters) parameters.")
    }
    guard jacobian.count == parameters, jacobian.allSatisfy({ $0.count == parameters }) else {
      throw FitError(
        "The derivatives of what a \(model.name) reports are not \(parameters) rows of \(parameters), one for each parameter."
      )
    }
  }

  private static func repeated(_ names: [String]) -> String? {
    for (index, name) in names.enumerated() where names[..<index].contains(name) { return name }
    return nil
  }
}
