import BenchmarkAdapters
import Foundation
import InspectArchives
import ScalingExperiments
import Testing

/// Inspect's `.eval` files.
@Suite struct InspectArchiveTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Examples/Data/tools/inspect")

  private static func archive() throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent("arith.eval")))
  }

  private static func message(_ bytes: [UInt8]) -> String {
    do {
      return "read, \(try InspectArchive.file(bytes: bytes, name: "l.eval").topKeys.sorted())"
    } catch {
      return error.message
    }
  }

  @Test func `An archive gives what the same log gives as JSON`() throws {
    let packed = try InspectArchive.file(bytes: Self.archive(), name: "arith").runs().runs
    let plain = try MeasurementFile(contentsOf: Self.folder.appendingPathComponent("arith.json").path, name: "arith")
      .runs().runs
    #expect(packed.count == 1 && packed[0].outcomes == plain[0].outcomes)
    #expect(packed[0].answers?.count == 18 && packed[0].answers?.isCorrect.count { $0 } == 2)
    #expect(Set(packed[0].requests?.latency ?? []) == Set(plain[0].requests?.latency ?? [1]))
    #expect(packed[0].model == plain[0].model && packed[0].workload == plain[0].workload)
  }

  @Test func `Without the optional target a ZIP is refused in words`() throws {
    let error = #expect(throws: ImportError.self) { try MeasurementFile(bytes: Self.archive(), name: "l.eval") }
    #expect(error?.message.contains("InspectArchives") == true)
    #expect(InspectArchive.isArchive(try Self.archive()) && !InspectArchive.isArchive([0x7B]))
  }

  @Test func `What is damaged or no archive is refused, wherever the damage is`() throws {
    let bytes = try Self.archive()
    #expect(Self.message([]).contains("no ZIP archive"))
    #expect(Self.message(Array(bytes.prefix(bytes.count / 2))).contains("no ZIP archive"))
    var refused = 0
    for place in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[place] ^= 0x55
      if !Self.message(damaged).hasPrefix("read") { refused += 1 }
    }
    // Times, comments and attributes may be anything; most other bytes may not.
    #expect(refused > bytes.count / 7 / 2)
  }

  /// The place of the first entry of the directory.
  private static func directory(_ bytes: [UInt8]) -> Int {
    let end = bytes.count - 22
    return Int(bytes[end + 16]) | Int(bytes[end + 17]) << 8 | Int(bytes[end + 18]) << 16
  }

  @Test func `Encryption, other methods and sizes beyond reason are named`() throws {
    func changed(_ offset: Int, _ values: [UInt8]) throws -> [UInt8] {
      var bytes = try Self.archive()
      // Every entry, so that it does not matter which is read first.
      var at = Self.directory(bytes)
      while at + 46 < bytes.count, bytes[at] == 0x50, bytes[at + 1] == 0x4B, bytes[at + 2] == 1 {
        for (index, value) in values.enumerated() { bytes[at + offset + index] = value }
        at += 46 + [28, 30, 32].reduce(0) { $0 + Int(bytes[at + $1]) | Int(bytes[at + $1 + 1]) << 8 }
      }
      return bytes
    }
    #expect(Self.message(try changed(8, [1])).contains("encrypted"))
    #expect(Self.message(try changed(10, [93])).contains("Zstandard"))
    #expect(Self.message(try changed(10, [12])).contains("method 12"))
    #expect(Self.message(try changed(24, [0xFF, 0xFF, 0xFF, 0x7F])).contains("more than are unpacked"))
    #expect(Self.message(try changed(24, [1, 0, 0, 0])).contains("is damaged"))
  }
}
