/// Runs as they are stored: `{"formatVersion": 1, "runs": [...]}`.
///
/// Encoding and decoding lose nothing: every number comes back bit for bit, an unknown stays unknown.
public struct RunArchive: Sendable, Hashable {
  /// The version that this code writes and reads.
  public static let currentFormatVersion = 1

  /// The version of the format.
  public let formatVersion: Int
  /// The runs.
  public var runs: [Run]

  /// Creates an archive of the current version.
  public init(runs: [Run] = []) {
    self.formatVersion = Self.currentFormatVersion
    self.runs = runs
  }
}

/// The version is read first, so that a later format is refused in words.
extension RunArchive: Codable {
  private enum CodingKeys: String, CodingKey { case formatVersion, runs }

  /// Reads an archive; throws `RunArchiveError` for a version it does not know and a `DecodingError` or `RecordError`
  /// for damaged contents.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let version = try container.decodeIfPresent(Int.self, forKey: .formatVersion) else {
      throw RunArchiveError(
        message: "The archive does not say its formatVersion, so it cannot be read as runs.", formatVersion: nil)
    }
    guard version == Self.currentFormatVersion else {
      throw RunArchiveError(
        message: "The archive has formatVersion \(version), but this library reads version "
          + "\(Self.currentFormatVersion) only.",
        formatVersion: version)
    }
    formatVersion = version
    runs = try container.decode([Run].self, forKey: .runs)
  }
}

/// A refusal to read an archive of an unknown version.
public struct RunArchiveError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sentence that says what is wrong.
  public let message: String
  /// The version found; `nil` where the archive has none.
  public let formatVersion: Int?

  /// The sentence.
  public var description: String { message }
}
