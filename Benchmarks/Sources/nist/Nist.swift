import BenchmarkSupport

/// A NIST problem as the harness writes it.
struct NistProblem {
  let name: String
  let parameterCount: Int
  let starts: [[Double]]
  let predictors: [[Double]]
  /// The response, already transformed where the problem says so (Nelson: ln y).
  let y: [Double]
}

/// Our side of `compare nist`: `nist PROBLEMS`; a JSON line for each problem and start.
@main
enum Nist {
  static func main() {
    guard CommandLine.arguments.count > 1, let bytes = Files.bytes(of: CommandLine.arguments[1]) else { return }
    for problem in String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap(parsed) {
      for (index, start) in problem.starts.enumerated() {
        guard let (values, errors) = NistFits.fit(problem, start: start) else { continue }
        printJSONLine([
          ("solver", .text("ours")), ("problem", .text(problem.name)), ("start", .count(index + 1)),
          ("values", .list(values.map { .number($0) })), ("errors", .list(errors.map { .number($0) })),
        ])
      }
    }
  }

  /// Name, points, predictors, parameters, two starts, predictor after predictor, y.
  private static func parsed(_ line: Substring) -> NistProblem? {
    let fields = line.split(separator: " ")
    let counts = fields.dropFirst().prefix(3).compactMap { Int($0) }
    let numbers = fields.dropFirst(4).compactMap { Double($0) }
    guard counts.count == 3, numbers.count == 2 * counts[2] + (counts[1] + 1) * counts[0] else { return nil }
    func column(from start: Int, _ count: Int) -> [Double] { Array(numbers[start..<start + count]) }
    let (n, predictors, parameters) = (counts[0], counts[1], counts[2])
    return NistProblem(
      name: String(fields[0]), parameterCount: parameters,
      starts: (0..<2).map { column(from: $0 * parameters, parameters) },
      predictors: (0..<predictors).map { column(from: 2 * parameters + $0 * n, n) },
      y: column(from: 2 * parameters + predictors * n, n))
  }
}
