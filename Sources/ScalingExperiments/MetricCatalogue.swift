/// The metrics in common use, with the definitions most tools share; pass `definition` where a tool's differs.
extension Metric {
  /// Returns the end-to-end latency, in seconds.
  public static func latency(
    _ statistic: MetricStatistic = .perRequest, definition: String = "end to end, client side"
  ) -> Metric {
    time(.latency, statistic, definition)
  }

  /// Returns the time to the first token, in seconds.
  public static func timeToFirstToken(
    _ statistic: MetricStatistic = .perRequest, definition: String = "from sending the request, client side"
  ) -> Metric {
    time(.timeToFirstToken, statistic, definition)
  }

  /// Returns the time per output token, in seconds.
  ///
  /// The definition is that of vLLM and SGLang; tools that divide the whole latency by all tokens need their own.
  public static func timePerOutputToken(
    _ statistic: MetricStatistic = .perRequest,
    definition: String = "(end to end - time to first token) / (output tokens - 1), requests weighted equally"
  ) -> Metric {
    time(.timePerOutputToken, statistic, definition)
  }

  /// Returns the latency divided by all output tokens, in seconds: the time to the first token is in it.
  ///
  /// LLMPerf calls it inter-token latency, inference-perf normalized time per output token.
  public static func timePerOutputTokenWithFirst(_ statistic: MetricStatistic = .perRequest) -> Metric {
    time(.timePerOutputToken, statistic, "end to end / output tokens, the first included, requests weighted equally")
  }

  /// Returns the latency divided by all output tokens, in seconds, every token weighted equally: long answers count for
  /// more than in `timePerOutputTokenWithFirst(_:)`.
  public static func timePerOutputTokenWithFirstByTokens(_ statistic: MetricStatistic = .mean) -> Metric {
    time(.timePerOutputToken, statistic, "end to end / output tokens, the first included, tokens weighted equally")
  }

  /// Returns the time per output token after the first, in seconds, every token weighted equally.
  ///
  /// Long answers count for more than in `timePerOutputToken(_:definition:)`.
  public static func timePerOutputTokenByTokens(_ statistic: MetricStatistic = .mean) -> Metric {
    time(
      .timePerOutputToken, statistic,
      "(end to end - time to first token) / (output tokens - 1), tokens weighted equally")
  }

  /// The output throughput of the whole system, in tokens per second.
  public static let throughput = Metric(
    quantity: .throughput, statistic: .total, definition: "output tokens of the whole system over wall-clock time",
    unit: .tokensPerSecond, direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)

  /// Returns the number of generated tokens.
  public static func outputTokens(
    _ statistic: MetricStatistic = .perRequest, definition: String = "tokens generated, as the engine counts them"
  ) -> Metric {
    Metric(
      quantity: .outputTokens, statistic: statistic, definition: definition, unit: .tokens,
      naturalScale: .logarithmic, lowerBound: 0)
  }

  /// The share of answers that are right.
  public static let accuracy = share(.accuracy, "right answers over all answers")

  /// Returns the share of problems with a right answer among `samples` answers.
  public static func coverage(samples: Int) -> Metric {
    share(.coverage, "problems with a right answer among \(samples), over all problems")
  }

  /// Returns the energy, in joules.
  public static func energy(
    _ statistic: MetricStatistic = .total, definition: String = "whole accelerator"
  ) -> Metric {
    Metric(
      quantity: .energy, statistic: statistic, definition: definition, unit: .joules, direction: .lowerIsBetter,
      naturalScale: .logarithmic, lowerBound: 0)
  }

  /// The energy for each output token, in joules.
  public static let energyPerToken = Metric(
    quantity: .energyPerToken, statistic: .mean, definition: "energy of the whole accelerator over output tokens",
    unit: .joulesPerToken, direction: .lowerIsBetter, naturalScale: .logarithmic, lowerBound: 0)

  /// Returns the power, in watts.
  public static func power(_ statistic: MetricStatistic = .mean, definition: String = "whole accelerator") -> Metric {
    Metric(
      quantity: .power, statistic: statistic, definition: definition, unit: .watts, direction: .lowerIsBetter,
      lowerBound: 0)
  }

  /// The cost for each output token, in seconds of one accelerator.
  public static let costPerToken = Metric(
    quantity: .costPerToken, statistic: .mean, definition: "accelerators x latency over output tokens",
    unit: .acceleratorSecondsPerToken, direction: .lowerIsBetter, naturalScale: .logarithmic, lowerBound: 0)

  /// Returns the cost for each output token in money, by its ISO 4217 code.
  public static func costPerToken(currency code: String) -> Metric {
    Metric(
      quantity: .costPerToken, statistic: .mean,
      definition: "accelerators x latency x price of an accelerator over output tokens",
      unit: .currencyPerToken(code), direction: .lowerIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }

  /// Returns the arithmetic spent, in FLOP.
  ///
  /// There is no default definition: generated, accepted and executed operations differ by multiples.
  public static func compute(_ statistic: MetricStatistic = .mean, definition: String) -> Metric {
    Metric(
      quantity: .compute, statistic: statistic, definition: definition, unit: .floatingPointOperations,
      direction: .lowerIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }

  /// Returns the memory in use, in bytes.
  public static func memory(
    _ statistic: MetricStatistic = .total, definition: String = "allocated on all accelerators"
  ) -> Metric {
    Metric(
      quantity: .memory, statistic: statistic, definition: definition, unit: .bytes, direction: .lowerIsBetter,
      naturalScale: .logarithmic, lowerBound: 0)
  }

  private static func time(_ quantity: MetricQuantity, _ statistic: MetricStatistic, _ definition: String) -> Metric {
    Metric(
      quantity: quantity, statistic: statistic, definition: definition, unit: .seconds, direction: .lowerIsBetter,
      naturalScale: .logarithmic, lowerBound: 0)
  }

  private static func share(_ quantity: MetricQuantity, _ definition: String) -> Metric {
    Metric(
      quantity: quantity, statistic: .share, definition: definition, unit: .fraction, direction: .higherIsBetter,
      lowerBound: 0, upperBound: 1)
  }
}
