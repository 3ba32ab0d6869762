import BenchmarkSupport
import ScalingLaws
import ScalingStatistics

/// A design whose intervals are tested: n points, log-spaced over some decades, with independent errors.
struct CoverageCell {
  let truth: PowerLawWithFloor
  let count: Int
  let decades: Int
  /// The standard deviation of an observation, as a share of the curve's span.
  let noise: Double

  /// n = 8, 12, 20; two and three decades; noise of 0.5, 1 and 3 %; of three curves in turn.
  static let all = [(1, 2, 0.5), (1.5, 2, 0.3), (0.2, 3, 0.8)].flatMap { floor, amplitude, exponent in
    [8, 12, 20].flatMap { count in
      [2, 3].flatMap { decades in
        [0.005, 0.01, 0.03].map { noise in
          CoverageCell(
            truth: PowerLawWithFloor(floor: floor, amplitude: amplitude, exponent: exponent), count: count,
            decades: decades, noise: noise)
        }
      }
    }
  }
}

/// How often intervals covered the truth.
struct CoverageCount {
  var replicates = 0
  var covered = 0
  /// Replicates without an interval; they count as not covered.
  var refused = 0
  /// Intervals with a side that the data leave open.
  var open = 0

  mutating func add(_ interval: Estimate?, _ truth: Double) {
    add(interval?.contains(truth))
    open += interval.map { !$0.lower.isFinite || !$0.upper.isFinite } == true ? 1 : 0
  }

  mutating func add(_ covers: Bool?) {
    replicates += 1
    covered += covers == true ? 1 : 0
    refused += covers == nil ? 1 : 0
  }

  func printLine(_ quantity: String, _ fields: [(String, JSONLineValue)] = []) {
    printJSONLine(
      [("quantity", .text(quantity))] + fields + [
        ("covered", .count(covered)), ("refused", .count(refused)), ("open", .count(open)),
        ("replicates", .count(replicates)),
      ])
  }
}

/// Our side of `compare coverage`: `coverage REPLICATES`.
///
/// Prints a JSON line for each cell and quantity. The seed is fixed.
@main
enum Coverage {
  static func main() {
    let replicates = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 0 : 10_000
    for (index, cell) in CoverageCell.all.enumerated() {
      let fields: [(String, JSONLineValue)] = [
        ("exponent", .number(cell.truth.exponent)), ("points", .count(cell.count)),
        ("decades", .count(cell.decades)), ("noise", .number(cell.noise)),
      ]
      for (quantity, count) in IndependentErrors.counts(cell, replicates: replicates, stream: UInt64(index)) {
        count.printLine(quantity, fields)
      }
    }
    NestedCaps.print(replicates: replicates)
    WildClusters.print(replicates: replicates)
  }
}
