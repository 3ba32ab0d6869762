/// The measurements of a study of test-time scaling: end-to-end runs, single decode steps, long generations and power.
///
/// A plain container: it joins and averages nothing.
public struct TestTimeScalingMeasurements: Sendable, Codable, Hashable {
  /// The end-to-end runs.
  public var runs: [Run]
  /// The times of single decode steps.
  public var decodeSteps: [DecodeStepMeasurement]
  /// The cumulative times of long generations.
  public var generations: [GenerationTrace]
  /// The power windows.
  public var power: [PowerMeasurement]
  /// What the adapter left out, did not use or did not find.
  public var notes: [ImportNote]
  /// The files that were read.
  public var sources: [SourceFile]
  /// What the data cannot show, one sentence each; shown wherever the data are.
  public var limitations: [String]

  /// Creates a container.
  public init(
    runs: [Run] = [],
    decodeSteps: [DecodeStepMeasurement] = [],
    generations: [GenerationTrace] = [],
    power: [PowerMeasurement] = [],
    notes: [ImportNote] = [],
    sources: [SourceFile] = [],
    limitations: [String] = []
  ) {
    self.runs = runs
    self.decodeSteps = decodeSteps
    self.generations = generations
    self.power = power
    self.notes = notes
    self.sources = sources
    self.limitations = limitations
  }
}

/// A file that was read, with a fingerprint that tells whether it is still the same.
public struct SourceFile: Sendable, Codable, Hashable {
  /// The name of the file.
  public var name: String
  /// The number of records in it, the header not counted.
  public var rows: Int
  /// The 64-bit FNV-1a hash of its bytes, as 16 hexadecimal digits.
  ///
  /// It detects changes, not forgeries.
  public var fingerprint: String

  /// Creates an entry.
  public init(name: String, rows: Int, fingerprint: String) {
    self.name = name
    self.rows = rows
    self.fingerprint = fingerprint
  }
}
