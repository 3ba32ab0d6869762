import Foundation

extension ReportPage {
  /// Writes the page into a directory: `index.html`, `report.md`, `report.json`, `figures/<id>.svg` and `data/<id>.csv`.
  ///
  /// The directory is made where it is missing. Each file is replaced as a whole or left as it was; drawings and numbers
  /// come before the pages that refer to them. Other files in the directory are not touched, so figures of an earlier
  /// page stay.
  ///
  /// - Parameter directory: The path of the directory, absolute or relative to the current one.
  /// - Returns: The paths of all files, each beginning with `directory`: the HTML page, the Markdown page, its JSON, then drawing
  ///   and numbers of each figure in reading order.
  /// - Throws: ``ReportPageError`` that names the path which is a file where a directory is needed, or cannot be made or
  ///   written, with the system's reason.
  @discardableResult
  public func write(to directory: String) throws -> [String] {
    guard !directory.isEmpty else {
      throw ReportPageError(message: "The path of the report's directory is empty; “.” is the current directory.")
    }
    let base = directory.utf8.last == UInt8(ascii: "/") ? directory : directory + "/"
    let figures = figures
    try Self.makeDirectory(directory)
    if !figures.isEmpty {
      try Self.makeDirectory(base + "figures")
      try Self.makeDirectory(base + "data")
    }
    var paths: [String] = []
    for figure in figures {
      try Self.write(figure.standaloneSVG, to: base + figure.svgPath)
      try Self.write(figure.data.commaSeparatedValues, to: base + figure.dataPath)
      paths += [base + figure.svgPath, base + figure.dataPath]
    }
    try Self.write(json(), to: base + "report.json")
    try Self.write(markdown(), to: base + "report.md")
    try Self.write(html(), to: base + "index.html")
    return [base + "index.html", base + "report.md", base + "report.json"] + paths
  }

  private static func makeDirectory(_ path: String) throws {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
      guard isDirectory.boolValue else {
        throw ReportPageError(message: "The report needs a directory at “\(path)”, but there is a file.")
      }
      return
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw ReportPageError(
        message: "The directory “\(path)” for the report cannot be made: \(reason(error))")
    }
  }

  private static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ReportPageError(message: "The file “\(path)” of the report cannot be written: \(reason(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    let text = (error as NSError).localizedDescription
    return text.hasSuffix(".") ? text : text + "."
  }
}
