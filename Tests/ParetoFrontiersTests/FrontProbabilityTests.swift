import ParetoFrontiers
import ScalingStatistics
import Testing

@Suite struct FrontProbabilityTests {
  @Test func `two rows with one exact objective have the closed form`() throws {
    // Equal costs, qualities 1 and 0 with errors 0.6 and 0.8: row 1 is on the front when it is the better, P = Φ(-1).
    let replicates = try FrontReplicates.drawn(
      [
        Objective(name: "cost", values: [1, 1], sense: .minimize),
        Objective(name: "quality", values: [1, 0], sense: .maximize),
      ], standardErrors: [[0, 0], [0.6, 0.8]], replicates: 20_000, seed: 3)
    let front = try FrontProbability(replicates)
    #expect(abs(front.probabilities[1] - 0.158_655_253_931_457) < 4 * front.monteCarloErrors[1])
    #expect(abs(front.probabilities[0] + front.probabilities[1] - 1) < 1e-12)
    #expect(front.isOnMeasuredFront == [true, false])
    #expect(front.meanFrontSize == 1)
    #expect(abs(front.monteCarloErrors[1] - 0.002_583) < 1e-4)
  }

  @Test func `correlated errors of one row have the closed form`() throws {
    // Row 1 at the origin is exact; row 0 is dominated when both of its standard normals, correlated 0.5, are positive: 1/4 + asin(0.5)/2π = 1/3.
    let replicates = try FrontReplicates.drawn(
      [
        Objective(name: "a", values: [0, 0], sense: .minimize), Objective(name: "b", values: [0, 0], sense: .minimize),
      ], standardErrors: [[1, 0], [1, 0]], correlation: [[1, 0.5], [0.5, 1]], replicates: 20_000)
    let front = try FrontProbability(replicates)
    #expect(abs(front.probabilities[0] - 2.0 / 3) < 4 * front.monteCarloErrors[0])
    #expect(abs(front.probabilities[1] - 2.0 / 3) < 4 * front.monteCarloErrors[1])
  }

  @Test func `the fast search agrees with the pairwise definition in two to four objectives`() throws {
    var generator = SeededGenerator(seed: 11)
    for width in 2...4 {
      let objectives = (0..<width).map { index in
        Objective(
          name: "o\(index)", values: (0..<25).map { _ in Double(generator.nextIndex(below: 4)) },
          sense: index == 1 ? .maximize : .minimize)
      }
      // Samples among few whole values, so that ties and duplicates are common.
      let samples = objectives.map { objective in
        SampledObjective(
          name: objective.name, samples: objective.values.map { [$0, $0 + 1, $0 - 1] }, sense: objective.sense,
          statistic: .quantile(0.5))
      }
      let replicates = try FrontReplicates.resampled(samples, replicates: 60, seed: 5)
      var hits = [Double](repeating: 0, count: 25)
      var ties = [Double](repeating: 0, count: 25)
      for replicate in 0..<60 {
        let points = (0..<25).map { row in
          (0..<width).map { replicates.value(objective: $0, row: row, replicate: replicate) * ($0 == 1 ? -1 : 1) }
        }
        for row in 0..<25 {
          let beaten = points.contains { other in
            zip(other, points[row]).allSatisfy { $0 <= $1 } && other != points[row]
          }
          if beaten { continue }
          hits[row] += 1
          if points.count(where: { $0 == points[row] }) > 1 { ties[row] += 1 }
        }
      }
      let front = try FrontProbability(replicates)
      #expect(front.probabilities == hits.map { $0 / 60 })
      #expect(front.tieProbabilities == ties.map { $0 / 60 })
    }
  }

  @Test func `shared problems cancel what they do to all rows`() throws {
    // Row 0 answers one problem more than row 1, out of 20 that are hard for both alike: shared draws never let row 1 win.
    let one = (0..<20).map { $0 < 11 ? 1.0 : 0 }
    let two = (0..<20).map { $0 < 10 ? 1.0 : 0 }
    func probability(_ unit: SampleUnit) throws -> Double {
      let replicates = try FrontReplicates.resampled(
        [
          SampledObjective(
            name: "cost", samples: [[1, 1], [1, 1]], sense: .minimize, unit: .separate),
          SampledObjective(name: "accuracy", samples: [one, two], sense: .maximize, unit: unit),
        ], replicates: 2_000)
      return try FrontProbability(replicates).probabilities[0]
    }
    #expect(try probability(.sharedProblems) == 1)
    #expect(try probability(.separate) < 0.75)
  }

  @Test func `what cannot be drawn again is refused in words`() {
    let single = SampledObjective(name: "latency", samples: [[1, 2], [3]], sense: .minimize)
    #expect(throws: ParetoError("latency of row 1 has 1 samples: its spread is unknown below two.")) {
      try FrontReplicates.resampled([single])
    }
    let uneven = SampledObjective(name: "cost", samples: [[1, 2, 3]], sense: .minimize)
    let pair = SampledObjective(name: "latency", samples: [[1, 2]], sense: .minimize)
    #expect(
      throws: ParetoError(
        "cost of row 0 has 3 records where latency has 2: "
          + "records of one request go together, other samples are separate.")
    ) { try FrontReplicates.resampled([pair, uneven]) }
    let cost = Objective(name: "cost", values: [1], sense: .minimize)
    #expect(
      throws: ParetoError(
        "cost of row 0 is 1.0 with standard error -1.0: both must be finite, and the error not negative.")
    ) { try FrontReplicates.drawn([cost], standardErrors: [[-1]]) }
    #expect(throws: ParetoError("5 replicates were asked for; a probability needs at least 50.")) {
      try FrontReplicates.drawn([cost], standardErrors: [[1]], replicates: 5)
    }
  }
}
