#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ticks of a symmetric logarithmic axis: zero, and on either side the powers of ten from the threshold on.
enum SymmetricTicks {
  /// Returns plans from the one with most labels to the one with fewest.
  ///
  /// Throws a `ChartError` where the threshold is not a number above zero.
  static func plans(
    for axis: ChartAxis, name: String, extent: ClosedRange<Double>, target: Int
  ) throws -> [AxisPlan] {
    let threshold = axis.linearThreshold
    guard threshold.isFinite, threshold >= 1e-290, threshold <= 1e290 else {
      throw ChartError(
        "The linear threshold of the \(name) axis is \(threshold); it has to be above zero and finite.",
        value: threshold)
    }
    let domain = axis.domain ?? widened(extent, threshold: threshold)
    let powers = powers(in: domain, from: threshold)
    let plans = [1, 2, 3, 5, 10, 20, 50, 100].map { step in
      let kept = powers.filter { $0.mantissa == 0 || ($0.exponent - (powers.map(\.exponent).max() ?? 0)) % step == 0 }
      return AxisPlan(
        domain: domain,
        labelled: kept.map { AxisTick(value: $0.value, label: NumberLabels.single($0, style: axis.numbers)) },
        minor: powers.filter { !kept.contains($0) }.map(\.value))
    }.filter { $0.labelled.count >= 2 }
    // Within the threshold, or within one decade, the axis is as good as linear.
    guard powers.count < 3 || plans.isEmpty else { return plans }
    return AxisPlan.counts(target).map { count in
      let numbers = LinearTicks.make(lower: domain.lowerBound, upper: domain.upperBound, target: count, isInside: true)
      let labels = NumberLabels.shared(numbers, style: axis.numbers)
      return AxisPlan(
        domain: domain, labelled: zip(numbers, labels).map { AxisTick(value: $0.value, label: $1) }, minor: [])
    }.filter { $0.labelled.count >= 2 }
  }

  /// A little air on either side, but never beyond zero.
  private static func widened(_ extent: ClosedRange<Double>, threshold: Double) -> ClosedRange<Double> {
    guard !AxisPlan.isFlat(extent) else {
      let room = max(abs(extent.lowerBound) * 0.1, threshold)
      return (extent.lowerBound - room)...(extent.lowerBound + room)
    }
    func bent(_ value: Double) -> Double { (value < 0 ? -1 : 1) * log1p(abs(value) / threshold) }
    func straight(_ value: Double) -> Double { (value < 0 ? -1 : 1) * expm1(abs(value)) * threshold }
    let (lower, upper) = (bent(extent.lowerBound), bent(extent.upperBound))
    let air = 0.04 * (upper - lower)
    let bottom = extent.lowerBound >= 0 ? max(0, lower - air) : lower - air
    let top = extent.upperBound <= 0 ? min(0, upper + air) : upper + air
    return straight(bottom)...straight(top)
  }

  private static func powers(in domain: ClosedRange<Double>, from threshold: Double) -> [DecimalNumber] {
    let most = max(abs(domain.lowerBound), abs(domain.upperBound))
    let first = Int(log10(threshold).rounded(.up))
    let last = Int(log10(most).rounded(.down))
    let exponents = first <= last ? Array(first...last) : []
    let negative = exponents.reversed().map { DecimalNumber(mantissa: -1, exponent: $0) }
    let positive = exponents.map { DecimalNumber(mantissa: 1, exponent: $0) }
    return (negative + [DecimalNumber(mantissa: 0, exponent: 0)] + positive).filter { domain.contains($0.value) }
  }
}
