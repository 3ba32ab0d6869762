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
    DecimalBytes.text { $0.appendFixed(value, decimals, isTrimmed: false) }
  }

  /// A number with a count of significant digits: plain between 1e-4 and 1e7, else with an exponent; trailing zeros after the point are kept off.
  public static func significant(_ value: Double, _ digits: Int) -> String {
    DecimalBytes.text { $0.appendSignificant(value, digits) }
  }

  /// "value [lower, upper]", each with a count of significant digits.
  public static func interval(_ value: Double, _ lower: Double, _ upper: Double, _ digits: Int) -> String {
    DecimalBytes.text {
      $0.appendSignificant(value, digits)
      $0.append(" [")
      $0.appendSignificant(lower, digits)
      $0.append(", ")
      $0.appendSignificant(upper, digits)
      $0.append("]")
    }
  }
}

/// Text under construction, in bytes on the stack: results carry many such texts, and appending to strings would cost more than a fit.
struct DecimalBytes {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  /// The text that a few numbers make; at most about ten of them fit.
  static func text(_ build: (inout DecimalBytes) -> Void) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 320) { bytes in
      var text = DecimalBytes(bytes: bytes)
      build(&text)
      return String(decoding: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(bytes)[..<text.count]), as: UTF8.self)
    }
  }

  private init(bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func put(_ byte: UInt8) {
    guard count < bytes.count else { return }
    bytes[count] = byte
    count += 1
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { for byte in $0 { put(byte) } }
  }

  private mutating func append(_ text: String) { for byte in text.utf8 { put(byte) } }

  mutating func appendFixed(_ value: Double, _ decimals: Int, isTrimmed: Bool) {
    guard value.isFinite else { return append(value.isNaN ? "NaN" : (value < 0 ? "-∞" : "∞")) }
    let places = max(0, min(decimals, 15))
    let scaled = (abs(value) * Self.powers[places]).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return append("\(value)") }
    appendDigits(Int64(scaled), isNegative: value < 0 && scaled > 0, places: places, isTrimmed: isTrimmed)
  }

  mutating func appendSignificant(_ value: Double, _ digits: Int) {
    guard value.isFinite, value != 0 else { return value == 0 ? append("0") : appendFixed(value, 0, isTrimmed: false) }
    let count = max(1, min(digits, 15))
    var exponent = Int(floor(log10(abs(value))))
    // log10 of 9.9996 is below 1, but four digits of it are 10.00.
    if Self.mantissa(abs(value), exponent) + 0.5 * Self.power(1 - count) >= 10 { exponent += 1 }
    if exponent < -4 || exponent >= 7 {
      appendFixed(Self.mantissa(value, exponent), count - 1, isTrimmed: true)
      append("e")
      return appendDigits(Int64(abs(exponent)), isNegative: exponent < 0, places: 0, isTrimmed: false)
    }
    let decimals = count - 1 - exponent
    if decimals >= 0 { return appendFixed(value, decimals, isTrimmed: true) }
    let unit = Self.power(-decimals)
    appendFixed((value / unit).rounded() * unit, 0, isTrimmed: false)
  }

  private static let powers: [Double] = (0...22).map { pow(10, Double($0)) }

  private static func power(_ exponent: Int) -> Double {
    if exponent >= 0, exponent < powers.count { return powers[exponent] }
    return exponent < 0 && exponent > -powers.count ? 1 / powers[-exponent] : pow(10, Double(exponent))
  }

  private static func mantissa(_ value: Double, _ exponent: Int) -> Double {
    // Powers of ten below 1e-300 lose digits and end at 0.
    exponent < -300 ? value * 1e200 / pow(10, Double(exponent + 200)) : value / power(exponent)
  }

  /// The decimal digits of a whole number with a point before the last `places`.
  private mutating func appendDigits(_ number: Int64, isNegative: Bool, places: Int, isTrimmed: Bool) {
    var rest = number
    var left = places
    if isTrimmed {
      while left > 0, rest % 10 == 0 {
        rest /= 10
        left -= 1
      }
    }
    if isNegative { put(45) }
    let start = count
    // Backwards, then turned round.
    var place = 0
    repeat {
      if place == left, left > 0 { put(46) }
      put(48 + UInt8(rest % 10))
      rest /= 10
      place += 1
    } while rest > 0 || place <= left
    var low = start
    var high = count - 1
    while low < high {
      bytes.swapAt(low, high)
      low += 1
      high -= 1
    }
  }
}
