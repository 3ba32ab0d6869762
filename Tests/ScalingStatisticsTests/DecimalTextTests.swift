import ScalingStatistics
import Testing

@Suite struct DecimalTextTests {
  @Test(
    arguments: [
      (0.0, 2, "0.00"), (-0.0, 2, "0.00"), (-0.004, 2, "0.00"), (-0.005, 2, "-0.01"), (1.0, 0, "1"), (0.5, 0, "1"),
      (-0.5, 0, "-1"), (-0.4, 0, "0"), (2.675, 1, "2.7"), (0.05, 1, "0.1"), (999.995_1, 2, "1000.00"), (12.3, -3, "12"),
      (0.125, 3, "0.125"), (1e-20, 4, "0.0000"), (123_456_789, 1, "123456789.0"), (.nan, 2, "NaN"),
      (.infinity, 2, "∞"), (-.infinity, 0, "-∞"), (1e300, 2, "1e+300"), (-1e300, 2, "-1e+300"),
    ] as [(Double, Int, String)])
  func `fixed decimals`(value: Double, decimals: Int, expected: String) {
    #expect(DecimalText.fixed(value, decimals) == expected)
  }

  @Test(
    arguments: [
      (0.0, 3, "0"), (-0.0, 3, "0"), (2.5, 4, "2.5"), (2.0, 4, "2"), (9.999_6, 4, "10"), (99.996, 4, "100"),
      (0.000_123_45, 3, "0.000123"), (0.000_1, 3, "0.0001"), (0.000_099_999_96, 3, "0.0001"),
      (0.000_012_345, 3, "1.23e-5"), (1_234_567, 3, "1230000"), (9_999_999.6, 7, "1e7"), (12_345_678, 4, "1.235e7"),
      (14_770_033_664, 4, "1.477e10"), (-1_500, 2, "-1500"), (-0.000_012, 2, "-1.2e-5"), (1e300, 3, "1e300"),
      (-9.996, 3, "-10"), (100, 1, "100"), (0.1, 15, "0.1"), (5, 0, "5"), (0.3, 99, "0.3"), (1e-300, 2, "1e-300"),
      (.leastNonzeroMagnitude, 2, "4.9e-324"), (.leastNormalMagnitude, 4, "2.225e-308"),
      (1.797_693e308, 7, "1.797693e308"),
      (.nan, 3, "NaN"), (.infinity, 3, "∞"), (-.infinity, 3, "-∞"),
    ] as [(Double, Int, String)])
  func `significant digits`(value: Double, digits: Int, expected: String) {
    #expect(DecimalText.significant(value, digits) == expected)
  }

  @Test func `random numbers read back within half a unit of the last digit`() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<2_000 {
      let exponent = Double(generator.nextIndex(below: 40)) - 20
      var value = generator.nextUniform() + 0.05
      for _ in 0..<Int(abs(exponent)) { value = exponent > 0 ? value * 10 : value / 10 }
      let text = DecimalText.significant(value, 4)
      #expect(Double(text).map { relativeError($0, value) <= 0.000_500_1 } == true, "\(value) became \(text)")
    }
  }
}
