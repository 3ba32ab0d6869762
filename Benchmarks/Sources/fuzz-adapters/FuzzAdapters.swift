import BenchmarkSupport

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Our side of `compare fuzz-adapters`: `fuzz-adapters INPUTS FIRST STEP FOLDER...`; a JSON line each STEP inputs and at
/// the end.
///
/// Input i is made from sample i modulo their number and stream i of one seed, so that a run from FIRST meets the same
/// inputs as a run from 0. An input that takes more than `hangSeconds` of processor time ends the process by SIGPROF.
@main
enum FuzzAdapters {
  static let hangSeconds = 30

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let numbers = arguments.prefix(3).compactMap { Int($0) }
    guard numbers.count == 3, arguments.count > 3 else {
      return print("usage: fuzz-adapters INPUTS FIRST STEP FOLDER...")
    }
    let samples = Sample.all(in: Array(arguments.dropFirst(3)))
    guard !samples.isEmpty else { return print("no samples") }
    var tally = Tally(samples: samples.count, readable: samples.count { $0.rows > 0 })
    for index in numbers[1]..<max(numbers[0], numbers[1]) {
      var limit = itimerval()
      limit.it_value.tv_sec = hangSeconds
      setitimer(processorTimer, &limit, nil)
      let input = MutatedSample(index, of: samples)
      let start = CPUClock.seconds
      let reading = Reading(input.bytes)
      tally.add(reading, of: input, index: index, seconds: CPUClock.seconds - start)
      if (index + 1) % max(1, numbers[2]) == 0 { tally.printLine(index + 1) }
    }
    tally.printLine(numbers[0])
  }
}

#if canImport(Glibc)
  private let processorTimer = __itimer_which_t(ITIMER_PROF.rawValue)
#else
  private let processorTimer = ITIMER_PROF
#endif

private struct Tally {
  let samples: Int
  let readable: Int
  var read = 0
  var refused = 0
  var faults: [String: (count: Int, first: Int)] = [:]
  var losses: [String: (count: Int, first: Int)] = [:]
  var slowest = (seconds: 0.0, input: 0)

  init(samples: Int, readable: Int) {
    self.samples = samples
    self.readable = readable
  }

  mutating func add(_ reading: Reading, of input: MutatedSample, index: Int, seconds: Double) {
    if reading.isRefused { refused += 1 } else { read += 1 }
    if let fault = reading.fault { faults["\(input.sample.name): \(fault)", default: (0, index)].count += 1 }
    if seconds > slowest.seconds { slowest = (seconds, index) }
    // A refusal names what is wrong; what was read with fewer rows must say so in a note that the sound file has not.
    let isComparable = !input.mutations.isEmpty && input.mutations.allSatisfy(\.keepsRecords)
    if isComparable, !reading.isRefused, reading.rows < input.sample.rows,
      input.sample.reasons.isSuperset(of: reading.reasons)
    {
      let words = input.mutations.map(\.rawValue).joined(separator: ", ")
      losses["\(input.sample.name) (\(words))", default: (0, index)].count += 1
    }
  }

  func printLine(_ inputs: Int) {
    var usage = rusage()
    getrusage(ownUsage, &usage)
    printJSONLine([
      ("inputs", .count(inputs)), ("samples", .count(samples)), ("readable", .count(readable)), ("read", .count(read)),
      ("refused", .count(refused)), ("faulty", .count(faults.values.reduce(0) { $0 + $1.count })),
      ("lost", .count(losses.values.reduce(0) { $0 + $1.count })), ("faults", .list(lines(faults))),
      ("losses", .list(lines(losses))), ("slowest_seconds", .number(slowest.seconds)),
      ("slowest_input", .count(slowest.input)), ("peak_kilobytes", .count(Int(usage.ru_maxrss))),
    ])
  }

  private func lines(_ kinds: [String: (count: Int, first: Int)]) -> [JSONLineValue] {
    kinds.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(20).map {
      .text("\($0.value.count) x \($0.key), first input \($0.value.first)")
    }
  }
}

#if canImport(Glibc)
  private let ownUsage = __rusage_who_t(RUSAGE_SELF.rawValue)
#else
  private let ownUsage = RUSAGE_SELF
#endif
