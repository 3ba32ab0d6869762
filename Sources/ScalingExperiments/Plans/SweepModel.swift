/// A model of a sweep: what is known of it, and where its weights are.
public struct SweepModel: Sendable, Codable, Hashable {
  /// The name, family, size and shape.
  public var description: ModelDescription
  /// The repository or path from which an engine loads the weights, such as "deepseek-ai/DeepSeek-R1-Distill-Qwen-14B".
  public var repository: String

  /// Creates a model.
  public init(description: ModelDescription, repository: String) {
    self.description = description
    self.repository = repository
  }

  /// The name in small letters, as a part of the identifiers of cells.
  public var identifier: String { SweepIdentifier.part(description.name) }

  /// Returns whether a name that a tool wrote means this model.
  ///
  /// It does if it is the name, the repository, or the last part of the repository, in any case of letters.
  public func isNamed(_ name: String) -> Bool {
    let wanted = name.lowercased()
    return wanted == description.name.lowercased() || wanted == repository.lowercased()
      || wanted == Self.lastPart(repository).lowercased()
  }

  private static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

/// Words as parts of identifiers that are safe as file names.
enum SweepIdentifier {
  /// Small letters, digits, points and hyphens; everything else becomes a hyphen, because the underscore parts the parts.
  static func part(_ text: String) -> String {
    String(
      text.lowercased().map { character in
        character.isASCII && (character.isLetter || character.isNumber) || character == "." ? character : "-"
      })
  }
}
