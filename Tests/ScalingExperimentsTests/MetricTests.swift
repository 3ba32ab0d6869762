import ScalingExperiments
import Testing

@Suite struct MetricTests {
  @Test func `A title names statistic, quantity and unit once`() {
    #expect(Metric.latency(.mean).title == "Mean latency (s)")
    #expect(Metric.latency(.percentile(95)).title == "p95 latency (s)")
    #expect(Metric.latency(.percentile(99.9)).title == "p99.9 latency (s)")
    #expect(Metric.latency().title == "Latency per request (s)")
    #expect(Metric.latency(.geometricMean).title == "Geometric mean latency (s)")
    #expect(Metric.accuracy.title == "Accuracy")
    #expect(Metric.outputTokens(.mean).title == "Mean output tokens")
    #expect(Metric.costPerToken.title == "Mean cost per token (accelerator-s/token)")
    #expect(Metric.costPerToken(currency: "EUR").title == "Mean cost per token (EUR/token)")
    #expect(Metric.energy().title == "Total energy (J)")
    #expect(Metric.compute(definition: "2 x parameters x output tokens").title == "Mean compute (FLOP)")
  }

  @Test func `A metric knows which way is better and where its values end`() {
    #expect(Metric.latency(.mean).direction == .lowerIsBetter)
    #expect(Metric.throughput.direction == .higherIsBetter)
    #expect(Metric.outputTokens().direction == .neither)
    #expect(Metric.accuracy.lowerBound == 0 && Metric.accuracy.upperBound == 1)
    #expect(Metric.latency().upperBound == nil)
    #expect(Metric.latency().naturalScale == .logarithmic && Metric.accuracy.naturalScale == .linear)
  }

  @Test func `Equal metrics compare`() {
    #expect(Metric.latency(.mean).isComparable(with: .latency(.mean)))
    #expect(Metric.latency(.mean).reasonNotComparable(with: .latency(.mean)) == nil)
  }

  @Test func `Unlike metrics do not compare, and a sentence says why`() {
    #expect(!Metric.latency().isComparable(with: .accuracy))
    #expect(
      Metric.latency().reasonNotComparable(with: .accuracy)
        == "latency cannot be compared with accuracy: they are different quantities.")
    #expect(
      Metric.latency(.mean).reasonNotComparable(with: .latency(.percentile(95)))
        == "These two figures of latency cannot be compared: one is the mean, the other the 95th percentile.")
    let other = Metric.timePerOutputToken(.mean, definition: "end to end / output tokens")
    #expect(
      Metric.timePerOutputToken(.mean, definition: "excluding the first").reasonNotComparable(with: other)
        == "These two figures of time per output token cannot be compared: one is defined as \"excluding the first\", "
        + "the other as \"end to end / output tokens\".")
    var percentages = Metric.accuracy
    percentages.unit = .dimensionless
    #expect(
      Metric.accuracy.reasonNotComparable(with: percentages)
        == "These two figures of accuracy cannot be compared: one is in fractions of one, the other in plain numbers.")
  }

  @Test func `Percentiles have English ordinals`() {
    #expect(MetricStatistic.percentile(1).name == "1st percentile")
    #expect(MetricStatistic.percentile(12).name == "12th percentile")
    #expect(MetricStatistic.percentile(53).name == "53rd percentile")
    #expect(MetricStatistic.percentile(99.9).name == "99.9th percentile")
  }
}
