import BenchmarkSupport

/// Our side of `compare frontiers`: `frontiers tasks FOLDER` answers the harness, `frontiers check COUNT` compares random sets with brute force, `frontiers memory COUNT` finds one front and says how much memory
/// the process came to hold.
@main
enum Frontiers {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let last = arguments.last ?? "."
    switch arguments.first {
    case "check": try FrontCheck.run(count: Int(last) ?? 1_000)
    case "memory": try FrontMemory.run(count: Int(last) ?? 1_000)
    default: BenchmarkWorker("ours", tasks: FrontCalls.tasks(last)).serve()
    }
  }
}
