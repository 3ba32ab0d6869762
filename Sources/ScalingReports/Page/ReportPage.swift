/// A page of results as a plain value, rendered as one HTML file and as its Markdown twin.
///
/// The page is read in this order: title, `limitations`, contents, sections, footer. What the data cannot show stands
/// before the first result. The same value gives the same bytes on every platform; no date appears unless it is given.
public struct ReportPage: Hashable, Sendable {
  /// The one first-level heading, and the title of the browser's tab.
  public let title: String
  /// The line under the title; empty for none.
  public let subtitle: String
  /// What the data cannot show, one sentence each; printed before any result.
  public let limitations: [String]
  /// The sections in reading order.
  public let sections: [ReportSection]
  /// What a reader needs to check or repeat the page.
  public let footer: ReportFooter

  /// The ids of `sections` in the HTML page, all different.
  let sectionIDs: [String]

  /// Creates a page after checking that every part can be named and linked to.
  ///
  /// - Parameters:
  ///   - title: The page's title; not blank.
  ///   - subtitle: The line under the title; empty for none.
  ///   - limitations: What the data cannot show, one sentence each.
  ///   - sections: The sections in reading order.
  ///   - footer: Assumptions, fingerprints of the data, seed, versions.
  /// - Throws: ``ReportPageError`` for a blank title or heading, a section id that cannot stand in a link, and an id that
  ///   occurs twice: of sections, of figures, or inside the drawings, whose ids share the page's one name space.
  /// - Complexity: O(sections + blocks + ids in drawings).
  public init(
    title: String, subtitle: String = "", limitations: [String], sections: [ReportSection],
    footer: ReportFooter = ReportFooter()
  ) throws {
    guard !ReportText.isBlank(title) else {
      throw ReportPageError(message: "The page has no title.")
    }
    self.sectionIDs = try Self.assignIDs(sections)
    self.title = title
    self.subtitle = subtitle
    self.limitations = limitations
    self.sections = sections
    self.footer = footer
  }

  /// The figures of all sections in reading order; figure number n stands at index n - 1.
  public var figures: [ReportFigure] {
    sections.flatMap { section in
      section.blocks.compactMap { block in
        if case .figure(let figure) = block { figure } else { nil }
      }
    }
  }

  /// Renders the page as one self-contained HTML file.
  ///
  /// No script and nothing fetched; the text is well-formed XML after its first line (the doctype), and follows the
  /// reader's light or dark preference. O(length of the output).
  ///
  /// - Returns: The text of the file, ending with a line feed.
  public func html() -> String {
    HTMLReport(self).text
  }

  /// Renders the page as GitHub-flavored Markdown.
  ///
  /// Figures refer to `figures/<id>.svg` and their numbers to `data/<id>.csv`, both written by ``write(to:)``.
  /// O(length of the output).
  ///
  /// - Returns: The text of the file, ending with a line feed.
  public func markdown() -> String {
    MarkdownReport(self).text
  }

