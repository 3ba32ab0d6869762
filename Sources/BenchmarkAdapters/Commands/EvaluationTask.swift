/// A task under the names by which tools know it, and the prompt that all of them are to send.
///
/// Latency and accuracy belong together only if the model was asked the same thing: the benchmark's prompts are made to
/// the letter as the harness makes its own.
public struct EvaluationTask: Sendable, Hashable {
  /// The name in plans and runs.
  public var name: String
  /// The task's name in lm-evaluation-harness.
  public var harnessTask: String
  /// The data set on the Hugging Face hub.
  public var dataset: String
  /// The split of the data set.
  public var split: String
  /// The field of the data set that holds the problem.
  public var problemField: String
  /// The text before the problem.
  public var promptPrefix: String
  /// The text after the problem.
  public var promptSuffix: String

  /// Creates a task.
  public init(
    name: String,
    harnessTask: String,
    dataset: String,
    split: String,
    problemField: String,
    promptPrefix: String,
    promptSuffix: String
  ) {
    self.name = name
    self.harnessTask = harnessTask
    self.dataset = dataset
    self.split = split
    self.problemField = problemField
    self.promptPrefix = promptPrefix
    self.promptSuffix = promptSuffix
  }

  /// The 500 problems of MATH, judged by `math_verify` (`minerva_math500` of lm-eval 0.4.13; 0.4.8 has no such task).
  ///
  /// The prompt is that of `doc_to_text` in lm_eval/tasks/minerva_math/utils.py. lm-eval's other task on these problems,
  /// `hendrycks_math500`, looks for the answer between dollar signs, where reasoning models do not leave it.
  public static let math500 = EvaluationTask(
    name: "MATH500", harnessTask: "minerva_math500", dataset: "HuggingFaceH4/MATH-500", split: "test",
    problemField: "problem", promptPrefix: "Problem:\n", promptSuffix: "\n\nSolution:")
}
