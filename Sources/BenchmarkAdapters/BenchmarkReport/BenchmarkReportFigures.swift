import ScalingExperiments

/// Outcomes sorted into the fields of a report.
struct BenchmarkReportFigures {
  /// The blocks of `results.request_performance.aggregate`.
  private(set) var aggregate: JSONValue = .object([])
  /// The definition of each field, and the number of observations behind it, for which the schema has no place.
  private(set) var definitions: JSONValue = .object([])
  private(set) var counts: JSONValue = .object([])
  /// Outcomes without a field.
  private(set) var rest: [MetricValue] = []

  init(_ outcomes: [MetricValue]) {
    var used: Set<Int> = []
    var blocks: [String: [(String, JSONValue?)]] = [:]
    var definitions: [(String, JSONValue?)] = []
    var counts: [(String, JSONValue?)] = []
    for (key, metric) in [("total", Metric.requestsAttempted), ("failures", .requestsFailed)] {
      // The schema wants the total with everything else of the requests.
      guard key == "total" || blocks["requests"] != nil,
        let index = outcomes.firstIndex(where: { $0.metric == metric }), let count = Int(exactly: outcomes[index].value)
      else { continue }
      used.insert(index)
      blocks["requests", default: []].append((key, .count(count)))
    }
    for field in BenchmarkReportFields.all where field.block != "requests" || blocks["requests"] != nil {
      // The mean says which definition the field has; without one there is no field.
      guard let index = outcomes.indices.first(where: { !used.contains($0) && Self.is(outcomes[$0], of: field) }) else {
        continue
      }
      used.insert(index)
      let mean = outcomes[index]
      var members: [(String, JSONValue?)] = [("units", .text(field.unit)), ("mean", .number(mean.value))]
      if case .standardDeviation(let deviation) = mean.spread { members.append(("stddev", .number(deviation))) }
      for (key, statistic) in BenchmarkReportFields.statistics {
        var metric = field.metric(statistic, "")
        if field.block != "throughput" { metric.definition = mean.metric.definition }
        let found = outcomes.indices.first { other in
          !used.contains(other) && outcomes[other].metric == metric && outcomes[other].count == mean.count
            && outcomes[other].spread == nil && outcomes[other].estimation == nil
        }
        guard let found else { continue }
        used.insert(found)
        members.append((key, .number(outcomes[found].value)))
      }
      blocks[field.block, default: []].append((field.key, .object(members)))
      definitions.append((field.path, .text(mean.metric.definition)))
      counts.append((field.path, mean.count.map { .count($0) }))
    }
    rest = outcomes.indices.filter { !used.contains($0) }.map { outcomes[$0] }
    aggregate = .object(["requests", "latency", "throughput"].map { name in (name, blocks[name].map { .object($0) }) })
    self.definitions = .object(definitions)
    self.counts = .object(counts)
  }

  /// Whether a figure is the mean of a field, whatever its exact definition.
  private static func `is`(_ figure: MetricValue, of field: BenchmarkReportFields.Field) -> Bool {
    let wanted = field.metric(.mean, "")
    let metric = figure.metric
    guard metric.quantity == wanted.quantity, metric.statistic == wanted.statistic, metric.unit == wanted.unit,
      figure.estimation == nil
    else { return false }
    switch figure.spread {
    case nil, .standardDeviation: break
    default: return false
    }
    switch field.key {
    // These have one definition in the schema.
    case "normalized_time_per_output_token": return metric == wanted
    case "time_per_output_token": return metric != .timePerOutputTokenWithFirst(.mean)
    default: return true
    }
  }
}
