import ScalingExperiments

/// A tool's format: knows its files by their keys and makes runs of them.
public protocol MeasurementSource: Sendable {
  /// The name of the tool and of what it wrote, such as "vLLM bench serve".
  var name: String { get }

  /// Returns whether a file with these keys is of this format. File names say nothing.
  ///
  /// The keys are those of `MeasurementFile.keys`: of all records, and one level below (`"results.latency"`).
  func matches(_ keys: Set<String>) -> Bool

  /// Returns the runs of a file, completed by what the context states.
  ///
  /// Throws `ImportError` if the file is damaged, contradicts the context, or leaves open, as the context does, which
  /// model ran.
  func runs(from file: MeasurementFile, context: MeasurementContext) throws(ImportError) -> MeasurementImport

  /// Whether files of this format are spread over several of one folder; the default says that they may be.
  ///
  /// A folder holds such files together in memory; others are read one by one and are no file's neighbours.
  var readsNeighbours: Bool { get }

  /// Returns the runs of a file that may be spread over several files of one folder; the default reads it alone.
  ///
  /// The neighbours are the other files of the folder whose formats read neighbours, or that have no format. Throws what `runs(from:context:)` throws.
  func runs(
    from file: MeasurementFile, beside neighbours: [MeasurementFile], context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport
}

extension MeasurementSource {
  /// Says that files may be spread over several of one folder.
  public var readsNeighbours: Bool { true }

  /// Returns the runs of the file alone.
  public func runs(
    from file: MeasurementFile, beside neighbours: [MeasurementFile], context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try runs(from: file, context: context)
  }
}

/// What a source made of a file.
public struct MeasurementImport: Sendable, Hashable {
  /// The runs.
  public var runs: [Run]
  /// What was left out or not found, beyond the notes of the runs.
  public var notes: [ImportNote]
  /// Of the notes, those on records that gave no run.
  var losses: [ImportNote] = []

  /// Creates a result.
  public init(runs: [Run] = [], notes: [ImportNote] = []) {
    self.runs = runs
    self.notes = notes
  }
}
