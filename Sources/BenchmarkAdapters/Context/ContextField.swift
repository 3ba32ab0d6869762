/// A value of a context file with the way to it, such as `hardware.peakRates[0].sparsity`.
///
/// Every accessor throws an `ImportError` that names file, line and key.
struct ContextField {
  let file: String
  /// The way from the top; empty for the file as a whole.
  let path: String
  let value: JSONValue

  /// An error about this value: "file:line: path reason".
  func fault(_ reason: String) -> ImportError {
    .at(file, value.line, path.isEmpty ? "The file \(reason)" : "\(path) \(reason)")
  }

  /// An error that says what this value has to be and what it is.
  func mustBe(_ what: String) -> ImportError {
    if case .null = value.content {
      return fault("must be \(what), not null; leave out an optional key whose value is unknown.")
    }
    return fault("must be \(what), not \(value.description).")
  }

  /// The members of an object, each key once.
  func members() throws(ImportError) -> [JSONMember] {
    guard case .object(let members) = value.content else { throw mustBe("an object") }
    var lines: [String: Int] = [:]
    for member in members {
      if let line = lines.updateValue(member.line, forKey: member.key) {
        throw .at(
          file, member.line,
          "The key \(Wording.quoted(member.key)) occurs twice in \(place): before on line \(line).")
      }
      guard member.key.contains(where: { !$0.isWhitespace }) else {
        throw .at(file, member.line, "A key of \(place) is empty.")
      }
    }
    return members
  }

  /// An object with these keys and no others.
  func object(_ keys: [String]) throws(ImportError) -> ContextObject {
    let members = try members()
    for member in members where !keys.contains(member.key) {
      throw .at(
        file, member.line,
        "\(Wording.quoted(member.key)) is not a key of \(place); the keys are \(Wording.list(keys)).")
    }
    return ContextObject(field: self, members: members)
  }

  /// The values of an object whose keys are names that the writer gives, in the order of the file.
  func named() throws(ImportError) -> [(name: String, field: ContextField)] {
    try members().map { member in
      (member.key, ContextField(file: file, path: "\(path)[\(Wording.quoted(member.key))]", value: member.value))
    }
  }

  func elements() throws(ImportError) -> [ContextField] {
    guard case .list(let elements) = value.content else { throw mustBe("a list") }
    return elements.enumerated().map { ContextField(file: file, path: "\(path)[\($0.offset)]", value: $0.element) }
  }

  func texts() throws(ImportError) -> [String] {
    var texts: [String] = []
    for element in try elements() { texts.append(try element.text()) }
    return texts
  }

  /// A text with something in it.
  func text() throws(ImportError) -> String {
    guard case .text(let text) = value.content else { throw mustBe("a text") }
    guard text.contains(where: { !$0.isWhitespace }) else { throw fault("must not be an empty text.") }
    return text
  }

  /// One of the cases of an enumeration, by its word.
  func word<Word: RawRepresentable<String>>(among words: [Word]) throws(ImportError) -> Word {
    guard case .text(let text) = value.content, let word = Word(rawValue: text) else {
      throw mustBe("one of \(Wording.list(words.map { Wording.quoted($0.rawValue) }))")
    }
    return word
  }

  /// A whole number of 1 or more, also in the form 7e9.
  func count() throws(ImportError) -> Int {
    let rule = "a whole number of 1 or more"
    guard case .number(let digits) = value.content else { throw mustBe(rule) }
    // Beyond 2^53 a Double no longer holds every whole number.
    let rounded = Double(digits).flatMap { abs($0) <= 0x1p53 ? Int(exactly: $0) : nil }
    guard let count = Int(digits) ?? rounded, count >= 1 else { throw mustBe(rule) }
    return count
  }

  /// A finite number of more than 0.
  func positiveNumber() throws(ImportError) -> Double {
    guard let number = finiteNumber, number > 0 else { throw mustBe("a finite number of more than 0") }
    return number
  }

  /// A finite number of 0 or more.
  func nonnegativeNumber() throws(ImportError) -> Double {
    guard let number = finiteNumber, number >= 0 else { throw mustBe("a finite number of 0 or more") }
    return number
  }

  func flag() throws(ImportError) -> Bool {
    guard case .flag(let flag) = value.content else { throw mustBe("true or false") }
    return flag
  }

  private var finiteNumber: Double? {
    guard case .number(let digits) = value.content, let number = Double(digits), number.isFinite else { return nil }
    return number
  }

  private var place: String { path.isEmpty ? "the file" : path }
}

/// An object of a context file whose keys are known.
struct ContextObject {
  let field: ContextField
  let members: [JSONMember]

  /// The value of a key, or `nil` where the object does not have it.
  subscript(_ key: String) -> ContextField? {
    guard let member = members.first(where: { $0.key == key }) else { return nil }
    let path = field.path.isEmpty ? key : "\(field.path).\(key)"
    return ContextField(file: field.file, path: path, value: member.value)
  }

  /// The value of a key; throws an `ImportError` that says what the key would state where it is missing.
  func required(_ key: String, _ meaning: String) throws(ImportError) -> ContextField {
    guard let value = self[key] else { throw field.fault("lacks the key \"\(key)\": \(meaning).") }
    return value
  }
}
