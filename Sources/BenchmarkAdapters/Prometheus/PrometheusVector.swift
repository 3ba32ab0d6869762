import ScalingExperiments

extension MeasurementFile {
  /// The metrics of a scrape: of the text itself, or of an instant vector of Prometheus' HTTP interface.
  ///
  /// Throws `ImportError` for other files.
  var scrape: PrometheusExposition {
    get throws(ImportError) {
      if case .exposition(let exposition) = content { return exposition }
      guard case .records(let records) = content, let series = PrometheusSeries.list(records), series.kind == "vector"
      else { throw .at(name, nil, "The file holds no scrape and no instant vector of metrics.") }
      return PrometheusExposition(vector: series.series)
    }
  }
}

extension PrometheusExposition {
  /// Makes a scrape of an instant vector; kinds are told by the names alone: what has a sum and a count is a histogram,
  /// what ends in "_total" a counter.
  init(vector series: [PrometheusSeries]) {
    var samples: [Sample] = []
    for entry in series {
      guard let name = entry.name, let value = entry.points.last?.value else { continue }
      samples.append(Sample(name: name, labels: entry.labels, value: value, line: entry.line))
    }
    let names = Set(samples.map(\.name))
    var kinds: [String: String] = [:]
    for name in names {
      if name.hasSuffix("_total") { kinds[name] = "counter" }
      guard name.hasSuffix("_count") else { continue }
      let family = String(name.dropLast("_count".count))
      if names.contains("\(family)_sum") { kinds[family] = "histogram" }
    }
    self.init(samples: samples, kinds: kinds)
  }
}

/// A series of an answer of Prometheus: its labels and its points.
struct PrometheusSeries {
  let name: String?
  let labels: [String: String]
  /// Unix seconds and values; NaN where the text is no number.
  let points: [(time: Double, value: Double)]
  let line: Int

  /// The kind of an answer and its series; `nil` for other records.
  static func list(_ records: [JSONValue]) -> (kind: String, series: [PrometheusSeries])? {
    guard records.count == 1, let data = records.first?["data"], let kind = data["resultType"]?.text else { return nil }
    let result = data["result"]?.elements ?? []
    switch kind {
    case "vector", "matrix": return (kind, result.map(Self.init))
    case "scalar": return (kind, [PrometheusSeries(point: result, line: data.line)])
    default: return (kind, [])
    }
  }

  private init(_ value: JSONValue) {
    var labels: [String: String] = [:]
    for member in value["metric"]?.members ?? [] { labels[member.key] = member.value.text }
    name = labels.removeValue(forKey: "__name__")
    self.labels = labels
    let points = value["values"]?.elements ?? value["value"].map { [$0] } ?? []
    self.points = points.compactMap { $0.elements.flatMap(Self.point) }
    line = value.line
  }

  private init(point: [JSONValue], line: Int) {
    name = nil
    labels = [:]
    points = Self.point(point).map { [$0] } ?? []
    self.line = line
  }

  /// A time and a text: values are texts, because JSON has no NaN.
  private static func point(_ pair: [JSONValue]) -> (time: Double, value: Double)? {
    guard pair.count == 2, let time = pair[0].number else { return nil }
    guard let text = pair[1].text else { return (time, pair[1].number ?? .nan) }
    switch text {
    case "+Inf": return (time, .infinity)
    case "-Inf": return (time, -.infinity)
    default: return (time, JSONValue(line: 1, field: text).number ?? .nan)
    }
  }
}
