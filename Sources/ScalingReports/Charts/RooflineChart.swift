import ScalingCharts
import ScalingExperiments
import ScalingStatistics
import ServingModels

/// A piece of work on a roofline: how much arithmetic it does for each byte it moves, and how fast.
public struct RooflinePoint: Sendable, Hashable, Codable {
  /// What it is.
  public let label: String
  /// Floating-point operations for each byte read from or written to memory.
  public let intensity: Double
  /// Floating-point operations a second that were reached.
  public let rate: Double

  /// Creates a point.
  public init(_ label: String, intensity: Double, rate: Double) {
    self.label = label
    self.intensity = intensity
    self.rate = rate
  }
}

extension FindingChart {
  /// The roofline of an accelerator with measured points: below the slanted part memory binds, below the level one arithmetic.
  ///
  /// S. Williams, A. Waterman, D. Patterson, "Roofline: an insightful visual performance model", CACM 52(4), 2009: the rate is at most min(peak, bandwidth × intensity). Throws `ReportPageError` where the
  /// accelerator has no dense peak in the format, or a point is not positive.
  public static func roofline(
    _ accelerator: Accelerator, precision: NumericPrecision, points: [RooflinePoint]
  ) throws -> FindingChart {
    guard let peak = accelerator.peak(precision), let ridge = accelerator.ridge(precision) else {
      throw ReportPageError(message: "\(accelerator.name) has no dense peak in \(precision.rawValue).")
    }
    if let wrong = points.first(where: {
      !($0.intensity > 0 && $0.rate > 0 && $0.intensity.isFinite && $0.rate.isFinite)
    }) {
      throw ReportPageError(
        message:
          "The point \"\(wrong.label)\" of the roofline has intensity \(wrong.intensity) and rate \(wrong.rate); both have to be positive."
      )
    }
    let bandwidth = accelerator.memoryBandwidth.value
    let low = min(points.map(\.intensity).min() ?? 1, ridge / 30)
    let high = max(points.map(\.intensity).max() ?? ridge, ridge * 10)
    var chart = ChartFigure(
      title: "Roofline of \(accelerator.name), \(precision.rawValue)",
      description:
        "\(points.count) measured points under the roof: memory binds below \(DecimalText.significant(ridge, 3)) FLOP a byte, arithmetic above.",
      x: ChartAxis("Arithmetic intensity", unit: "FLOP/byte", scale: .logarithmic),
      y: ChartAxis("Rate", unit: "FLOP/s", scale: .logarithmic, hint: "higher is better"))
    chart.add(
      .line(x: [low, ridge, high], y: [low * bandwidth, peak.value, peak.value], style: .series(0), label: "roof"))
    chart.add(.verticalRule(at: ridge, text: "ridge \(DecimalText.significant(ridge, 3))"))
    for (index, point) in points.enumerated() {
      chart.add(.dots(x: [point.intensity], y: [point.rate], style: .series(index + 1), label: point.label))
    }
    return FindingChart(
      chart,
      caption:
        "Roof: the smaller of \(DecimalText.significant(peak.value, 3)) FLOP/s (\(peak.check.words)) and memory bandwidth, \(DecimalText.significant(bandwidth, 3)) byte/s, times the intensity. What is missing to the roof is time in neither.",
      data: try ReportTable(
        caption: "Points under the roof",
        columns: [.init("Work"), .number("FLOP/byte"), .number("FLOP/s"), .number("Share of the roof (%)")],
        rows: points.map {
          let roof = min(peak.value, bandwidth * $0.intensity)
          return [
            $0.label, DecimalText.significant($0.intensity, 4), DecimalText.significant($0.rate, 4),
            DecimalText.fixed($0.rate / roof * 100, 1),
          ]
        }))
  }
}
