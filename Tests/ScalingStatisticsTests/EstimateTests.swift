import Foundation
import ScalingStatistics
import Testing

@Suite struct EstimateTests {
  private let estimate = Estimate(value: 2.5, lower: 2.28, upper: 2.661_2, level: 0.95, method: "t")

  @Test func `the headline is rounded`() {
    #expect(estimate.headline == "2.5 [2.28, 2.661]")
    #expect(estimate.description == estimate.headline)
  }

  @Test func `the ends belong to the interval`() {
    #expect(estimate.contains(2.28))
    #expect(estimate.contains(2.661_2))
    #expect(!estimate.contains(2.27))
    #expect(!estimate.contains(.nan))
  }

  @Test func `a negative factor swaps the ends`() {
    let turned = estimate.scaled(by: -2)
    #expect(turned.value == -5)
    #expect(turned.lower == -5.322_4)
    #expect(turned.upper == -4.56)
    #expect(turned.level == 0.95)
  }

  @Test func `JSON keeps every bit and open ends`() throws {
    let open = Estimate(value: 0.1 + 0.2, lower: -.infinity, upper: .infinity, level: 0.9, method: "profile")
    for original in [estimate, open] {
      let data = try JSONEncoder().encode(original)
      #expect(try JSONDecoder().decode(Estimate.self, from: data) == original)
    }
    #expect(String(decoding: try JSONEncoder().encode(open), as: UTF8.self).contains("\"open\""))
  }
}
