import CurveFitting

/// Lists of laws that are commonly compared.
public enum LawFamily {
  /// The laws that level off: saturating power law and saturating exponential.
  public static var saturating: [any SeparableModel] { [SaturatingPowerLaw.model, SaturatingExponential.model] }

  /// The laws that keep rising: log-linear, power and straight line.
  public static var unbounded: [any SeparableModel] { [LogLinearLaw.model, PowerLaw.model, LinearLaw.model] }

  /// Laws for a quantity that rises with x, such as an accuracy: those that level off and those that do not.
  public static var rising: [any SeparableModel] { saturating + unbounded }

  /// Laws for a quantity that falls with x, such as a loss.
  public static var falling: [any SeparableModel] {
    [PowerLawWithFloor.model, PowerLaw.model, LogLinearLaw.model, LinearLaw.model]
  }

  /// Reads a fit of a saturating law back into its type, or nil for a fit of another law.
  public static func saturatingLaw(_ fit: any FittedModel) -> (any SaturatingLaw)? {
    guard let fit = fit as? Fit else { return nil }
    if let law = try? SaturatingPowerLaw(fit) { return law }
    return try? SaturatingExponential(fit)
  }
}
