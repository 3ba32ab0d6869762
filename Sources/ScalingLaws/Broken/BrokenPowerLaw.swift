import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A power law whose exponent changes at one to three breaks: y = floor + amplitude · x^-exponent · Π (1 + (x / dᵢ)^(1/fᵢ))^(-cᵢ fᵢ).
///
/// Caballero, Gupta, Rish and Krueger, "Broken Neural Scaling Laws" (arXiv:2210.14891), eq. 1, with a = floor, b = amplitude, c₀ = exponent. On axes of ln x and ln (y - floor) it is a chain of straight lines of
/// slopes -c₀, -(c₀ + c₁), … joined by smooth bends at x = dᵢ that are about fᵢ wide in ln x. `floor` and `amplitude` have the unit of y, dᵢ that of x, exponents and widths none. Natural bounds: the floor lies
/// where the metric can (`bounds: ["floor": 0...1]`), the widths are positive; exponents have either sign, so that the law may rise and fall, and a negative amplitude makes the floor a ceiling.
/// It fails by its freedom: 3 + 3 n parameters follow any smooth curve, a break shows only where there are points on both sides of it, and one that lies beyond the data is not foreseen.
public struct BrokenPowerLaw: Sendable, Hashable, Codable {
  /// A change of the exponent.
  public struct Break: Sendable, Hashable, Codable {
    /// The x of the break, dᵢ, in the unit of x.
    public var place: Double
    /// What the exponent gains there, cᵢ.
    public var change: Double
    /// The width of the bend in ln x, fᵢ: a small one is sharp.
    public var width: Double

    /// Creates a break.
    public init(place: Double, change: Double, width: Double) {
      self.place = place
      self.change = change
      self.width = width
    }
  }

  /// The value that the excess is added to, a: where the last exponent is positive, what is approached as x grows.
  public var floor: Double
  /// The excess over the floor at x = 1 were there no break below it, b.
  public var amplitude: Double
  /// The exponent before the first break, c₀.
  public var exponent: Double
  /// The breaks, in the order of their places.
  public var breaks: [Break]

  /// Creates the law; breaks are put in the order of their places.
  public init(floor: Double, amplitude: Double, exponent: Double, breaks: [Break]) {
    self.floor = floor
    self.amplitude = amplitude
    self.exponent = exponent
    self.breaks = breaks.sorted { $0.place < $1.place }
  }

  /// Floor, amplitude, exponent, then place, change and width of each break.
  public var parameters: [Double] {
    [floor, amplitude, exponent] + breaks.flatMap { [$0.place, $0.change, $0.width] }
  }

  /// The exponents of the straight pieces, one more than there are breaks.
  public var exponents: [Double] { breaks.reduce(into: [exponent]) { $0.append(($0.last ?? 0) + $1.change) } }

  /// The law's value at a positive x.
  public func value(at x: Double) -> Double {
    floor + amplitude
      * exp(
        -breaks.reduce(exponent * log(x)) { $0 + $1.change * $1.width * Self.softplus(log(x / $1.place) / $1.width) })
  }

  /// The exponent at a positive x, -d ln (y - floor) / d ln x: between those of the pieces on either side.
  public func exponent(at x: Double) -> Double {
    breaks.reduce(exponent) { $0 + $1.change / (1 + exp(-log(x / $1.place) / $1.width)) }
  }

  /// ln(1 + e^t).
  static func softplus(_ t: Double) -> Double { max(t, 0) + log1p(exp(-abs(t))) }

  /// What the squares are of.
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    /// y itself: errors of one size.
    case response
    /// ln y: relative errors; every y is positive.
    case logarithm
    /// ln(1 + y): the objective of the authors' code; every y lies above -1.
    case logarithmOfOnePlus

    /// The scale in words, such as "ln y".
    public var explanation: String {
      switch self {
      case .response: "y"
      case .logarithm: "ln y"
      case .logarithmOfOnePlus: "ln(1 + y)"
      }
    }

    func transformed(_ y: Double) -> Double {
      switch self {
      case .response: y
      case .logarithm: y > 0 ? log(y) : .nan
      case .logarithmOfOnePlus: y > -1 ? log1p(y) : .nan
      }
    }

