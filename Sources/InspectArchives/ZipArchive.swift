import BenchmarkAdapters
import CZlib

/// A ZIP archive in memory: stored and deflated members, found by its directory (PKWARE's APPNOTE 6.3.10, section 4.3).
struct ZipArchive {
  /// A member as the directory lists it.
  struct Member {
    let name: String
    fileprivate let method: Int
    fileprivate let isEncrypted: Bool
    fileprivate let checksum: UInt32
    fileprivate let compressedSize: Int
    fileprivate let size: Int
    fileprivate let offset: Int
  }

  /// The most bytes that one member, and all that are read together, may have when unpacked.
  static let greatestMember = 1 << 30
  static let greatestArchive = 4 << 30

  let name: String
  let members: [Member]
  private let bytes: [UInt8]

  /// Reads the directory; throws `ImportError` for what is no ZIP archive, is cut off, or larger than its format allows.
  init(bytes: [UInt8], name: String) throws(ImportError) {
    self.bytes = bytes
    self.name = name
    guard let end = Self.endOfDirectory(bytes) else {
      throw ImportError.zip(name, "The file is no ZIP archive, or was cut off: it has no directory at its end.")
    }
    let count = Self.number(bytes, end + 10, 2)
    let size = Self.number(bytes, end + 12, 4)
    let start = Self.number(bytes, end + 16, 4)
    guard count < 0xFFFF, size < 0xFFFF_FFFF, start < 0xFFFF_FFFF else {
      throw ImportError.zip(
        name, "The archive is in the ZIP64 format, which is not read; `inspect log dump` writes the log as JSON.")
    }
    guard start + size <= end else { throw ImportError.zip(name, "The directory of the archive is damaged.") }
    var members: [Member] = []
    var total = 0
    var at = start
    for _ in 0..<count {
      guard at + 46 <= end, Self.number(bytes, at, 4) == 0x0201_4B50 else {
        throw ImportError.zip(name, "The directory of the archive is damaged.")
      }
      let lengths = [28, 30, 32].map { Self.number(bytes, at + $0, 2) }
      guard at + 46 + lengths.reduce(0, +) <= end else {
        throw ImportError.zip(name, "The directory of the archive is damaged.")
      }
      let member = Member(
        name: String(decoding: bytes[at + 46..<at + 46 + lengths[0]], as: UTF8.self),
        method: Self.number(bytes, at + 10, 2), isEncrypted: Self.number(bytes, at + 8, 2) & 1 == 1,
        checksum: UInt32(Self.number(bytes, at + 16, 4)), compressedSize: Self.number(bytes, at + 20, 4),
        size: Self.number(bytes, at + 24, 4), offset: Self.number(bytes, at + 42, 4))
      guard member.size <= Self.greatestMember else {
        throw ImportError.zip(name, "\(member.name) would have \(member.size) bytes, more than are unpacked.")
      }
      total += member.size
      members.append(member)
      at += 46 + lengths.reduce(0, +)
    }
    guard total <= Self.greatestArchive else {
      throw ImportError.zip(name, "The members would have \(total) bytes in all, more than are unpacked.")
    }
    self.members = members
  }

  /// Unpacks a member; throws `ImportError` for one that is encrypted, packed by another method, or damaged.
  func contents(of member: Member) throws(ImportError) -> [UInt8] {
    func damaged() -> ImportError { ImportError.zip(name, "\(member.name) in the archive is damaged.") }
    guard !member.isEncrypted else { throw ImportError.zip(name, "\(member.name) in the archive is encrypted.") }
    let header = member.offset
    guard header + 30 <= bytes.count, Self.number(bytes, header, 4) == 0x0403_4B50 else { throw damaged() }
    let start = header + 30 + Self.number(bytes, header + 26, 2) + Self.number(bytes, header + 28, 2)
    guard start + member.compressedSize <= bytes.count else { throw damaged() }
    let contents: [UInt8]
    switch member.method {
    case 0:
      guard member.compressedSize == member.size else { throw damaged() }
      contents = Array(bytes[start..<start + member.size])
    case 8:
      var isWhole = false
      contents = [UInt8](unsafeUninitializedCapacity: member.size) { output, count in
        isWhole = bytes.withUnsafeBufferPointer { input -> Bool in
          guard let data = input.baseAddress else { return false }
          guard let room = output.baseAddress else { return member.size == 0 }
          return czlib_inflate(data + start, member.compressedSize, room, member.size) == 0
        }
        count = isWhole ? member.size : 0
      }
      guard isWhole else { throw damaged() }
    case 93:
      throw ImportError.zip(
        name, "\(member.name) is packed by Zstandard, which is not read; `inspect log dump` writes the log as JSON.")
    default:
      throw ImportError.zip(name, "\(member.name) is packed by method \(member.method), which is not read.")
    }
    guard czlib_crc32(contents, contents.count) == member.checksum else { throw damaged() }
    return contents
  }

  /// The place of the end record, which a comment may follow.
  private static func endOfDirectory(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let last = bytes.count - 22
    for at in stride(from: last, through: max(0, last - 0xFFFF), by: -1) where number(bytes, at, 4) == 0x0605_4B50 {
      if at + 22 + number(bytes, at + 20, 2) <= bytes.count { return at }
    }
    return nil
  }

  /// A whole number of some bytes, the least significant first.
  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
  }
}

extension ImportError {
  static func zip(_ file: String, _ reason: String) -> ImportError {
    ImportError(message: "\(file): \(reason)", file: file, line: nil)
  }
}