  /// Gives every section an id that nothing else on the page has.
  private static func assignIDs(_ sections: [ReportSection]) throws -> [String] {
    // What holds an id, so that a collision can name both holders.
    var holders = [HTMLReport.limitationsID: "the page's limitations", HTMLReport.footerID: "the page's footer"]
    func claim(_ id: String, for holder: String) throws {
      if let other = holders.updateValue(holder, forKey: id) {
        throw ReportPageError(message: "The id “\(id)” occurs twice on the page: in \(other) and in \(holder).")
      }
    }

    var figureIDs: Set<String> = []
    for section in sections {
      guard !ReportText.isBlank(section.heading) else {
        throw ReportPageError(message: "A section has no heading.")
      }
      if let id = section.id {
        guard ReportText.isIdentifier(id) else {
          throw ReportPageError(
            message: "The id “\(id)” of the section “\(section.heading)” cannot stand in a link: use 1 to "
              + "\(ReportText.longestIdentifier) lower-case letters (a-z), digits and hyphens, beginning with a letter."
          )
        }
        try claim(id, for: "the section “\(section.heading)”")
      }
      for case .figure(let figure) in section.blocks {
        guard figureIDs.insert(figure.id).inserted else {
          throw ReportPageError(
            message: "Two figures have the id “\(figure.id)”; their files would overwrite each other.")
        }
        try claim(HTMLReport.anchor(of: figure), for: "the figure “\(figure.id)”")
        try claim(HTMLReport.captionID(of: figure), for: "the caption of the figure “\(figure.id)”")
        for id in figure.drawingIDs { try claim(id, for: "the drawing of the figure “\(figure.id)”") }
      }
    }
    // Ids made from headings come last: they can give way, the given ones cannot.
    return sections.enumerated().map { index, section in
      if let id = section.id { return id }
      let base = ReportText.identifier(from: section.heading) ?? "section-\(index + 1)"
      var id = base
      var copy = 2
      while holders[id] != nil {
        id = "\(base)-\(copy)"
        copy += 1
      }
      holders[id] = "the section “\(section.heading)”"
      return id
    }
  }
}

/// A part of a page: a second-level heading and the blocks under it.
public struct ReportSection: Hashable, Sendable {
  /// The heading; not blank on a page.
  public var heading: String
  /// The name of the section in links; `nil` to make one from the heading.
  public var id: String?
  /// What stands under the heading.
  public var blocks: [ReportBlock]

  /// Creates a section.
  ///
  /// - Parameters:
  ///   - heading: The heading.
  ///   - id: The name in links, to keep links alive when the heading changes; `nil` to make one from the heading.
  ///   - blocks: What stands under the heading.
  public init(_ heading: String, id: String? = nil, blocks: [ReportBlock]) {
    self.heading = heading
    self.id = id
    self.blocks = blocks
  }
}

/// A named value in a page's footer: a file and its fingerprint, a program and its version.
public struct ReportFact: Hashable, Sendable {
  /// What the value belongs to.
  public let name: String
  /// The value as text.
  public let value: String

  /// Creates a fact.
  ///
  /// - Parameters:
  ///   - name: What the value belongs to.
  ///   - value: The value as text.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What a reader needs to check or repeat a page: assumptions, fingerprints of the data, seed, versions.
public struct ReportFooter: Hashable, Sendable {
  /// What was taken for granted, one sentence each: prices, power, definitions.
  public var assumptions: [String]
  /// The data and their fingerprints (for example SHA-256 of a file).
  public var fingerprints: [ReportFact]
  /// The seed of everything random on the page; `nil` where nothing is.
  public var seed: UInt64?
  /// The programs and their versions.
  public var versions: [ReportFact]
  /// The date in the words of the caller; `nil` for none, so that pages of equal content are equal bytes.
  public var date: String?

  /// Creates a footer; what is left out is not printed.
  ///
  /// - Parameters:
  ///   - assumptions: What was taken for granted, one sentence each.
  ///   - fingerprints: The data and their fingerprints.
  ///   - seed: The seed of everything random on the page.
  ///   - versions: The programs and their versions.
  ///   - date: The date as text.
  public init(
    assumptions: [String] = [], fingerprints: [ReportFact] = [], seed: UInt64? = nil, versions: [ReportFact] = [],
    date: String? = nil
  ) {
    self.assumptions = assumptions
    self.fingerprints = fingerprints
    self.seed = seed
    self.versions = versions
    self.date = date
  }

  /// The titled groups of lines that both renderers print, in order, without the empty ones.
  var groups: [(title: String, facts: [ReportFact])] {
    var run: [ReportFact] = []
    if let seed { run.append(ReportFact("Random seed", String(seed))) }
    run += versions
    if let date { run.append(ReportFact("Date", date)) }
    return [("Data fingerprints", fingerprints), ("Versions and seed", run)].filter { !$0.1.isEmpty }
  }

  /// Whether there is nothing to print.
  var isEmpty: Bool { assumptions.isEmpty && groups.isEmpty }
}
