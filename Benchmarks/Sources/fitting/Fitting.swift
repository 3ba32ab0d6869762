import BenchmarkSupport

/// Our side of `compare fitting`: `fitting FOLDER`, which holds the curves.
@main
enum Fitting {
  static func main() {
    let folder = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "."
    BenchmarkWorker("ours", tasks: SingleCalls.tasks(folder) + BatchCalls.tasks(folder) + RobustCalls.tasks(folder))
      .serve()
  }
}
