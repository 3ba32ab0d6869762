import Foundation
import ScalingExperiments

/// The folders below a root with their files, and what in them is no file.
///
/// Links to files are followed. Links to folders are not: they may lead back to where one came from.
struct ResultsFolders {
  /// A folder of the tree with its files, both by their path below the root.
  struct Folder {
    let path: String
    var files: [String] = []
  }

  private let root: String
  /// The root without links in its path.
  private let resolvedRoot: String
  /// Folders that have files, in the order of their paths.
  private(set) var folders: [Folder] = []
  /// What was passed over, in the order of the paths.
  private(set) var notes: [ImportNote] = []

  /// Lists a tree; throws `ImportError` if the root is no folder or cannot be listed.
  init(of root: String) throws(ImportError) {
    self.root = root
    resolvedRoot = URL(fileURLWithPath: root).resolvingSymlinksInPath().path
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: root, isDirectory: &isDirectory), isDirectory.boolValue else {
      throw ImportError(message: "There is no folder \(root).", file: root)
    }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: root) else {
      throw ImportError(message: "The folder \(root) cannot be listed; check its permissions.", file: root)
    }
    visit("", names)
    folders.sort { $0.path < $1.path }
    notes.sort { ($0.file ?? "") < ($1.file ?? "") }
  }

  private func fullPath(_ name: String) -> String { root.hasSuffix("/") ? root + name : "\(root)/\(name)" }

  private mutating func note(_ name: String, _ reason: String, _ severity: ImportNote.Severity = .skipped) {
    notes.append(ImportNote(severity: severity, file: name, reason: reason))
  }

  private mutating func visit(_ path: String, _ names: [String]) {
    var folder = Folder(path: path)
    for entry in names.sorted() where !entry.hasPrefix(".") {
      let name = path.isEmpty ? entry : "\(path)/\(entry)"
      switch type(fullPath(name)) {
      case .typeRegular: folder.files.append(name)
      case .typeDirectory:
        if let names = try? FileManager.default.contentsOfDirectory(atPath: fullPath(name)) {
          visit(name, names)
        } else {
          note(name, "The folder cannot be listed; check its permissions. It was left out.")
        }
      case .typeSymbolicLink: if isFile(link: name) { folder.files.append(name) }
      default:
        // Reading a pipe would wait for ever.
        note(name, "This is neither a file nor a folder (a pipe, a socket or a device) and was left out.")
      }
    }
    if !folder.files.isEmpty { folders.append(folder) }
  }

  /// The type of what stands at a path itself, links not followed.
  private func type(_ path: String) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
  }

  /// Whether a link leads to a file; a note says where else it leads.
  private mutating func isFile(link name: String) -> Bool {
    let path = fullPath(name)
    let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? ""
    let arrow = "The symbolic link leads to \(Wording.quoted(target))"
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      note(name, "\(arrow), where nothing is, or back to itself; it was left out.")
      return false
    }
    if isDirectory.boolValue {
      note(name, "\(arrow), a folder; folders are read where they are and not through links, so that it was left out.")
      return false
    }
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard type(resolved) == .typeRegular else {
      note(name, "\(arrow), which is neither a file nor a folder; it was left out.")
      return false
    }
    let inside = resolvedRoot.hasSuffix("/") ? resolvedRoot : resolvedRoot + "/"
    if resolved.hasPrefix(inside), !resolved.dropFirst(inside.count - 1).contains("/.") {
      // Beside other files it would be read without its own neighbours.
      note(name, "\(arrow), which is read where it is.", .information)
      return false
    }
    return true
  }
}
