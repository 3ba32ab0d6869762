import ParetoFrontiers
import ScalingStatistics

/// The sentences of a finding.
enum OptimalitySentence {
  static func headline(
    _ parts: OptimalityParts, _ overlap: FrontOverlap, tiedLevels: Int, regret: Estimate?, loss: Estimate?
  ) -> String {
    let least = parts.regret.geometricMeanOfLeast
    let levels = parts.regret.levels.count
    let ties =
      tiedLevels == 0
      ? ""
      : " with ties broken in its favour (\(DecimalText.fixed(parts.regret.geometricMeanOfGreatest, 2))x against it; \(tiedLevels) of \(levels) accuracies have ties)"
    let ends = regret.map { " [\(DecimalText.fixed($0.lower, 2)), \(DecimalText.fixed($0.upper, 2))]" } ?? ""
    let points = OptimalityWords.number(parts.equalCost.meanOfLeast * 100, loss?.scaled(by: 100), 1)
    let worst = DecimalText.fixed(parts.equalCost.meanOfGreatest * 100, 1)
    let against =
      DecimalText.fixed(parts.equalCost.meanOfLeast * 100, 1) == worst ? "" : " (\(worst) with ties against it)"
    let jaccard = OptimalityWords.number(overlap.jaccard, overlap.jaccardInterval, 2)
    let system = parts.system.shortWords
    return
      "\(parts.measure.words): \(parts.computeFront.members.count) configurations on the front over compute, "
      + "\(parts.systemFront.members.count) over \(system), \(overlap.shared.count) on both (Jaccard \(jaccard)); "
      + "choosing by compute takes \(DecimalText.fixed(least, 2))x\(ends) the least \(system) in the geometric mean over accuracies\(ties), "
      + "at most \(DecimalText.fixed(parts.regret.largest, 1))x, and at equal \(system) loses \(points) points of accuracy on average\(against)."
  }

  static func curve(
    _ basis: RegretBasis, _ points: [RegretCurvePoint], measure: ComputeMeasure, system: SystemMeasure
  ) -> String {
    let least = points.map(\.least).max() ?? .nan
    let greatest = points.map(\.greatest).max() ?? .nan
    let free = points.count { basis == .equalAccuracy ? $0.least <= 1 : $0.least <= 0 }
    switch basis {
    case .equalAccuracy:
      return
        "At equal accuracy choosing by \(measure.words) takes up to \(DecimalText.fixed(least, 2))x the least \(system.words) with ties broken in its favour "
        + "(\(DecimalText.fixed(greatest, 2))x against it), and no more than the least in \(free) of \(points.count) steps."
    case .equalCost:
      return
        "At equal \(system.words) choosing by \(measure.words) loses up to \(DecimalText.fixed(least * 100, 1)) points of accuracy with ties broken in its favour "
        + "(\(DecimalText.fixed(greatest * 100, 1)) against it), and none in \(free) of \(points.count) steps."
    }
  }
}
