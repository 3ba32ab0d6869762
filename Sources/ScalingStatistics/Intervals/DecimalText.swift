#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Numbers as text, the same on every platform and in every locale.
public enum DecimalText {
  /// A number with a fixed count of decimals, never "-0"; "NaN" and "∞" for what is not finite.
  public static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : (value < 0 ? "-∞" : "∞") }
    let places = max(0, min(decimals, 15))
    let factor = pow(10, Double(places))
    let scaled = (abs(value) * factor).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return "\(value)" }
    let whole = Int64(scaled)
    let unit = Int64(factor)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(whole)" }
    let fraction = String(whole % unit)
    return "\(sign)\(whole / unit).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
  }

  /// A number with a count of significant digits: plain between 1e-4 and 1e7, else with an exponent; trailing zeros after the point are kept off.
  public static func significant(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, 0) }
    let count = max(1, min(digits, 15))
    var exponent = Int(floor(log10(abs(value))))
    // log10 of 9.9996 is below 1, but four digits of it are 10.00.
    if mantissa(abs(value), exponent) + 0.5 * pow(10, Double(1 - count)) >= 10 { exponent += 1 }
    if exponent < -4 || exponent >= 7 {
      return trimmed(fixed(mantissa(value, exponent), count - 1)) + "e\(exponent)"
    }
    let decimals = count - 1 - exponent
    if decimals >= 0 { return trimmed(fixed(value, decimals)) }
    let unit = pow(10, Double(-decimals))
    return fixed((value / unit).rounded() * unit, 0)
  }

  private static func mantissa(_ value: Double, _ exponent: Int) -> Double {
    // Powers of ten below 1e-300 lose digits and end at 0.
    exponent < -300 ? value * 1e200 / pow(10, Double(exponent + 200)) : value / pow(10, Double(exponent))
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var result = Substring(text)
    while result.hasSuffix("0") { result = result.dropLast() }
    if result.hasSuffix(".") { result = result.dropLast() }
    return String(result)
  }
}
