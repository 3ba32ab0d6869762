import Foundation
import ServingModels
import Testing

@Suite struct TwoRegimeAllReduceTests {
  private static let payloads = (8...24).map { pow(2.0, Double($0)) }

  /// Up to 64 KiB 5 us and 100 GB/s, beyond it 20 us and 300 GB/s, among four.
  private static func time(_ bytes: Double) -> Double {
    bytes <= 65_536 ? 5e-6 + 1.5 * bytes / 100e9 : 20e-6 + 1.5 * bytes / 300e9
  }

  @Test func `two lines and their switch are found again`() throws {
    var times = Self.payloads.map(Self.time)
    let fit = try TwoRegimeFit(bytes: Self.payloads, seconds: times, accelerators: 4)
    #expect(abs(fit.small.latency / 5e-6 - 1) < 1e-6 && abs(fit.small.bandwidth / 100e9 - 1) < 1e-5)
    #expect(abs(fit.large.latency / 20e-6 - 1) < 1e-6 && abs(fit.large.bandwidth / 300e9 - 1) < 1e-6)
    #expect(abs(fit.switchBytes / (65_536 * 2.0.squareRoot()) - 1) < 1e-12)
    #expect(fit.check.maximumRelativeError < 1e-6)
    // One measurement three times too long moves nothing by much.
    times[4] *= 3
    let robust = try TwoRegimeFit(bytes: Self.payloads, seconds: times, accelerators: 4)
    #expect(abs(robust.small.latency / 5e-6 - 1) < 0.01)
    let collective = try TwoRegimeAllReduce([fit], source: "made up")
    #expect(abs(try collective.seconds(bytes: 1_000, accelerators: 4) / Self.time(1_000) - 1) < 1e-5)
    #expect(abs(try collective.seconds(bytes: 1e6, accelerators: 4) / Self.time(1e6) - 1) < 1e-5)
    #expect(try collective.seconds(bytes: 1e6, accelerators: 1) == 0)
    #expect(
      message { try collective.seconds(bytes: 1, accelerators: 2) }
        == "No all-reduce among 2 accelerators was fitted (made up); there are fits for 4.")
  }

  /// vLLM's custom all-reduce measured by NVIDIA (github.com/ai-dynamo/aiconfigurator at 095f58a, Apache-2.0), 28 series.
  @Test(
    .enabled(
      if: ReferenceFiles.thirdParty != nil,
      "Third-party data: set SCALING_REFERENCE_DATA to a folder that holds systems/allreduce_vllm_custom_measured.csv.")
  )
  func `every measured series is met within 10 % in the median (needs SCALING_REFERENCE_DATA)`() throws {
    var series: [String: (count: Int, bytes: [Double], seconds: [Double])] = [:]
    for row in try ReferenceFiles.reference("systems/allreduce_vllm_custom_measured.csv") {
      let key = try "\(row.text("system")) \(row.text("backend")) \(row.text("version")) \(row.text("num_gpus"))"
      var own = try series[key] ?? (row.whole("num_gpus"), [], [])
      own.bytes.append(try row.number("bytes"))
      own.seconds.append(try row.number("latency_us") * 1e-6)
      series[key] = own
    }
    #expect(series.count == 28)
    for (name, own) in series.sorted(by: { $0.key < $1.key }) {
      let fit = try TwoRegimeFit(bytes: own.bytes, seconds: own.seconds, accelerators: own.count)
      #expect(fit.check.medianRelativeError <= 0.10, "\(name): \(fit.headline)")
    }
  }

  @Test func `every input fault has a sentence`() {
    func fault(_ bytes: [Double], _ seconds: [Double], _ accelerators: Int) -> String? {
      message { try TwoRegimeFit(bytes: bytes, seconds: seconds, accelerators: accelerators) }
    }
    #expect(fault([], [], 1) == "An all-reduce among 1 accelerators cannot be fitted; it takes two.")
    #expect(fault([1], [], 2) == "0 times for 1 payloads: one is needed for each.")
    #expect(fault([.nan], [1], 2) == "The payload of row 0 was given as nan; the number must be positive and finite.")
    #expect(
      fault([1, 2, 3, 4, 5, 5], [1, 1, 1, 1, 1, 1], 2)
        == "5 different payloads cannot be split into two regimes of three; six are needed.")
    #expect(
      message { try TwoRegimeAllReduce([], source: "s") }
        == "An all-reduce in two regimes needs a fit; there is none.")
  }
}
