import Testing

@testable import ScalingCharts

@Suite struct NumberLabelsTests {
  private func ticks(_ mantissas: [Int], _ exponent: Int) -> [DecimalNumber] {
    mantissas.map { DecimalNumber(mantissa: $0, exponent: exponent) }
  }

  @Test func allLabelsShareOnePrecision() {
    #expect(NumberLabels.shared(ticks([0, 5, 10], -1), style: .plain) == ["0.0", "0.5", "1.0"])
    #expect(NumberLabels.shared(ticks([-25, 0, 25], -2), style: .plain) == ["-0.25", "0.00", "0.25"])
    #expect(NumberLabels.shared(ticks([0, 2000, 4000], 0), style: .plain) == ["0", "2000", "4000"])
  }

  @Test func largeNumbersShareOneSuffix() {
    #expect(NumberLabels.shared(ticks([0, 5, 10, 15], 3), style: .plain) == ["0", "5k", "10k", "15k"])
    #expect(NumberLabels.shared(ticks([95, 100, 105], 2), style: .plain) == ["9.5k", "10.0k", "10.5k"])
    #expect(NumberLabels.shared(ticks([1, 2], 12), style: .plain) == ["1T", "2T"])
    #expect(NumberLabels.shared(ticks([5, 10], 14), style: .plain) == ["0.5e15", "1.0e15"])
  }

  @Test func aSuffixThatWouldNeedManyDecimalsIsLeftOut() {
    #expect(
      NumberLabels.shared(ticks([10_000_000, 10_000_005], -1), style: .plain) == ["1000000.0", "1000000.5"])
  }

  @Test func smallNumbersStayDecimalUntilTheyAreTiny() {
    #expect(NumberLabels.single(DecimalNumber(mantissa: 1, exponent: -1), style: .plain) == "0.1")
    #expect(NumberLabels.single(DecimalNumber(mantissa: 1, exponent: -4), style: .plain) == "0.0001")
    #expect(NumberLabels.single(DecimalNumber(mantissa: 2, exponent: -7), style: .plain) == "2e-7")
    #expect(NumberLabels.shared(ticks([0, 2, 4], -12), style: .plain) == ["0", "2e-12", "4e-12"])
  }

  @Test func singleLabelsTakeTheShortestForm() {
    let labels = (0...7).map { NumberLabels.single(DecimalNumber(mantissa: 5, exponent: 2 * $0), style: .plain) }
    #expect(labels == ["5", "500", "50k", "5M", "500M", "50G", "5T", "500T"])
    #expect(NumberLabels.single(DecimalNumber(mantissa: 1, exponent: 15), style: .plain) == "1e15")
  }

  @Test func sharesReadAsPercentages() {
    #expect(NumberLabels.shared(ticks([0, 2, 4, 10], -1), style: .percent) == ["0%", "20%", "40%", "100%"])
    #expect(NumberLabels.shared(ticks([0, 5, 10], -3), style: .percent) == ["0.0%", "0.5%", "1.0%"])
    #expect(NumberLabels.single(DecimalNumber(mantissa: 1, exponent: -3), style: .percent) == "0.1%")
  }
}
