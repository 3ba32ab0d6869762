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
  /// The magnitude below which a symmetric logarithmic axis is nearly linear.
  var threshold = 1.0

  /// Positions far outside are pulled to this many pixels, so that clipping never meets an infinity.
  private static let farthest = 1e9

  /// Returns the pixel of a value; values outside the domain lie outside the pixels too.
  func position(_ value: Double) -> Double {
    let share: Double
    switch kind {
    case .linear, .band:
      share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    case .logarithmic:
      let lower = log10(domain.lowerBound)
      share = (log10(value) - lower) / (log10(domain.upperBound) - lower)
    case .symmetricLogarithmic:
      let lower = symmetric(domain.lowerBound)
      share = (symmetric(value) - lower) / (symmetric(domain.upperBound) - lower)
    }
    return min(max(start + share * (end - start), -Self.farthest), Self.farthest)
  }

  /// Returns the value at a pixel.
  func value(at pixel: Double) -> Double {
    let share = (pixel - start) / (end - start)
    switch kind {
    case .linear, .band:
      return domain.lowerBound + share * (domain.upperBound - domain.lowerBound)
    case .logarithmic:
      let lower = log10(domain.lowerBound)
      return pow(10, lower + share * (log10(domain.upperBound) - lower))
    case .symmetricLogarithmic:
      let lower = symmetric(domain.lowerBound)
      let bent = lower + share * (symmetric(domain.upperBound) - lower)
      return (bent < 0 ? -1 : 1) * expm1(abs(bent)) * threshold
    }
  }

  private func symmetric(_ value: Double) -> Double { (value < 0 ? -1 : 1) * log1p(abs(value) / threshold) }
}
