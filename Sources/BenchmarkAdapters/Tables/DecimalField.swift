/// Numbers read from the bytes of a field.
///
/// A number is read with its unit's power of ten in one step, so that "79.3519" milliseconds are the same `Double` as
/// the literal 0.0793519.
enum DecimalField {
  /// Why a field is not a number, as the end of a sentence that starts with the value.
  enum Fault: Error {
    case empty
    case notANumber
    case notFinite
    case notWhole
    case tooLarge
    case notExact

    var reason: String {
      switch self {
      case .empty: "is empty"
      case .notANumber: "is not a number"
      case .notFinite: "is not a finite number"
      case .notWhole: "is not written as a whole number"
      case .tooLarge: "is too large"
      case .notExact: "is farther from 0 than 2^53 (9007199254740992), up to which whole numbers are exact"
      }
    }
  }

  /// The powers of ten from 0 to 22, which a `Double` holds exactly.
  private static let powersOfTen: [Double] = {
    var powers = [1.0]
    for _ in 0..<22 { powers.append((powers.last ?? 1) * 10) }
    return powers
  }()

  /// The range without spaces and tabs at its ends.
  private static func trimmed(_ buffer: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> (Int, Int) {
    var start = start
    var end = end
    while start < end, buffer[start] == 0x20 || buffer[start] == 0x09 { start += 1 }
    while end > start, buffer[end - 1] == 0x20 || buffer[end - 1] == 0x09 { end -= 1 }
    return (start, end)
  }

  /// The largest magnitude of a whole number: up to it a `Double` holds every one, and sums and differences of two fit an `Int`.
  static let largestInteger = 1 << 53

  /// Reads a whole number without fraction and exponent, of a magnitude of 2^53 at most.
  static func integer(_ buffer: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) throws(Fault) -> Int {
    let (first, end) = trimmed(buffer, start, end)
    guard first < end else { throw .empty }
    let isNegative = buffer[first] == 0x2D
    var index = isNegative || buffer[first] == 0x2B ? first + 1 : first
    guard index < end else { throw .notANumber }
    var value = 0
    while index < end {
      let digit = Int(buffer[index]) - 0x30
      guard (0...9).contains(digit) else {
        // "67.5" deserves another sentence than "abc".
        _ = try number(buffer, start, end, decimalExponent: 0)
        throw .notWhole
      }
      // Stays below 2^57, because the bound was kept so far.
      value = value * 10 + digit
      guard value <= largestInteger else { throw .notExact }
      index += 1
    }
    return isNegative ? -value : value
  }

  /// Reads a decimal number times 10 to the power of `decimalExponent`, correctly rounded.
  static func number(
    _ buffer: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, decimalExponent: Int
  ) throws(Fault) -> Double {
    let (first, end) = trimmed(buffer, start, end)
    guard first < end else { throw .empty }
    let isNegative = buffer[first] == 0x2D
    let unsigned = isNegative || buffer[first] == 0x2B ? first + 1 : first
    var index = unsigned
    var mantissa: UInt64 = 0
    var digits = 0
    var fractionDigits = 0
    var hasPoint = false
    var isExact = true
    while index < end {
      let byte = buffer[index]
      if byte >= 0x30, byte <= 0x39 {
        digits += 1
        if hasPoint { fractionDigits += 1 }
        if mantissa < 900_000_000_000_000 {
          mantissa = mantissa * 10 + UInt64(byte - 0x30)
        } else {
          isExact = false
        }
      } else if byte == 0x2E, !hasPoint {
        hasPoint = true
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { throw isNonFinite(buffer, unsigned, end) ? .notFinite : .notANumber }
    let mantissaEnd = index
    var exponent = 0
    if index < end {
      guard buffer[index] | 0x20 == 0x65 else { throw .notANumber }
      // Beyond five digits the value is 0 or infinite whatever they are.
      guard let read = exponentValue(buffer, index + 1, end) else { throw .notANumber }
      exponent = read
    }
    let power = exponent + decimalExponent - fractionDigits
    var value: Double
    if isExact, abs(power) <= 22 {
      // Both operands are exact, so that the one operation rounds correctly (Clinger 1990).
      value = Double(mantissa)
      value = power < 0 ? value / powersOfTen[-power] : value * powersOfTen[power]
    } else {
      let text = String(decoding: buffer[unsigned..<mantissaEnd], as: UTF8.self)
      guard let read = Double("\(text)e\(exponent + decimalExponent)") else { throw .notANumber }
      value = read
    }
    guard value.isFinite else { throw .tooLarge }
    return isNegative ? -value : value
  }

  private static func exponentValue(_ buffer: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
    guard start < end else { return nil }
    let isNegative = buffer[start] == 0x2D
    var index = isNegative || buffer[start] == 0x2B ? start + 1 : start
    guard index < end else { return nil }
    var value = 0
    while index < end {
      let digit = Int(buffer[index]) - 0x30
      guard (0...9).contains(digit) else { return nil }
      value = min(value * 10 + digit, 99_999)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// Whether the text is one of the ways in which tools write NaN and infinity.
  private static func isNonFinite(_ buffer: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    ["nan", "inf", "infinity"].contains(String(decoding: buffer[start..<end], as: UTF8.self).lowercased())
  }
}
