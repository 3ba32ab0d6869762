import BenchmarkSupport
import CurveFitting
import ScalingLaws
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One curve of the benchmark: errors against examples seen, the half to fit and the half to predict.
struct BenchmarkCurve {
  let name: String
  var x: [Double] = []
  var y: [Double] = []
  var scoredX: [Double] = []
  var scoredY: [Double] = []

  /// The curves of a domain, in the order of the file: Domain, Task, Model, Seen Examples, Loss, Training.
  static func all(path: String, domain: String) -> [BenchmarkCurve] {
    guard let bytes = Files.bytes(of: path) else { return [] }
    var curves: [BenchmarkCurve] = []
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      guard fields.count == 6, fields[0] == domain, let x = Double(fields[3]), let y = Double(fields[4]) else {
        continue
      }
      let name = "\(fields[1]) \(fields[2])"
      if curves.last?.name != name { curves.append(BenchmarkCurve(name: name)) }
      if fields[5] == "1" {
        curves[curves.count - 1].x.append(x)
        curves[curves.count - 1].y.append(y)
      } else {
        curves[curves.count - 1].scoredX.append(x)
        curves[curves.count - 1].scoredY.append(y)
      }
    }
    return curves
  }

  /// The curve without its scored half: of the fitted half, what lies beyond its largest x over a factor is predicted from the rest; nil where too little is left on either side.
  func within(factor: Double) -> BenchmarkCurve? {
    let cut = (x.max() ?? 0) / factor
    var curve = BenchmarkCurve(name: name)
    for row in x.indices {
      if x[row] <= cut {
        curve.x.append(x[row])
        curve.y.append(y[row])
      } else {
        curve.scoredX.append(x[row])
        curve.scoredY.append(y[row])
      }
    }
    return curve.x.count >= 8 && curve.scoredX.count >= 2 ? curve : nil
  }

  /// The root mean square of ln(predicted / observed) over the scored half.
  func error(_ predictions: [Double]) -> Double {
    let squares = zip(predictions, scoredY).map { log($0 / $1) * log($0 / $1) }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }
}

/// Our side of `compare extrapolation`: `extrapolation CURVES.csv [--within FACTOR]`.
///
/// Prints a JSON line for each image-classification curve: the error of the default comparison's forecast, of AICc's choice and of each law. With --within the scored half is left out
/// altogether and the fitted half's points beyond its largest x / FACTOR are predicted from the others: what a rule may be chosen by. `extrapolation --simulated COUNT`
/// runs `SimulatedCurves`.
@main
enum Extrapolation {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else { return }
    if arguments[1] == "--simulated" {
      return try SimulatedCurves.run(count: arguments.count > 2 ? Int(arguments[2]) ?? 0 : 0)
    }
    let factor = arguments.firstIndex(of: "--within").flatMap {
      $0 + 1 < arguments.count ? Double(arguments[$0 + 1]) : nil
    }
    for whole in BenchmarkCurve.all(path: arguments[1], domain: "IC") {
      guard let curve = factor.map({ whole.within(factor: $0) }) ?? whole else { continue }
      let start = CPUClock.seconds
      let comparison = try LawComparison(x: curve.x, y: curve.y, naturalBounds: 0...1)
      let forecasts = try comparison.forecasts(at: curve.scoredX)
      let seconds = CPUClock.seconds - start
      let covered = zip(forecasts, curve.scoredY).count { $0.estimate.contains($1) }
      printJSONLine([
        ("curve", .text(curve.name)), ("points", .count(curve.x.count)),
        ("average", .number(curve.error(forecasts.map(\.value)))),
        ("aicc", .number(curve.error(comparison.best.values(at: curve.scoredX)))),
        ("chosen", .text(comparison.best.law)), ("covered", .number(Double(covered) / Double(forecasts.count))),
        ("seconds", .number(seconds)), ("laws", .list(comparison.fits.map { .text($0.law) })),
        ("errors", .list(comparison.fits.map { .number(curve.error($0.values(at: curve.scoredX))) })),
        ("refused", .list(comparison.ranking.refused.map { .text($0) })),
      ])
    }
  }
}
