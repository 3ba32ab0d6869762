import ScalingExperiments
import Testing

@Suite struct HardwareDescriptionTests {
  @Test func `Dense and sparse peaks are kept apart, and an unknown one stays unknown`() {
    let hardware = HardwareDescription(
      accelerator: "H100",
      peakRates: [PeakRate(precision: .bf16, sparsity: .dense, floatingPointOperationsPerSecond: 989.4e12)])
    #expect(hardware.peakRate(.bf16) == 989.4e12)
    #expect(hardware.peakRate(.bf16, .sparse) == nil)
    #expect(hardware.peakRate(.fp8) == nil)
    #expect(hardware.acceleratorCount == nil && hardware.topology == nil)
  }
}
