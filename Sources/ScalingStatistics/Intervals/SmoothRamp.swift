/// The rounded corners of nested shares: a clip to 0 to 1 and a floor under steps, both twice continuously differentiable.
///
/// Outside their joins, which are two widths long, the values are exact.
package enum SmoothRamp {
  /// A value with its first two derivatives.
  package struct Jet {
    package var value: Double
    package var slope: Double
    package var curvature: Double

    package init(value: Double, slope: Double, curvature: Double) {
      self.value = value
      self.slope = slope
      self.curvature = curvature
    }
  }

  /// A share clipped to 0 to 1; exact from 2 `width` to 1 - 2 `width`, and no law gains by leaving 0 to 1.
  ///
  /// With u = share / (2 width) the join is 2 width (6 u³ - 8 u⁴ + 3 u⁵): slopes and curvatures are those of 0 at one end and of the share at the other.
  package static func share(_ share: Double, width: Double) -> Jet {
    let end = 2 * width
    if share >= end, share <= 1 - end { return Jet(value: share, slope: 1, curvature: 0) }
    if share > 0.5 {
      let above = self.share(1 - share, width: width)
      return Jet(value: 1 - above.value, slope: above.slope, curvature: -above.curvature)
    }
    if share <= 0 { return Jet(value: 0, slope: 0, curvature: 0) }
    let u = share / end
    return Jet(
      value: end * u * u * u * (6 + u * (3 * u - 8)), slope: u * u * (18 + u * (15 * u - 32)),
      curvature: u * (36 + u * (60 * u - 96)) / end)
  }

  /// A step between neighbouring shares, at least `least`; exact from 2 `least` on.
  ///
  /// With t = step / least the join is least (1 + t³ / 4 - t⁴ / 16).
  package static func cell(_ step: Double, least: Double) -> Jet {
    if step >= 2 * least { return Jet(value: step, slope: 1, curvature: 0) }
    if step <= 0 { return Jet(value: least, slope: 0, curvature: 0) }
    let t = step / least
    return Jet(
      value: least * (1 + t * t * t * (0.25 - t / 16)), slope: t * t * (0.75 - 0.25 * t),
      curvature: t * (1.5 - 0.75 * t) / least)
  }
}
