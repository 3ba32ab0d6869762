import Testing

@testable import ScalingCharts

@Suite struct DecimalNumberTests {
  @Test func fixedNumbersHaveNoTrailingZerosAndNoNegativeZero() {
    #expect(DecimalNumber.fixed(1.005, decimals: 1) == "1")
    #expect(DecimalNumber.fixed(12.345, decimals: 2) == "12.35" || DecimalNumber.fixed(12.345, decimals: 2) == "12.34")
    #expect(DecimalNumber.fixed(-0.001, decimals: 2) == "0")
    #expect(DecimalNumber.fixed(-0.0, decimals: 2) == "0")
    #expect(DecimalNumber.fixed(-0.25, decimals: 2) == "-0.25")
    #expect(DecimalNumber.fixed(0.05, decimals: 2) == "0.05")
    #expect(DecimalNumber.fixed(100, decimals: 2) == "100")
  }

  @Test func numbersWithoutDecimalFormBecomeZero() {
    #expect(DecimalNumber.fixed(.infinity, decimals: 2) == "0")
    #expect(DecimalNumber.fixed(.nan, decimals: 2) == "0")
  }

  @Test func valuesAreTheNearestToTheDecimal() {
    #expect(DecimalNumber(mantissa: 3, exponent: -1).value == 0.3)
    #expect(DecimalNumber(mantissa: -25, exponent: 2).value == -2500)
    #expect(DecimalNumber(mantissa: 1, exponent: -12).value == 1e-12)
  }

  @Test func textKeepsExactDigits() {
    #expect(DecimalNumber(mantissa: 7, exponent: -3).text() == "0.007")
    #expect(DecimalNumber(mantissa: -7, exponent: 2).text(decimals: 1) == "-700.0")
    #expect(DecimalNumber(mantissa: 1200, exponent: 0).reduced == DecimalNumber(mantissa: 12, exponent: 2))
    #expect(DecimalNumber(mantissa: 12, exponent: 2).order == 4)
  }
}
