import ScalingExperiments

/// A folder tree of results files of any tools, read into runs.
///
/// Every file goes to the one source whose keys match; its name says nothing. What no file says comes from
/// `NAME.context.json` beside `NAME.json`, completed by the `context.json` of its folder and of the folders above it, and
/// by the context given in code: the nearer one counts. Equal files and equal runs are listed once.
public struct ResultsDirectory: Sendable {
  /// What happens to a results file that cannot be read, to one that its context contradicts, and to a wrong context.
  public enum BadFilePolicy: Sendable, Hashable {
    /// The folder is refused: `read()` throws for the first fault.
    case refuse
    /// The file, the record of it that is at fault, or the files of the context are left out, with a note.
    case skipAndReport
  }

  /// The folder.
  public let path: String
  /// What holds for all files unless a file says otherwise.
  public let context: MeasurementContext
  /// What happens to bad files.
  public let badFiles: BadFilePolicy
  /// The formats that are read.
  public let formats: [any MeasurementSource]
  /// What happens to prompts, answers and names.
  public let freeText: FreeTextPolicy

  /// Creates an adapter; nothing is read yet.
  public init(
    _ path: String, context: MeasurementContext = MeasurementContext(), badFiles: BadFilePolicy = .skipAndReport,
    formats: [any MeasurementSource] = MeasurementSources.all, freeText: FreeTextPolicy = .drop
  ) {
    self.path = path
    self.context = context
    self.badFiles = badFiles
    self.formats = formats
    self.freeText = freeText
  }

  /// Reads the tree, files in the order of their paths; hidden files are passed over, links to folders not followed.
  ///
  /// Throws `ImportError` for a folder that is missing or cannot be listed, and for nothing else unless `badFiles` is
  /// `.refuse`: then also for a file that is damaged or leaves open which model ran, for a context that is wrong, and for
  /// one that a file contradicts.
  ///
  /// - Complexity: O(*n*) in the bytes of the files. Of a folder, only files of formats that are spread over several
  ///   (lm-eval's) are held together.
  public func read() throws(ImportError) -> ResultsDirectoryContents {
    let tree = try ResultsFolders(of: path)
    var reader = ResultsReader(directory: self, notes: tree.notes)
    for folder in tree.folders { try reader.read(folder) }
    return reader.result
  }

  func fullPath(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }
}

/// What a folder tree of results holds.
public struct ResultsDirectoryContents: Sendable, Hashable {
  /// What was read, in a sentence.
  public var headline: String {
    "\(Wording.count(runs.count, "run")) from \(Wording.count(sources.count, "file")), with "
      + "\(Wording.count(notes.count, "note"))."
  }
  /// The runs, in the order of the files.
  public var runs: [Run]
  /// What was left out or not found, beyond the notes of the runs.
  public var notes: [ImportNote]
  /// Of the notes, those that say why a file of results, or a record of one, gave no run.
  public var losses: [ImportNote]
  /// The files that were read, contexts included.
  public var sources: [SourceFile]

  /// Creates contents.
  public init(
    runs: [Run] = [], notes: [ImportNote] = [], losses: [ImportNote] = [], sources: [SourceFile] = []
  ) {
    self.runs = runs
    self.notes = notes
    self.losses = losses
    self.sources = sources
  }
}
