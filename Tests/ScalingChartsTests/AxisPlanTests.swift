import Testing

@testable import ScalingCharts

@Suite struct AxisPlanTests {
  private func plan(_ axis: ChartAxis, _ extent: ClosedRange<Double>?) throws -> AxisPlan {
    try #require(try AxisPlan.candidates(for: axis, name: "x", extent: extent, target: 6).first)
  }
  private let logarithmic = ChartAxis("x", scale: .logarithmic)

  @Test func belowThreeDecadesTwoAndFiveAreLabelled() throws {
    let plan = try plan(ChartAxis("x", scale: .logarithmic, domain: 1...100), nil)
    #expect(plan.labelled.map(\.label) == ["1", "2", "5", "10", "20", "50", "100"])
    #expect(plan.minor == [3, 4, 6, 7, 8, 9, 30, 40, 60, 70, 80, 90])
  }

  @Test func fromThreeDecadesPowersAloneAreLabelled() throws {
    let plan = try plan(ChartAxis("x", scale: .logarithmic, domain: 0.1...1000), nil)
    #expect(plan.labelled.map(\.label) == ["0.1", "1", "10", "100", "1k"])
    #expect(plan.minor.count == 4 * 8)
  }

  @Test func belowOneDecadeTicksAreEvenlySpaced() throws {
    let plan = try plan(ChartAxis("x", scale: .logarithmic, domain: 2...8), nil)
    #expect(plan.labelled.map(\.label) == ["2", "3", "4", "5", "6", "7", "8"])
  }

  @Test func aFitNeverCutsData() throws {
    for extent in [0.0...1, 0.013...0.984, -7...(-7), 3e14...9.7e14, 1e-12...1e15, 0...0] {
      let domain = try plan(ChartAxis("x"), extent).domain
      #expect(domain.lowerBound <= extent.lowerBound && domain.upperBound >= extent.upperBound)
    }
    for extent in [1e-12...1e15, 3.0...3, 1e-300...1e300, 5...6] {
      let domain = try plan(logarithmic, extent).domain
      #expect(domain.lowerBound < extent.lowerBound && domain.upperBound > extent.upperBound)
      #expect(domain.lowerBound > 0 && domain.upperBound.isFinite)
    }
  }

  @Test func airNeverCrossesZero() throws {
    #expect(try plan(ChartAxis("x"), 0.001...17).domain.lowerBound == 0)
  }

  @Test(arguments: [ChartAxis.Scale.linear, .logarithmic])
  func everyPlanHasTwoDifferentLabels(scale: ChartAxis.Scale) throws {
    let extents: [ClosedRange<Double>] = [
      1e-12...1e15, 1...1, 0.999...1.001, 3...29, 3...31, 1.01...9.9, 1e-9...1.0000001e-9, 12_345...12_346,
      1e-290...1e290, 1.1...19,
    ]
    for extent in extents {
      for numbers in [ChartAxis.NumberStyle.plain, .percent] {
        for isFixed in [false, true] where !isFixed || extent.lowerBound < extent.upperBound {
          let axis = ChartAxis("x", scale: scale, domain: isFixed ? extent : nil, numbers: numbers)
          for target in [2, 5, 9] {
            let plans = try AxisPlan.candidates(for: axis, name: "x", extent: extent, target: target)
            #expect(!plans.isEmpty, "\(extent) \(isFixed)")
            for plan in plans {
              #expect(plan.labelled.count >= 2, "\(extent) \(axis)")
              #expect(Set(plan.labelled.map(\.label)).count == plan.labelled.count, "\(plan.labelled)")
              #expect(plan.labelled.allSatisfy { plan.domain.contains($0.value) })
            }
          }
        }
      }
    }
  }

  @Test func domainsThatDoNotSuitTheirScaleAreRefused() {
    func message(_ axis: ChartAxis) -> String {
      do {
        _ = try AxisPlan.candidates(for: axis, name: "y", extent: nil, target: 5)
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      message(ChartAxis("", scale: .logarithmic, domain: 0...10))
        == "The domain of the y axis, 0.0 to 10.0, has to start above zero, because the axis is logarithmic.")
    #expect(
      message(ChartAxis("", domain: 0...(.infinity)))
        == "The domain of the y axis, 0.0 to inf, has to be finite and within 1e300 of zero.")
    #expect(
      message(ChartAxis("", domain: 2...2))
        == "The domain of the y axis, 2.0 to 2.0, is too narrow to tell two values apart.")
  }
}
