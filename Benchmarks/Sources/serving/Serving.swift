import BenchmarkSupport
import ServingModels

/// Our side of `compare serving`: `serving H100-FOLDER ALL-REDUCE.csv`.
///
/// Prints a JSON line for each question: predictions beside measured steps, generations, delays and all-reduces, then the time of a million what-ifs and whether threads change a bit of them.
@main
enum Serving {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 2 else { return }
    let measurements = try MeasuredServing(folder: arguments[1])
    let fit = try measurements.fit()
    printCheck("fitted", "decode steps of 1.5B and 7B", [fit.check])
    printCheck("unseen", "decode steps of 14B", [try fit.check(measurements.steps(["14B"]))])
    printCheck(
      "verification", "steps of 14B that verify five drafts", [try fit.check(measurements.verification("14B"))])
    printCheck(
      "generations", "generations", try ["1.5B", "7B", "14B"].map { try measurements.generations($0, fit: fit) })
    printCheck("delays", "steps with injected delays", [try measurements.delays()])
    let series = try MeasuredServing.allReduces(arguments[2])
    if !series.isEmpty { printCheck("all-reduces", "all-reduces in two regimes", series.map(\.check)) }
    try Sweep.run(efficiency: fit.efficiency)
  }

  /// One line: the median and largest error of each check's rows together, and the largest median of a single check.
  static func printCheck(_ kind: String, _ words: String, _ checks: [PredictionCheck]) {
    let errors = checks.flatMap(\.rows).map { abs($0.relativeError) }.sorted()
    let median = errors.isEmpty ? .nan : (errors[(errors.count - 1) / 2] + errors[errors.count / 2]) / 2
    printJSONLine([
      ("kind", .text(kind)), ("words", .text(words)), ("series", .count(checks.count)), ("rows", .count(errors.count)),
      ("median", .number(median)), ("maximum", .number(errors.last ?? .nan)),
      ("worst_median", .number(checks.map(\.medianRelativeError).max() ?? .nan)),
    ])
  }
}

/// A million what-ifs on one thread, and the same on several.
enum Sweep {
  static func run(efficiency: StepEfficiency) throws {
    let hardware = try ["H100-SXM5-80GB", "GH200-96GB", "H200-SXM-141GB", "B200-HGX"].map {
      SweptHardware(
        try Accelerator.named($0), allReduce: try AllReduceTime(latency: 4.95e-6, bandwidth: 273e9),
        efficiency: efficiency, hostTime: 1e-4)
    }
    try time(
      "sweep", "what-ifs, six axes",
      try ServingSweep(
        models: TransformerShape.paperModels, hardware: hardware, accelerators: [1, 2, 4, 8], batches: Array(1...32),
        contexts: (1...66).map { $0 * 496 },
        speculations: [.off] + [0.3, 0.6, 0.9].map { try SweptSpeculation(draftTokens: 5, acceptance: $0) } + [
          try SweptSpeculation(draftTokens: 3, acceptance: 0.7, hitRate: 0.6, draftCost: 0.05)
        ]))
    // Nothing is shared between rows here but the model, the hardware and the accelerators.
    try time(
      "unshared", "what-ifs, a context and speculation each",
      try ServingSweep(
        models: TransformerShape.paperModels, hardware: hardware, accelerators: [1, 2, 4, 8],
        batches: Array(1...10_560), contexts: [1_024],
        speculations: [try SweptSpeculation(draftTokens: 5, acceptance: 0.6)]))
  }

  private static func time(_ kind: String, _ words: String, _ sweep: ServingSweep) throws {
    var best = Double.infinity
    var columns = try sweep.columns()
    for _ in 0..<5 {
      let start = CPUClock.seconds
      columns = try sweep.columns()
      best = min(best, CPUClock.seconds - start)
    }
    let isSame = try [2, 3, 8].allSatisfy { threads in
      let other = try sweep.columns(threads: threads)
      func same(_ a: [Double], _ b: [Double]) -> Bool { zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern } }
      return same(other.stepTime, columns.stepTime) && same(other.timePerToken, columns.timePerToken)
        && same(other.tokensPerAcceleratorSecond, columns.tokensPerAcceleratorSecond)
        && same(other.memoryNeeded, columns.memoryNeeded) && other.outcome == columns.outcome
        && other.binding == columns.binding
    }
    printJSONLine([
      ("kind", .text(kind)), ("words", .text(words)), ("rows", .count(sweep.count)),
      ("seconds", .number(best)), ("same", .count(isSame ? 1 : 0)),
    ])
  }
}
