/// The map from the values of a colour axis to the steps of a ramp.
///
/// Few steps with names at the ends: an eye tells seven colours apart, and no more than that is claimed.
struct ColorScale: Hashable, Sendable {
  /// How many colours there are.
  static let steps = 7

  /// What the colours stand for.
  let caption: String
  /// The words at the lowest and the highest value.
  let ends: (low: String, high: String)
  private let scale: AxisScale

  /// Fits the scale to the values drawn.
  ///
  /// Throws a `ChartError` where the axis is a band axis, or where its domain does not suit its scale.
  init(_ axis: ChartAxis, extent: ClosedRange<Double>?) throws {
    guard axis.scale != .band else {
      throw ChartError("A colour axis has values; for categories give every series a style of its own.")
    }
    let plan = try AxisPlan.candidates(for: axis, name: "colour", extent: extent, target: 5).first
    let domain = axis.domain ?? extent.flatMap { AxisPlan.isFlat($0) ? nil : $0 } ?? plan?.domain ?? 0...1
    scale = AxisScale(
      kind: axis.scale, domain: domain, start: 0, end: Double(Self.steps), threshold: axis.linearThreshold)
    caption = axis.caption
    let words = [domain.lowerBound, domain.upperBound].map { NumberLabels.rounded($0, style: axis.numbers) }
    ends = (words[0], words[1])
  }

  /// Returns the step of a value, from 0; values beyond the domain take the outermost.
  func step(of value: Double) -> Int {
    Int(min(max(scale.position(value).rounded(.down), 0), Double(Self.steps - 1)))
  }

  static func == (first: ColorScale, second: ColorScale) -> Bool {
    first.scale == second.scale && first.caption == second.caption && first.ends == second.ends
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(scale)
    hasher.combine(caption)
  }
}
