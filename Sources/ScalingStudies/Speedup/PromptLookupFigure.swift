/// A published speed-up of prompt look-up (n-gram) speculation for one model on one accelerator.
public struct PromptLookupFigure: Sendable, Hashable, Codable {
  /// The accelerator, as the source names it.
  public let accelerator: String
  /// The model, as the source names it.
  public let model: String
  /// Its parameters in billions, as its name says.
  public let billions: Double
  /// The speed-up over plain decoding over all of the source's tasks.
  public let speedup: Double
  /// The speed-up on its mathematical task (GSM8K).
  public let mathematicsSpeedup: Double
  /// The tokens of a pass over all tasks, the pass's own token included.
  public let tokensPerPass: Double

  /// The time of a pass, drafting included, over that of a plain decode step: tokens a pass over speed-up.
  public var passCost: Double { tokensPerPass / speedup }

  /// The rows "PLD" of Spec-Bench: greedy, FP16, batch 1, mean of three runs, by accelerator and size.
  ///
  /// H. Xia et al., "Unlocking Efficiency in Large Language Model Inference: A Comprehensive Survey of Speculative Decoding" (ACL Findings 2024, arXiv 2401.07851);
  /// Leaderboard.md of github.com/hemingkx/Spec-Bench at fd2c1cd (Apache-2.0). Accepted tokens count the pass's own token.
  public static let specBench = [
    PromptLookupFigure(
      accelerator: "3090", model: "Vicuna-7B-v1.3", billions: 7, speedup: 1.64, mathematicsSpeedup: 1.72,
      tokensPerPass: 1.73),
    PromptLookupFigure(
      accelerator: "A100", model: "Vicuna-7B-v1.3", billions: 7, speedup: 1.66, mathematicsSpeedup: 1.62,
      tokensPerPass: 1.75),
    PromptLookupFigure(
      accelerator: "A100", model: "Vicuna-13B-v1.3", billions: 13, speedup: 1.56, mathematicsSpeedup: 1.65,
      tokensPerPass: 1.67),
    PromptLookupFigure(
      accelerator: "A100", model: "Vicuna-33B-v1.3", billions: 33, speedup: 1.40, mathematicsSpeedup: 1.54,
      tokensPerPass: 1.54),
  ]
}
