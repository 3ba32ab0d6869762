import ScalingExperiments

extension Accelerator {
  /// Returns the accelerator of a name in the catalogue; throws `ServingModelError`, with the names there are, for another.
  public static func named(_ name: String) throws -> Accelerator {
    if let match = catalogue.first(where: { $0.name == name }) { return match }
    throw ServingModelError(
      "The catalogue has no accelerator \(name); it has \(catalogue.map(\.name).joined(separator: ", ")).")
  }

  /// Accelerators whose figures were checked against each other.
  ///
  /// Rates are dense: NVIDIA prints sparse ones, which are twice as much, and other catalogues mix the two. Memory is the vendor's number of GB, which for stacked memory leaves some
  /// for the driver; links are rates in one direction, half of what vendors print. No vendor's document was opened for these: sources say what was read.
  public static let catalogue: [Accelerator] = [
    make(
      "A100-40GB-SXM4", bf16: 312, int8: 624, memory: 40, bandwidth: 1_555, link: ("NVLink 3", 600), power: 400,
      "NVIDIA A100 datasheet; agrees with llm-analysis and LLM-Viewer"),
    make(
      "A100-80GB-SXM4", bf16: 312, int8: 624, memory: 80, bandwidth: 2_039, link: ("NVLink 3", 600), power: 400,
      "NVIDIA A100 datasheet; agrees with aiconfigurator, llm-analysis, LLM-Viewer and GenZ"),
    make(
      "A100-80GB-PCIe", bf16: 312, int8: 624, memory: 80, bandwidth: 1_935, link: ("NVLink bridge", 600), power: 300,
      condition: "bridged pairs only", "NVIDIA A100 datasheet; agrees with aiconfigurator and llm-analysis"),
    make(
      "H100-SXM5-80GB", bf16: 989.4, fp8: 1_978.9, int8: 1_978.9, memory: 80, bandwidth: 3_350,
      link: ("NVLink 4", 900), power: 700,
      "NVIDIA H100 datasheet, sparse figures halved; agrees with aiconfigurator and llm-analysis"),
    make(
      "H100-PCIe-80GB", bf16: 756.5, fp8: 1_513, int8: 1_513, memory: 80, bandwidth: 2_000,
      link: ("NVLink bridge", 600), power: 350, condition: "bridged pairs only",
      "NVIDIA H100 datasheet; agrees with aiconfigurator and llm-analysis"),
    make(
      "H200-SXM-141GB", bf16: 989.4, fp8: 1_978.9, int8: 1_978.9, memory: 141, bandwidth: 4_800,
      link: ("NVLink 4", 900), power: 700, "NVIDIA H200 datasheet; agrees with aiconfigurator"),
    make(
      "GH200-96GB", bf16: 989.4, fp8: 1_978.9, int8: 1_978.9, memory: 96, bandwidth: 4_000, link: ("NVLink 4", 900),
      check: .secondHand, condition: graceHopper, "NVIDIA GH200 datasheet, by pages of Cornell and TACC on Vista"),
    make(
      "GH200-144GB", bf16: 989.4, fp8: 1_978.9, int8: 1_978.9, memory: 144, bandwidth: 4_900, link: ("NVLink 4", 900),
      check: .secondHand, condition: graceHopper, "NVIDIA GH200 datasheet; GenZ lists its sparse rate as bf16"),
    make(
      "B200-HGX", bf16: 2_250, fp8: 4_500, int8: 4_500, fp4: 9_000, memory: 180, bandwidth: 8_000,
      link: ("NVLink 5", 1_800), power: 1_000, "NVIDIA Blackwell datasheet; aiconfigurator uses 7700 GB/s and 180 GiB"),
    make(
      "GB200-NVL72-per-GPU", bf16: 2_500, fp8: 5_000, int8: 5_000, fp4: 10_000, memory: 186, bandwidth: 8_000,
      link: ("NVLink 5", 1_800), power: 1_200,
      "NVIDIA GB200 NVL72 page, sparse rate of 72 halved; agrees with aiconfigurator"),
    make(
      "L40S", bf16: 362.05, fp8: 733, int8: 733, memory: 48, bandwidth: 864, link: ("PCIe 4 x16", 64), power: 350,
      "NVIDIA L40S datasheet; agrees with aiconfigurator"),
    make(
      "L4", bf16: 121, fp8: 242, int8: 242, memory: 24, bandwidth: 300, link: ("PCIe 4 x16", 64), power: 72,
      "NVIDIA L4 datasheet, sparse figures halved; agrees with aiconfigurator"),
    make(
      "RTX-4090", bf16: 165.2, fp8: 330.3, int8: 660.6, memory: 24, bandwidth: 1_008, link: ("PCIe 4 x16", 64),
      power: 450, check: .secondHand, "NVIDIA Ada white paper 2, appendix; rates with 32-bit accumulation"),
    make(
      "MI300X", bf16: 1_307.4, fp8: 2_614.9, int8: 2_614.9, memory: 192, bandwidth: 5_300,
      link: ("Infinity Fabric, 7 x 128 GB/s", 896), power: 750, "AMD MI300X data sheet; agrees with GenZ"),
    make(
      "TPU-v5e", bf16: 197, int8: 393, memory: 16, bandwidth: 819, gigabits: ("ICI", 1_600),
      "Google Cloud TPU documentation; its present page rounds to 800 GB/s"),
    make(
      "TPU-v5p", bf16: 459, fp8: 459, int8: 918, memory: 95, isBinary: true, bandwidth: 2_765, link: ("ICI", 1_200),
      "Google Cloud TPU documentation: 95 GiB, 2575 GiB/s, 1200 GB/s in both directions"),
    make(
      "TPU-v6e", bf16: 918, int8: 1_836, memory: 32, bandwidth: 1_640, gigabits: ("ICI", 3_200),
      "Google Cloud TPU documentation: older pages 1640 GB/s and 3584 Gbit/s, the present one 1600 and 3200"),
  ]

