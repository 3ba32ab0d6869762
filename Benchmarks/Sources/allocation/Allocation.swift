import BenchmarkSupport

/// Our side of `compare allocation`: `allocation FOLDER`, with the set "epoch" in the folder.
@main
enum Allocation {
  static func main() {
    guard CommandLine.arguments.count > 1 else { return }
    let tasks = BootstrapCalls.tasks(CommandLine.arguments[1]) + IsoFLOPBias.tasks()
    BenchmarkWorker("ours", tasks: tasks).serve()
  }
}
