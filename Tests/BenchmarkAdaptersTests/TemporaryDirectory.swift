import BenchmarkAdapters
import Foundation

/// Folders for tests.
enum TemporaryDirectory {
  /// The folder of the measured data that the package ships.
  static let measurements = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Examples/Data/h100")

  /// Calls `body` with an empty folder and removes it afterwards.
  static func use(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory)
  }

  /// What a folder of these files holds; `prepare` may add to it what is no file.
  static func read(
    _ files: [String: String], context: MeasurementContext = MeasurementContext(),
    badFiles: ResultsDirectory.BadFilePolicy = .skipAndReport, prepare: (URL) throws -> Void = { _ in }
  ) throws -> ResultsDirectoryContents {
    var result: Result<ResultsDirectoryContents, any Error> = .success(ResultsDirectoryContents())
    try use { directory in
      for (name, text) in files {
        let file = directory.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      try prepare(directory)
      result = Result { try ResultsDirectory(directory.path, context: context, badFiles: badFiles).read() }
    }
    return try result.get()
  }
}
