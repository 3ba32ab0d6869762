import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The null-imposed test and its inversion against the textbook formulas of a straight line.
@Suite struct WildClusterInversionTests {
  private static let x: [Double] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
  private static let y = [1.3, 1.2, 3.4, 3.9, 4.1, 6.4, 6.2, 8.9, 8.3, 8.8, 11.6, 11.2, 13.3, 13.1]
  private static let clusters = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]

  /// Slope and its CR1 standard error by the closed forms of simple regression.
  private static func line(_ y: [Double]) -> (slope: Double, error: Double) {
    let n = Double(x.count)
    let mean = x.reduce(0, +) / n
    let spread = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let slope = zip(x, y).reduce(0) { $0 + ($1.0 - mean) * $1.1 } / spread
    let intercept = y.reduce(0, +) / n - slope * mean
    var scores = [Double](repeating: 0, count: 7)
    for i in x.indices { scores[clusters[i]] += (x[i] - mean) * (y[i] - intercept - slope * x[i]) }
    let sum = scores.reduce(0) { $0 + $1 * $1 }
    return (slope, (7.0 / 6 * (n - 1) / (n - 2) * sum).squareRoot() / spread)
  }

  /// The probability of a slope, with the draws of the seed.
  private static func probability(_ slope: Double, replicates: Int, seed: UInt64) -> Double {
    let observed = line(y)
    let n = Double(x.count)
    let intercept = zip(x, y).reduce(0) { $0 + $1.1 - slope * $1.0 } / n
    let curve = x.map { intercept + slope * $0 }
    let statistic = abs(observed.slope - slope) / observed.error
    var larger = 1
    for replicate in 0..<replicates {
      let weights = WildWeights.webb.multipliers(count: 7, replicate: replicate, seed: seed)
      let drawn = line(x.indices.map { curve[$0] + weights[clusters[$0]] * (y[$0] - curve[$0]) })
      if abs(drawn.slope - slope) / drawn.error >= statistic { larger += 1 }
    }
    return Double(larger) / Double(replicates + 1)
  }

  @Test func `the test of a straight line has the probability of the textbook formulas`() throws {
    let fit = try LinearLaw.fit(x: Self.x, y: Self.y)
    for slope in [0.8, 0.9, 0.93, 1.05, 1.2] {
      let value = try fit.wildClusterProbability(
        of: "slope", being: slope, clusters: Self.clusters, replicates: 399, seed: 3)
      // A replicate whose statistic equals the data's may fall on either side of rounding.
      #expect(abs(value - Self.probability(slope, replicates: 399, seed: 3)) <= 1.01 / 400, "slope \(slope)")
    }
  }

  @Test func `the interval ends where the test turns`() throws {
    let fit = try LinearLaw.fit(x: Self.x, y: Self.y)
    let error = Self.line(Self.y).error
    let interval = try fit.wildClusterInterval(of: "slope", clusters: Self.clusters, replicates: 399, seed: 3)
    for (end, outward) in [(interval.lower, -1.0), (interval.upper, 1)] {
      #expect(Self.probability(end - outward * 2e-3 * error, replicates: 399, seed: 3) > 0.05 - 1.01 / 400)
      #expect(Self.probability(end + outward * 2e-3 * error, replicates: 399, seed: 3) <= 0.05 + 1.01 / 400)
    }
    #expect(
      interval.method == "inverted wild cluster bootstrap-t, null imposed, webb weights over 7 clusters, seed 3")
    let narrow = try fit.wildClusterInterval(
      of: "slope", level: 0.8, clusters: Self.clusters, replicates: 399, seed: 3)
    #expect(narrow.lower > interval.lower && narrow.upper < interval.upper)
  }

  @Test func `the interval of a curved law holds the estimate and refuses what the test refuses`() throws {
    let cell = ClusterCell(decades: 3, configurationNoise: 0.01, seedNoise: 0.01)
    let (x, y) = cell.sample(0)
    let fit = try PowerLawWithFloor.fit(x: x, y: y)
    for name in ["floor", "exponent"] {
      let value = try #require(fit[name]?.value)
      let interval = try fit.wildClusterInterval(of: name, clusters: cell.clusters, replicates: 199)
      #expect(interval.lower < value && value < interval.upper && interval.lower.isFinite && interval.upper.isFinite)
      for (end, sign) in [(interval.lower, -1.0), (interval.upper, 1)] {
        let step = sign * 0.02 * (interval.upper - interval.lower)
        let inside = try fit.wildClusterProbability(
          of: name, being: end - step, clusters: cell.clusters, replicates: 199)
        let outside = try fit.wildClusterProbability(
          of: name, being: end + step, clusters: cell.clusters, replicates: 199)
        #expect(inside > 0.05 && outside <= 0.05)
      }
    }
  }

  @Test func `two clusters refuse nothing and one is no design`() throws {
    let fit = try LinearLaw.fit(x: Self.x, y: Self.y)
    let halves = Self.x.map { $0 < 7 ? 0 : 1 }
    // Half of the four Rademacher draws are the data again or their mirror image: no probability is below a half.
    let interval = try fit.wildClusterInterval(
      of: "slope", clusters: halves, weights: .rademacher, replicates: 199)
    #expect(interval.lower == -.infinity && interval.upper == .infinity)
    #expect(interval.method.contains("open below: no value within 1000 standard errors is refused"))
    #expect(
      interval.method.hasSuffix("; 2 clusters have only 4 different Rademacher draws: use .webb below 13 clusters"))
    #expect(
      sentence { try fit.wildClusterInterval(of: "slope", clusters: [Int](repeating: 1, count: 14)) }
        == "All observations are of one cluster: at least two are needed.")
    #expect(
      sentence { try fit.wildClusterInterval(of: "slope", level: 2, clusters: halves) }
        == "A level of 2.0 was asked for; a level lies between 0 and 1, such as 0.95.")
  }

  @Test func `the null-imposed test is sure of the estimate and of a value far away`() throws {
    let cell = ClusterCell(decades: 3, configurationNoise: 0.01, seedNoise: 0.01)
    let (x, y) = cell.sample(0)
    let fit = try PowerLawWithFloor.fit(x: x, y: y)
    let exponent = try #require(fit["exponent"])
    let near = try fit.wildClusterProbability(
      of: "exponent", being: exponent.value, clusters: cell.clusters, replicates: 60)
    let far = try fit.wildClusterProbability(
      of: "exponent", being: 1.6 * exponent.value, clusters: cell.clusters, replicates: 60)
    #expect(near > 0.9 && far < 0.06)
  }
}
