import ScalingExperiments

/// A quantile put between the edges of a bucket.
public struct HistogramQuantile: Sendable, Hashable {
  /// The value by linear interpolation inside the bucket, as Prometheus' `histogram_quantile` has it: an estimate.
  public let value: Double
  /// The edges of the bucket: the quantile of the observations lies above the first and at most at the second.
  public let lower: Double
  /// The upper edge.
  public let upper: Double
  /// The number of observations.
  public let count: Double

  /// The estimate as a reported value, flagged as one.
  public func value(of metric: Metric) -> MetricValue {
    MetricValue(metric: metric, value: value, count: Int(exactly: count), estimation: .histogramBuckets)
  }
}

extension PrometheusExposition {
  /// Returns a quantile of a histogram, for labels that hold all of `labels`, or `nil` where there is none.
  ///
  /// Take it of a difference of two scrapes (`since(_:name:)`): alone, a scrape counts from the start of the server.
  /// Also `nil` for a probability outside 0 to 1, without observations, for buckets that decrease, and where the quantile
  /// lies in the last bucket, which has no upper edge. The first bucket of positive edges starts at 0.
  ///
  /// - Complexity: O(*n*) in the samples.
  public func histogramQuantile(
    _ probability: Double, of name: String, _ labels: [String: String] = [:]
  ) -> HistogramQuantile? {
    guard (0...1).contains(probability) else { return nil }
    var byEdge: [Double: Double] = [:]
    for sample in samples("\(name)_bucket", labels) {
      guard let word = sample.labels["le"], let edge = word == "+Inf" ? .infinity : Double(word) else { return nil }
      byEdge[edge, default: 0] += sample.value
    }
    let buckets = byEdge.sorted { $0.key < $1.key }
    guard let last = buckets.last, last.key == .infinity, last.value > 0, last.value.isFinite else { return nil }
    for (first, second) in zip(buckets, buckets.dropFirst()) where !(first.value <= second.value) { return nil }
    let rank = probability * last.value
    guard let index = buckets.firstIndex(where: { $0.value >= rank && $0.value > 0 }), buckets[index].key < .infinity
    else { return nil }
    let upper = buckets[index].key
    let below = index > 0 ? buckets[index - 1] : (key: min(0, upper), value: 0)
    let inside = buckets[index].value - below.value
    let share = inside > 0 ? (rank - below.value) / inside : 1
    return HistogramQuantile(
      value: below.key + (upper - below.key) * share, lower: below.key, upper: upper, count: last.value)
  }
}
