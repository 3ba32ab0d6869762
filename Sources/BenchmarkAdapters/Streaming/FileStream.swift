import CTextScanning
import Foundation

/// A file read piece by piece into one buffer.
struct FileStream {
  let name: String
  /// The bytes of the file.
  let bytes: Int
  /// The bytes read so far.
  private(set) var bytesRead = 0
  private(set) var isAtEnd = false
  private var hash: UInt64 = 0
  private let storage: Storage

  /// The bytes of a piece, and the most that one row may have.
  static let piece = 4 << 20
  private static let longestRow = 64 << 20
  /// The scan reads whole blocks, beyond the end of the text.
  private static let slack = 128

  /// Owns the buffer and the open file.
  private final class Storage {
    let file: UnsafeMutablePointer<FILE>
    var buffer: UnsafeMutablePointer<UInt8>
    var capacity: Int
    var start = 0
    var end = 0

    init(file: UnsafeMutablePointer<FILE>, capacity: Int) {
      self.file = file
      self.capacity = capacity
      buffer = .allocate(capacity: capacity + FileStream.slack)
      buffer.initialize(repeating: 0, count: capacity + FileStream.slack)
    }

    deinit {
      fclose(file)
      buffer.deallocate()
    }
  }

  /// Opens a file to read it by pieces of so many bytes; throws `ImportError` for a directory and for what cannot be read.
  init(_ path: String, piece: Int = Self.piece) throws(ImportError) {
    name = FileBytes.name(path)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .at(path, nil, "There is no such file.")
    }
    guard !isDirectory.boolValue else { throw .at(path, nil, "It is a directory, not a file.") }
    guard let file = fopen(path, "rb") else { throw .at(path, nil, "The file cannot be read.") }
    // Our own buffer is the only one.
    setvbuf(file, nil, _IONBF, 0)
    fseek(file, 0, SEEK_END)
    bytes = ftell(file)
    rewind(file)
    storage = Storage(file: file, capacity: piece)
  }

  var isEmpty: Bool { storage.start == storage.end }

  /// A hash of the bytes read, eight at a time: not the hash of files that are read whole, and marked as another.
  var fingerprint: String {
    let digits = String(hash, radix: 16)
    return "streamed-" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Calls a closure with the text that is in memory, whether it is the last of the file, and its length.
  func withText<Result>(_ body: (UnsafePointer<UInt8>, Int, Bool) -> Result) -> Result {
    body(UnsafePointer(storage.buffer + storage.start), storage.end - storage.start, isAtEnd)
  }

  /// Moves what is left to the front and reads as much as there is room for.
  mutating func fill() throws(ImportError) {
    let count = storage.end - storage.start
    if storage.start > 0 {
      memmove(storage.buffer, storage.buffer + storage.start, count)
      storage.start = 0
      storage.end = count
    }
    while storage.end < storage.capacity, !isAtEnd {
      let read = fread(storage.buffer + storage.end, 1, storage.capacity - storage.end, storage.file)
      if read == 0 {
        guard ferror(storage.file) == 0 else { throw .at(name, nil, "The file cannot be read to its end.") }
        isAtEnd = true
        break
      }
      hash = ctext_fingerprint(hash, storage.buffer + storage.end, read)
      storage.end += read
      bytesRead += read
    }
    // What lies behind the text must not look like more of it.
    memset(storage.buffer + storage.end, 0, Self.slack)
  }

  /// Makes room for a row that is longer than the buffer; throws `ImportError` above 64 MiB.
  mutating func growOrFill() throws(ImportError) {
    if storage.start == 0, storage.end == storage.capacity {
      guard storage.capacity < Self.longestRow else {
        throw .at(name, nil, "A row has more than \(Self.longestRow) bytes; is a quote left open?")
      }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * storage.capacity + Self.slack)
      larger.initialize(repeating: 0, count: 2 * storage.capacity + Self.slack)
      memcpy(larger, storage.buffer, storage.end)
      storage.buffer.deallocate()
      storage.buffer = larger
      storage.capacity *= 2
    }
    try fill()
  }

  /// Leaves bytes behind.
  mutating func drop(_ count: Int) { storage.start += count }

  mutating func dropByteOrderMark() {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if storage.end >= 3, (0..<3).allSatisfy({ storage.buffer[$0] == mark[$0] }) { storage.start = 3 }
  }
}
