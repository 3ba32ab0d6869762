import CurveFitting

extension LawFamily {
  /// Five laws of a metric with natural bounds: power law with a floor, shifted power law without, rational with its start at the bound and with it free, M4's form with its start at the bound.
  ///
  /// The end that a large x approaches lies within the bounds in all of them; that of the shifted law is the bound itself. Laws whose floor is fitted level off too early as a rule, and one that has none falls on, so that the two kinds
  /// err to opposite sides and their mean gains more than any of them. A free start may lie beyond the bound, where it stands for a bend that the data show and the bound does not. For a
  /// rising metric the same laws in mirror image.
  public static func bounded(within bounds: ClosedRange<Double>, trend: Trend = .falling) -> [any SeparableModel] {
    let isFalling = trend == .falling
    let start = isFalling ? bounds.upperBound : bounds.lowerBound
    let end = isFalling ? bounds.lowerBound : bounds.upperBound
    let anyStart = isFalling ? bounds.lowerBound ... .infinity : -Double.infinity...bounds.upperBound
    func model(_ form: BoundedForm, start: ClosedRange<Double>, end: ClosedRange<Double>) -> any SeparableModel {
      BoundedModel(form: form, trend: trend, floor: isFalling ? end : start, ceiling: isFalling ? start : end)
    }
    return [
      isFalling ? PowerLawWithFloor.model : SaturatingPowerLaw.model,
      model(.shiftedPower, start: anyStart, end: end...end), model(.rational, start: start...start, end: bounds),
      model(.rational, start: anyStart, end: bounds), model(.curvedRational, start: start...start, end: bounds),
    ]
  }

  /// The laws of a loss that falls to a floor: power and shifted power, each with a floor and with none.
  ///
  /// The floor of a loss lies at or above its natural lower bound: give `bounds: ["floor": 0 ... .infinity]` to the fits.
  public static var floors: [any SeparableModel] {
    [PowerLawWithFloor.model, ShiftedPowerLaw.model, PowerLaw.model]
      + [try? PinnedLaw(ShiftedPowerLaw.model, at: 0)].compactMap { $0 }
  }
}
