/// One cell of a sweep: a model, a cap on its output and a strategy.
public struct SweepCell: Sendable, Codable, Hashable {
  /// The model.
  public var model: SweepModel
  /// The most output tokens allowed for one answer.
  public var tokenCap: Int
  /// The way to serve.
  public var strategy: SweepStrategy

  /// Creates a cell.
  public init(model: SweepModel, tokenCap: Int, strategy: SweepStrategy) {
    self.model = model
    self.tokenCap = tokenCap
    self.strategy = strategy
  }

  /// A name that stays the same and may be part of a file's, such as "deepseek-r1-distill-qwen-14b_tp4_cap8192".
  public var identifier: String { "\(model.identifier)_\(strategy.identifier)_cap\(tokenCap)" }
}
