#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Points in equal ratios, the ends exact.
enum LogarithmicGrid {
  static func points(from first: Double, to last: Double, count: Int) -> [Double] {
    guard count > 1, first > 0, last > first else { return [first] }
    return (0..<count).map { index in
      if index == 0 { return first }
      if index == count - 1 { return last }
      return first * exp(log(last / first) * Double(index) / Double(count - 1))
    }
  }

  /// The point a share of the way between two others, on a logarithmic axis.
  static func between(_ first: Double, _ last: Double, share: Double) -> Double {
    first * exp(log(last / first) * share)
  }
}
