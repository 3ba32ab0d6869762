import BenchmarkSupport
import Foundation
import ParetoFrontiers

/// The public calls, columns in and indices out, over the sets of rows in a folder.
enum FrontCalls {
  static func tasks(_ folder: String) -> [BenchmarkTask] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let bootstrap = BootstrapCalls()
    let probabilities = [
      task("front of 200 runs") { [Double(try bootstrap.oneFront())] },
      task("P(on front), resampled") { [try bootstrap.bootstrap()] },
      task("P(on front), drawn") { [try bootstrap.normalDraws()] },
    ]
    return probabilities
      + names.filter { $0.hasSuffix(".columns") }.flatMap { file in
        let name = String(file.dropLast(".columns".count))
        guard let objectives = objectives("\(folder)/\(file)") else { return [BenchmarkTask]() }
        let reference = [Double](repeating: 1.1, count: objectives.count)
        var tasks = [
          task("front \(name)") {
            let front = try ParetoFront(objectives, dominators: false)
            return [Double(front.members.count), Double(front.members.reduce(0, +))]
          },
          task("volume \(name)") { [try Hypervolume(objectives, reference: reference).volume] },
        ]
        if objectives.count == 2 {
          tasks.append(
            task("ranks \(name)") {
              let ranks = try ParetoRanks(objectives)
              return [Double(ranks.sizes.enumerated().reduce(0) { $0 + $1.offset * $1.element })]
            })
        }
        return tasks
      }
  }

  private static func task(_ name: String, _ call: @escaping () throws -> [Double]) -> BenchmarkTask {
    var row: [Double] = []
    return BenchmarkTask(name) {
      row = try call()
      return 1
    } rows: {
      [row]
    }
  }

  /// The columns of a file: the number of rows and of columns as 8-byte integers, then the columns.
  private static func objectives(_ path: String) -> [Objective]? {
    guard let data = FileManager.default.contents(atPath: path), data.count >= 16 else { return nil }
    let header = data.prefix(16).withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
    let (count, columns) = (Int(header[0]), Int(header[1]))
    guard data.count == 16 + 8 * count * columns else { return nil }
    let values = data.dropFirst(16).withUnsafeBytes { bytes in
      [Double](unsafeUninitializedCapacity: count * columns) { buffer, filled in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
        filled = count * columns
      }
    }
    return (0..<columns).map { index in
      Objective(
        name: "f\(index)", values: Array(values[(index * count)..<((index + 1) * count)]), sense: .minimize)
    }
  }
}
