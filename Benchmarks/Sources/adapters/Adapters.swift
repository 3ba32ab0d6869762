import BenchmarkAdapters
import BenchmarkSupport
import ScalingExperiments

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Our side of `compare adapters`: `adapters json|csv FILE` reads six columns of a file once and prints a JSON line with the CPU time, sums that the rivals must find as well, the reports of
/// progress and the memory.
@main
enum Adapters {
  static let columns: [ColumnMapping] = [
    .text("model"), .integer("prompt_tokens"), .integer("output_tokens"), .number("ttft_ms", unit: .milliseconds),
    .number("latency_ms", unit: .milliseconds), .number("queue_ms", unit: .milliseconds, allowsEmpty: true),
  ]

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { return print("usage: adapters json|csv FILE") }
    let format: StreamedFormat = arguments[1] == "json" ? .jsonLines : .delimited(",")
    let reports = Reports()
    let start = CPUClock.seconds
    do {
      let table = try TypedTable(streaming: arguments[2], format: format, columns: columns) { progress in
        reports.add(progress)
        return true
      }
      let seconds = CPUClock.seconds - start
      var usage = rusage()
      getrusage(ownUsage, &usage)
      printJSONLine([
        ("seconds", .number(seconds)), ("rows", .count(table.rowCount)), ("reports", .count(reports.count)),
        (
          "tokens",
          .count(try table.integers("prompt_tokens").reduce(0, +) + table.integers("output_tokens").reduce(0, +))
        ),
        ("latency", .number(try table.numbers("latency_ms").reduce(0, +))),
        ("first", .number(try table.numbers("ttft_ms").reduce(0, +))),
        ("waits", .count(try table.optionalNumbers("queue_ms").count { $0 != nil })),
        ("models", .count(Set(try table.texts("model")).count)),
        ("peak_kilobytes", .count(Int(usage.ru_maxrss))),
      ])
    } catch {
      print("\(error)")
    }
  }

  private final class Reports: @unchecked Sendable {
    private(set) var count = 0
    func add(_ progress: StreamingProgress) { count += 1 }
  }
}

#if canImport(Glibc)
  private let ownUsage = __rusage_who_t(RUSAGE_SELF.rawValue)
#else
  private let ownUsage = RUSAGE_SELF
#endif
