import BenchmarkSupport
import ParetoFrontiers
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The memory that a front takes: the largest resident size of the process before and after, in bytes.
enum FrontMemory {
  static func run(count: Int) throws {
    var generator = SeededGenerator(seed: 5)
    // Every row is on the front: the dearest case.
    let first = (0..<count).map { _ in generator.nextUniform() }
    let objectives = [
      Objective(name: "f0", values: first, sense: .minimize),
      Objective(name: "f1", values: first.map { 1 - $0 }, sense: .minimize),
    ]
    let before = peak()
    let front = try ParetoFront(objectives)
    printJSONLine([
      ("rows", .count(count)), ("members", .count(front.members.count)), ("before", .count(before)),
      ("after", .count(peak())),
    ])
  }

  private static func peak() -> Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1_024
    #endif
  }
}
