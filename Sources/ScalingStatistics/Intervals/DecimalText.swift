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
  public static func fixed(_ value: Double, _ decimals: Int) -> String { fixed(value, decimals, isTrimmed: false) }

  private static func fixed(_ value: Double, _ decimals: Int, isTrimmed: Bool) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : (value < 0 ? "-∞" : "∞") }
    let places = max(0, min(decimals, 15))
    let factor = powers[places]
    let scaled = (abs(value) * factor).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return "\(value)" }
    return digits(Int64(scaled), isNegative: value < 0 && scaled > 0, places: places, isTrimmed: isTrimmed)
  }

  /// A number with a count of significant digits: plain between 1e-4 and 1e7, else with an exponent; trailing zeros after the point are kept off.
  public static func significant(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, 0) }
    let count = max(1, min(digits, 15))
    var exponent = Int(floor(log10(abs(value))))
    // log10 of 9.9996 is below 1, but four digits of it are 10.00.
    if mantissa(abs(value), exponent) + 0.5 * power(1 - count) >= 10 { exponent += 1 }
    if exponent < -4 || exponent >= 7 {
      return fixed(mantissa(value, exponent), count - 1, isTrimmed: true) + "e\(exponent)"
    }
    let decimals = count - 1 - exponent
    if decimals >= 0 { return fixed(value, decimals, isTrimmed: true) }
    let unit = power(-decimals)
    return fixed((value / unit).rounded() * unit, 0)
  }

  private static let powers: [Double] = (0...22).map { pow(10, Double($0)) }

  private static func power(_ exponent: Int) -> Double {
    exponent >= 0 && exponent < powers.count ? powers[exponent] : pow(10, Double(exponent))
  }

  private static func mantissa(_ value: Double, _ exponent: Int) -> Double {
    // Powers of ten below 1e-300 lose digits and end at 0.
    exponent < -300 ? value * 1e200 / pow(10, Double(exponent + 200)) : value / power(exponent)
  }

  /// The decimal digits of a whole number with a point before the last `places`; written backwards into bytes, because results are made of many such texts.
  private static func digits(_ number: Int64, isNegative: Bool, places: Int, isTrimmed: Bool) -> String {
    var rest = number
    var left = places
    if isTrimmed {
      while left > 0, rest % 10 == 0 {
        rest /= 10
        left -= 1
      }
    }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { bytes in
      var position = 40
      func put(_ byte: UInt8) {
        position -= 1
        bytes[position] = byte
      }
      for _ in 0..<left {
        put(48 + UInt8(rest % 10))
        rest /= 10
      }
      if left > 0 { put(46) }
      repeat {
        put(48 + UInt8(rest % 10))
        rest /= 10
      } while rest > 0
      if isNegative { put(45) }
      return String(decoding: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(bytes)[position...]), as: UTF8.self)
    }
  }
}
