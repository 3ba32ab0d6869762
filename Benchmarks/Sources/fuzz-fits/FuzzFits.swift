import BenchmarkSupport
import ScalingStatistics

/// Our side of `compare fuzz-fits`: `fuzz-fits INPUTS [FIRST]`; a JSON line each 10,000 inputs and at the end.
///
/// Input i is made from stream i of one seed, so that a run from FIRST meets the same inputs as a run from 0.
@main
enum FuzzFits {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let (inputs, first) = (arguments.first ?? 1000, arguments.count > 1 ? arguments[1] : 0)
    var counts = Counts()
    for index in first..<max(first, inputs) {
      let start = CPUClock.seconds
      let outcome = FuzzedFit.run(NastyInput(index))
      counts.add(outcome, index: index, seconds: CPUClock.seconds - start)
      if (index + 1) % 10_000 == 0 { counts.printLine(index + 1) }
    }
    counts.printLine(inputs)
  }
}

/// What came of an input.
enum FuzzOutcome {
  case refused
  case fitted(isFinite: Bool)
}

private struct Counts {
  var fitted = 0
  var refused = 0
  var notFinite = 0
  var firstNotFinite = -1
  var slowest = 0.0
  var slowestInput = 0

  mutating func add(_ outcome: FuzzOutcome, index: Int, seconds: Double) {
    switch outcome {
    case .refused: refused += 1
    case .fitted(let isFinite):
      fitted += 1
      if !isFinite {
        notFinite += 1
        if firstNotFinite < 0 { firstNotFinite = index }
      }
    }
    if seconds > slowest { (slowest, slowestInput) = (seconds, index) }
  }

  func printLine(_ inputs: Int) {
    printJSONLine([
      ("inputs", .count(inputs)), ("fitted", .count(fitted)), ("refused", .count(refused)),
      ("not_finite", .count(notFinite)),
      ("first_not_finite", .count(firstNotFinite)), ("slowest_seconds", .number(slowest)),
      ("slowest_input", .count(slowestInput)),
    ])
  }
}
