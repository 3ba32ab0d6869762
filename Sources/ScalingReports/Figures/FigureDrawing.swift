import ScalingCharts
import ScalingStatistics
import ScalingStudies

/// What the ready figures share: rendering, number columns, identifiers.
enum FigureDrawing {
  /// Renders a chart and puts it on a page with its data.
  static func figure(
    id: String, _ chart: ChartFigure, caption: String, data: ReportTable, height: Double = 440
  ) throws -> ReportFigure {
    let scene = try chart.scene(width: 760, height: height)
    return try ReportFigure(
      id: id, svg: SVGRenderer(identifierPrefix: id).render(scene), caption: caption,
      alternativeText: chart.description, data: data)
  }

  static func percent(_ share: Double, _ decimals: Int = 1) -> String { DecimalText.fixed(share * 100, decimals) }

  static func number(_ value: Double?, _ digits: Int = 4) -> String {
    value.map { DecimalText.significant($0, digits) } ?? "not given"
  }

  /// "2.50 [2.33, 2.69]".
  static func interval(_ estimate: Estimate, _ decimals: Int = 2) -> String {
    let ends = [estimate.lower, estimate.upper].map { DecimalText.fixed($0, decimals) }
    return "\(DecimalText.fixed(estimate.value, decimals)) [\(ends[0]), \(ends[1])]"
  }
}

extension CurveAxis {
  /// The factor from the canonical unit to the one that is read: milliseconds for times.
  var displayFactor: Double { self == .outputTokens ? 1 : 1e3 }

  /// The axis's title on a chart.
  var displayTitle: String {
    switch self {
    case .outputTokens: "Mean generated tokens"
    case .latency: "Mean latency"
    case .costPerToken: "Cost per token"
    }
  }

  /// The unit on a chart.
  var displayUnit: String {
    switch self {
    case .outputTokens: "tokens"
    case .latency: "ms"
    case .costPerToken: "GPU-ms a token"
    }
  }
}
