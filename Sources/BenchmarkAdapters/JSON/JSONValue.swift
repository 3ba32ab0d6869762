/// A JSON value that knows the line on which it starts.
///
/// Foundation's decoders keep neither lines nor keys that occur twice, and refuse what benchmark tools write: objects
/// one after another, bare `NaN` and `Infinity`. Whole numbers keep all their digits.
public struct JSONValue: Sendable {
  /// What the value is.
  public enum Content: Sendable {
    /// Keys and values in the order of the text; a key may occur twice.
    case object([JSONMember])
    /// Values in order.
    case list([JSONValue])
    /// A text, its escapes resolved.
    case text(String)
    /// The digits as they stand, so that whole numbers are not rounded; or `NaN`, `Infinity`, `-Infinity`.
    case number(String)
    /// True or false.
    case flag(Bool)
    /// Nothing.
    case null
    /// Values that differ under one key of an object: which one is meant is unknown, and no accessor returns one.
    case ambiguous
  }

  /// The line on which the value starts, from 1.
  public let line: Int
  /// What the value is.
  public let content: Content

  init(line: Int, content: Content) {
    self.line = line
    self.content = content
  }

  /// Reads the values of a text as benchmark tools write them: an object, a list, JSON Lines, or values one after
  /// another with nothing between them; `NaN`, `Infinity` and `-Infinity` count as numbers.
  ///
  /// Throws `ImportError` with the line for what is not JSON, for bytes that are not UTF-8, for more than 64 objects and
  /// lists inside one another, and for an empty text. `name` is that of the file in messages.
  ///
  /// - Complexity: O(*n*) in the bytes.
  public static func values(of bytes: [UInt8], name: String) throws(ImportError) -> [JSONValue] {
    try JSONScanner.values(bytes: bytes, name: name).values
  }

  // MARK: Access

  /// The members of an object; `nil` for another value.
  public var members: [JSONMember]? { if case .object(let members) = content { members } else { nil } }

  /// The elements of a list; `nil` for another value.
  public var elements: [JSONValue]? { if case .list(let elements) = content { elements } else { nil } }

  /// The text; `nil` for another value.
  public var text: String? { if case .text(let text) = content { text } else { nil } }

  /// The flag; `nil` for another value.
  public var flag: Bool? { if case .flag(let flag) = content { flag } else { nil } }

  /// A Boolean value that tells whether the value is `null`.
  public var isNull: Bool { if case .null = content { true } else { false } }

  /// The finite number; `nil` for another value, for NaN and infinities, and for digits beyond the range of a `Double`.
  public var number: Double? { number(timesTenTo: 0) }

  /// The whole number, exact to the last digit; `nil` for another value and for what an `Int` cannot hold.
  ///
  /// "12.0" and "1e3" are whole numbers as well, up to 2^53.
  public var integer: Int? {
    guard case .number(let digits) = content else { return nil }
    if let integer = Int(digits) { return integer }
    guard let number = Double(digits), abs(number) <= 0x1p53 else { return nil }
    return Int(exactly: number)
  }

  /// The number times a power of ten, rounded once: "79.3519" milliseconds are the `Double` 0.0793519.
  func number(timesTenTo exponent: Int) -> Double? {
    guard case .number(var digits) = content else { return nil }
    return digits.withUTF8 { try? DecimalField.number($0, 0, $0.count, decimalExponent: exponent) }
  }

  /// Whether the value is a finite number of 0 or more below 2^53.
  ///
  /// At most 15 digits before the point and no exponent need no conversion: gaps between tokens come by the million.
  var isTime: Bool {
    guard case .number(var digits) = content else { return false }
    let isPlain = digits.withUTF8 { digits in
      var point = digits.count
      var others: UInt8 = 0
      for index in 0..<digits.count {
        let byte = digits[index]
        if byte == 0x2E {
          point = index
        } else {
          others |= byte &- 0x30 < 10 ? 0 : 1
        }
      }
      return others == 0 && point <= 15
    }
    return isPlain || number.map { $0 >= 0 && $0 < JSONRecord.bound } ?? false
  }

  /// The value of a key, or `nil` where there is none.
  ///
  /// Where a key occurs twice the last one counts, as in Python's reader; `MeasurementFile` settles such keys before.
  public subscript(key: String) -> JSONValue? { members?.last { $0.key == key }?.value }

  /// Returns the value at the end of a path of keys, such as `["config", "model_dtype"]`, or `nil`.
  ///
  /// A path is a list because keys may hold dots ("p99.9_ttft_ms").
  public func value(at path: [String]) -> JSONValue? {
    var value = self
    for key in path {
      guard let next = value[key] else { return nil }
      value = next
    }
    return value
  }

  /// Returns the value at the first of several paths that leads to one other than `null`, or `nil`.
  public func value(atFirstOf paths: [[String]]) -> JSONValue? {
    for path in paths {
      if let value = value(at: path), !value.isNull { return value }
    }
    return nil
  }

  /// The value in words, for messages.
  var description: String {
    switch content {
    case .object: "an object"
    case .list: "a list"
    case .text(let text): "the text \(Wording.quoted(text))"
    case .number(let digits): digits
    case .flag(let flag): "\(flag)"
    case .null: "null"
    case .ambiguous: "stated twice"
    }
  }
}

/// A key of an object and its value.
public struct JSONMember: Sendable {
  /// The key.
  public let key: String
  /// The line of the key, from 1.
  public let line: Int
  /// The value.
  public let value: JSONValue

  init(key: String, line: Int, value: JSONValue) {
    self.key = key
    self.line = line
    self.value = value
  }
}
