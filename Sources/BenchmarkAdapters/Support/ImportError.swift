/// A refusal to import: what is wrong, in which file, at which line.
public struct ImportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sentence that names the file and, where they apply, line, column and value.
  public let message: String
  /// The name of the file; `nil` where the fault lies in the call.
  public let file: String?
  /// The line in the file, from 1; `nil` where the fault belongs to no line.
  public let line: Int?

  /// Creates an error from its sentence and place.
  public init(message: String, file: String? = nil, line: Int? = nil) {
    self.message = message
    self.file = file
    self.line = line
  }

  /// The sentence.
  public var description: String { message }

  /// An error whose sentence starts with the place: "file:line: ...".
  static func at(_ file: String, _ line: Int? = nil, _ reason: String) -> ImportError {
    let place = line.map { "\(file):\($0)" } ?? file
    return ImportError(message: "\(place): \(reason)", file: file, line: line)
  }

  /// The sentence without the place at its start.
  ///
  /// `name` is the file's in the note to be, where the error may name the path.
  func reason(in name: String) -> String {
    for file in [file, name].compactMap({ $0 }) where message.hasPrefix(file) {
      var rest = message.dropFirst(file.count)
      if let line, rest.hasPrefix(":\(line)") { rest = rest.dropFirst(":\(line)".count) }
      if rest.hasPrefix(": ") { return String(rest.dropFirst(2)) }
    }
    return message
  }
}

/// Words for messages.
enum Wording {
  /// The most characters of a value that a message quotes.
  private static let longestQuotation = 60

  /// A value in quotation marks, shortened, without characters that would break the line.
  static func quoted(_ text: String) -> String {
    var shown = ""
    for (position, character) in text.enumerated() {
      if position == longestQuotation {
        shown += "…"
        break
      }
      shown += character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? " " : String(character)
    }
    return "\"\(shown)\""
  }

  /// "a, b and c".
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "none" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// "1 row" or "3 rows".
  static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
  }
}
