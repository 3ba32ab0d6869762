/// A hyper-dual number: a value with two first-derivative parts and their mixed second-derivative part.
///
/// Arithmetic on it carries derivatives exactly, without step sizes: a model evaluated with one parameter marked in `first` and one in `other` gives its
/// two partial derivatives and the mixed second one. Four doubles serve any number of parameters, the Hessian by pairs and the gradient two parameters at
/// a time. J. A. Fike and J. J. Alonso, "The Development of Hyper-Dual Numbers for Exact Second-Derivative Calculations" (2011).
@frozen
public struct Dual: Sendable, Hashable, CustomStringConvertible {
  /// The value.
  public var value: Double
  /// The derivative along the first direction.
  public var first: Double
  /// The derivative along the other direction.
  public var other: Double
  /// The second derivative along both directions.
  public var mixed: Double

  /// Creates a constant.
  @inlinable
  public init(_ value: Double) {
    self.value = value
    first = 0
    other = 0
    mixed = 0
  }

  /// Creates a number from its four parts.
  @inlinable
  public init(value: Double, first: Double, other: Double, mixed: Double = 0) {
    self.value = value
    self.first = first
    self.other = other
    self.mixed = mixed
  }

  /// The value, without the derivatives.
  public var description: String { "\(value)" }

  /// A function of this number, from its value and its first two derivatives here (the chain rule).
  @inlinable
  public func applying(value: Double, derivative: Double, secondDerivative: Double) -> Dual {
    // Parts of exactly 0 stay 0 even where a derivative is infinite, as that of sqrt is at 0.
    let bend = first == 0 || other == 0 ? 0 : secondDerivative * first * other
    return Dual(
      value: value, first: first == 0 ? 0 : derivative * first, other: other == 0 ? 0 : derivative * other,
      mixed: (mixed == 0 ? 0 : derivative * mixed) + bend)
  }

  /// The number itself.
  @inlinable
  public static prefix func + (a: Dual) -> Dual { a }

  /// The negative.
  @inlinable
  public static prefix func - (a: Dual) -> Dual {
    Dual(value: -a.value, first: -a.first, other: -a.other, mixed: -a.mixed)
  }

  /// The sum of two numbers.
  @inlinable
  public static func + (a: Dual, b: Dual) -> Dual {
    Dual(value: a.value + b.value, first: a.first + b.first, other: a.other + b.other, mixed: a.mixed + b.mixed)
  }

  /// The difference of two numbers.
  @inlinable
  public static func - (a: Dual, b: Dual) -> Dual {
    Dual(value: a.value - b.value, first: a.first - b.first, other: a.other - b.other, mixed: a.mixed - b.mixed)
  }

  /// The product of two numbers.
  @inlinable
  public static func * (a: Dual, b: Dual) -> Dual {
    Dual(
      value: a.value * b.value, first: a.first * b.value + a.value * b.first,
      other: a.other * b.value + a.value * b.other,
      mixed: a.mixed * b.value + a.first * b.other + a.other * b.first + a.value * b.mixed)
  }

  /// The quotient of two numbers.
  @inlinable
  public static func / (a: Dual, b: Dual) -> Dual {
    let value = a.value / b.value
    let first = (a.first - value * b.first) / b.value
    let other = (a.other - value * b.other) / b.value
    return Dual(
      value: value, first: first, other: other,
      mixed: (a.mixed - first * b.other - other * b.first - value * b.mixed) / b.value)
  }

  /// The sum with a constant.
  @inlinable
  public static func + (a: Dual, b: Double) -> Dual {
    Dual(value: a.value + b, first: a.first, other: a.other, mixed: a.mixed)
  }

  /// The sum of a constant and a number.
  @inlinable
  public static func + (a: Double, b: Dual) -> Dual { b + a }

  /// The difference from a constant.
  @inlinable
  public static func - (a: Dual, b: Double) -> Dual {
    Dual(value: a.value - b, first: a.first, other: a.other, mixed: a.mixed)
  }

  /// A constant less a number.
  @inlinable
  public static func - (a: Double, b: Dual) -> Dual {
    Dual(value: a - b.value, first: -b.first, other: -b.other, mixed: -b.mixed)
  }

  /// The product with a constant.
  @inlinable
  public static func * (a: Dual, b: Double) -> Dual {
    Dual(value: a.value * b, first: a.first * b, other: a.other * b, mixed: a.mixed * b)
  }

  /// The product of a constant and a number.
  @inlinable
  public static func * (a: Double, b: Dual) -> Dual { b * a }

  /// The quotient by a constant.
  @inlinable
  public static func / (a: Dual, b: Double) -> Dual {
    Dual(value: a.value / b, first: a.first / b, other: a.other / b, mixed: a.mixed / b)
  }

  /// A constant divided by a number.
  @inlinable
  public static func / (a: Double, b: Dual) -> Dual { Dual(a) / b }

  /// Adds in place.
  @inlinable
  public static func += (a: inout Dual, b: Dual) { a = a + b }

  /// Subtracts in place.
  @inlinable
  public static func -= (a: inout Dual, b: Dual) { a = a - b }

  /// Multiplies in place.
  @inlinable
  public static func *= (a: inout Dual, b: Dual) { a = a * b }

  /// Divides in place.
  @inlinable
  public static func /= (a: inout Dual, b: Dual) { a = a / b }
}
