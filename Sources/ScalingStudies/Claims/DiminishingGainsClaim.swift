import ScalingStatistics

/// Observation 1: accuracy improves with time, the gains diminish and flatten.
public enum DiminishingGainsClaim {
  /// Tests the claim on every model whose baseline was judged and timed at four caps or more, on 20 problems or more.
  ///
  /// *Diminish*: the accuracy gained per second between the two largest caps is less than between the two smallest. *Flatten*: the second largest cap already reaches 95 % of the
  /// accuracy of the largest. Both by problems paired across the caps, with intervals that hold together for all models.
  public static func finding(_ sweep: SweepObservations, level: Double = 0.95) -> ClaimFinding {
    var ladders: [ModelLadder] = []
    var leftOut: [String] = []
    for ladder in ModelLadder.ladders(sweep) {
      if ladder.cells.count >= 4, ladder.problemCount >= ClaimMinimum.problems {
        ladders.append(ladder)
      } else {
        leftOut.append(
          "\(ladder.model.name) on \(ladder.model.accelerator): \(ladder.cells.count) caps and \(ladder.problemCount) problems judged and timed at all of them; 4 and \(ClaimMinimum.problems) are needed."
        )
      }
    }
    func result(
      _ verdict: ClaimVerdict, _ summary: String, evidence: [String] = [], missing: [String] = []
    ) -> ClaimFinding {
      ClaimFinding(
        name: "Observation 1",
        statement: "Accuracy improves with time spent on reasoning, but gains diminish and flatten after a threshold.",
        definition:
          "Gain per second between the two largest caps less than between the two smallest, and the second largest cap at 95 % of the accuracy of the largest, in every model; problems paired across caps, \(DecimalText.significant(level * 100, 3)) % for all models together.",
        verdict: verdict, summary: summary, scope: ClaimScope.words(ladders.flatMap(\.cells)), evidence: evidence,
        missing: missing)
    }
    guard !ladders.isEmpty else {
      return result(
        .notTestable, "no model was judged and timed without speculation on one accelerator at four caps or more.",
        missing: ["Accuracy and latency of a baseline at four token caps or more."] + leftOut)
    }
    let each = 1 - (1 - level) / Double(ladders.count * 2)
    var evidence: [String] = []
    var holding = 0
    for ladder in ladders {
      let seconds = ladder.slopeChange(level: each) { $0.latency }
      let tokens = ladder.slopeChange(level: each) { $0.outputTokens }
      let isReached = ladder.reachedBeforeLast(level: each).lower > 0
      if seconds.falls, isReached { holding += 1 }
      let contrast =
        tokens.falls
        ? "along tokens the gain falls as well, so the contrast with tokens is not one of shape"
        : "along tokens the gain is not shown to fall"
      evidence.append(
        "\(ladder.model.name) on \(ladder.model.accelerator): gain per second \(seconds.falls ? "falls" : "is not shown to fall") (\(DecimalText.significant(seconds.first, 3)) between the two smallest caps, \(DecimalText.significant(seconds.last, 3)) between the two largest); the second largest cap has \(isReached ? "" : "not been shown to have ")95 % of the last accuracy; \(contrast)."
      )
    }
    return result(
      holding == ladders.count ? .supported : .notSupported,
      "\(holding) of \(ladders.count) models show gains that diminish and flatten.", evidence: evidence,
      missing: leftOut)
  }
}
