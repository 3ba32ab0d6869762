/// What a caller declares about one column of a table.
///
/// ```swift
/// let columns: [ColumnMapping] = [
///   .text("strategy", among: ["baseline", "ngram"]),
///   .integer("output_tokens", bounds: .nonnegative, allowsEmpty: true),
///   .number("latency_ms", unit: .milliseconds, bounds: .nonnegative),
/// ]
/// ```
public struct ColumnMapping: Sendable, Hashable {
  /// The name of the column in the file.
  public let name: String
  /// What its fields are.
  public let kind: ColumnKind
  /// Whether a field may be empty, which reads as unknown (`nil`).
  public let allowsEmpty: Bool
  /// The values allowed, in the canonical unit; texts and flags have none.
  public let bounds: ValueBounds
  /// The texts allowed; empty for any.
  public let allowedTexts: [String]

  /// Returns the mapping of a column of text; `among` lists the texts allowed, any if it is empty.
  public static func text(_ name: String, among allowedTexts: [String] = [], allowsEmpty: Bool = false) -> Self {
    Self(name: name, kind: .text, allowsEmpty: allowsEmpty, bounds: .unbounded, allowedTexts: allowedTexts)
  }

  /// Returns the mapping of a column of whole numbers, such as counts.
  public static func integer(_ name: String, bounds: ValueBounds = .unbounded, allowsEmpty: Bool = false) -> Self {
    Self(name: name, kind: .integer, allowsEmpty: allowsEmpty, bounds: bounds, allowedTexts: [])
  }

  /// Returns the mapping of a column of finite numbers in a unit; `bounds` are in the canonical one.
  public static func number(
    _ name: String, unit: ColumnUnit, bounds: ValueBounds = .unbounded, allowsEmpty: Bool = false
  ) -> Self {
    Self(name: name, kind: .number(unit: unit), allowsEmpty: allowsEmpty, bounds: bounds, allowedTexts: [])
  }

  /// Returns the mapping of a column of flags: 0 or 1.
  public static func flag(_ name: String, allowsEmpty: Bool = false) -> Self {
    Self(name: name, kind: .flag, allowsEmpty: allowsEmpty, bounds: .unbounded, allowedTexts: [])
  }
}

/// What the fields of a column are.
public enum ColumnKind: Sendable, Hashable {
  /// Text, as it stands.
  case text
  /// Whole numbers.
  case integer
  /// Finite numbers in a unit; they come out in the canonical one.
  case number(unit: ColumnUnit)
  /// 0 or 1.
  case flag

  /// The kind in words.
  var name: String {
    switch self {
    case .text: "text"
    case .integer: "whole numbers"
    case .number: "numbers"
    case .flag: "flags"
    }
  }
}

/// The values that a column may have, in the canonical unit.
public struct ValueBounds: Sendable, Hashable {
  /// The least value; `nil` for none.
  public let lower: Double?
  /// The greatest value; `nil` for none.
  public let upper: Double?
  /// Whether `lower` itself is excluded.
  public let excludesLower: Bool

  /// Creates bounds; what is left out does not bound.
  public init(lower: Double? = nil, upper: Double? = nil, excludesLower: Bool = false) {
    self.lower = lower
    self.upper = upper
    self.excludesLower = excludesLower
  }

  /// Any value.
  public static let unbounded = ValueBounds()
  /// 0 or more.
  public static let nonnegative = ValueBounds(lower: 0)
  /// More than 0.
  public static let positive = ValueBounds(lower: 0, excludesLower: true)
  /// From 0 to 1.
  public static let fraction = ValueBounds(lower: 0, upper: 1)

  /// Returns why a value is out of bounds, as the end of a sentence that starts with it, or `nil`.
  func reasonAgainst(_ value: Double) -> String? {
    if let lower {
      if excludesLower ? value <= lower : value < lower {
        let negative = lower == 0 && value < 0
        if negative { return "is negative" }
        return excludesLower ? "is not more than \(Self.digits(lower))" : "is less than \(Self.digits(lower))"
      }
    }
    if let upper, value > upper { return "is more than \(Self.digits(upper))" }
    return nil
  }

  private static func digits(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
