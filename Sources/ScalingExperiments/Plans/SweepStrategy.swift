/// A way to serve that a sweep tries, under a short name.
public struct SweepStrategy: Sendable, Codable, Hashable {
  /// The short name, such as "baseline" or "tp4".
  public var name: String
  /// The configuration: what is `nil` in it is not prescribed.
  public var serving: ServingConfiguration

  /// Creates a strategy.
  public init(name: String, serving: ServingConfiguration) {
    self.name = name
    self.serving = serving
  }

  /// The name in small letters, as a part of the identifiers of cells.
  public var identifier: String { SweepIdentifier.part(name) }

  /// The accelerators that the strategy occupies: tensor × pipeline × data parallel; `nil` where one of them is not
  /// prescribed.
  public var acceleratorCount: Int? {
    guard let tensor = serving.tensorParallel, let pipeline = serving.pipelineParallel,
      let data = serving.dataParallel
    else { return nil }
    let (stages, stagesOverflow) = tensor.multipliedReportingOverflow(by: pipeline)
    let (all, overflow) = stages.multipliedReportingOverflow(by: data)
    return stagesOverflow || overflow ? nil : all
  }

  /// Returns whether a run that was served so may belong to this strategy.
  ///
  /// Tensor parallelism and speculation must be known and agree; the other ways to be parallel and the settings of
  /// speculation (drafts, lengths of n-grams) must not differ where both sides say them. Engine, versions and precision
  /// do not decide: they are deviations, not other strategies.
  public func matches(_ served: ServingConfiguration) -> Bool {
    guard let tensor = served.tensorParallel, tensor == serving.tensorParallel,
      Self.agree(served.pipelineParallel, serving.pipelineParallel),
      Self.agree(served.dataParallel, serving.dataParallel),
      let setting = served.speculation, let planned = serving.speculation
    else { return false }
    switch (setting, planned) {
    case (.off, .off): return true
    case (.on(let run), .on(let plan)):
      return run.method == plan.method && Self.agree(run.draftTokens, plan.draftTokens)
        && Self.agree(run.ngramMinimum, plan.ngramMinimum) && Self.agree(run.ngramMaximum, plan.ngramMaximum)
    case (.off, .on), (.on, .off): return false
    }
  }

  private static func agree(_ first: Int?, _ second: Int?) -> Bool {
    guard let first, let second else { return true }
    return first == second
  }
}
