/// The words after the program's name, with options taken out by name.
struct PaperArguments {
  private(set) var rest: [String]

  init(_ words: [String]) { rest = words }

  /// Takes an option and its value out of the words; nil where it is not there.
  mutating func take(_ option: String) throws -> String? {
    guard let index = rest.firstIndex(of: option) else { return nil }
    guard rest.indices.contains(index + 1) else { throw PaperArgumentError("\(option) needs a value.") }
    let value = rest[index + 1]
    rest.removeSubrange(index...(index + 1))
    return value
  }
}

/// A fault in the words after the program's name.
struct PaperArgumentError: Error, CustomStringConvertible {
  let description: String

  init(_ message: String) { description = message }
}
