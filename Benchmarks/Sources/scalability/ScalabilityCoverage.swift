import BenchmarkSupport
import Scalability
import ScalingStatistics

/// A design whose intervals are tested: numbers of processors under a law, with independent errors.
struct ScalabilityDesign {
  let name: String
  let processors: [Double]
  let contention: Double
  let coherency: Double

  static let all = [
    ScalabilityDesign(
      name: "7 points to 64, .03, .001", processors: [1, 2, 4, 8, 16, 32, 64], contention: 0.03, coherency: 0.001),
    ScalabilityDesign(
      name: "12 points to 96, .03, .0003", processors: twelve, contention: 0.03, coherency: 0.0003),
    ScalabilityDesign(name: "12 points to 96, .05, 0", processors: twelve, contention: 0.05, coherency: 0),
    ScalabilityDesign(
      name: "7 points to 64, .10, .0001", processors: [1, 2, 4, 8, 16, 32, 64], contention: 0.1, coherency: 0.0001),
  ]
  private static let twelve: [Double] = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 80, 96]
}

/// Our side of `compare scalability`: `scalability REPLICATES`.
///
/// Prints a JSON line for each design, size of the errors and quantity: how many nominal 95 % intervals held the truth, of how many. The seed is fixed.
@main
enum ScalabilityCoverage {
  static func main() throws {
    let replicates = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 0 : 4_000
    for design in ScalabilityDesign.all {
      let law = try UniversalScalabilityLaw(
        contention: design.contention, coherency: design.coherency, throughputOfOne: 100)
      for noise in [0.01, 0.03] {
        for (quantity, count) in try counts(design, law, noise: noise, replicates: replicates).sorted(by: {
          $0.key < $1.key
        }) {
          printJSONLine([
            ("quantity", .text(quantity)), ("design", .text(design.name)), ("noise", .number(noise)),
            ("covered", .count(count.covered)), ("replicates", .count(count.of)),
          ])
        }
      }
    }
  }

  private static func counts(
    _ design: ScalabilityDesign, _ law: UniversalScalabilityLaw, noise: Double, replicates: Int
  ) throws -> [String: (covered: Int, of: Int)] {
    var counts: [String: (covered: Int, of: Int)] = [:]
    func add(_ quantity: String, _ interval: Estimate?, _ truth: Double) {
      guard let interval else { return }
      let before = counts[quantity] ?? (0, 0)
      counts[quantity] = (before.covered + (interval.contains(truth) ? 1 : 0), before.of + 1)
    }
    let exact = design.processors.map { law.throughput(at: $0) }
    let top = exact.max() ?? 1
    let truths = [("throughput of one", 100), ("contention", law.contention), ("coherency", law.coherency)]
    for replicate in 0..<replicates {
      var numbers = SeededGenerator(seed: 77, stream: UInt64(replicate))
      let constant = exact.map { max($0 + noise * top * numbers.nextNormal(), 1e-3) }
      let relative = exact.map { $0 * (1 + noise * numbers.nextNormal()) }
      let fit = try ScalabilityFit(.universal, processors: design.processors, throughput: constant)
      let measured = try? ScalabilityFit(
        .universal, processors: design.processors, throughput: constant, throughputOfOne: .measured)
      let unweighted = try ScalabilityFit(.universal, processors: design.processors, throughput: relative)
      let weighted = try ScalabilityFit(
        .universal, processors: design.processors, throughput: relative,
        errors: .weights(relative.map { 1 / ($0 * $0) }))
      for (name, truth) in truths {
        add("profile, \(name)", fit[name]?.profileInterval, truth)
        add("t, \(name)", fit[name]?.interval, truth)
        add("one measured, \(name)", measured?[name]?.profileInterval, truth)
        add("relative errors without weights, \(name)", unweighted[name]?.profileInterval, truth)
        add("relative errors with weights, \(name)", weighted[name]?.profileInterval, truth)
      }
      if let peak = law.peakProcessors { add("profile, peak", fit.peak, peak) }
      let series = try KarpFlattSeries(
        processors: design.processors.dropFirst().map { Int($0) },
        speedups: relative.dropFirst().map { $0 / relative[0] })
      add("Karp-Flatt slope", series.slopeEstimate, law.coherency)
    }
    return counts
  }
}
