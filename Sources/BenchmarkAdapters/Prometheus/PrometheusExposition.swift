import ScalingExperiments

/// Metrics in the text format that Prometheus scrapes (version 0.0.4, and OpenMetrics as far as it agrees).
public struct PrometheusExposition: Sendable {
  /// One line: a name, its labels, a value.
  public struct Sample: Sendable, Hashable {
    /// The name, with `_bucket`, `_sum` or `_count` where it belongs to a histogram.
    public let name: String
    /// The labels.
    public let labels: [String: String]
    /// The value; counters and histograms count from the start of the server.
    public let value: Double
    /// The line, from 1; 0 in a difference of two scrapes.
    public let line: Int
  }

  /// The samples in the order of the text.
  public let samples: [Sample]
  /// The kind of each family that has a `# TYPE` line: "counter", "gauge", "histogram", "summary" or "untyped".
  ///
  /// It alone tells a counter from a histogram: `vllm:iteration_tokens_total` is one in spite of its name.
  public let kinds: [String: String]

  /// Reads a scrape; throws `ImportError` with the line for what is not a sample.
  ///
  /// - Complexity: O(*n*) in the bytes.
  public init(bytes: [UInt8], name: String) throws(ImportError) {
    try TextEncoding.validate(bytes, name: name)
    var samples: [Sample] = []
    var kinds: [String: String] = [:]
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      var text = Substring(decoding: bytes, as: UTF8.self)
      while let last = text.unicodeScalars.last, last == "\r" || last == " " { text.unicodeScalars.removeLast() }
      if text.hasPrefix("\u{FEFF}") { text = text.dropFirst() }
      if text.hasPrefix("#") {
        let words = text.split(separator: " ", maxSplits: 3)
        if words.count == 4, words[1] == "TYPE" { kinds[String(words[2])] = String(words[3]) }
      } else if !text.isEmpty {
        var parser = SampleParser(text: text)
        guard let sample = parser.sample(line: index + 1) else {
          throw .at(
            name, index + 1, "The line is not a metric in Prometheus text format: \(Wording.quoted(String(text))).")
        }
        samples.append(sample)
      }
    }
    self.init(samples: samples, kinds: kinds)
  }

  init(samples: [Sample], kinds: [String: String]) {
    self.samples = samples
    self.kinds = kinds
  }

  /// The values of a counter, for labels that hold all of `labels`; `nil` where there are none, or the name is that of
  /// another kind of metric.
  public func counter(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    // OpenMetrics names the family without the suffix.
    let family = name.hasSuffix("_total") ? String(name.dropLast("_total".count)) : name
    guard ["counter", nil].contains(kinds[name] ?? kinds[family]), !isPart(name) else { return nil }
    return sum(name, labels)
  }

  /// The number and the sum of the observations of a histogram, for labels that hold all of `labels`; `nil` where there
  /// are none.
  public func histogram(_ name: String, _ labels: [String: String] = [:]) -> (count: Double, sum: Double)? {
    guard kinds[name] == "histogram" else { return nil }
    guard let count = sum("\(name)_count", labels), let sum = sum("\(name)_sum", labels) else { return nil }
    return (count, sum)
  }

  private func sum(_ name: String, _ labels: [String: String]) -> Double? {
    let values = samples(name, labels).map(\.value)
    return values.isEmpty ? nil : values.reduce(0, +)
  }

  /// A note on the first sample of a name that is no count, or no sum, since a server started; `nil` for sound ones.
  func fault(_ name: String, _ labels: [String: String], isWhole: Bool, file: String) -> ImportNote? {
    var seen: Set<[String]> = []
    for sample in samples(name, labels) {
      let what: String
      if !seen.insert(Self.key(sample)).inserted {
        what = "occurs twice with the same labels"
      } else if !(sample.value >= 0 && sample.value < JSONRecord.bound) {
        what = "is \(Self.words(sample.value)), not a finite number of 0 or more"
      } else if isWhole, sample.value.rounded() != sample.value {
        what = "is \(Self.words(sample.value)), not a whole number"
      } else {
        continue
      }
      return ImportNote(
        severity: .skipped, file: file, line: sample.line > 0 ? sample.line : nil,
        reason: "\(name) \(what); it was left out.")
    }
    return nil
  }

  private static func words(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite {
      return value > 0 ? "infinite or beyond the range of a Double" : "below the range of a Double"
    }
    return Double(Int64(exactly: value) ?? 0) == value ? "\(Int64(value))" : "\(value)"
  }

  func samples(_ name: String, _ labels: [String: String]) -> [Sample] {
    samples.filter { sample in sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value } }
  }

  /// Returns what was counted since an earlier scrape of the same server: counters and histograms as differences,
  /// gauges as they are now; NaN where one of the two is no finite number.
  ///
  /// Throws `ImportError` if a counter decreased: the server was started again in between. `name` is that of the later
  /// scrape in the message.
  ///
  /// - Complexity: O(*n*) in the samples.
  public func since(_ earlier: PrometheusExposition, name: String) throws(ImportError) -> PrometheusExposition {
    var before: [[String]: Double] = [:]
    for sample in earlier.samples { before[Self.key(sample)] = sample.value }
    var result: [Sample] = []
    for sample in samples {
      var value = sample.value
      if accumulates(sample.name), let start = before[Self.key(sample)] {
        guard value.isFinite, start.isFinite else {
          result.append(Sample(name: sample.name, labels: sample.labels, value: .nan, line: 0))
          continue
        }
        guard value >= start else {
          throw .at(
            name, sample.line,
            "\(sample.name) decreased from \(start) to \(value): the server was started again between the two scrapes.")
        }
        value -= start
      }
      result.append(Sample(name: sample.name, labels: sample.labels, value: value, line: 0))
    }
    return PrometheusExposition(samples: result, kinds: kinds)
  }

  private static func key(_ sample: Sample) -> [String] {
    [sample.name] + sample.labels.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
  }

  /// Whether the name is that of a part of a histogram or summary.
  private func isPart(_ name: String) -> Bool {
    ["_bucket", "_sum", "_count"].contains { suffix in
      name.hasSuffix(suffix) && ["histogram", "summary"].contains(kinds[String(name.dropLast(suffix.count))])
    }
  }

  private func accumulates(_ name: String) -> Bool {
    let family = name.hasSuffix("_total") ? String(name.dropLast("_total".count)) : name
    return kinds[name] == "counter" || kinds[family] == "counter" || isPart(name)
  }

  /// Whether a line is a metric with labels: what tells a scrape without comments from other text.
  static func isLabelledSample(_ line: String) -> Bool {
    var parser = SampleParser(text: line[...])
    return parser.sample(line: 1).map { !$0.labels.isEmpty } ?? false
  }
}
