import ScalingExperiments

/// An object of a results file that remembers which of its keys were read.
///
/// A value that cannot be is left out with a note that names key, place and value; nothing is ever taken for 0.
struct JSONRecord {
  /// Up to here a `Double` holds every whole number, so that what was read is what was written; no figure of a benchmark
  /// comes near it.
  static let bound = 0x1p53

  let file: String
  let value: JSONValue
  private(set) var notes: [ImportNote] = []
  /// The keys in the order of the file, each once.
  let keys: [String]
  private let values: [String: JSONValue]
  private var used: Set<String> = []

  /// Reads an object; `nil` for another value.
  init?(_ value: JSONValue, file: String) {
    guard let members = value.members else { return nil }
    self.file = file
    self.value = value
    var values: [String: JSONValue] = [:]
    var keys: [String] = []
    for member in members where values.updateValue(member.value, forKey: member.key) == nil {
      keys.append(member.key)
    }
    self.keys = keys
    self.values = values
  }

  var line: Int { value.line }

  mutating func note(_ severity: ImportNote.Severity, _ reason: String, line: Int? = nil) {
    notes.append(ImportNote(severity: severity, file: file, line: line ?? self.line, reason: reason))
  }

  /// Takes the first of several keys that is there and not `null`.
  mutating func take(_ keys: [String]) -> (key: String, value: JSONValue)? {
    used.formUnion(keys)
    for key in keys {
      if let value = values[key], !value.isNull { return (key, value) }
    }
    return nil
  }

  /// Whether the key is there with a value, whatever it is.
  func has(_ key: String) -> Bool { values[key].map { !$0.isNull } ?? false }

  mutating func refuse(_ key: String, _ value: JSONValue, _ what: String) {
    // The reading of the file has named both values.
    if case .ambiguous = value.content { return }
    note(.skipped, "\(key) is \(value.description), not \(what); it was left out.", line: value.line)
  }

  // MARK: Single values

  /// A text that is not blank.
  mutating func text(_ keys: String...) -> String? {
    guard let (key, value) = take(keys) else { return nil }
    guard let text = value.text else {
      refuse(key, value, "a text")
      return nil
    }
    return text.contains { !$0.isWhitespace } ? text : nil
  }

  /// A finite number of 0 or more, times a power of ten.
  mutating func number(_ keys: String..., timesTenTo exponent: Int = 0) -> Double? {
    guard let (key, value) = take(keys) else { return nil }
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

  /// A whole number of `least` or more; `--metadata` writes every value as a text, so a text of digits counts as well.
  mutating func count(_ keys: String..., least: Int = 0) -> Int? {
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

  // MARK: Lists

  /// A list; `nil` where there is none.
  mutating func list(_ key: String) -> [JSONValue]? {
    guard let (key, value) = take([key]) else { return nil }
    guard let elements = value.elements else {
      refuse(key, value, "a list")
      return nil
    }
    return elements
  }

  /// The times of a list, one for each element; what is no finite number of 0 or more is `nil`, with a note.
  mutating func times(_ key: String) -> [Double?]? {
    column(key, "a finite number of 0 or more") { value in
      value.number.flatMap { $0 >= 0 && $0 < Self.bound ? $0 : nil }
    }
  }

  /// The counts of a list, one for each element; what is no whole number of 0 or more is `nil`, with a note.
  mutating func counts(_ key: String) -> [Int?]? {
    column(key, "a whole number of 0 or more") { value in
      value.integer.flatMap { $0 >= 0 && Double($0) < Self.bound ? $0 : nil }
    }
  }

  /// The elements of a list as `read` takes them; `null` is unknown, and what else cannot be read is named in a note.
  mutating func column<Element>(
    _ key: String, _ what: String, _ read: (JSONValue) -> Element?
  ) -> [Element?]? {
    guard let elements = list(key) else { return nil }
    var faults: [(place: String, value: JSONValue)] = []
    var column: [Element?] = []
    column.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      let value = read(element)
      if value == nil, !element.isNull { faults.append(("\(key)[\(index)]", element)) }
      column.append(value)
    }
    noteFaults(faults, of: key, what)
    return column
  }

  /// Names the first values of a list that cannot be, and counts the others.
  mutating func noteFaults(_ faults: [(place: String, value: JSONValue)], of key: String, _ what: String) {
    guard let first = faults.first else { return }
    let shown = faults.prefix(3).map { "\($0.place) is \($0.value.description)" }
    let rest = faults.count - shown.count
    let list =
      rest > 0
      ? shown.joined(separator: ", ") + " and \(Wording.count(rest, "more value")) of \(key) like these"
      : Wording.list(shown)
    note(
      .skipped, "\(list), not \(what); \(faults.count == 1 ? "it was" : "they were") left out.", line: first.value.line)
  }

  // MARK: What is not read

  /// Drops free text (prompts and answers are private and large), with a note that counts it.
  mutating func dropText(_ keys: String...) {
    for key in keys {
      guard let (_, value) = take([key]), let elements = value.elements, !elements.isEmpty else { continue }
      note(.skipped, "\(key) is free text and was dropped (\(Wording.count(elements.count, "text"))).")
    }
  }

  /// Lists the keys that nothing read; those without a value are not worth a word.
  mutating func noteUnused() {
    let unused = keys.filter { !used.contains($0) && !(values[$0]?.isNull ?? true) }
    guard !unused.isEmpty else { return }
    note(.skipped, "\(Wording.count(unused.count, "key was", "keys were")) not used: \(Wording.shortList(unused)).")
  }
}

extension Wording {
  /// "a, b and 7 more".
  static func shortList(_ names: [String], longest: Int = 16) -> String {
    let shown = names.prefix(longest).map { $0.count > 60 ? quoted($0) : $0 }
    guard names.count > longest else { return list(shown) }
    return shown.joined(separator: ", ") + " and \(names.count - longest) more"
  }
}
