import ScalingCharts
import ScalingStatistics
import ScalingStudies

/// The speed-up of shards as a function of the all-reduce time.
public enum ShardingFigure {
  /// Draws the curves of the most shards at batch 1, with the target and the line of no gain.
  public static func figure(_ findings: [ShardingFinding], id: String) throws -> ReportFigure {
    let most = findings.map(\.shards).max() ?? 1
    let drawn = findings.filter { $0.shards == most && $0.batch == 1 }
    let target = findings.first?.target ?? 1.7
    var chart = ChartFigure(
      title: "Speed-up of \(most) weight shards against the all-reduce time",
      description:
        "Measured speed-up of \(drawn.count) models cut into \(most) shards, with a delay in the place of each all-reduce, batch 1.",
      x: ChartAxis("Time in the place of each all-reduce", unit: "us"),
      y: ChartAxis("Speed-up over the whole model", hint: "higher is better"))
    chart.add(.horizontalRule(at: 1, text: "one GPU"))
    chart.add(.horizontalRule(at: target, text: "\(DecimalText.significant(target, 3))x"))
    for (index, finding) in drawn.enumerated() {
      let x = finding.reductionTimes.map { $0 * 1e6 }
      let style = SeriesStyle.series(index)
      chart.add(.band(x: x, lower: finding.lowSpeedups, upper: finding.highSpeedups, style: style))
      chart.add(.line(x: x, y: finding.speedups, style: style, label: finding.label))
      chart.add(.dots(x: x, y: finding.speedups, style: style))
    }
    let table = try ReportTable(
      caption: "Speed-up by shards, batch and time in the place of each all-reduce",
      columns: [
        .init("Model"), .number("Shards"), .number("Batch"), .number("Time (us)"), .number("Speed-up"),
        .number("Low to high reading"), .number("Efficiency"), .number("Overhead (Karp-Flatt)"), .number("Cost ratio"),
      ],
      rows: findings.flatMap { finding in
        finding.speedups.indices.map { index in
          let efficiency = finding.efficiencies[index]
          return [
            finding.label, "\(finding.shards)", "\(finding.batch)",
            FigureDrawing.number(finding.reductionTimes[index] * 1e6),
            DecimalText.fixed(finding.speedups[index], 2),
            "\(DecimalText.fixed(finding.lowSpeedups[index], 2)) to \(DecimalText.fixed(finding.highSpeedups[index], 2))",
            DecimalText.fixed(efficiency.efficiency, 2),
            efficiency.karpFlattOverhead.map { DecimalText.fixed($0, 2) } ?? "not given",
            DecimalText.fixed(efficiency.costRatio, 2),
          ]
        }
      })
    return try FigureDrawing.figure(
      id: id, chart,
      caption:
        "Decode steps of one shard with a delay in the place of each all-reduce; no accelerators talked to each other. Lines join neighbouring measurements. Band: 10th against 90th percentiles of the two steps, readings of the clock and not a confidence interval.",
      data: table)
  }
}
