import ScalingExperiments
import Testing

@testable import BenchmarkAdapters

/// The keys that carry statistic, quantity and unit.
@Suite struct StatisticKeyTests {
  @Test func `Statistic, quantity and unit are read`() throws {
    let mean = try #require(StatisticKey("mean_ttft_ms"))
    #expect(mean.statistic == .mean && mean.quantity == "ttft" && mean.exponent == -3)
    let tail = try #require(StatisticKey("p99.9_e2e_latency_ms"))
    #expect(tail.statistic == .percentile(99.9) && tail.quantity == "e2e_latency" && tail.exponent == -3)
    let fork = try #require(StatisticKey("median_tpot"))
    #expect(fork.statistic == .median && fork.quantity == "tpot" && fork.exponent == 0)
    #expect(StatisticKey("std_itl_ms")?.statistic == .standardDeviation)
    #expect(StatisticKey("std_itl_ms")?.statistic.metricStatistic == nil)
  }

  @Test(arguments: [
    "ttft", "p_ttft_ms", "p101_ttft_ms", "p1e1_ttft_ms", "pinf_ttft", "p+5_ttft", "p9.9.9_x", "mean_",
    "mean__ms", "_ms", "",
  ])
  func `Other keys are none`(key: String) {
    #expect(StatisticKey(key) == nil || StatisticKey(key)?.quantity == "_ms")
  }
}