    /// The derivative of the transformation.
    func slope(_ y: Double) -> Double {
      switch self {
      case .response: 1
      case .logarithm: 1 / y
      case .logarithmOfOnePlus: 1 / (1 + y)
      }
    }
  }

  /// Fits the law with one to three breaks by least squares, without an initial guess.
  ///
  /// `x` and `y` are columns of equal length, x positive; `weights` one for each; `bounds` may narrow "floor", which stays within ten ranges of y of the data in any case. The search: breaks on 36, 24
  /// or 16 places (one, two, three breaks) over the range of ln x and a quarter of it beyond either end, 5, 4 or 3 widths, 7 floors below and 7 ceilings above the data; exponents and amplitude of each
  /// combination by linear least squares of ln |y - floor|, weighted so that it stands for the residuals of y. The best 24 of each floor (12 for one break) then leave the grid by steps of places,
  /// widths and floor that halve, and floor and amplitude are solved on y itself; the best of eight floors, and up to four that differ from them in a break, are polished on the exact objective. It
  /// looks at no more than 256 points, of equal steps in the order of x; the lowest is then polished on
  /// all. "Nothing lower" is meant from these starts. A log excess is only what it starts from, never what is minimised. A break in the last hundredth of the excess is below what the grid resolves: take
  /// a logarithmic scale for curves over decades of y.
  ///
  /// More breaks always fit better: choose their number by `fit.correctedAkaikeCriterion` or by held-out large x. Throws `FitError` for columns that cannot be fitted, fewer than 3 + 3 n distinct x, and
  /// another number of breaks. O(points · columns²) for 180 columns or less, up to 212,000 systems of 5 equations, and 13 general fits.
  public static func fit(
    x: [Double], y: [Double], breaks: Int = 1, scale: Scale = .response, weights: [Double]? = nil,
    bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95
  ) throws -> BrokenPowerLawFit {
    let range = try check(x: x, y: y, breaks: breaks, scale: scale, weights: weights, bounds: bounds)
    let order = x.indices.sorted { (x[$0], $0) < (x[$1], $1) }
    let limit = 256
    let thin =
      order.count <= limit ? order : (0..<limit).map { order[$0 * (order.count - 1) / (limit - 1)] }
    func columns(_ rows: [Int]) -> BrokenPowerData {
      BrokenPowerData(
        x: rows.map { x[$0] }, y: rows.map { y[$0] }, weights: weights.map { all in rows.map { all[$0] } },
        scale: scale, floor: range)
    }
    let data = columns(thin)
    let search = BrokenPowerSearch(data: data, breaks: breaks)
    let found = search.starts()
    let whole = thin.count == x.count ? data : columns(Array(x.indices))
    return try BrokenPowerPolish(search: search, found: found, whole: whole, level: level).fit()
  }

  private static func check(
    x: [Double], y: [Double], breaks: Int, scale: Scale, weights: [Double]?, bounds: [String: ClosedRange<Double>]
  ) throws -> ClosedRange<Double> {
    guard (1...3).contains(breaks) else {
      throw FitError("A broken power law with \(breaks) breaks was asked for: it has one to three.")
    }
    guard x.count == y.count else {
      throw FitError("x has \(x.count) values and y has \(y.count): one y is needed for each x.")
    }
    for row in x.indices {
      guard x[row] > 0, x[row].isFinite else {
        throw FitError("x of observation \(row) is \(x[row]): a broken power law needs it positive and finite.")
      }
      guard y[row].isFinite, scale.transformed(y[row]).isFinite else {
        throw FitError("y of observation \(row) is \(y[row]), which has no \(scale.explanation).")
      }
    }
    if let weights {
      guard weights.count == x.count, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw FitError("\(weights.count) weights for \(x.count) observations: one each, finite and not negative.")
      }
    }
    if let other = bounds.keys.sorted().first(where: { $0 != "floor" }) {
      throw FitError("A broken power law takes bounds of its floor, not of \"\(other)\".")
    }
    let kept = x.indices.filter { weights?[$0] ?? 1 > 0 }
    let distinct = Set(kept.map { x[$0] }).count
    guard distinct >= 3 + 3 * breaks else {
      throw FitError(
        "\(distinct) distinct x cannot determine the \(3 + 3 * breaks) parameters of a broken power law with \(breaks == 1 ? "1 break" : "\(breaks) breaks")."
      )
    }
    guard let low = kept.map({ y[$0] }).min(), let high = kept.map({ y[$0] }).max(), high > low else {
      throw FitError("y is the same everywhere: a power law has nothing to follow.")
    }
    return bounds["floor"] ?? -Double.infinity ... .infinity
  }
}
