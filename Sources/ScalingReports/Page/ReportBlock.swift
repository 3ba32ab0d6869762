/// One piece of a section, from top to bottom.
///
/// All text is plain: there is no markup language, and every character is shown as it was given.
public enum ReportBlock: Hashable, Sendable {
  /// A paragraph of running text.
  case paragraph(String)
  /// A list of short items without order; an empty list shows nothing.
  case bulletList([String])
  /// A sentence that stands out: a finding, a caution or a refusal.
  case callout(ReportCallout)
  /// A table.
  case table(ReportTable)
  /// A chart with its numbers.
  case figure(ReportFigure)
  /// Text whose spaces and line breaks count: a command, a configuration, a listing.
  case preformatted(String)

  /// A callout that states a result.
  ///
  /// - Parameters:
  ///   - headline: The result as a sentence.
  ///   - details: Further paragraphs under it.
  /// - Returns: The block.
  public static func finding(_ headline: String, details: [String] = []) -> ReportBlock {
    .callout(ReportCallout(.finding, headline, details: details))
  }

  /// A callout that says where a result stops holding.
  ///
  /// - Parameters:
  ///   - headline: The caution as a sentence.
  ///   - details: Further paragraphs under it.
  /// - Returns: The block.
  public static func caution(_ headline: String, details: [String] = []) -> ReportBlock {
    .callout(ReportCallout(.caution, headline, details: details))
  }

  /// A callout that says what was not computed, and why.
  ///
  /// - Parameters:
  ///   - headline: The refusal as a sentence.
  ///   - details: Further paragraphs under it: what would be needed.
  /// - Returns: The block.
  public static func refusal(_ headline: String, details: [String] = []) -> ReportBlock {
    .callout(ReportCallout(.refusal, headline, details: details))
  }
}

/// A sentence that stands out from the text, with the kind of thing it says.
public struct ReportCallout: Hashable, Sendable {
  /// What a callout says about the result: that there is one, how far it holds, or why there is none.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A result.
    case finding
    /// A limit of a result.
    case caution
    /// A question that was not answered, since the data do not allow it.
    case refusal

    /// The word that is printed before the headline, so that the kind does not rest on colour.
    var word: String {
      switch self {
      case .finding: "Finding"
      case .caution: "Caution"
      case .refusal: "Refused"
      }
    }
  }

  /// What the callout says about the result.
  public let kind: Kind
  /// The sentence itself.
  public let headline: String
  /// Further paragraphs under the headline.
  public let details: [String]

  /// Creates a callout.
  ///
  /// - Parameters:
  ///   - kind: What it says about the result.
  ///   - headline: The sentence.
  ///   - details: Further paragraphs.
  public init(_ kind: Kind, _ headline: String, details: [String] = []) {
    self.kind = kind
    self.headline = headline
    self.details = details
  }
}
