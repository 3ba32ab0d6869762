/// How far the reading of a large file has come.
public struct StreamingProgress: Sendable, Hashable {
  /// The name of the file.
  public let file: String
  /// The bytes read.
  public let bytesRead: Int
  /// The bytes of the file.
  public let bytes: Int
  /// The rows read.
  public let rows: Int

  /// The share of the bytes that were read, from 0 to 1.
  public var fraction: Double { bytes > 0 ? min(1, Double(bytesRead) / Double(bytes)) : 1 }

  /// The size of a file, in bytes, from which on its reading is reported.
  public static let leastFile = 50_000_000
  /// The bytes between two reports.
  public static let interval = 16 << 20
}

/// How the records of a large file are written.
public enum StreamedFormat: Sendable, Hashable {
  /// Delimited text with a header row (RFC 4180).
  case delimited(Character)
  /// One JSON object a line; columns are keys, or ways to inner keys with dots ("metrics.latency.value").
  case jsonLines
}
