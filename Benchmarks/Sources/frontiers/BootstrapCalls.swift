import ParetoFrontiers
import ScalingStatistics

/// The calls behind the row "bootstrap of P(on front), 1,000 resamples × 200 runs, against one front of 200".
struct BootstrapCalls {
  private let objectives: [Objective]
  private let samples: [SampledObjective]

  /// Makes runs along a trade-off with noise, five repeats each.
  init(runs: Int = 200, repeats: Int = 5, seed: UInt64 = 7) {
    var generator = SeededGenerator(seed: seed)
    var cost: [[Double]] = []
    var quality: [[Double]] = []
    for _ in 0..<runs {
      let place = generator.nextUniform()
      let loss = generator.nextUniform()
      cost.append((0..<repeats).map { _ in 1 + place + 0.05 * generator.nextNormal() })
      quality.append((0..<repeats).map { _ in place.squareRoot() - 0.3 * loss + 0.05 * generator.nextNormal() })
    }
    samples = [
      SampledObjective(name: "cost", samples: cost, sense: .minimize),
      SampledObjective(name: "quality", samples: quality, sense: .maximize),
    ]
    objectives = [
      Objective(name: "cost", values: cost.map { SampleMoments.mean($0) }, sense: .minimize),
      Objective(name: "quality", values: quality.map { SampleMoments.mean($0) }, sense: .maximize),
    ]
  }

  /// One front of all runs: the unit of the bar.
  func oneFront() throws -> Int { try ParetoFront(objectives).members.count }

  /// The replicates and the fronts of all of them.
  func bootstrap(resamples: Int = 1_000) throws -> Double {
    try FrontProbability(FrontReplicates.resampled(samples, replicates: resamples)).meanFrontSize
  }

  /// The same from standard errors.
  func normalDraws(resamples: Int = 1_000) throws -> Double {
    let errors = [[Double]](repeating: [Double](repeating: 0.022, count: samples[0].samples.count), count: 2)
    return try FrontProbability(
      FrontReplicates.drawn(objectives, standardErrors: errors, replicates: resamples)
    ).meanFrontSize
  }
}
