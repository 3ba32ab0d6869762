/// The mean power of an accelerator over a window of back-to-back requests.
public struct PowerMeasurement: Sendable, Codable, Hashable {
  /// The model.
  public var model: ModelDescription
  /// Whether the engine speculated and how; `nil` where unknown.
  public var speculation: SpeculationSetting?
  /// The length of the window in seconds.
  public var seconds: Double
  /// The requests completed in the window.
  public var requests: Int
  /// The tokens generated in the window.
  public var outputTokens: Int
  /// The mean power of the whole accelerator in watts.
  public var meanWatts: Double

  /// Creates a measurement.
  public init(
    model: ModelDescription,
    speculation: SpeculationSetting? = nil,
    seconds: Double,
    requests: Int,
    outputTokens: Int,
    meanWatts: Double
  ) {
    self.model = model
    self.speculation = speculation
    self.seconds = seconds
    self.requests = requests
    self.outputTokens = outputTokens
    self.meanWatts = meanWatts
  }

  /// The energy of the window in joules: mean power times its length.
  public var joules: Double { meanWatts * seconds }

  /// The energy of the window over its output tokens, in joules per token; `nil` if there were none.
  public var joulesPerToken: Double? { outputTokens > 0 ? joules / Double(outputTokens) : nil }
}
