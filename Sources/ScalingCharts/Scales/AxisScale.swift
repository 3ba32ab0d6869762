#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The map from the values of an axis to pixels, and back.
struct AxisScale: Hashable, Sendable {
  let kind: ChartAxis.Scale
  let domain: ClosedRange<Double>
  /// The pixel of the domain's lower bound.
  let start: Double
  /// The pixel of the domain's upper bound; less than `start` on a vertical axis.
  let end: Double

  /// Positions far outside are pulled to this many pixels, so that clipping never meets an infinity.
  private static let farthest = 1e9

  /// Returns the pixel of a value; values outside the domain lie outside the pixels too.
  func position(_ value: Double) -> Double {
    let share: Double
    switch kind {
    case .linear:
      share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    case .logarithmic:
      let lower = log10(domain.lowerBound)
      share = (log10(value) - lower) / (log10(domain.upperBound) - lower)
    }
    return min(max(start + share * (end - start), -Self.farthest), Self.farthest)
  }

  /// Returns the value at a pixel.
  func value(at pixel: Double) -> Double {
    let share = (pixel - start) / (end - start)
    switch kind {
    case .linear:
      return domain.lowerBound + share * (domain.upperBound - domain.lowerBound)
    case .logarithmic:
      let lower = log10(domain.lowerBound)
      return pow(10, lower + share * (log10(domain.upperBound) - lower))
    }
  }
}
