import BenchmarkSupport
import CurveFitting
import ScalingLaws
import ScalingStatistics

/// Nine configurations with three seeds each: a configuration's error is in all three of its points.
enum WildClusters {
  /// The standard deviation of a seed's error; the curve runs from 3 to 1.1.
  static let seedError = 0.01
  /// Those of a configuration's error, a cell each.
  static let configurationErrors = [0, 0.01, 0.02]

  static func print(replicates: Int) {
    for (index, error) in configurationErrors.enumerated() {
      for (quantity, count) in counts(configurationError: error, replicates: replicates, stream: index) {
        count.printLine(quantity, [("configuration_error", .number(error)), ("seed_error", .number(seedError))])
      }
    }
  }

  static func counts(configurationError: Double, replicates: Int, stream: Int) -> [(String, CoverageCount)] {
    let truth = PowerLawWithFloor(floor: 1, amplitude: 2, exponent: 0.5)
    let x = (0..<27).map { point -> Double in
      var power = 1.0
      for _ in 0..<point / 3 { power *= 2 }
      return power
    }
    let clusters = (0..<27).map { $0 / 3 }
    let values = x.map { truth.value(at: $0) }
    var numbers = SeededGenerator(seed: 27, stream: UInt64(stream))
    var (exponent, plateau) = (CoverageCount(), CoverageCount())
    var (testedExponent, testedPlateau, plain) = (CoverageCount(), CoverageCount(), CoverageCount())
    for replicate in 0..<replicates {
      let shared = (0..<9).map { _ in configurationError * numbers.nextNormal() }
      let y = x.indices.map { values[$0] + shared[clusters[$0]] + seedError * numbers.nextNormal() }
      let fit = try? PowerLawWithFloor.fit(x: x, y: y)
      let draws = try? fit?.bootstrap(.wildClusters(clusters), replicates: 399, seed: UInt64(replicate))
      exponent.add(try? draws?.percentileInterval(of: "exponent"), truth.exponent)
      plateau.add(try? draws?.percentileInterval(of: "floor"), truth.floor)
      plain.add(try? fit?.interval(of: "floor"), truth.floor)
      // A value lies in the interval of a test where the test does not refuse it; a fifth of the replicates, since it is only shown.
      guard replicate % 5 == 0 else { continue }
      func covers(_ name: String, _ value: Double) -> Bool? {
        (try? fit?.wildClusterProbability(
          of: name, being: value, clusters: clusters, replicates: 399, seed: UInt64(replicate))).map { $0 >= 0.05 }
      }
      testedExponent.add(covers("exponent", truth.exponent))
      testedPlateau.add(covers("floor", truth.floor))
    }
    return [
      ("wild cluster exponent", exponent), ("wild cluster plateau", plateau),
      ("null imposed exponent", testedExponent), ("null imposed plateau", testedPlateau),
      ("no clusters, plateau", plain),
    ]
  }
}
