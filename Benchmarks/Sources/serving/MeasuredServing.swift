import BenchmarkSupport
import ServingModels

/// A file of comma-separated values, by row and heading.
struct MeasuredRows {
  let rows: [[String: String]]

  init(_ path: String) {
    guard let bytes = Files.bytes(of: path) else {
      rows = []
      return
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = lines.first ?? []
    rows = lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }
}

/// The measured steps of one H100, in this repository.
struct MeasuredServing {
  let folder: String
  let accelerator: Accelerator

  init(folder: String) throws {
    self.folder = folder
    accelerator = try Accelerator.named("H100-SXM5-80GB")
  }

  static func number(_ row: [String: String], _ column: String) throws -> Double {
    guard let value = row[column].flatMap(Double.init) else {
      throw ServingModelError("A row has no number in its column \(column).")
    }
    return value
  }

  static func shape(_ size: String) throws -> TransformerShape {
    guard let shape = TransformerShape.paperModels.first(where: { $0.name == "DeepSeek-R1-Distill-Qwen-\(size)" })
    else { throw ServingModelError("There is no shape of \(size).") }
    return shape
  }

  private func sample(_ row: [String: String]) throws -> DecodeStepSample {
    try DecodeStepSample(
      Self.shape(row["model"] ?? ""), batch: Int(Self.number(row, "batch")), context: Int(Self.number(row, "context")),
      query: Int(Self.number(row, "query")), seconds: Self.number(row, "step_ms_median") * 1e-3)
  }

  func steps(_ sizes: [String]) throws -> [DecodeStepSample] {
    try MeasuredRows(folder + "/decode_steps.csv").rows
      .filter { $0["shard"] == "1" && sizes.contains($0["model"] ?? "") }.map(sample)
  }

  func fit() throws -> DecodeStepFit { try DecodeStepFit(steps(["1.5B", "7B"]), on: accelerator) }

  func verification(_ size: String) throws -> [DecodeStepSample] {
    try MeasuredRows(folder + "/decode_verify.csv").rows
      .filter { $0["model"] == size && $0["mode"] == "graph" && $0["query"] == "6" }.map(sample)
  }

  func generations(_ size: String, fit: DecodeStepFit) throws -> PredictionCheck {
    let model = try fit.model(of: Self.shape(size))
    let rows = MeasuredRows(folder + "/decode_generations.csv").rows.filter { $0["model"] == size }
    let tokens = try rows.map { Int(try Self.number($0, "output_tokens")) }
    return try PredictionCheck(
      "generations", labels: tokens.map { "\(size), \($0) tokens" },
      predicted: tokens.map { try model.generation(prompt: 128, tokens: $0).decodeTime },
      measured: rows.map { try Self.number($0, "latency_s") })
  }

  /// Steps with a delay in the place of each collective: those without, and the sum of the delays.
  func delays() throws -> PredictionCheck {
    let rows = MeasuredRows(folder + "/tp_delay.csv").rows
    func key(_ row: [String: String]) -> String {
      ["model", "shard", "batch"].map { row[$0] ?? "" }.joined(separator: " ")
    }
    var without: [String: Double] = [:]
    for row in rows where row["injected_delay_us"] == "0" {
      without[key(row)] = try Self.number(row, "step_ms_median") * 1e-3
    }
    let delayed = rows.filter { $0["injected_delay_us"] != "0" }
    return try PredictionCheck(
      "steps with injected delays", labels: delayed.map { "\(key($0)), \($0["injected_delay_us"] ?? "") us" },
      predicted: delayed.map { row in
        let delay = try InjectedDelay(Self.number(row, "injected_delay_us") * 1e-6)
        let each = try delay.seconds(bytes: 0, accelerators: Int(Self.number(row, "shard")))
        return try (without[key(row)] ?? .nan) + Self.number(row, "delays_per_step") * each
      }, measured: delayed.map { try Self.number($0, "step_ms_median") * 1e-3 })
  }

  /// One fit for each measured series; none where the file is absent.
  static func allReduces(_ path: String) throws -> [TwoRegimeFit] {
    var series: [String: (bytes: [Double], seconds: [Double], count: Int)] = [:]
    for row in MeasuredRows(path).rows {
      let key = ["system", "backend", "version", "num_gpus"].map { row[$0] ?? "" }.joined(separator: " ")
      var own = try series[key] ?? ([], [], Int(number(row, "num_gpus")))
      own.bytes.append(try number(row, "bytes"))
      own.seconds.append(try number(row, "latency_us") * 1e-6)
      series[key] = own
    }
    return try series.sorted { $0.key < $1.key }.map {
      try TwoRegimeFit(bytes: $0.value.bytes, seconds: $0.value.seconds, accelerators: $0.value.count)
    }
  }
}
