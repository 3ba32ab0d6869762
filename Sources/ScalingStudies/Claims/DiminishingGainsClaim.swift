import ScalingStatistics

/// Observation 1: accuracy improves with time, the gains diminish and flatten.
public enum DiminishingGainsClaim {
  /// Tests the claim on every model whose baseline was judged and timed at four caps or more, on 20 problems or more.
  ///
  /// *Diminish*: the accuracy gained per second in the last step between caps is less than in the first. The last step is the last that enough requests pay for: at least a fifth
  /// of those timed, no more than 20 and no fewer than 10, run beyond the smaller of its two caps. *Flatten*: the second largest cap already reaches 95 % of the accuracy of the largest,
  /// which needs no time. Both by problems paired across the caps, with intervals that hold together for all models.
  ///
  /// Supported where every model shows both. Not testable where a model does not and not even a curve that gains nothing at its end would have: its interval is too wide.
  public static func finding(_ sweep: SweepObservations, level: Double = 0.95) -> ClaimFinding {
    var ladders: [ModelLadder] = []
    var leftOut: [String] = []
    for ladder in ModelLadder.ladders(sweep) {
      if ladder.cells.count >= 4, ladder.problemCount >= ClaimMinimum.problems {
        ladders.append(ladder)
      } else {
        leftOut.append(
          "\(ladder.model.words): \(ladder.cells.count) caps and \(ladder.problemCount) problems judged and timed at all of them; 4 and \(ClaimMinimum.problems) are needed."
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
          "Gain per second in the last step between caps that enough requests pay for less than between the two smallest caps, and the second largest cap at 95 % of the accuracy of the largest, in every model; problems paired across caps, \(DecimalText.significant(level * 100, 3)) % for all models together.",
        verdict: verdict, summary: summary, scope: ClaimScope.words(ladders.flatMap(\.cells)), evidence: evidence,
        missing: missing)
    }
    guard !ladders.isEmpty else {
      return result(
        .notTestable, "no model was judged and timed without speculation on one accelerator at four caps or more.",
        missing: ["Accuracy and latency of a baseline at four token caps or more."] + leftOut)
    }
    // Two questions a model decide; the shape along the two axes is a question of its own.
    let each = 1 - (1 - level) / Double(ladders.count * 2)
    let shapes = 1 - (1 - level) / Double(ladders.count)
    let models = ladders.map { LadderFinding($0, level: each, shapeLevel: shapes) }
    let diminishing = models.count { $0.diminishes == .shown }
    let flattening = models.count { $0.flattens == .shown }
    let tooWide = models.filter { $0.isTooWide && !$0.isNotShown }
    let verdict: ClaimVerdict =
      models.allSatisfy(\.isShown) ? .supported : models.contains(where: \.isNotShown) ? .notSupported : .notTestable
    let numbers =
      "gains diminish in \(diminishing) of \(models.count) models and flatten in \(flattening) of \(models.count)"
    let notShown = models.filter(\.isNotShown)
    let exceptions =
      notShown.isEmpty ? "" : "; not shown in \(notShown.map(\.label).joined(separator: ", "))"
    let doubt =
      tooWide.isEmpty
      ? ""
      : "; too few requests or problems to tell in \(tooWide.map(\.label).joined(separator: ", "))"
    return result(
      verdict, "\(numbers)\(exceptions)\(doubt).", evidence: models.flatMap(\.sentences),
      missing: tooWide.map {
        "\($0.label): more problems, or caps that cut more of them; a curve that gains nothing at its end would not have been told from one that does."
      } + leftOut)
  }
}

/// Both halves of observation 1 and the shape along the two axes, for one model.
struct LadderFinding {
  let label: String
  let diminishes: ModelLadder.Showing
  let flattens: ModelLadder.Showing
  let sentences: [String]

  var isShown: Bool { diminishes == .shown && flattens == .shown }
  var isNotShown: Bool { diminishes == .notShown || flattens == .notShown }
  var isTooWide: Bool { diminishes == .tooWide || flattens == .tooWide }

  init(_ ladder: ModelLadder, level: Double, shapeLevel: Double) {
    label = ladder.model.words
    let slope = ladder.slopeChange(level: level) { $0.latency }
    let reached = ladder.reachedBeforeLast(level: level)
    diminishes = slope.showing
    flattens = reached.showing
    let caps = ladder.cells.map(\.tokenCap)
    let row = ladder.lastPaidRow
    let slopes =
      "\(DecimalText.significant(slope.first, 3)) from a cap of \(caps[0]) to \(caps[1]), \(DecimalText.significant(slope.last, 3)) from \(caps[row - 1]) to \(caps[row]), which \(ladder.payers(of: row)) requests pay for"
    let last = caps.count - 1
    let difference = reached.difference.scaled(by: 100)
    let shape =
      Self.shape(ladder, level: shapeLevel)
      ?? "the time of a further token is not known at both ends, so the shape along time is not compared with that along tokens."
    let gain = Self.words(slope.showing, "falls", "is not shown to fall")
    let flatness = Self.words(reached.showing, "has", "is not shown to have")
    sentences = [
      "\(label): gain per second \(gain) (\(slopes)).",
      "\(label): the cap of \(caps[last - 1]) \(flatness) 95 % of the accuracy at \(caps[last]); accuracy less 95 % of the last is \(difference.headline) percentage points.",
      "\(label): \(shape)",
    ]
  }

  private static func words(_ showing: ModelLadder.Showing, _ shown: String, _ not: String) -> String {
    switch showing {
    case .shown: shown
    case .notShown: not
    case .tooWide: "\(not), nor could it have been: the interval is too wide to tell"
    }
  }

  /// Whether accuracy has another shape along time than along tokens, beyond the scale of the axis.
  private static func shape(_ ladder: ModelLadder, level: Double) -> String? {
    guard let ratio = ladder.secondsPerTokenRatio(level: level) else { return nil }
    let time = ladder.slopeChange(level: level) { $0.latency }
    let tokens = ladder.slopeChange(level: level) { $0.outputTokens }
    let shares = [time.last / time.first, tokens.last / tokens.first]
    let ends =
      shares.allSatisfy(\.isFinite)
      ? "the last slope is \(DecimalText.significant(shares[0], 3)) of the first along time and \(DecimalText.significant(shares[1], 3)) along tokens"
      : "nothing was gained in the first step"
    let difference: String
    if ratio.lower > 1 {
      difference = "the gain falls more along time than along tokens"
    } else if ratio.upper < 1 {
      difference = "the gain falls less along time than along tokens"
    } else {
      difference = "no difference in shape between time and tokens is shown"
    }
    let most = max(ratio.upper - 1, 1 - ratio.lower)
    return
      "beyond the scale of the axis, \(difference): a further token takes \(ratio.headline) times as long in the last step as in the first (at most \(DecimalText.fixed(most * 100, 0)) % apart; \(ends))."
  }
}
