import ScalingExperiments

/// Lists, and objects inside the object.
extension JSONRecord {
  /// Reads the object under the first of several keys that is there, as a record of its own; `nil` where there is none.
  ///
  /// Its notes and what it did not read become those of this record.
  public mutating func object<Result, Failure: Error>(
    _ keys: String..., read: (inout JSONRecord) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard let (key, value) = take(keys) else { return nil }
    guard var inner = JSONRecord(value, file: file, freeText: freeText, path: path + [key]) else {
      refuse(key, value, "an object")
      return nil
    }
    let result = try read(&inner)
    absorb(inner)
    return result
  }

  /// Reads the objects of a list, one after another, `nil` where there is no list; what is no object is named in a note.
  public mutating func objects<Result, Failure: Error>(
    _ key: String, read: (inout JSONRecord) throws(Failure) -> Result
  ) throws(Failure) -> [Result]? {
    guard let elements = list(key) else { return nil }
    var results: [Result] = []
    for (index, element) in elements.enumerated() {
      guard var inner = JSONRecord(element, file: file, freeText: freeText, path: path + ["\(key)[\(index)]"]) else {
        refuse("\(key)[\(index)]", element, "an object")
        continue
      }
      results.append(try read(&inner))
      absorb(inner)
    }
    return results
  }

  /// Takes over the notes of an inner record and what it did not read.
  mutating func absorb(_ inner: JSONRecord) {
    notes += inner.notes
    let rest = inner.leftovers
    unmappedInside += rest.fields
    droppedTexts += rest.dropped
  }

  // MARK: Lists

  /// A list; `nil` where there is none.
  public mutating func list(_ key: String) -> [JSONValue]? {
    guard let (key, value) = take([key]) else { return nil }
    guard let elements = value.elements else {
      refuse(key, value, "a list")
      return nil
    }
    return elements
  }

  /// The times of a list, one for each element; what is no finite number of 0 or more is `nil`, with a note.
  public mutating func times(_ key: String) -> [Double?]? {
    column(key, "a finite number of 0 or more") { value in
      value.number.flatMap { $0 >= 0 && $0 < Self.bound ? $0 : nil }
    }
  }

  /// The counts of a list, one for each element; what is no whole number of 0 or more is `nil`, with a note.
  public mutating func counts(_ key: String) -> [Int?]? {
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
      if value == nil, !element.isNull { faults.append(("\(name(key))[\(index)]", element)) }
      column.append(value)
    }
    noteFaults(faults, of: name(key), what)
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

  /// Drops free text (prompts and answers are private and large), with a note that counts it; a record that keeps free
  /// text keeps it.
  public mutating func dropText(_ keys: String...) {
    guard freeText == .drop else { return }
    for key in keys {
      guard let (_, value) = take([key]), let elements = value.elements, !elements.isEmpty else { continue }
      note(.skipped, "\(name(key)) is free text and was dropped (\(Wording.count(elements.count, "text"))).")
    }
  }

  /// What nothing read, as it was written, and the ways to the free text that was dropped; fields without a value are
  /// not worth a word.
  var leftovers: (fields: [UnmappedField], dropped: [String]) {
    var fields = unmappedInside
    var dropped = droppedTexts
    for key in keys where !used.contains(key) {
      guard let value = peek(key), !value.isNull else { continue }
      var count = 0
      let kept = freeText == .drop ? FreeText.removed(from: value, key: key, dropped: &count) : value
      dropped += [String](repeating: name(key), count: count)
      if let kept { fields.append(UnmappedField(path: path + [key], json: kept.json)) }
    }
    return (fields, dropped)
  }

  /// Lists the keys that nothing read, and counts the free text that was dropped; returns what is kept.
  @discardableResult
  public mutating func noteUnused() -> [UnmappedField] {
    let (fields, dropped) = leftovers
    if !fields.isEmpty {
      let names = fields.map { $0.path.joined(separator: ".") }
      note(
        .kept,
        "\(Wording.count(fields.count, "key was", "keys were")) not used: \(Wording.shortList(names)); kept as written."
      )
    }
    if !dropped.isEmpty {
      var seen: Set<String> = []
      let names = dropped.filter { seen.insert($0).inserted }
      note(
        .skipped,
        "\(Wording.count(dropped.count, "text")) of \(Wording.shortList(names)) "
          + "\(dropped.count == 1 ? "was" : "were") dropped as free text.")
    }
    return fields
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
