import Foundation
import ServingModels
import Testing

/// GH200 at 4.0 TB/s.
///
/// Weights streamed in bf16 without the input embedding: (N − V h) × 2 bytes of Qwen2.5 shapes,
/// 27,982,931,968 at 14B (48 layers) and 3,087,428,608 at 1.5B (28 layers).
@Suite struct PredictedTensorParallelTests {
  private let bandwidth = 4.0e12
  private let large: PredictedTensorParallel
  private let small: PredictedTensorParallel

  init() throws {
    large = try PredictedTensorParallel(
      weightBytes: 27_982_931_968, layers: 48, memoryBandwidth: bandwidth, accelerators: 4)
    small = try PredictedTensorParallel(
      weightBytes: 3_087_428_608, layers: 28, memoryBandwidth: bandwidth, accelerators: 4)
  }

  @Test func `the bytes are those of the published shapes`() {
    // 14B: two embeddings, one of them streamed. 1.5B distilled likewise: the tied model streams its one matrix, as much.
    #expect(2.0 * (14_770_033_664 - 152_064 * 5_120) == large.weightBytes)
    #expect(2.0 * (1_777_088_000 - 151_936 * 1_536) == small.weightBytes)
    #expect(2.0 * 1_543_714_304 == small.weightBytes)
  }

  /// 1.7 and "worse than single-GPU" (1.0) are the paper's, section 3.2.
  @Test func `the all-reduce times that would have to be true are 24.6 and 10.3 microseconds`() throws {
    // 27,982,931,968 / 4e12 = 6.995732992 ms; × (1/1.7 − 1/4) = 2.366203806 ms; / 96 = 24.64795631 us.
    #expect(abs(try large.allReduceTime(speedup: 1.7) - 24.64795631e-6) < 1e-14)
    // 771.857152 us × 3/4 / 56 = 10.33737257 us.
    #expect(abs(try small.allReduceTime(speedup: 1) - 10.33737257e-6) < 1e-14)
  }

  @Test func `a rounded figure gives a range of times`() throws {
    let requirement = try large.requirement(speedup: 1.7, rounding: 0.05)
    #expect(abs(requirement.shortestTime - 6.995732992e-3 * (1 / 1.75 - 0.25) / 96) < 1e-15)
    #expect(abs(requirement.longestTime - 6.995732992e-3 * (1 / 1.65 - 0.25) / 96) < 1e-15)
    #expect(
      requirement.headline
        == "For a speed-up of 1.7 on 4 accelerators each of the 96 all-reduces of a token would have "
        + "to take 24.6 us (23.4 to 25.9 us for anything from 1.65 to 1.75), if weights stream at full bandwidth and "
        + "nothing else costs time.")
    #expect(
      try small.requirement(speedup: 1).headline == "For a speed-up of 1 on 4 accelerators each of the 56 all-reduces "
        + "of a token would have to take 10.3 us, if weights stream at full bandwidth and nothing else costs time.")
  }

  /// The same model with all-reduce times measured on H100 (vLLM 0.14, payload of one token): 19.1 us eager, 4.95 us in
  /// a graph; speed-ups by hand: 6995.73 / (1748.93 + 96 t) and 771.857 / (192.964 + 56 t).
  @Test func `measured all-reduce times give the speed-ups worked out by hand`() throws {
    #expect(abs(try large.speedup(allReduceTime: 19.1e-6) - 1.953) < 5e-4)
    #expect(abs(try large.speedup(allReduceTime: 4.95e-6) - 3.145) < 5e-4)
    #expect(abs(try small.speedup(allReduceTime: 19.1e-6) - 0.6113) < 5e-5)
    #expect(abs(try small.speedup(allReduceTime: 4.95e-6) - 1.6417) < 5e-5)
  }

  @Test func `a free all-reduce gives the number of accelerators, and the inverse undoes the speed-up`() throws {
    #expect(try large.speedup(allReduceTime: 0) == 4)
    #expect(try large.allReduceTime(speedup: 4) == 0)
    for speedup in [0.01, 0.5, 1, 1.7, 3.99] {
      #expect(abs(try large.speedup(allReduceTime: large.allReduceTime(speedup: speedup)) / speedup - 1) < 1e-12)
    }
    #expect(abs(try large.stepTime(allReduceTime: 1e-5) - (6.995732992e-3 / 4 + 96e-5)) < 1e-15)
    #expect(large.allReducesPerStep == 96)
    #expect(
      large.headline
        == "Streaming the weights takes 7 ms a token on one accelerator; on 4, 1.75 ms and 96 all-reduces.")
  }

  @Test func `a prediction survives its archive, and a damaged one is refused`() throws {
    let data = try JSONEncoder().encode(large)
    #expect(try JSONDecoder().decode(PredictedTensorParallel.self, from: data) == large)
    let damaged = #"{"weightBytes": 1, "layers": 0, "memoryBandwidth": 1, "accelerators": 4}"#
    #expect(
      message { try JSONDecoder().decode(PredictedTensorParallel.self, from: Data(damaged.utf8)) }
        == "A model of 0 layers was given; it must have 1 to 1000000.")
  }

  @Test func `every input fault has a sentence`() {
    func fault(_ bytes: Double, _ layers: Int, _ bandwidth: Double, _ accelerators: Int) -> String? {
      message {
        try PredictedTensorParallel(
          weightBytes: bytes, layers: layers, memoryBandwidth: bandwidth, accelerators: accelerators)
      }
    }
    #expect(
      fault(0, 1, 1, 2) == "The size of the weights was given as 0.0 bytes; the number must be positive and finite.")
    #expect(
      fault(1, 1, .infinity, 2)
        == "The memory bandwidth was given as inf bytes per second; the number must be positive and finite.")
    #expect(fault(1, .max, 1, 2) == "A model of \(Int.max) layers was given; it must have 1 to 1000000.")
    #expect(fault(1, 1, 1, 1) == "Tensor parallelism over 1 accelerators was asked for; it takes at least two.")
    #expect(
      fault(1e-300, 1, 1e300, 2)
        == "1e-300 bytes at 1e+300 bytes per second give no step time that can be computed with.")
    #expect(
      message { try large.stepTime(allReduceTime: -1) }
        == "The all-reduce time is -1.0 s; it must be finite, 0 or more.")
    #expect(message { try large.allReduceTime(speedup: 0) } == "The speed-up is 0.0; it must be positive and finite.")
    #expect(
      message { try large.allReduceTime(speedup: 4.1) }
        == "A speed-up of 4.1 on 4 accelerators is more than streaming the weights can give, even if all-reduces took "
        + "no time.")
    #expect(
      message { try large.allReduceTime(speedup: .leastNonzeroMagnitude) }?.hasSuffix(
        "too small for a finite all-reduce time.") == true
    )
    #expect(
      message { try large.requirement(speedup: 1, rounding: -1) }
        == "The rounding is -1.0; it must be finite, 0 or more.")
    #expect(
      message { try large.requirement(speedup: 1, rounding: 1) }
        == "The speed-up is 0.0; it must be positive and finite.")
  }
}
