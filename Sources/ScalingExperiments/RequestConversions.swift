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
  /// Knows `.latency(.mean)`, `.timeToFirstToken(.mean)`, `.timePerOutputToken(.mean)`, `.timePerOutputTokenWithFirst(.mean)`,
  /// and the last two by tokens. Requests that lack a part are left out; `count` says of how many the mean is.
  ///
  /// - Complexity: O(`count`).
  public func mean(of metric: Metric) -> MetricValue? {
    let values: [Double?]
    switch metric {
    case .latency(.mean): values = latency
    case .timeToFirstToken(.mean): values = timeToFirstToken
    case .timePerOutputToken(.mean): values = timePerOutputToken
    case .timePerOutputTokenWithFirst(.mean): values = timePerOutputTokenWithFirst
    case .timePerOutputTokenByTokens(): return meanByTokens(metric, withFirst: false)
    case .timePerOutputTokenWithFirstByTokens(): return meanByTokens(metric, withFirst: true)
    default: return nil
    }
    let known = values.compactMap { $0 }
    guard !known.isEmpty else { return nil }
    return MetricValue(metric: metric, value: known.reduce(0, +) / Double(known.count), count: known.count)
  }

  private func meanByTokens(_ metric: Metric, withFirst: Bool) -> MetricValue? {
    var seconds = 0.0
    var total = 0
    for row in 0..<count {
      guard let tokens = outputTokens[row], tokens > (withFirst ? 0 : 1) else { continue }
      if withFirst {
        seconds += latency[row]
        total += tokens
      } else if let first = timeToFirstToken[row] {
        seconds += latency[row] - first
        total += tokens - 1
      }
    }
    return total > 0 ? MetricValue(metric: metric, value: seconds / Double(total), count: total) : nil
  }
}
