#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a fitted curve of one predictor has a value, and how steep it is there.
struct CurveCrossing {
  /// The predictor's range in the data.
  let range: ClosedRange<Double>
  let values: ([Double]) -> [Double]

  /// Whether the search moves in ln x.
  var isLogarithmic: Bool { range.lowerBound > 0 }

  /// The slope at an x, by central differences over a thousandth of x or of the data's range.
  func slope(at x: Double) -> Double {
    let h = 1e-5 * (isLogarithmic ? abs(x) : max(abs(x), range.upperBound - range.lowerBound))
    let ends = values([x - h, x + h])
    return (ends[1] - ends[0]) / (2 * h)
  }

  /// The first x with a value: inside the data, then beyond on either side; nil where there is none.
  func first(reaching value: Double) -> Double? {
    func place(_ s: Double) -> Double { isLogarithmic ? exp(s) : s }
    func gap(_ s: Double) -> Double { values([place(s)])[0] - value }
    let low = isLogarithmic ? log(range.lowerBound) : range.lowerBound
    let high = isLogarithmic ? log(range.upperBound) : range.upperBound
    let span = high - low
    let inside = (0...64).map { low + span * Double($0) / 64 }
    var above = [high]
    var below = [low]
    for step in 0..<12 {
      let reach = min(span * 0.25 * exp2(Double(step)), isLogarithmic ? 60 : .infinity)
      above.append(high + reach)
      below.append(low - reach)
    }
    for places in [inside, above, below] {
      let gaps = places.map(gap)
      for i in 1..<places.count where gaps[i].isFinite && gaps[i - 1].isFinite {
        if gaps[i - 1] == 0 { return place(places[i - 1]) }
        if (gaps[i - 1] < 0) != (gaps[i] < 0) || gaps[i] == 0 {
          return place(root(gap, places[i - 1], places[i], gaps[i - 1], gaps[i]))
        }
      }
    }
    return nil
  }

  /// Regula falsi with the Illinois change, and bisection where that is slow.
  private func root(_ gap: (Double) -> Double, _ a: Double, _ b: Double, _ atA: Double, _ atB: Double) -> Double {
    var (a, b, fa, fb) = (a, b, atA, atB)
    for iteration in 0..<200 {
      if fb == 0 || abs(b - a) <= 4e-16 * max(abs(a), abs(b)) { return b }
      var c = b - fb * (b - a) / (fb - fa)
      if iteration % 8 == 7 || !(c > min(a, b) && c < max(a, b)) { c = 0.5 * (a + b) }
      let fc = gap(c)
      if (fc < 0) != (fb < 0) { (a, fa) = (b, fb) } else { fa *= 0.5 }
      (b, fb) = (c, fc)
    }
    return b
  }
}
