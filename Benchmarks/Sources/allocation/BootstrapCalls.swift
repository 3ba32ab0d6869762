import BenchmarkSupport
import CurveFitting
import ScalingLaws

/// 4,000 bootstrap allocations on Epoch's 240 runs under log-Huber(1e-3), and their intervals at one budget.
///
/// A row is N*, D*, D* / N* and a at 5.88e23 FLOP, each with the ends of its 80 % interval. "bootstrap" reports its progress, "bootstrap without progress" does not.
enum BootstrapCalls {
  static let replicates = 4_000

  static func tasks(_ folder: String) -> [BenchmarkTask] {
    guard let problems = ProblemSet("epoch", in: folder), let loss = problems.curves.first else { return [] }
    let (sizes, tokens) = (problems.predictors[0], problems.predictors[1])
    var estimate: AllocationEstimate?
    var told = 0
    func run(_ progress: ((Int, Int) -> Void)?) throws -> Int {
      let bootstrap = try AllocationBootstrap(
        parameters: sizes, tokens: tokens, loss: loss, replicates: replicates, progress: progress)
      estimate = try bootstrap.allocation(compute: 5.88e23, level: 0.8)
      return replicates
    }
    func row() -> [[Double]] {
      guard let estimate else { return [] }
      return [
        [estimate.parameters, estimate.tokens, estimate.tokensPerParameter, estimate.parameterExponent].flatMap {
          [$0.value, $0.lower, $0.upper]
        } + [Double(told)]
      ]
    }
    return [
      BenchmarkTask("bootstrap") {
        told = 0
        return try run { _, _ in told += 1 }
      } rows: {
        row()
      },
      BenchmarkTask("bootstrap without progress") {
        try run(nil)
      } rows: {
        row()
      },
    ]
  }
}