  private static let graceHopper =
    "only where the nodes are wired so: GH200 nodes exist with one accelerator and with four; NVLink-C2C joins processor and accelerator, never two accelerators"

  private static func make(
    _ name: String, bf16: Double, fp8: Double? = nil, int8: Double? = nil, fp4: Double? = nil, memory: Double,
    isBinary: Bool = false, bandwidth: Double, link: (name: String, gigabytesBothWays: Double)? = nil,
    gigabits: (name: String, rate: Double)? = nil, power: Double? = nil, check: FigureCheck = .agreed,
    condition: String? = nil, _ source: String
  ) -> Accelerator {
    func figure(_ value: Double) -> HardwareFigure { HardwareFigure(value, source: source, check: check) }
    var peaks = [AcceleratorPeak(.bf16, rate: figure(bf16 * 1e12)), AcceleratorPeak(.fp16, rate: figure(bf16 * 1e12))]
    for (precision, rate) in [(NumericPrecision.fp8, fp8), (.int8, int8), (.fp4, fp4)] {
      if let rate { peaks.append(AcceleratorPeak(precision, rate: figure(rate * 1e12))) }
    }
    var links: [AcceleratorLink] = []
    if let link {
      links.append(
        AcceleratorLink(
          link.name, reach: .insideNode, rate: .bidirectional(.gigabytesPerSecond(link.gigabytesBothWays)),
          source: source, check: check, condition: condition))
    }
    // Google's Gbit/s count one direction: 4800 of TPU v5p are its 1200 GB/s in both.
    if let gigabits {
      links.append(
        AcceleratorLink(
          gigabits.name, reach: .insideNode, rate: .unidirectional(.gigabitsPerSecond(gigabits.rate)), source: source,
          check: check, condition: condition))
    }
    let size: DataSize = isBinary ? .gibibytes(memory) : .gigabytes(memory)
    return Accelerator(
      checked: name, peaks: peaks, memory: figure(size.bytes),
      memoryBandwidth: figure(DataRate.gigabytesPerSecond(bandwidth).bytesPerSecond), links: links,
      power: power.map(figure))
  }
}
