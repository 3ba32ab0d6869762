import ScalingExperiments

/// An object of a results file that remembers which of its keys were read.
///
/// A value of the wrong kind is left out with a note; nothing is ever taken for 0.
struct JSONRecord {
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

  private mutating func refuse(_ key: String, _ value: JSONValue, _ what: String) {
    note(.skipped, "\(key) is \(value.description), not \(what); it was left out.", line: value.line)
  }

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
    return number
  }

  /// A whole number of `least` or more; `--metadata` writes every value as a text, so a text of digits counts as well.
  mutating func count(_ keys: String..., least: Int = 0) -> Int? {
    guard let (key, value) = take(keys) else { return nil }
    guard let count = value.integer ?? value.text.flatMap({ Int($0) }), count >= least else {
      refuse(key, value, "a whole number of \(least) or more")
      return nil
    }
    return count
  }

  /// A list; `nil` where there is none.
  mutating func list(_ key: String) -> [JSONValue]? {
    guard let (key, value) = take([key]) else { return nil }
    guard let elements = value.elements else {
      refuse(key, value, "a list")
      return nil
    }
    return elements
  }

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
