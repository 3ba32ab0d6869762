#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A value on an axis with its words.
struct AxisTick: Hashable, Sendable {
  let value: Double
  let label: String
}

/// One way to fit an axis to data: the domain, the labelled ticks and the light ones between.
struct AxisPlan: Hashable, Sendable {
  var domain: ClosedRange<Double>
  var labelled: [AxisTick]
  var minor: [Double]

  /// Returns plans from the best to the one with fewest labels, which are tried until the labels fit.
  ///
  /// `extent` is the range of the data, if there are any; `target` the number of labels wished for. Throws a
  /// `ChartError` if a fixed domain does not suit the scale. `name` is "x" or "y".
  static func candidates(
    for axis: ChartAxis, name: String, extent: ClosedRange<Double>?, target: Int
  ) throws -> [AxisPlan] {
    if let domain = axis.domain { try check(domain, of: axis, name: name) }
    switch axis.scale {
    case .band:
      return try BandTicks.plans(for: axis, name: name)
    case .symmetricLogarithmic:
      return try SymmetricTicks.plans(for: axis, name: name, extent: extent ?? 0...1, target: target)
    case .linear:
      return counts(target).compactMap { linear(axis, extent: extent ?? 0...1, target: $0) }
    case .logarithmic:
      return logarithmic(axis, extent: extent ?? 1...10, target: target)
    }
  }

  static func counts(_ target: Int) -> [Int] { Array(stride(from: max(2, target), through: 2, by: -1)) }

  private static func check(_ domain: ClosedRange<Double>, of axis: ChartAxis, name: String) throws {
    let (lower, upper) = (domain.lowerBound, domain.upperBound)
    let words = "The domain of the \(name) axis, \(lower) to \(upper),"
    guard max(abs(lower), abs(upper)) <= MarkColumns.largest else {
      throw ChartError("\(words) has to be finite and within 1e300 of zero.")
    }
    guard axis.scale != .logarithmic || lower >= MarkColumns.smallest else {
      throw ChartError("\(words) has to start above zero, because the axis is logarithmic.", value: lower)
    }
    guard !isFlat(domain) else { throw ChartError("\(words) is too narrow to tell two values apart.") }
  }

  /// Whether the bounds are too close for a dozen digits to tell ticks apart.
  static func isFlat(_ range: ClosedRange<Double>) -> Bool {
    let reach = max(abs(range.lowerBound), abs(range.upperBound))
    return range.upperBound - range.lowerBound <= max(reach * 1e-12, 1e-290)
  }

  static func linear(_ axis: ChartAxis, extent: ClosedRange<Double>, target: Int) -> AxisPlan? {
    var data = axis.domain ?? extent
    if isFlat(data) {
      let value = data.lowerBound
      let room = abs(value) < 1e-280 ? 1 : abs(value) * 0.1
      data = (value - room)...(value + room)
    }
    let (lower, upper) = (data.lowerBound, data.upperBound)
    let numbers = LinearTicks.make(lower: lower, upper: upper, target: target, isInside: axis.domain != nil)
    guard let first = numbers.first?.value, let last = numbers.last?.value else { return nil }
    let labels = NumberLabels.shared(numbers, style: axis.numbers)
    let ticks = zip(numbers, labels).map { AxisTick(value: $0.value, label: $1) }
    guard axis.domain == nil else { return AxisPlan(domain: data, labelled: ticks, minor: []) }
    // Data beyond the outermost tick get a little air, but never on the far side of zero.
    let air = 0.04 * (upper - lower)
    let bottom = first <= lower ? first : (lower >= 0 ? max(0, lower - air) : lower - air)
    let top = last >= upper ? last : (upper <= 0 ? min(0, upper + air) : upper + air)
    return AxisPlan(domain: bottom...top, labelled: ticks, minor: [])
  }

  private static func logarithmic(_ axis: ChartAxis, extent: ClosedRange<Double>, target: Int) -> [AxisPlan] {
    let domain: ClosedRange<Double>
    if let fixed = axis.domain {
      domain = fixed
    } else {
      let (low, high) = (log10(extent.lowerBound), log10(extent.upperBound))
      let air = high - low < 1e-9 ? 0.55 : 0.04 * (high - low)
      // Air may not carry the domain to zero or infinity.
      domain = pow(10, max(low - air, -306))...pow(10, min(high + air, 306))
    }
    let decades = log10(domain.upperBound) - log10(domain.lowerBound)
    if decades < 1 {
      return counts(target).map { count in
        let numbers = LinearTicks.make(
          lower: domain.lowerBound, upper: domain.upperBound, target: count, isInside: true)
        let labels = NumberLabels.shared(numbers, style: axis.numbers)
        return AxisPlan(
          domain: domain, labelled: zip(numbers, labels).map { AxisTick(value: $0.value, label: $1) }, minor: [])
      }
    }
    let powers = Int(log10(domain.lowerBound).rounded(.down))...Int(log10(domain.upperBound).rounded(.up))
    let all = digits(decades <= 6 ? Array(1...9) : [1], powers: powers, stride: 1, in: domain)
    var levels: [[DecimalNumber]] = []
    if decades < 3 { levels.append(digits([1, 2, 5], powers: powers, stride: 1, in: domain)) }
    if decades < 3 { levels.append(digits([1, 3], powers: powers, stride: 1, in: domain)) }
    for step in [1, 2, 3, 5, 10, 20, 50, 100, 200] {
      levels.append(digits([1], powers: powers, stride: step, in: domain))
    }
    // A level with fewer than two labels tells no scale; the first has two whatever the domain.
    return levels.filter { $0.count >= 2 }.map { level in
      let chosen = Set(level)
      return AxisPlan(
        domain: domain,
        labelled: level.map { AxisTick(value: $0.value, label: NumberLabels.single($0, style: axis.numbers)) },
        minor: all.filter { !chosen.contains($0) }.map(\.value))
    }
  }

  private static func digits(
    _ digits: [Int], powers: ClosedRange<Int>, stride step: Int, in domain: ClosedRange<Double>
  ) -> [DecimalNumber] {
    powers.filter { $0 % step == 0 }.flatMap { power in
      digits.map { DecimalNumber(mantissa: $0, exponent: power) }
    }.filter { domain.contains($0.value) }
  }
}
