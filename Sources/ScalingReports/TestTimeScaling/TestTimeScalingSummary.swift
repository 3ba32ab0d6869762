import ScalingStatistics
import ScalingStudies

/// A line of the short table: what was asked, of what, and the answer in numbers.
public struct SummaryRow: Sendable, Hashable {
  /// The question.
  public let question: String
  /// The run, model or measure it was asked of.
  public let subject: String
  /// The answer.
  public let answer: String
}

extension TestTimeScalingReport {
  /// The findings as a short table, for a terminal.
  public var summary: [SummaryRow] {
    saturationRows + latencyRows + speculationRows + shardingRows + optimalityRows
      + [SummaryRow(question: "What should run?", subject: "pick", answer: study.pick.headline)]
  }

  private var saturationRows: [SummaryRow] {
    let byAxis = CurveAxis.allCases.flatMap { axis in study.saturation.filter { $0.axis == axis } }
    return byAxis.filter { $0.verdict != .notRising }.map { finding in
      var answer = finding.verdict.words
      if finding.verdict != .notShown, let plateau = finding.plateau, let reaching = finding.reaching95 {
        let ends = "[\(FigureDrawing.percent(plateau.lower)), \(FigureDrawing.percent(plateau.upper))]"
        let place = reaching.scaled(by: finding.axis.displayFactor).headline
        answer +=
          ": \(FigureDrawing.percent(plateau.value)) % \(ends), 95 % of it at \(place) \(finding.axis.displayUnit)"
      }
      return SummaryRow(
        question: "Does accuracy level off along \(finding.axis.words)?", subject: finding.modelLabel, answer: answer)
    }
  }

  private var latencyRows: [SummaryRow] {
    let question = "Is time more than tokens in other units?"
    return study.curvature.map {
      let start = DecimalText.significant($0.startSeconds * 1e3, 3)
      let token = DecimalText.significant($0.secondsPerToken * 1e3, 3)
      let deviation = DecimalText.fixed($0.largestDeviation * 100, 1)
      return SummaryRow(
        question: question, subject: $0.label,
        answer:
          "\($0.changesShape ? "yes, latency bends" : "no, but for a fixed start"): \(start) ms and \(token) ms a token, within \(deviation) %"
      )
    }
      + study.growth.map {
        let first = DecimalText.fixed($0.secondsPerTokenAtStart * 1e3, 2)
        let last = DecimalText.fixed($0.secondsPerTokenAtEnd * 1e3, 2)
        return SummaryRow(
          question: question, subject: $0.label,
          answer: "\(first) ms a token at the start, \(last) ms after \($0.tokens.last ?? 0) tokens")
      }
  }

  private var speculationRows: [SummaryRow] {
    study.speculation.map {
      var parts = [
        "\(FigureDrawing.interval($0.speedup.ratioOfTotals))x in total",
        "\(FigureDrawing.interval($0.speedup.typicalRequest))x typical",
        "\(FigureDrawing.percent($0.speedup.shareSlower.value, 0)) % slower",
        "cost x\(DecimalText.fixed($0.costRatio.value, 2))",
      ]
      if let energy = $0.energyRatio { parts.append("energy x\(DecimalText.fixed(energy, 2))") }
      if let arithmetic = $0.arithmeticRatio { parts.append("arithmetic x\(DecimalText.fixed(arithmetic, 2))") }
      return SummaryRow(
        question: "What does speculation do?", subject: $0.label, answer: parts.joined(separator: ", "))
    }
  }

  private var shardingRows: [SummaryRow] {
    study.sharding.filter { $0.batch == 1 && $0.shards == mostShards }.map { finding in
      let readings = zip(finding.reductionTimes, finding.speedups).map {
        "\(DecimalText.fixed($1, 2))x at \(DecimalText.significant($0 * 1e6, 3)) us"
      }
      return SummaryRow(
        question: "What would \(finding.shards) shards buy, by all-reduce time?", subject: finding.label,
        answer: readings.joined(separator: ", "))
    }
  }

  private var optimalityRows: [SummaryRow] {
    study.optimality.map { finding in
      let least = DecimalText.fixed(finding.regret.geometricMeanOfLeast, 2)
      let greatest = DecimalText.fixed(finding.regret.geometricMeanOfGreatest, 2)
      func ends(_ interval: Estimate?) -> String {
        interval.map { " [\(DecimalText.fixed($0.lower, 2)), \(DecimalText.fixed($0.upper, 2))]" } ?? ""
      }
      let jaccard = DecimalText.fixed(finding.overlap.jaccard, 2) + ends(finding.overlap.jaccardInterval)
      let paid = least + ends(finding.leastRegretInterval)
      let lost = DecimalText.fixed(finding.equalCost.meanOfLeast * 100, 1)
      return SummaryRow(
        question: "Is compute-optimal system-optimal?", subject: finding.measure.words,
        answer:
          "\(finding.computeFront.members.count) optimal by it, \(finding.systemFront.members.count) by latency, \(finding.overlap.shared.count) by both (Jaccard \(jaccard)); "
          + "latency paid \(least == greatest ? paid : "\(paid) (ties in its favour) to \(greatest)")x, or \(lost) points of accuracy at equal latency"
      )
    }
  }
}
