import ScalingStatistics
import ScalingStudies

/// The sentences over the findings of a kind: each says no more than all of them bear out.
enum TestTimeScalingVerdicts {
  static func optimality(_ findings: [OptimalityFinding]) -> String {
    let costly = findings.filter(\.costsLatency)
    let names = costly.map { finding in
      let ends = finding.leastRegretInterval.map {
        " [\(DecimalText.fixed($0.lower, 2)), \(DecimalText.fixed($0.upper, 2))]"
      }
      return "\(finding.measure.words) \(DecimalText.fixed(finding.regret.geometricMeanOfLeast, 2))x\(ends ?? "")"
    }.joined(separator: ", ")
    guard !costly.isEmpty else {
      return findings.contains { $0.tiedLevels > 0 }
        ? "Compute does not decide here: with ties broken in its favour it picks what latency picks, by every measure of compute."
        : "Compute-optimal is system-optimal here, by every measure of compute."
    }
    return
      "Compute-optimal is not system-optimal here by \(costly.count) of \(findings.count) measures of compute: choosing by it takes more than the least latency even with every tie broken in its favour (\(names))."
  }

  static func saturation(_ findings: [SaturationFinding]) -> String {
    let words: [(SaturationVerdict, String)] = [
      (.answersComplete, "end where every answer is complete"), (.levelsOff, "level off inside the data"),
      (.plateauBeyondData, "may level off beyond the data"), (.notShown, "show no plateau"),
    ]
    let counts = words.compactMap { verdict, words in
      let count = findings.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(words)"
    }
    return "Accuracy along time: of \(findings.count) models \(counts.joined(separator: ", "))."
  }

  static func latency(_ findings: [CurvatureFinding]) -> String {
    let bent = findings.count(where: \.changesShape)
    let deviation = findings.map(\.largestDeviation).max() ?? 0
    return bent == 0
      ? "Time is tokens in other units here, but for a fixed start: a start and a constant time a token describe latency within \(DecimalText.fixed(deviation * 100, 1)) % in all \(findings.count) models."
      : "Latency bends by more than 5 % from a fixed start and a constant time a token in \(bent) of \(findings.count) models."
  }

  static func speculation(_ findings: [SpeculationFinding]) -> String {
    let faster = findings.count { $0.speedup.ratioOfTotals.lower > 1 }
    let slower = findings.count { $0.speedup.slowerCount > 0 }
    var parts = [
      "Speculation saves time in total in \(faster) of \(findings.count) models and slows some requests down in \(slower)",
      "cost a token x\(range(findings.map(\.costRatio.value)))",
    ]
    let energy = findings.compactMap(\.energyRatio)
    if !energy.isEmpty { parts.append("energy x\(range(energy))") }
    let arithmetic = findings.compactMap(\.arithmeticRatio)
    if !arithmetic.isEmpty { parts.append("arithmetic x\(range(arithmetic))") }
    return parts.joined(separator: "; ") + "."
  }

  private static func range(_ values: [Double]) -> String {
    let ends = [values.min() ?? .nan, values.max() ?? .nan].map { DecimalText.fixed($0, 2) }
    return ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
  }
}
