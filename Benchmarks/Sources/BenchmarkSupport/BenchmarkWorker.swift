/// Something to time: a name, a run, and the numbers that came of it.
public struct BenchmarkTask {
  /// The name that the harness asks for.
  public let name: String
  let run: () throws -> Int
  let rows: () -> [[Double]]

  /// Creates a task; what it needs is prepared before, so that the run holds only what is timed.
  ///
  /// `run` keeps its results and returns the number of fits; `rows` makes of the last results one row a fit, parameters first and the objective last.
  public init(_ name: String, run: @escaping () throws -> Int, rows: @escaping () -> [[Double]]) {
    self.name = name
    self.run = run
    self.rows = rows
  }

  /// Creates a task that makes one result for each of some inputs.
  public init<Input, Result>(
    _ name: String, for inputs: [Input], run: @escaping (Input) throws -> Result, row: @escaping (Result) -> [Double]
  ) {
    var results: [Result] = []
    self.init(name) {
      results = try inputs.map(run)
      return results.count
    } rows: {
      results.map(row)
    }
  }
}

/// The Swift side of the harness's protocol: names its tasks in one line, then answers requests, one a line.
///
/// `time TASK` runs until 30 ms of CPU time have passed and answers with the number of fits and the seconds; `estimates TASK FILE` runs once and writes the rows
/// as 8-byte floats. Fields are parted by tabs.
public struct BenchmarkWorker {
  let name: String
  let tasks: [BenchmarkTask]

  /// Creates a worker of some tasks.
  public init(_ name: String, tasks: [BenchmarkTask]) {
    self.name = name
    self.tasks = tasks
  }

  /// Answers requests until the input ends.
  public func serve() {
    printJSONLine([("worker", .text(name)), ("tasks", .list(tasks.map { .text($0.name) }))])
    while let line = readLine() {
      let request = line.split(separator: "\t").map(String.init)
      guard request.count >= 2, let task = tasks.first(where: { $0.name == request[1] }) else {
        printJSONLine([("error", .text("no such task"))])
        continue
      }
      do {
        try answer(request, task)
      } catch {
        printJSONLine([("error", .text("\(error)"))])
      }
    }
  }

  private func answer(_ request: [String], _ task: BenchmarkTask) throws {
    var fits = 0
    let start = CPUClock.seconds
    var seconds = 0.0
    repeat {
      fits += try task.run()
      seconds = CPUClock.seconds - start
    } while request[0] == "time" && seconds < 0.03
    let rows = task.rows()
    if request.count > 2 { Files.write(rows.flatMap { $0 }, to: request[2]) }
    printJSONLine([
      ("fits", .count(fits)), ("seconds", .number(seconds)), ("columns", .count(rows.first?.count ?? 0)),
    ])
  }
}
