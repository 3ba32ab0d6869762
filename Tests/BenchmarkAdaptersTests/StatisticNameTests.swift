import BenchmarkAdapters
import ScalingExperiments
import Testing

/// The words of all tools for what a figure is of its sample.
@Suite struct StatisticNameTests {
  @Test(arguments: [
    ("p50", 50), ("p99", 99), ("p99.9", 99.9), ("P25", 25), ("p0p1", 0.1), ("p99p9", 99.9), ("p001", 0.1), ("p01", 1),
    ("p05", 5), ("p999", 99.9), ("p9999", 99.99), ("p975", 97.5), ("p100", 100), ("p0", 0), ("p1", 1),
    ("quantiles_p25", 25), ("50.00 percentile latency (ns)", 50), ("99.90 percentile latency (ns)", 99.9),
    ("95th percentile", 95), ("min", 0), ("Maximum", 100), ("p0.1", 0.1),
  ])
  func `Percentiles are read from every spelling`(word: String, percent: Double) {
    #expect(StatisticName(word) == .percentile(percent))
  }

  @Test func `Means, medians, deviations, counts and sums`() {
    #expect(["mean", "avg", "Average"].allSatisfy { StatisticName($0) == .mean })
    #expect(["std", "stddev", "std_dev", "stdev"].allSatisfy { StatisticName($0) == .standardDeviation })
    #expect(StatisticName("median") == .median && StatisticName("count") == .count)
    #expect(StatisticName("total_sum") == .sum && StatisticName("sum")?.metricStatistic == .total)
    #expect(StatisticName("std")?.metricStatistic == nil && StatisticName("count")?.metricStatistic == nil)
  }

  @Test(arguments: ["", "p", "pp", "p1p", "pp1", "p101", "p250", "p-1", "p1e1", "pinf", "ninety", "p99.9.9", "p 9"])
  func `Other words are none`(word: String) {
    #expect(StatisticName(word) == nil)
  }
}
