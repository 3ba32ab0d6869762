import ScalingExperiments
import ScalingStudies

/// A run with a single cap, where accuracy, latency and size can be set at will: 4 tokens for each of two timed problems.
struct OneCapRun {
  var identifier: String
  var parameters = 1_000
  var latency: Double
  /// How many of the two timed problems and of the others are solved.
  var solved: (timed: Int, others: Int)
  var others = 98
  var prefix = "problem"

  func ladder() throws -> TokenCapLadder {
    let count = others + 2
    let isCorrect = (0..<count).map { $0 < 2 ? $0 < solved.timed : $0 - 2 < solved.others }
    let run = try HandMadeRun.changed { run in
      run.identifier = identifier
      run.model = ModelDescription(name: identifier, parameters: parameters)
      run.judged = (0..<count).map { "\(prefix) \($0)" }
      run.judgedTokens = (0..<count).map { _ in 4 }
      run.isCorrect = isCorrect
      run.timed = ["\(prefix) 0", "\(prefix) 1"]
      run.timedTokens = [4, 4]
      run.latency = [latency, latency]
      run.setup = [0, 0]
      run.passes = nil
      run.caps = [4]
      run.latencyAtCaps = [[latency, latency]]
    }
    return try TokenCapLadder(run)
  }
}
