import ScalingExperiments

/// An object of a results file that remembers which of its keys were read.
///
/// A value that cannot be is left out with a note that names key, place and value; nothing is ever taken for 0. Keys that
/// nothing read are kept as they were written (`unmapped`), free text excepted.
public struct JSONRecord {
  /// Up to here a `Double` holds every whole number, so that what was read is what was written; no figure of a benchmark
  /// comes near it.
  static let bound = 0x1p53

  /// The name of the file in messages.
  public let file: String
  /// The object.
  public let value: JSONValue
  /// What there is to say of what was read so far.
  public internal(set) var notes: [ImportNote] = []
  /// The keys in the order of the file, each once.
  public let keys: [String]
  /// The keys that lead to the object, from the outside in.
  let path: [String]
  /// Whether prompts, answers and names are kept.
  let freeText: FreeTextPolicy
  /// What nothing read of the objects inside this one that were read.
  var unmappedInside: [UnmappedField] = []
  var droppedTexts: [String] = []
  private var values: [String: JSONValue]
  private(set) var used: Set<String> = []

  /// Reads an object, `nil` for another value; `file` is the name in messages.
  public init?(_ value: JSONValue, file: String, freeText: FreeTextPolicy = .drop) {
    self.init(value, file: file, freeText: freeText, path: [])
  }

  init?(_ value: JSONValue, file: String, freeText: FreeTextPolicy, path: [String]) {
    guard let members = value.members else { return nil }
    self.file = file
    self.value = value
    self.path = path
    self.freeText = freeText
    var values: [String: JSONValue] = [:]
    var keys: [String] = []
    for member in members where values.updateValue(member.value, forKey: member.key) == nil {
      keys.append(member.key)
    }
    self.keys = keys
    self.values = values
  }

  /// The line on which the object starts, from 1.
  public var line: Int { value.line }

  /// Adds a note on the object, or on a line of it.
  public mutating func note(_ severity: ImportNote.Severity, _ reason: String, line: Int? = nil) {
    notes.append(ImportNote(severity: severity, file: file, line: line ?? self.line, reason: reason))
  }

  /// Takes the first of several keys that is there and not `null`.
  public mutating func take(_ keys: [String]) -> (key: String, value: JSONValue)? {
    used.formUnion(keys)
    for key in keys {
      if let value = values[key], !value.isNull { return (key, value) }
    }
    return nil
  }

  /// Whether the key is there with a value, whatever it is.
  public func has(_ key: String) -> Bool { values[key].map { !$0.isNull } ?? false }

  /// Counts every key as read.
  mutating func takeAll() {
    used.formUnion(keys)
    unmappedInside = []
  }

  /// Takes values away, as if the keys were not there.
  mutating func hide(_ keys: [String]) {
    for key in keys { values[key] = nil }
  }

  /// The value of a key without counting it as read.
  func peek(_ key: String) -> JSONValue? { values[key] }

  /// Names a value that cannot be, in a note; `what` says what it should have been.
  public mutating func refuse(_ key: String, _ value: JSONValue, _ what: String) {
    // The reading of the file has named both values.
    if case .ambiguous = value.content { return }
    note(.skipped, "\(name(key)) is \(value.description), not \(what); it was left out.", line: value.line)
  }

  /// The way to a key, for messages.
  func name(_ key: String) -> String { path.isEmpty ? key : (path + [key]).joined(separator: ".") }

  // MARK: Single values

  /// A text that is not blank, under the first of several keys that is there.
  public mutating func text(_ keys: String...) -> String? {
    guard let (key, value) = take(keys) else { return nil }
    guard let text = value.text else {
      refuse(key, value, "a text")
      return nil
    }
    return text.contains { !$0.isWhitespace } ? text : nil
  }

  /// A finite number of 0 or more, times a power of ten, under the first of several keys that is there.
  public mutating func number(_ keys: String..., timesTenTo exponent: Int = 0) -> Double? {
    guard let (key, value) = take(keys) else { return nil }
    return number(value, key, timesTenTo: exponent)
  }

  /// A finite number of 0 or more, times a power of ten; `key` is the way to it in messages.
  mutating func number(_ value: JSONValue, _ key: String, timesTenTo exponent: Int = 0) -> Double? {
    guard let number = value.number(timesTenTo: exponent), number >= 0 else {
      // SGLang writes -1 for a figure that it never had.
      refuse(key, value, "a finite number of 0 or more")
      return nil
    }
    guard number < Self.bound else {
      refuse(key, value, "a number below 2^53")
      return nil
    }
    return number
  }

  /// A flag, also as the texts "true" and "false" and the numbers 0 and 1, under the first of several keys that is
  /// there.
  public mutating func flag(_ keys: String...) -> Bool? {
    guard let (key, value) = take(keys) else { return nil }
    switch value.content {
    case .flag(let flag): return flag
    case .text("true"), .text("True"), .number("1"), .text("1"): return true
    case .text("false"), .text("False"), .number("0"), .text("0"): return false
    default:
      refuse(key, value, "true or false")
      return nil
    }
  }

  /// A whole number of `least` or more, under the first of several keys that is there; a text of digits counts as well,
  /// because tools write what users pass them as texts.
  public mutating func count(_ keys: String..., least: Int = 0) -> Int? {
    guard let (key, value) = take(keys) else { return nil }
    return count(value, key, least: least)
  }

  /// A whole number of `least` or more; `key` is the way to it in messages.
  mutating func count(_ value: JSONValue, _ key: String, least: Int = 0) -> Int? {
    guard let count = value.integer ?? value.text.flatMap({ Int($0) }), count >= least else {
      refuse(key, value, "a whole number of \(least) or more")
      return nil
    }
    guard Double(count) < Self.bound else {
      refuse(key, value, "a whole number below 2^53")
      return nil
    }
    return count
  }
}

/// Figures with their units beside them.
extension JSONRecord {
  /// A finite number of 0 or more in the canonical unit of a named one, under the first of several keys that is there.
  ///
  /// Without a unit, because its name is in no table, the figure is unknown; the key stays unread and is kept as written.
  public mutating func number(_ keys: String..., unit: UnitName?) -> Double? {
    guard let unit, let (key, value) = take(keys) else { return nil }
    guard let number = unit.value(of: value), number >= 0, number < Self.bound else {
      refuse(key, value, "a finite number of 0 or more below 2^53")
      return nil
    }
    return number
  }

  /// The unit that a key names; a word that is no unit is named in a note and the figures beside it are unknown.
  public mutating func unit(_ keys: String...) -> UnitName? {
    guard let (key, value) = take(keys) else { return nil }
    guard let unit = value.text.flatMap({ UnitName($0) }) else {
      refuse(key, value, "a unit that this library knows")
      return nil
    }
    return unit
  }
}
