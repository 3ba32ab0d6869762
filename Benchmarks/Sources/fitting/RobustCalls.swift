import BenchmarkSupport
import CurveFitting
import ScalingLaws

/// The log-Huber(1e-3) Chinchilla fit of Epoch's 240 points, the set "epoch" (absent without the reference data).
///
/// "log-Huber search" is one row of E, A, B, alpha, beta and the objective's sum, from no start; "log-Huber bootstrap" 4,000 refits of pairs, a row each; "log-Huber certificate" one
/// row of starts, starts that arrive and the lowest objective, over the 4,500 starts of Hoffmann et al.
enum RobustCalls {
  static func tasks(_ folder: String) -> [BenchmarkTask] {
    guard let problems = ProblemSet("epoch", in: folder), let loss = problems.curves.first else { return [] }
    let (sizes, tokens) = (problems.predictors[0], problems.predictors[1])
    func search() throws -> Fit {
      try ChinchillaLaw.fit(parameters: sizes, tokens: tokens, loss: loss, objective: .logHuber(delta: 1e-3))
    }
    var draws: [[Double]] = []
    guard let fit = try? search() else { return [] }
    return [
      BenchmarkTask("log-Huber search", for: [()]) {
        try search()
      } row: { fit in
        fit.parameters.map(\.value) + [fit.objectiveValue]
      },
      BenchmarkTask("log-Huber bootstrap") {
        draws = try fit.bootstrap(.pairs, replicates: 4_000, seed: 1).draws
        return 4_000
      } rows: {
        draws
      },
      BenchmarkTask("log-Huber certificate", for: [()]) {
        try fit.certificate(starts: ChinchillaLaw.hoffmannStarts.map(\.parameters))
      } row: { found in
        [Double(found.starts), Double(found.arrivals), found.lowestObjective]
      },
    ]
  }
}
