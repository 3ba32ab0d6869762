import Testing

@testable import ScalingCharts

@Suite struct SymmetricTicksTests {
  private func labels(_ axis: ChartAxis, _ extent: ClosedRange<Double>) throws -> [String] {
    try AxisPlan.candidates(for: axis, name: "x", extent: extent, target: 5)[0].labelled.map(\.label)
  }

  @Test func powersStandOnBothSidesOfZero() throws {
    let axis = ChartAxis.symmetricLogarithmic("regret")
    #expect(try labels(axis, -1000...100) == ["-1k", "-100", "-10", "-1", "0", "1", "10", "100"])
  }

  @Test func withinTheThresholdTicksAreThoseOfALinearAxis() throws {
    let axis = ChartAxis.symmetricLogarithmic("regret", linearWithin: 10)
    #expect(try labels(axis, -4...4).count >= 3)
    #expect(try labels(axis, 0...0).count >= 2)
  }

  @Test func placesFollowTheBentLogarithmAndComeBack() {
    let scale = AxisScale(kind: .symmetricLogarithmic, domain: -100...100, start: 0, end: 200, threshold: 1)
    #expect(abs(scale.position(0) - 100) < 1e-12)
    // ln(11) / ln(101) of the half.
    #expect(abs(scale.position(10) - (100 + 100 * 0.519575)) < 1e-3)
    for value in [-100.0, -3, -0.01, 0, 0.5, 77] { #expect(abs(scale.value(at: scale.position(value)) - value) < 1e-9) }
  }

  @Test func aThresholdThatIsNoNumberIsNamed() {
    var figure = ChartFigure(
      title: "t", x: .symmetricLogarithmic("x", linearWithin: 0), y: ChartAxis("y"),
      marks: [.dots(x: [-1, 1], y: [0, 1], style: .series(0))])
    #expect(throws: ChartError.self) { try figure.scene() }
    figure.x = .symmetricLogarithmic("x", linearWithin: .nan)
    #expect(throws: ChartError.self) { try figure.scene() }
  }
}
