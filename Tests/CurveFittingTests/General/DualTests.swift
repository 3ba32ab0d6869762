import CurveFitting
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Dual arithmetic against derivatives by hand.
@Suite struct DualTests {
  /// Expects f, f' and f'' of a function of one variable: both directions are the variable's.
  private func expect(
    _ name: String, _ result: Dual, _ value: Double, _ derivative: Double, _ second: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (part, got, wanted) in [
      ("value", result.value, value), ("first", result.first, derivative), ("other", result.other, derivative),
      ("mixed", result.mixed, second),
    ] {
      #expect(
        abs(got - wanted) <= 4e-15 * max(1, abs(wanted)), "\(part) of \(name) is \(got), not \(wanted)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("Functions carry their first and second derivatives", arguments: [0.3, 0.9, 1.7])
  func functionsMatchTheirDerivativesByHand(t: Double) {
    let x = Dual(value: t, first: 1, other: 1)
    let c = cos(t)
    let h = tanh(t)
    expect("exp", exp(x), exp(t), exp(t), exp(t))
    expect("expm1", expm1(x), expm1(t), exp(t), exp(t))
    expect("log", log(x), log(t), 1 / t, -1 / (t * t))
    expect("log1p", log1p(x), log1p(t), 1 / (1 + t), -1 / ((1 + t) * (1 + t)))
    expect("sqrt", sqrt(x), t.squareRoot(), 0.5 / t.squareRoot(), -0.25 / (t * t.squareRoot()))
    expect("sin", sin(x), sin(t), c, -sin(t))
    expect("cos", cos(x), c, -sin(t), -c)
    expect("tan", tan(x), tan(t), 1 / (c * c), 2 * tan(t) / (c * c))
    expect("atan", atan(x), atan(t), 1 / (1 + t * t), -2 * t / ((1 + t * t) * (1 + t * t)))
    expect("tanh", tanh(x), h, 1 - h * h, -2 * h * (1 - h * h))
    expect("abs", abs(-x), t, 1, 0)
    expect("log10", log10(x), log10(t), 1 / (t * log(10)), -1 / (t * t * log(10)))
    expect("log2", log2(x), log2(t), 1 / (t * log(2)), -1 / (t * t * log(2)))
    expect("exp2", exp2(x), exp2(t), log(2) * exp2(t), log(2) * log(2) * exp2(t))
    expect("sinh", sinh(x), sinh(t), cosh(t), sinh(t))
    expect("cosh", cosh(x), cosh(t), sinh(t), cosh(t))
    expect("x^2.5", pow(x, 2.5), pow(t, 2.5), 2.5 * pow(t, 1.5), 3.75 * pow(t, 0.5))
    expect("3^x", pow(3, x), pow(3, t), log(3) * pow(3, t), log(3) * log(3) * pow(3, t))
    let rate = log(t) + 1
    expect("x^x", pow(x, x), pow(t, t), rate * pow(t, t), (rate * rate + 1 / t) * pow(t, t))
    expect("1 / x", 1 / x, 1 / t, -1 / (t * t), 2 / (t * t * t))
    expect("x / (1 + x)", x / (1 + x), t / (1 + t), pow(1 + t, -2), -2 * pow(1 + t, -3))
    expect("2x - x * x / 4 + 3", 2 * x - x * x / 4 + 3, 2 * t - t * t / 4 + 3, 2 - t / 2, -0.5)
  }

  @Test("Two directions give the mixed second derivative")
  func directionsMix() {
    let a = Dual(value: 1.5, first: 1, other: 0)
    let b = Dual(value: 0.4, first: 0, other: 1)
    let product = a * exp(a * b)
    let e = exp(0.6)
    #expect(abs(product.value - 1.5 * e) < 1e-15)
    #expect(abs(product.first - (1 + 0.6) * e) < 1e-14)
    #expect(abs(product.other - 2.25 * e) < 1e-14)
    #expect(abs(product.mixed - (2 * 1.5 + 2.25 * 0.4) * e) < 1e-14)
    let power = pow(a, b)
    #expect(abs(power.mixed - pow(1.5, -0.6) * (1 + 0.4 * log(1.5))) < 1e-15)
  }

  @Test("Edges of functions leave constants without derivatives and exact zeros exact")
  func edges() {
    #expect(sqrt(Dual(0)) == Dual(0))
    let exponent = Dual(value: 2, first: 1, other: 1)
    #expect(pow(0, exponent) == Dual(value: 0, first: 0, other: 0))
    let zero = Dual(value: 0, first: 1, other: 1)
    #expect(pow(zero, 2.0) == Dual(value: 0, first: 0, other: 0, mixed: 2))
    #expect(pow(zero, 1.0) == zero)
    #expect(pow(zero, 0.0) == Dual(1))
    let negative = Dual(value: -2, first: 1, other: 1)
    #expect(pow(negative, Dual(3)) == Dual(value: -8, first: 12, other: 12, mixed: -12))
    #expect(log(negative).value.isNaN)
    #expect((zero * 3 + 1).mixed == 0)
  }

  @Test("The greater and the lesser of two carry the derivatives of the one taken, the first's at a tie")
  func extremes() {
    let a = Dual(value: 2, first: 1, other: 3, mixed: 5)
    let b = Dual(value: -1, first: 7, other: 11, mixed: 13)
    #expect(max(a, b) == a && max(b, a) == a)
    #expect(min(a, b) == b && min(b, a) == b)
    #expect(max(a, 4) == Dual(4) && max(4, a) == Dual(4) && max(a, 1) == a && max(1, a) == a)
    #expect(min(a, 4) == a && min(4, a) == a && min(a, 1) == Dual(1) && min(1, a) == Dual(1))
    let tie = Dual(value: 2, first: -4, other: -5)
    #expect(max(a, tie) == a && min(a, tie) == a && max(tie, a) == tie)
    #expect(max(Dual(.nan), a).value.isNaN && max(a, Dual(.nan)).value.isNaN)
    #expect(min(Dual(.nan), a).value.isNaN && min(a, .nan).value.isNaN)
  }

  @Test("In-place operators are the operators")
  func inPlace() {
    var a = Dual(value: 2, first: 1, other: 0)
    let b = Dual(value: 3, first: 0, other: 1)
    a += b
    a *= b
    a -= b
    a /= b
    #expect(abs(a.value - 4) < 1e-15)
    #expect(abs(a.first - 1) < 1e-15)
    #expect(abs(a.other - 1) < 1e-15)
    #expect(a.description == "4.0")
  }
}
