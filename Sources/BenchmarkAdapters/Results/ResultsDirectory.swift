import Foundation
import ScalingExperiments

/// A folder tree of results files of any tools, read into runs.
///
/// Every file goes to the one source whose keys match; its name says nothing. What no file says comes from
/// `NAME.context.json` beside `NAME.json`, completed by the `context.json` of its folder and of the folders above it, and
/// by the context given in code: the nearer one counts. Equal files and equal runs are listed once.
public struct ResultsDirectory: Sendable {
  /// What happens to a results file that cannot be read.
  public enum BadFilePolicy: Sendable, Hashable {
    /// The folder is refused.
    case refuse
    /// The file is left out, with a note.
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

  /// Creates an adapter; nothing is read yet.
  public init(
    _ path: String, context: MeasurementContext = MeasurementContext(), badFiles: BadFilePolicy = .skipAndReport,
    formats: [any MeasurementSource] = MeasurementSources.all
  ) {
    self.path = path
    self.context = context
    self.badFiles = badFiles
    self.formats = formats
  }

  /// Reads the tree, files in the order of their paths; hidden files are passed over.
  ///
  /// Throws `ImportError` for a folder that is missing, for a context that is wrong or that a file contradicts, and, with
  /// `.refuse`, for a file that is damaged or leaves open which model ran.
  ///
  /// - Complexity: O(*n*) in the bytes of the files; the files of one folder are held together.
  public func read() throws(ImportError) -> ResultsDirectoryContents {
    var reader = ResultsReader(directory: self)
    for folder in try folders() { try reader.read(folder) }
    return reader.result
  }

  /// A folder of the tree with its files, both by their path below the root.
  struct Folder {
    let path: String
    var files: [String]
  }

  func fullPath(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  private func folders() throws(ImportError) -> [Folder] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
      throw ImportError(message: "There is no folder \(path).", file: path)
    }
    let names: [String]
    do {
      names = try FileManager.default.subpathsOfDirectory(atPath: path)
    } catch {
      throw ImportError(message: "The folder \(path) cannot be listed; check its permissions.", file: path)
    }
    var folders: [String: [String]] = [:]
    for name in names {
      guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: fullPath(name), isDirectory: &isDirectory), !isDirectory.boolValue
      else { continue }
      let slash = name.lastIndex(of: "/")
      folders[slash.map { String(name[..<$0]) } ?? "", default: []].append(name)
    }
    return folders.sorted { $0.key < $1.key }.map { Folder(path: $0.key, files: $0.value.sorted()) }
  }
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
  /// The files that were read, contexts included.
  public var sources: [SourceFile]

  /// Creates contents.
  public init(runs: [Run] = [], notes: [ImportNote] = [], sources: [SourceFile] = []) {
    self.runs = runs
    self.notes = notes
    self.sources = sources
  }
}
