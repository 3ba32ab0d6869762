import Foundation

/// Shows a chart, a table or a page: as text in a terminal, richly in a notebook.
///
/// A notebook is a process whose variable `SCALING_DISPLAY_DIRECTORY` names a folder; forms are written there in the order shown. A value that cannot be drawn prints why.
public func show(_ value: some Displayable) {
  do {
    try Display.emit(try value.displayForms(), kind: "shown")
  } catch {
    print(error)
  }
}

/// Shows any other value as its description.
public func show(_ value: some CustomStringConvertible) {
  do {
    try Display.emit(DisplayForms(text: value.description), kind: "shown")
  } catch {
    print(error)
  }
}

/// Where shown values go.
public enum Display {
  /// Hands the forms of a cell's result to the notebook: a displayable value richly, any other as its description.
  ///
  /// A notebook's kernel calls it; elsewhere it prints.
  public static func result<Value>(_ value: Value) {
    do {
      if let displayable = value as? any Displayable {
        try emit(try displayable.displayForms(), kind: "result")
      } else {
        try emit(DisplayForms(text: words(value)), kind: "result")
      }
    } catch {
      print(error)
    }
  }

  /// A list of results reads one below the other; anything else as it describes itself.
  private static func words<Value>(_ value: Value) -> String {
    guard let list = value as? [any CustomStringConvertible], list.count > 1, !(value is [Double]), !(value is [Int]),
      !(value is [String])
    else { return String(describing: value) }
    return list.map(\.description).joined(separator: "\n")
  }

  /// Prints the text, or writes all forms into the notebook's folder under the next number.
  static func emit(_ forms: DisplayForms, kind: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["SCALING_DISPLAY_DIRECTORY"], !folder.isEmpty else {
      print(forms.text)
      return
    }
    let count = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.count
    let number = String(count + 1)
    let name = String(repeating: "0", count: max(0, 6 - number.count)) + number
    let file = URL(fileURLWithPath: folder).appendingPathComponent("\(name)-\(kind).json")
    try Data(forms.mimeBundle.utf8).write(to: file, options: .atomic)
  }
}
