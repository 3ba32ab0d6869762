import Foundation
import Testing

@testable import ScalingCharts

/// Ticks of ten thousand random axes: what a reader relies on, whatever the data.
@Suite struct RandomTicksTests {
  private struct Generator {
    var state: UInt64

    mutating func unit() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return Double((mixed ^ mixed >> 31) >> 11) / 0x1p53
    }
  }

  /// The figure of two dots at the ends of the domain, and the labels along its two axes.
  private static func labels(
    _ low: Double, _ high: Double, _ scale: ChartAxis.Scale, isFixed: Bool
  ) throws -> (x: AxisPlan, y: AxisPlan) {
    let axis = ChartAxis("a", scale: scale, domain: isFixed ? low...high : nil)
    let figure = ChartFigure(
      title: "t", x: axis, y: axis, marks: [.dots(x: [low, high], y: [low, high], style: .series(0))])
    let layout = try ChartLayout(
      figure: figure, columns: try MarkColumns.all(of: figure.marks), width: 640, height: 400)
    return (layout.xPlan, layout.yPlan)
  }

  private static func check(_ plan: AxisPlan, _ what: String) {
    let texts = plan.labelled.map(\.label)
    #expect(texts.count >= 2, "\(what): \(texts)")
    #expect(Set(texts).count == texts.count, "\(what): \(texts)")
    #expect(!texts.contains { $0.hasSuffix("m") || $0.hasSuffix("µ") }, "\(what): \(texts)")
    #expect(plan.labelled.map(\.value) == plan.labelled.map(\.value).sorted(), "\(what)")
  }

  @Test func `Linear axes have two labels or more, none twice`() throws {
    var generator = Generator(state: 9)
    for round in 0..<5_000 {
      let width = pow(10, -12 + 27 * generator.unit())
      // As far from zero as the digits of a number allow.
      let centre = (generator.unit() - 0.5) * 2 * width * pow(10, 9 * generator.unit())
      let (low, high) = (centre - width / 2, centre + width / 2)
      let plans = try Self.labels(low, high, .linear, isFixed: round % 2 == 0)
      Self.check(plans.x, "x \(low)...\(high)")
      Self.check(plans.y, "y \(low)...\(high)")
    }
  }

  @Test func `Logarithmic axes name every power up to ten decades`() throws {
    var generator = Generator(state: 10)
    for round in 0..<5_000 {
      let decades = 0.01 + 15 * generator.unit()
      let start = -12 + 15 * generator.unit()
      let (low, high) = (pow(10, start), pow(10, start + decades))
      let plans = try Self.labels(low, high, .logarithmic, isFixed: round % 2 == 0)
      for (plan, name) in [(plans.x, "x"), (plans.y, "y")] {
        Self.check(plan, "\(name) \(low)...\(high)")
        let domain = plan.domain
        let reach = log10(domain.upperBound) - log10(domain.lowerBound)
        guard (1...10).contains(reach) else { continue }
        let powers = Int(log10(domain.lowerBound).rounded(.up))...Int(log10(domain.upperBound).rounded(.down))
        let named = Set(plan.labelled.map { Int(log10($0.value).rounded()) })
        let missing = powers.filter { !named.contains($0) && domain.contains(pow(10, Double($0))) }
        #expect(missing.isEmpty, "\(name) \(low)...\(high): \(missing), \(plan.labelled.map(\.label))")
      }
    }
  }
}
