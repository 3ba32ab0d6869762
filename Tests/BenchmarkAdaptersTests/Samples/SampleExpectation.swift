import BenchmarkAdapters
import ScalingExperiments

/// What a sample file must give, typed by hand from the file.
enum SampleExpectation {
  /// So many runs, and figures of them by the titles of their metrics: those listed stand for all.
  case figures(runs: Int, [SampleFigure])
  /// As many runs with these figures once a context states the model; without one, a sentence that asks for it.
  case figuresOfUnnamedModel(runs: Int, [SampleFigure])
  /// No run: the file describes another.
  case contextOf(String)
  /// No run, and this sentence (or its beginning).
  case refused(String)
}

/// A figure of a run, as the file has it.
struct SampleFigure {
  /// Titles of what is no outcome: the number of requests, the sum of their latencies, the right answers.
  static let requests = "requests"
  static let latencySum = "sum of latencies"
  static let rightAnswers = "right answers"

  /// Which run, from 0.
  let run: Int
  /// The title of the metric, such as "Mean time to first token (s)".
  let title: String
  /// The value in the file.
  let value: Double
  /// What makes the canonical unit of the value in the file: 0.001 of milliseconds.
  let scale: Double

  init(_ run: Int, _ title: String, _ value: Double, _ scale: Double = 1) {
    self.run = run
    self.title = title
    self.value = value
    self.scale = scale
  }

  /// Whether one of the run's figures with the title has the value, to the last digits of a conversion.
  func isMet(by runs: [Run]) -> Bool {
    guard runs.indices.contains(run) else { return false }
    let expected = value * scale
    switch title {
    case Self.requests: return runs[run].requests.map { Double($0.count) } == expected
    case Self.latencySum:
      let sum = runs[run].requests?.latency.reduce(0, +) ?? .nan
      return abs(sum - expected) <= 1e-12 * expected
    case Self.rightAnswers: return runs[run].answers.map { Double($0.isCorrect.count { $0 }) } == expected
    default: break
    }
    return runs[run].outcomes.contains {
      $0.metric.title == title && abs($0.value - expected) <= 4e-16 * abs(expected)
    }
  }
}
