import BenchmarkAdapters
import Foundation
import ScalingCharts
import ScalingReports
import ScalingStudies
import ServingModels
import Testing

@Suite struct PredictionFigureTests {
  private static func checks() throws -> [PredictionCheck] {
    [
      try PredictionCheck(
        "steps", labels: ["a", "b", "c"], predicted: [0.011, 0.018, 0.05], measured: [0.01, 0.02, 0.05]),
      try PredictionCheck("generations", labels: ["long"], predicted: [130], measured: [100]),
    ]
  }

  @Test("Median and largest error stand below the heading, each kind in the legend, every row in the table")
  func words() throws {
    let figure = try PredictionFigure.figure(Self.checks(), title: "Predicted and measured", id: "prediction")
    // Errors of 0.1, 0.1, 0 and 0.3.
    let words = "4 rows: relative error 10.0 % in the median, 30.0 % at most (long)."
    #expect(figure.svg.contains(words))
    for text in ["steps (3)", "generations (1)", "as measured, ±10 %", "Measured (s)", "Predicted (s)"] {
      #expect(figure.svg.contains(">\(text)<"), "\(text)")
    }
    #expect(figure.alternativeText.contains(words))
    // The diagonal runs from corner to corner: both axes have one domain, and the plot keeps its corners.
    #expect(figure.svg.contains(">0.01<") && figure.svg.contains(">100<"))
    #expect(figure.data.rows.count == 4)
    #expect(figure.data.rows[1] == ["steps", "b", "0.02", "0.018", "-10.00"])
    #expect(
      figure.caption.hasSuffix("Median and largest error: steps 10.0 % and 10.0 %, generations 30.0 % and 30.0 %."))
  }

  @Test("The errors are drawn over the same rows")
  func errors() throws {
    let figure = try PredictionFigure.errors(Self.checks(), title: "Errors", id: "errors")
    #expect(figure.data == (try PredictionFigure.figure(Self.checks(), title: "x", id: "x").data))
    #expect(figure.svg.contains("as measured"))
    let table = try PredictionFigure.table(Self.checks())
    #expect(table.rows[1] == ["generations", "1", "30.0", "30.0", "30.0", "long"])
  }

  @Test("The shipped measurements are drawn: five kinds of the model that was held out")
  func shipped() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let measurements = try TestTimeScalingDirectory(root.appendingPathComponent("Examples/Data/h100").path).read()
    let predicted = try PredictedMeasurements(
      measurements, on: Accelerator.named("H100-SXM5-80GB"), generationPrompt: 128)
    let figure = try PredictionFigure.figure(predicted, id: "prediction")
    #expect(figure.data.rows.count == predicted.checks.map(\.rows.count).reduce(0, +))
    for check in predicted.checks {
      #expect(
        figure.svg.contains(check.subject.replacingOccurrences(of: "'", with: "&#39;"))
          || figure.svg.contains(check.subject))
    }
    if let folder = ProcessInfo.processInfo.environment["SCALING_PICTURES"] {
      let url = URL(fileURLWithPath: folder)
      try figure.svg.write(to: url.appendingPathComponent("prediction.svg"), atomically: true, encoding: .utf8)
      let errors = try PredictionFigure.errors(predicted.checks, title: "14B: errors of predictions", id: "errors")
      try errors.svg.write(to: url.appendingPathComponent("errors.svg"), atomically: true, encoding: .utf8)
    }
  }

  @Test("Nothing to draw, and a prediction without a logarithm, are refused")
  func faults() throws {
    #expect(throws: ReportPageError.self) { try PredictionFigure.figure([], title: "t", id: "none") }
    do {
      _ = try PredictionFigure.figure([], title: "t", id: "none")
    } catch {
      #expect("\(error)" == "The figure “none” needs predictions beside measurements; there are none.")
    }
    let zero = try PredictionCheck("x", labels: ["a"], predicted: [0], measured: [1])
    #expect(throws: ChartError.self) { try PredictionFigure.figure([zero], title: "t", id: "zero") }
  }
}
