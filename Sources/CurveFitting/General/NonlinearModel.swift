/// A model of the user's own: a closure over parameters and predictors, fitted from a stated start.
///
/// The closure is called with one observation's predictors at a time, in the order of their names, and must be a smooth function of the parameters where
/// it is finite; it may return NaN or infinity where it is not defined, which ends a step there. For laws that are linear in all but three parameters a
/// `SeparableModel` needs no start.
///
/// ```swift
/// let model = NonlinearModel("Misra1a", parameters: ["b1", "b2"]) { b, x in b[0] * (1 - exp(-b[1] * x[0])) }
/// let fit = try model.fit(x: x, y: y, start: ["b1": 500, "b2": 1e-4])
/// ```
public struct NonlinearModel: Sendable {
  /// The name in results.
  public let name: String
  /// The names of the parameters, in the order in which the closure reads them.
  public let parameters: [String]
  /// The names of the predictors, in the order in which the closure reads them.
  public let predictors: [String]

  enum Form: Sendable {
    case dual(@Sendable (DualValues, PlainValues) -> Dual)
    case plain(@Sendable (PlainValues, PlainValues) -> Double)
  }

  let form: Form

  private init(name: String, parameters: [String], predictors: [String], form: Form) {
    self.name = name
    self.parameters = parameters
    self.predictors = predictors
    self.form = form
  }

  /// Creates a model with exact derivatives, from a closure over dual numbers.
  public init(
    _ name: String, parameters: [String], predictors: [String] = ["x"],
    value: @escaping @Sendable (_ parameters: DualValues, _ predictors: PlainValues) -> Dual
  ) {
    self.init(name: name, parameters: parameters, predictors: predictors, form: .dual(value))
  }

  /// Creates a model whose derivatives are taken numerically, from a closure over plain numbers.
  ///
  /// For functions that dual numbers do not reach. First derivatives are central differences of fourth order with an error near 1e-11 of the value over
  /// the parameter's size, four evaluations a parameter. Second derivatives, of the weighted sum of residuals only, are central differences with an error
  /// near 1e-6, 2p² evaluations; they serve the last steps alone, which need no more. A step is 2⁻¹⁴ of the parameter's size, or of a thousandth of its
  /// start's where that is larger. Parameters have 8 to 11 digits instead of 10 to 11.
  public static func numerical(
    _ name: String, parameters: [String], predictors: [String] = ["x"],
    value: @escaping @Sendable (_ parameters: PlainValues, _ predictors: PlainValues) -> Double
  ) -> NonlinearModel {
    NonlinearModel(name: name, parameters: parameters, predictors: predictors, form: .plain(value))
  }
}

/// A parameter that the fit does not choose freely.
public enum ParameterHold: Sendable, Hashable {
  /// The parameter has this value.
  case fixed(Double)
  /// The parameter is another one times a factor.
  case tied(to: String, factor: Double = 1)
}

/// Where a general fit starts.
public enum Multistart: Sendable, Hashable {
  /// At the given start alone.
  case none
  /// At the given start and at `count` further points drawn within the bounds, which every free parameter must then have; the lowest minimum counts.
  ///
  /// Draws are stratified (a Latin hypercube), uniform in the parameter, or in its logarithm where the bounds are positive and a factor of 100 or more apart.
  case withinBounds(count: Int, seed: UInt64)
}
