import BenchmarkAdapters
import ScalingExperiments
import ScalingStudies
import ServingModels
import Testing

@Suite struct PredictedMeasurementsTests {
  private static func measurements() throws -> TestTimeScalingMeasurements {
    try TestTimeScalingDirectory(PlainCSV.folder.path).read()
  }

  private static func view(holdingOut name: String? = nil) throws -> PredictedMeasurements {
    try PredictedMeasurements(
      measurements(), on: Accelerator.named("H100-SXM5-80GB"), holdingOut: name, generationPrompt: 128)
  }

  /// SciPy's least_squares of the same residuals over all whole-model graph steps of 1.5B and 7B: shares 1 / 1.2405 and 1 / 1.6276, 1 / 1.279 and 1 / 38.48; the steps of 14B are off by 2.9 % in the median, 16.3 % at most.
  @Test func `the largest model is predicted from the others, kind by kind`() throws {
    let view = try Self.view()
    #expect(view.heldOut == "14B")
    #expect(abs(view.fit.efficiency.memory * 1.2405 - 1) < 0.01)
    #expect(abs(view.fit.efficiency.keysAndValues * 1.6276 - 1) < 0.01)
    #expect(abs(view.fit.efficiency.compute * 1.279 - 1) < 0.02)
    #expect(abs(view.fit.efficiency.attentionCompute * 38.48 - 1) < 0.01)
    #expect(
      view.checks.map(\.subject) == [
        "decode steps of 14B", "steps of 14B that score several positions", "steps of a share of 14B's weights",
        "steps of 14B with injected delays", "generations of 14B",
      ])
    let medians = view.checks.map(\.medianRelativeError)
    #expect(medians[0] <= 0.08 && medians[1] <= 0.08 && medians[2] <= 0.08)
    #expect(medians[3] <= 0.05 && medians[4] <= 0.08)
    // Sixteen of the 48 delayed steps are 14B's, and sixteen readings of its generation.
    #expect(view.checks[3].rows.count == 16 && view.checks[4].rows.count == 16)
    #expect(view.headline.hasPrefix("Median relative errors of predictions from the other models: "))
  }

  @Test func `another model may be held out, and an unknown one is refused`() throws {
    #expect(try Self.view(holdingOut: "7B").checks[0].medianRelativeError <= 0.08)
    #expect(
      message { try Self.view(holdingOut: "70B") }
        == "There are no decode steps of 70B, so none can be predicted.")
    #expect(
      message {
        try PredictedMeasurements(TestTimeScalingMeasurements(), on: Accelerator.named("H100-SXM5-80GB"))
      } == "There are no decode steps of any model of known shape, so none can be predicted.")
  }
}
