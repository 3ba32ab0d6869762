#if canImport(Darwin)
  public import Darwin
#elseif canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#endif

/// The exponential.
@inlinable
public func exp(_ a: Dual) -> Dual {
  let value = exp(a.value)
  return a.applying(value: value, derivative: value, secondDerivative: value)
}

/// The exponential less 1, exact for small arguments.
@inlinable
public func expm1(_ a: Dual) -> Dual {
  let slope = exp(a.value)
  return a.applying(value: expm1(a.value), derivative: slope, secondDerivative: slope)
}

/// The natural logarithm; NaN below 0.
@inlinable
public func log(_ a: Dual) -> Dual {
  let slope = 1 / a.value
  return a.applying(value: log(a.value), derivative: slope, secondDerivative: -slope * slope)
}

/// The logarithm to base 10; NaN below 0.
@inlinable
public func log10(_ a: Dual) -> Dual {
  let slope = 1 / (a.value * 2.302_585_092_994_045_684)
  return a.applying(value: log10(a.value), derivative: slope, secondDerivative: -slope / a.value)
}

/// The logarithm to base 2; NaN below 0.
@inlinable
public func log2(_ a: Dual) -> Dual {
  let slope = 1 / (a.value * 0.693_147_180_559_945_309_4)
  return a.applying(value: log2(a.value), derivative: slope, secondDerivative: -slope / a.value)
}

/// Two to a power.
@inlinable
public func exp2(_ a: Dual) -> Dual {
  let value = exp2(a.value)
  let rate = 0.693_147_180_559_945_309_4
  return a.applying(value: value, derivative: rate * value, secondDerivative: rate * rate * value)
}

/// The natural logarithm of 1 + a, exact for small arguments.
@inlinable
public func log1p(_ a: Dual) -> Dual {
  let slope = 1 / (1 + a.value)
  return a.applying(value: log1p(a.value), derivative: slope, secondDerivative: -slope * slope)
}

/// The square root; NaN below 0.
@inlinable
public func sqrt(_ a: Dual) -> Dual {
  let value = a.value.squareRoot()
  let slope = 0.5 / value
  return a.applying(value: value, derivative: slope, secondDerivative: -0.5 * slope / a.value)
}

/// The sine.
@inlinable
public func sin(_ a: Dual) -> Dual {
  let value = sin(a.value)
  return a.applying(value: value, derivative: cos(a.value), secondDerivative: -value)
}

/// The cosine.
@inlinable
public func cos(_ a: Dual) -> Dual {
  let value = cos(a.value)
  return a.applying(value: value, derivative: -sin(a.value), secondDerivative: -value)
}

/// The tangent.
@inlinable
public func tan(_ a: Dual) -> Dual {
  let value = tan(a.value)
  let slope = 1 + value * value
  return a.applying(value: value, derivative: slope, secondDerivative: 2 * value * slope)
}

/// The inverse tangent.
@inlinable
public func atan(_ a: Dual) -> Dual {
  let slope = 1 / (1 + a.value * a.value)
  return a.applying(value: atan(a.value), derivative: slope, secondDerivative: -2 * a.value * slope * slope)
}

/// The hyperbolic sine.
@inlinable
public func sinh(_ a: Dual) -> Dual {
  let value = sinh(a.value)
  return a.applying(value: value, derivative: cosh(a.value), secondDerivative: value)
}

/// The hyperbolic cosine.
@inlinable
public func cosh(_ a: Dual) -> Dual {
  let value = cosh(a.value)
  return a.applying(value: value, derivative: sinh(a.value), secondDerivative: value)
}

/// The hyperbolic tangent.
@inlinable
public func tanh(_ a: Dual) -> Dual {
  let value = tanh(a.value)
  let slope = 1 - value * value
  return a.applying(value: value, derivative: slope, secondDerivative: -2 * value * slope)
}

/// The absolute value; its derivative at 0 is taken as 1.
@inlinable
public func abs(_ a: Dual) -> Dual { a.value < 0 ? -a : a }

/// The greater of two numbers, with its derivatives; NaN where either is.
///
/// Where they are equal the derivatives are those of the first: the function has a kink there, which a minimum near it may sit on, and the fit then stops without
/// converging. `log(exp(k * a) + exp(k * b)) / k` is smooth.
@inlinable
public func max(_ a: Dual, _ b: Dual) -> Dual { a.value >= b.value || a.value.isNaN ? a : b }

/// The greater of a number and a constant, with a kink where they are equal; NaN where either is.
@inlinable
public func max(_ a: Dual, _ b: Double) -> Dual { max(a, Dual(b)) }

/// The greater of a constant and a number, with a kink where they are equal; NaN where either is.
@inlinable
public func max(_ a: Double, _ b: Dual) -> Dual { max(Dual(a), b) }

/// The lesser of two numbers, with its derivatives, which are those of the first where they are equal: a kink, as of `max`; NaN where either is.
@inlinable
public func min(_ a: Dual, _ b: Dual) -> Dual { a.value <= b.value || a.value.isNaN ? a : b }

/// The lesser of a number and a constant, with a kink where they are equal; NaN where either is.
@inlinable
public func min(_ a: Dual, _ b: Double) -> Dual { min(a, Dual(b)) }

/// The lesser of a constant and a number, with a kink where they are equal; NaN where either is.
@inlinable
public func min(_ a: Double, _ b: Dual) -> Dual { min(Dual(a), b) }

/// A number to a constant power; NaN for a negative base with a broken exponent.
@inlinable
public func pow(_ base: Dual, _ exponent: Double) -> Dual {
  let value = pow(base.value, exponent)
  if base.value != 0 {
    let slope = exponent * value / base.value
    return base.applying(value: value, derivative: slope, secondDerivative: (exponent - 1) * slope / base.value)
  }
  let slope = exponent == 0 ? 0 : exponent * pow(base.value, exponent - 1)
  let bend = exponent == 0 || exponent == 1 ? 0 : exponent * (exponent - 1) * pow(base.value, exponent - 2)
  return base.applying(value: value, derivative: slope, secondDerivative: bend)
}

/// A constant to a power: a predictor to a fitted exponent.
@inlinable
public func pow(_ base: Double, _ exponent: Dual) -> Dual {
  let value = pow(base, exponent.value)
  // 0 to a positive power is 0 whatever the exponent; the product with ln 0 would not be a number.
  if value == 0 { return exponent.applying(value: 0, derivative: 0, secondDerivative: 0) }
  let rate = log(base)
  return exponent.applying(value: value, derivative: rate * value, secondDerivative: rate * rate * value)
}

/// A number to a power, both with derivatives.
@inlinable
public func pow(_ base: Dual, _ exponent: Dual) -> Dual {
  if exponent.first == 0, exponent.other == 0, exponent.mixed == 0 { return pow(base, exponent.value) }
  if base.first == 0, base.other == 0, base.mixed == 0 { return pow(base.value, exponent) }
  let value = pow(base.value, exponent.value)
  let rate = log(base.value)
  let byBase = exponent.value * value / base.value
  let byBoth = value / base.value * (1 + exponent.value * rate)
  let along = pow(base, exponent.value)
  let across = exponent.applying(value: 0, derivative: rate * value, secondDerivative: rate * rate * value)
  return Dual(
    value: value, first: byBase * base.first + across.first, other: byBase * base.other + across.other,
    mixed: along.mixed + across.mixed + byBoth * (base.first * exponent.other + base.other * exponent.first))
}
