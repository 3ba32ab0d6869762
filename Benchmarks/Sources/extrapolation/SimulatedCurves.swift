import BenchmarkSupport
import ScalingLaws
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Error rates from known curves, so that the interval of a forecast can be asked whether it holds the truth.
///
/// A third of the curves is of a law that is averaged (rational), two thirds are of laws that none of them is: a sum of two powers, and a power with a break near the end of the data. 30 points over two decades,
/// relative errors of 1 %. A JSON line for each curve says for each distance beyond the data whether the interval holds the truth, and the forecast's error in its logarithm.
enum SimulatedCurves {
  static let factors = [2.0, 4, 16]

  static func run(count: Int) throws {
    for index in 0..<count {
      var numbers = SeededGenerator(seed: 5, stream: UInt64(index))
      func uniform(_ low: Double, _ high: Double) -> Double { Double.random(in: low...high, using: &numbers) }
      let floor = uniform(0, 0.25)
      let exponent = uniform(0.3, 0.8)
      let kind = ["rational", "two powers", "broken power"][index % 3]
      let middle = pow(10, uniform(-0.5, 1.5))
      let share = uniform(0.3, 0.7)
      func truth(_ x: Double) -> Double {
        let g = pow(x / middle, -exponent)
        switch index % 3 {
        case 0: return floor + (1 - floor) * g / (1 + g)
        case 1:
          return floor + (0.9 - floor) * (share * pow(x, -0.5 * exponent) + (1 - share) * pow(x, -1.5 * exponent))
        default:
          // From half the exponent to one and a half of it, about x = 40 of 100.
          return floor + (0.9 - floor) * pow(x, -0.5 * exponent) * pow(1 + pow(x / 40, 2), -0.5 * exponent)
        }
      }
      let x = (0..<30).map { pow(10, 2 * Double($0) / 29) }
      let y = x.map { x -> Double in
        // Two uniform numbers make one normal one (Box and Muller).
        let radius = (-2 * log(uniform(.leastNormalMagnitude, 1))).squareRoot()
        return min(truth(x) * exp(0.01 * radius * cos(2 * .pi * uniform(0, 1))), 1)
      }
      let comparison = try LawComparison(x: x, y: y, naturalBounds: 0...1)
      let places = factors.map { 100 * $0 }
      let forecasts = try comparison.forecasts(at: places)
      printJSONLine([
        ("kind", .text(kind)),
        ("holds", .list(zip(forecasts, places).map { .count($0.estimate.contains(truth($1)) ? 1 : 0) })),
        ("errors", .list(zip(forecasts, places).map { .number(log($0.value / truth($1))) })),
      ])
    }
  }
}
