/// A remark that an adapter leaves about what it read, left out or did not find.
public struct ImportNote: Sendable, Codable, Hashable, CustomStringConvertible {
  /// What kind of remark it is.
  public enum Severity: String, Sendable, Codable, Hashable {
    /// Good to know; nothing was lost.
    case information
    /// Something that the file holds has no place among a run's figures and was kept with the run as it was written.
    case kept
    /// Something that the file holds was left out.
    case skipped
    /// Something that an analysis may need is not in the file.
    case missing
  }

  /// What kind of remark it is.
  public var severity: Severity
  /// The name of the file.
  public var file: String?
  /// The line in the file, from 1.
  public var line: Int?
  /// The column of the table.
  public var column: String?
  /// What there is to say, as a sentence.
  public var reason: String

  /// Creates a note.
  public init(
    severity: Severity, file: String? = nil, line: Int? = nil, column: String? = nil, reason: String
  ) {
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// The note as one sentence: where it applies, a colon, the reason.
  public var message: String {
    var place = file ?? ""
    if let line { place += place.isEmpty ? "line \(line)" : ":\(line)" }
    if let column { place += place.isEmpty ? "column \(column)" : ", column \(column)" }
    return place.isEmpty ? reason : "\(place): \(reason)"
  }

  /// The message.
  public var description: String { message }
}
