import ScalingCharts
import ScalingStatistics
import ServingModels

extension FindingChart {
  /// The predicted speed-up of tensor parallelism as a function of the time of one all-reduce, a line for each model, with the times at which a stated speed-up would hold.
  ///
  /// `model` makes the serving model at an all-reduce time in seconds. Throws what it throws, a `ServingModelError` from a prediction, and `ReportPageError`.
  public static func allReduceTime(
    _ models: [(name: String, model: (_ allReduceTime: Double) throws -> RooflineModel)], accelerators: Int,
    batch: Int = 1, context: Int = 1_024, times: ClosedRange<Double> = 1e-6...1e-3, stated: [Double] = [1, 1.7]
  ) throws -> FindingChart {
    var chart = ChartFigure(
      title: "Predicted speed-up on \(accelerators) accelerators by all-reduce time",
      description:
        "\(models.count) models, batch \(batch), \(context) tokens of context, \(accelerators) accelerators against one.",
      x: ChartAxis("Time of one all-reduce", unit: "us", scale: .logarithmic),
      y: ChartAxis("Speed-up", hint: "higher is better"))
    for value in stated { chart.add(.horizontalRule(at: value, text: "\(DecimalText.significant(value, 3))x")) }
    let axis = chart.x
    let places = ChartColumns.places(times, on: axis)
    var rows: [[String]] = []
    for (index, entry) in models.enumerated() {
      let speedups = try places.map {
        try entry.model($0).speedup(batch: batch, context: context, accelerators: accelerators).speedup
      }
      chart.add(.line(x: places.map { $0 * 1e6 }, y: speedups, style: .series(index), label: entry.name))
      rows += places.indices.filter { $0 % 10 == 0 }.map {
        [entry.name, DecimalText.significant(places[$0] * 1e6, 4), DecimalText.significant(speedups[$0], 4)]
      }
    }
    return FindingChart(
      chart,
      caption: "A prediction and no measurement: the roofline model with every all-reduce at the time on the axis.",
      data: try ReportTable(
        caption: "Predicted speed-up", columns: [.init("Model"), .number("All-reduce (us)"), .number("Speed-up")],
        rows: rows))
  }
}
