/// A field of a results file that has no place among the figures of a run, kept as it was written.
///
/// Together with the outcomes it makes a run lossless: what the library does not understand today can be read tomorrow
/// without the file.
public struct UnmappedField: Sendable, Codable, Hashable {
  /// The keys that lead to the field, from the outside in; a list because keys may hold dots.
  public var path: [String]
  /// The value as JSON without spaces, numbers digit by digit as in the file.
  public var json: String

  /// Creates a field.
  public init(path: [String], json: String) {
    self.path = path
    self.json = json
  }
}

/// Archives from before there were unmapped fields have none.
extension KeyedDecodingContainer {
  /// Decodes the fields, or none where the key is missing.
  func decode(_ type: [UnmappedField].Type, forKey key: Key) throws -> [UnmappedField] {
    try decodeIfPresent(type, forKey: key) ?? []
  }
}
