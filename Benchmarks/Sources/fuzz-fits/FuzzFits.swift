import BenchmarkSupport
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Our side of `compare fuzz-fits`: `fuzz-fits INPUTS [FIRST [STEP]]`; a JSON line each STEP inputs (10,000) and at the end, with the faults counted by kind.
///
/// Input i is made from stream i of one seed, so that a run from FIRST meets the same inputs as a run from 0. An input that takes more than `hangSeconds` of processor time ends the
/// process by SIGPROF; STEP 1 then tells which.
@main
enum FuzzFits {
  static let hangSeconds = 30

  static func main() {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let (inputs, first) = (arguments.first ?? 1000, arguments.count > 1 ? arguments[1] : 0)
    let step = arguments.count > 2 ? max(1, arguments[2]) : 10_000
    var counts = Counts()
    for index in first..<max(first, inputs) {
      var limit = itimerval()
      limit.it_value.tv_sec = hangSeconds
      setitimer(processorTimer, &limit, nil)
      let start = CPUClock.seconds
      let input = NastyInput(index)
      let outcome = FuzzedFit.run(input)
      counts.add(outcome, index: index, isLong: input.x.count > 100, seconds: CPUClock.seconds - start)
      if (index + 1) % step == 0 { counts.printLine(index + 1) }
    }
    counts.printLine(inputs)
  }
}

#if canImport(Glibc)
  private let processorTimer = __itimer_which_t(ITIMER_PROF.rawValue)
#else
  private let processorTimer = ITIMER_PROF
#endif

private struct Counts {
  var fitted = 0
  var refused = 0
  var notFinite = 0
  var untyped = 0
  /// Short inputs that took more than a fifth of a second.
  var slow: [String] = []
  var faults: [String] = []
  /// How often each kind of fault was met, and at which input first.
  var kinds: [String: (count: Int, first: Int)] = [:]
  /// Of inputs of up to 100 points, and of longer ones.
  var slowest = [0.0, 0.0]
  var slowestInput = [0, 0]

  mutating func add(_ outcome: FuzzOutcome, index: Int, isLong: Bool, seconds: Double) {
    if outcome.isFitted { fitted += 1 } else { refused += 1 }
    if outcome.notFinite != nil { notFinite += 1 }
    if outcome.untyped != nil { untyped += 1 }
    if let fault = outcome.notFinite ?? outcome.untyped {
      if faults.count < 20 { faults.append("input \(index), \(fault)") }
      kinds[fault, default: (0, index)].count += 1
    }
    let kind = isLong ? 1 : 0
    if !isLong, seconds > 0.2, slow.count < 50 { slow.append("input \(index): \((seconds * 1e3).rounded()) ms") }
    if seconds > slowest[kind] { (slowest[kind], slowestInput[kind]) = (seconds, index) }
  }

  func printLine(_ inputs: Int) {
    let sorted = kinds.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    printJSONLine([
      ("inputs", .count(inputs)), ("fitted", .count(fitted)), ("refused", .count(refused)),
      ("not_finite", .count(notFinite)), ("untyped", .count(untyped)), ("faults", .list(faults.map { .text($0) })),
      ("kinds", .list(sorted.map { .text("\($0.value.count) x \($0.key), first input \($0.value.first)") })),
      ("slow", .list(slow.map { .text($0) })),
      ("slowest_seconds", .number(slowest[0])), ("slowest_input", .count(slowestInput[0])),
      ("slowest_long_seconds", .number(slowest[1])), ("slowest_long_input", .count(slowestInput[1])),
    ])
  }
}
