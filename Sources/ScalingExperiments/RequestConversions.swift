/// Figures of one definition from records of single requests: the exact conversions between what tools report.
///
/// From summaries alone none of them can be had: a mean of quotients is no quotient of means.
extension RequestRecords {
  /// The time of each output token after the first of a request, in seconds: (latency - time to first token) / (tokens -
  /// 1); `nil` where a part is unknown and for answers of one token.
  ///
  /// - Complexity: O(`count`).
  public var timePerOutputToken: [Double?] {
    (0..<count).map { row in
      guard let first = timeToFirstToken[row], let tokens = outputTokens[row], tokens > 1 else { return nil }
      return (latency[row] - first) / Double(tokens - 1)
    }
  }

  /// The latency of each request over its output tokens, the first included, in seconds; `nil` where the tokens are
  /// unknown or none.
  ///
  /// - Complexity: O(`count`).
  public var timePerOutputTokenWithFirst: [Double?] {
    (0..<count).map { row in
      guard let tokens = outputTokens[row], tokens > 0 else { return nil }
      return latency[row] / Double(tokens)
    }
  }

  /// Returns the mean of a metric over the requests, as the catalogue defines it, or `nil` where it cannot be had: for
  /// other metrics, and without a request that has the parts.
  ///
  /// Knows `.latency(.mean)`, `.timeToFirstToken(.mean)`, `.timePerOutputToken(.mean)`, `.timePerOutputTokenWithFirst(.mean)`
  /// and `.timePerOutputTokenByTokens()`. Requests that lack a part are left out; `count` says of how many the mean is.
  ///
  /// - Complexity: O(`count`).
  public func mean(of metric: Metric) -> MetricValue? {
    let values: [Double?]
    switch metric {
    case .latency(.mean): values = latency
    case .timeToFirstToken(.mean): values = timeToFirstToken
    case .timePerOutputToken(.mean): values = timePerOutputToken
    case .timePerOutputTokenWithFirst(.mean): values = timePerOutputTokenWithFirst
    case .timePerOutputTokenByTokens(): return meanByTokens(metric)
    default: return nil
    }
    let known = values.compactMap { $0 }
    guard !known.isEmpty else { return nil }
    return MetricValue(metric: metric, value: known.reduce(0, +) / Double(known.count), count: known.count)
  }

  private func meanByTokens(_ metric: Metric) -> MetricValue? {
    var seconds = 0.0
    var gaps = 0
    for row in 0..<count {
      guard let first = timeToFirstToken[row], let tokens = outputTokens[row], tokens > 1 else { continue }
      seconds += latency[row] - first
      gaps += tokens - 1
    }
    return gaps > 0 ? MetricValue(metric: metric, value: seconds / Double(gaps), count: gaps) : nil
  }
}
