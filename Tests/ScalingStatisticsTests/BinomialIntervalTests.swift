import ScalingStatistics
import Testing

@Suite struct BinomialIntervalTests {
  /// Four decimals from Newcombe, "Two-sided Confidence Intervals for the Single Proportion", Statistics in Medicine 17 (1998), table I, method 3.
  @Test(arguments: [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718),
  ])
  func `Newcombe's published intervals come out`(successes: Int, trials: Int, lower: Double, upper: Double) throws {
    let interval = try BinomialInterval.wilson(successes: successes, trials: trials)
    #expect(abs(interval.lower - lower) < 0.000_051)
    #expect(abs(interval.upper - upper) < 0.000_051)
    #expect(interval.value == Double(successes) / Double(trials))
    #expect(interval.method == "Wilson interval, \(trials) trials")
  }

  /// mpmath 1.3, 50 digits.
  @Test(arguments: [
    (81, 263, 0.25528851987827422577, 0.36620957698280007015),
    (1, 29, 0.0061132142927626605165, 0.17175521879320288131),
    (50, 100, 0.40383153036599562708, 0.59616846963400437292),
  ])
  func `the formula keeps twelve digits`(successes: Int, trials: Int, lower: Double, upper: Double) throws {
    let interval = try BinomialInterval.wilson(successes: successes, trials: trials)
    #expect(relativeError(interval.lower, lower) < 1e-12)
    #expect(relativeError(interval.upper, upper) < 1e-12)
  }

  @Test func `none and all end exactly at zero and one`() throws {
    let none = try BinomialInterval.wilson(successes: 0, trials: 20)
    #expect(none.lower == 0)
    let all = try BinomialInterval.wilson(successes: 29, trials: 29)
    #expect(all.upper == 1)
    #expect(relativeError(all.lower, 0.88303020150025923286) < 1e-12)
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try BinomialInterval.wilson(successes: 0, trials: 0) }
        == "A share of 0 trials is not defined: at least one is needed.")
    #expect(
      message { try BinomialInterval.wilson(successes: 5, trials: 4) }
        == "5 successes of 4 trials: successes lie between 0 and the number of trials.")
    #expect(
      message { try BinomialInterval.wilson(successes: -1, trials: 4) }
        == "-1 successes of 4 trials: successes lie between 0 and the number of trials.")
    #expect(
      message { try BinomialInterval.wilson(successes: 1, trials: 4, level: 1) }
        == "A level of 1.0 was asked for; a level lies between 0 and 1, such as 0.95.")
  }
}
