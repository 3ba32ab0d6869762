import ScalingStatistics
import Testing

@Suite struct BootstrapTests {
  @Test func `every replicate draws as many units as there are`() throws {
    let design = try Bootstrap(unitCount: 7, replicates: 50)
    for replicate in 0..<50 {
      let weights = design.weights(replicate: replicate)
      #expect(weights.count == 7)
      #expect(weights.reduce(0, +) == 7)
      #expect(weights.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    }
  }

  @Test func `the sizes of strata are the same in every replicate`() throws {
    let strata = [0, 1, 0, 2, 1, 0, 0, 5, 1]
    let design = try Bootstrap(unitCount: 9, strata: strata, replicates: 200)
    #expect(design.strata == [[0, 2, 5, 6], [1, 4, 8], [3], [7]])
    for replicate in 0..<200 {
      let weights = design.weights(replicate: replicate)
      for units in design.strata { #expect(units.map { weights[$0] }.reduce(0, +) == Double(units.count)) }
    }
  }

  @Test func `the same seed gives the same bits, in any order, and another seed others`() throws {
    let one = try Bootstrap(unitCount: 20, replicates: 60, seed: 4)
    let two = try Bootstrap(unitCount: 20, replicates: 60, seed: 5)
    let forwards = (0..<60).map { one.weights(replicate: $0) }
    let backwards = (0..<60).reversed().map { one.weights(replicate: $0) }
    #expect(forwards == backwards.reversed())
    #expect(forwards != (0..<60).map { two.weights(replicate: $0) })
    #expect(Set(forwards).count > 55)
  }

  @Test func `each unit is drawn once on average with the binomial's variance`() throws {
    // A weight is binomial (n, 1/n): mean 1, variance 1 - 1/n. Means over 4,000 replicates: five standard errors.
    let count = 10
    let design = try Bootstrap(unitCount: count, replicates: 4_000, seed: 2)
    let draws = (0..<4_000).map { design.weights(replicate: $0) }
    for unit in 0..<count {
      let column = draws.map { $0[unit] }
      #expect(abs(SampleMoments.mean(column) - 1) < 5 * (0.9 / 4_000).squareRoot())
      let spread = SampleMoments.standardDeviation(column)
      #expect(abs(spread * spread - 0.9) < 0.12)
    }
  }

  @Test func `the jackknife leaves out one unit at a time only where it is asked for`() throws {
    let design = try Bootstrap(unitCount: 5, replicates: 50)
    var calls = 0
    _ = try design.distribution { weights in
      calls += 1
      return [weights[0]]
    }
    #expect(calls == 51)
    var zeros: [Int] = []
    calls = 0
    _ = try design.distribution(acceleration: true) { weights in
      calls += 1
      if calls > 51 { zeros += weights.indices.filter { weights[$0] == 0 } }
      return [weights[0]]
    }
    #expect(calls == 56)
    #expect(zeros == [0, 1, 2, 3, 4])
  }

  @Test func `a jackknife over several strata is refused`() throws {
    let design = try Bootstrap(unitCount: 4, strata: [0, 0, 1, 1], replicates: 50)
    #expect(
      message { try design.distribution(acceleration: true) { [$0[0]] } }
        == "A BCa interval was asked for over 2 strata: its jackknife holds for a single stratum; use the percentile interval."
    )
    #expect(try design.distribution { [$0[0]] }.observed == [1])
    let single = try Bootstrap(unitCount: 4, strata: [3, 3, 3, 3], replicates: 50)
    #expect(try single.distribution(acceleration: true) { [$0[0]] }.observed == [1])
  }

  @Test func `every input fault has a sentence`() throws {
    #expect(
      message { try Bootstrap(unitCount: 1, unitName: "pairs") }
        == "A bootstrap over 1 pairs says nothing: at least two are needed.")
    #expect(
      message { try Bootstrap(unitCount: 3, replicates: 49) }
        == "49 bootstrap replicates were asked for; an interval needs at least 50.")
    #expect(
      message { try Bootstrap(unitCount: 3, unitName: "problems", strata: [1, 2]) }
        == "2 strata for 3 problems: one is needed for each.")
    let design = try Bootstrap(unitCount: 3, replicates: 50)
    #expect(
      message { try design.distribution { _ in nil } }
        == "The statistic has no value on the data themselves, so there is nothing to resample.")
  }
}
