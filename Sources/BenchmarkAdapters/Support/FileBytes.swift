import Foundation

/// Bytes of files and what identifies them.
enum FileBytes {
  /// Reads a file whole; throws `ImportError` for a directory and for what cannot be read.
  static func read(_ path: String, expected: String) throws(ImportError) -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .at(path, nil, "There is no such file.")
    }
    guard !isDirectory.boolValue else {
      throw ImportError(message: "\(path) is a directory, not a \(expected) file.", file: path)
    }
    // Straight into the array: a `Data` in between would hold every file twice.
    guard let stream = fopen(path, "rb") else {
      throw .at(path, nil, "The file cannot be read; check its permissions.")
    }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var capacity = max(size(path), 1)
    while true {
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        count = fread(buffer.baseAddress, 1, buffer.count, stream)
      }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      guard ferror(stream) == 0 else { throw .at(path, nil, "The file cannot be read to its end.") }
      guard chunk.count == capacity else { return bytes }
      // The file may be growing, or not know its length.
      capacity = 1 << 16
    }
  }

  private static func size(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  /// The part of a path after its last slash.
  static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The 64-bit FNV-1a hash of bytes as 16 hexadecimal digits.
  ///
  /// Fowler, Noll and Vo: offset basis 14695981039346656037, prime 1099511628211.
  static func fingerprint(_ bytes: [UInt8]) -> String {
    let hash = bytes.withUnsafeBufferPointer { buffer in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      var index = 0
      while index < buffer.count {
        hash = (hash ^ UInt64(buffer[index])) &* 0x0000_0100_0000_01B3
        index += 1
      }
      return hash
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
