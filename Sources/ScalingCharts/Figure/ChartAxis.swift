/// A plain axis: what it is called, how values are placed on it, and how its numbers read.
public struct ChartAxis: Hashable, Sendable, Codable {
  /// How values become distances.
  public enum Scale: String, Hashable, Sendable, Codable {
    /// Equal differences are equally far apart.
    case linear
    /// Equal ratios are equally far apart; values have to be greater than zero.
    case logarithmic
    /// Linear near zero and logarithmic away from it, on both sides: sign(v) · ln(1 + |v| / `linearThreshold`), as Webber,
    /// "A bi-symmetric log transformation for wide-range data" (Measurement Science and Technology 24, 2013).
    case symmetricLogarithmic
    /// One place for each of `categories`, which marks address as 0, 1, 2, ….
    case band
  }

  /// How the numbers at the ticks are written.
  public enum NumberStyle: String, Hashable, Sendable, Codable {
    /// Decimal digits, with k, M, G and T for large numbers.
    case plain
    /// A share written as a percentage: 0.25 reads "25%".
    case percent
  }

  /// What is measured, with or without its unit.
  public var title: String
  /// The unit, if the title does not contain it; it is written behind the title in parentheses.
  public var unit: String?
  /// How values become distances.
  public var scale: Scale
  /// The first and last value shown, or nil to fit the data.
  public var domain: ClosedRange<Double>?
  /// How the numbers at the ticks are written.
  public var numbers: NumberStyle
  /// Which way is good, such as "lower is better".
  public var hint: String?
  /// On a symmetric logarithmic axis, the magnitude below which values are nearly linear; greater than zero.
  public var linearThreshold = 1.0
  /// On a band axis, the words at the places 0, 1, 2, …: from left to right, or from the top down.
  public var categories: [String] = []

  /// Creates an axis.
  ///
  /// Whether the domain suits the scale is checked when a scene is made.
  public init(
    _ title: String, unit: String? = nil, scale: Scale = .linear, domain: ClosedRange<Double>? = nil,
    numbers: NumberStyle = .plain, hint: String? = nil
  ) {
    self.title = title
    self.unit = unit
    self.scale = scale
    self.domain = domain
    self.numbers = numbers
    self.hint = hint
  }

  /// Returns an axis with one place for each category, the first on the left or at the top.
  public static func band(_ title: String, categories: [String], hint: String? = nil) -> ChartAxis {
    var axis = ChartAxis(title, scale: .band, hint: hint)
    axis.categories = categories
    return axis
  }

  /// Returns an axis for values of both signs and many magnitudes, linear within a threshold of zero.
  public static func symmetricLogarithmic(
    _ title: String, unit: String? = nil, linearWithin threshold: Double = 1, domain: ClosedRange<Double>? = nil,
    numbers: NumberStyle = .plain, hint: String? = nil
  ) -> ChartAxis {
    var axis = ChartAxis(
      title, unit: unit, scale: .symmetricLogarithmic, domain: domain, numbers: numbers, hint: hint)
    axis.linearThreshold = threshold
    return axis
  }

  /// The words beside the axis: title, unit and hint.
  var caption: String {
    var words = title
    if let unit, !unit.isEmpty { words += words.isEmpty ? unit : " (\(unit))" }
    if let hint, !hint.isEmpty { words += words.isEmpty ? hint : " · \(hint)" }
    return words
  }
}
