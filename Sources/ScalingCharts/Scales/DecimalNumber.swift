#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An exact decimal, mantissa times a power of ten, so that labels never show binary rounding.
struct DecimalNumber: Hashable, Sendable {
  var mantissa: Int
  var exponent: Int

  /// The nearest floating-point number.
  var value: Double { Double("\(mantissa)e\(exponent)") ?? Double(mantissa) * pow(10, Double(exponent)) }

  /// The number of digits before the point: 1 from 1 to 9.9, 0 from 0.1 to 0.99, less below.
  var order: Int { String(mantissa.magnitude).count + exponent }

  /// The same number with the shortest mantissa.
  var reduced: DecimalNumber {
    guard mantissa != 0 else { return DecimalNumber(mantissa: 0, exponent: 0) }
    var number = self
    while number.mantissa % 10 == 0 {
      number.mantissa /= 10
      number.exponent += 1
    }
    return number
  }

  /// Returns the digits with as many decimals as the exponent asks for, and at least some number of them.
  func text(decimals: Int = 0) -> String {
    var digits = String(mantissa.magnitude)
    var places = 0
    if exponent > 0, mantissa != 0 {
      digits += String(repeating: "0", count: exponent)
    } else if exponent < 0 {
      places = -exponent
    }
    if decimals > places {
      digits += String(repeating: "0", count: decimals - places)
      places = decimals
    }
    if places > 0 {
      if digits.count <= places { digits = String(repeating: "0", count: places - digits.count + 1) + digits }
      let point = digits.index(digits.endIndex, offsetBy: -places)
      digits = digits[..<point] + "." + digits[point...]
    }
    return mantissa < 0 ? "-" + digits : digits
  }

  /// Returns a finite number with at most so many decimals, without trailing zeros and without "-0".
  static func fixed(_ value: Double, decimals: Int) -> String {
    var scaled = value
    for _ in 0..<decimals { scaled *= 10 }
    // Beyond 2^53 there are no decimals left to round.
    guard let mantissa = Int(exactly: scaled.rounded()) else { return "0" }
    var number = DecimalNumber(mantissa: mantissa, exponent: -decimals)
    while number.exponent < 0, number.mantissa % 10 == 0 {
      number.mantissa /= 10
      number.exponent += 1
    }
    return number.text()
  }
}
