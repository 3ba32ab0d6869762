import BenchmarkSupport
import ScalingStatistics

/// A design whose intervals are tested: n points, log-spaced over some decades, with independent errors.
struct CoverageCell {
  let count: Int
  let decades: Int
  /// The standard deviation of an observation, as a share of the curve's span.
  let noise: Double

  /// n = 8, 12, 20; two and three decades; noise of 0.5, 1 and 3 %.
  static let all = [8, 12, 20].flatMap { count in
    [2, 3].flatMap { decades in [0.005, 0.01, 0.03].map { CoverageCell(count: count, decades: decades, noise: $0) } }
  }
}

/// How often intervals covered the truth.
struct CoverageCount {
  var replicates = 0
  var covered = 0
  /// Replicates without an interval; they count as not covered.
  var refused = 0

  mutating func add(_ covers: Bool?) {
    replicates += 1
    covered += covers == true ? 1 : 0
    refused += covers == nil ? 1 : 0
  }

  func printLine(_ quantity: String, _ fields: [(String, JSONValue)] = []) {
    printJSONLine(
      [("quantity", .text(quantity))] + fields + [
        ("covered", .count(covered)), ("refused", .count(refused)), ("replicates", .count(replicates)),
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
      let fields: [(String, JSONValue)] = [
        ("points", .count(cell.count)), ("decades", .count(cell.decades)), ("noise", .number(cell.noise)),
      ]
      for (quantity, count) in IndependentErrors.counts(cell, replicates: replicates, stream: UInt64(index)) {
        count.printLine(quantity, fields)
      }
    }
    for (quantity, count) in DependentErrors.counts(replicates: replicates) { count.printLine(quantity) }
  }
}
