import Foundation
import ScalingAnalytics

/// The paper's experiment: what to run, which of it is there, and what the claims come to.
@main
struct ReproducePaper {
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      // Every error of ours is one sentence that names the file, cell or run at fault.
      FileHandle.standardError.write(Data("ReproducePaper: \(error)\n".utf8))
      exit(2)
    }
  }

  static let usage = """
    usage: ReproducePaper plan [--cell ID] [--version 0.7.3|current]   the matrix and the commands that fill it
           ReproducePaper status DIR                                   which cells a folder of results holds
           ReproducePaper report [DIR] [--output DIR]                  figures and claims, of a folder or of the shipped data
    """

  static func run(_ arguments: [String]) throws {
    var words = PaperArguments(arguments)
    let command = words.rest.first
    // An option is known to its own command only: elsewhere it stays a word that nobody understands.
    let cell = command == "plan" ? try words.take("--cell") : nil
    let version = command == "plan" ? try words.take("--version") : nil
    let output = command == "report" ? try words.take("--output") : nil
    switch (command, words.rest.count) {
    case (nil, _), ("--help", 1), ("-h", 1), ("help", 1): print(usage)
    case ("plan", 1): try PaperPlanCommand(cell: cell, version: version ?? "0.7.3").run()
    case ("status", 2): try status(words.rest[1])
    case ("report", 1): try write(try PaperSources.shipped(), to: output ?? "report")
    case ("report", 2): try write(try PaperSources.folder(words.rest[1]), to: output ?? "report")
    default:
      throw PaperArgumentError("\"\(arguments.joined(separator: " "))\" is not understood; --help lists the commands.")
    }
  }

  static func status(_ folder: String) throws {
    let contents = try PaperSources.contents(folder)
    let coverage = PaperExperiment.plan.coverage(of: contents.runs)
    print(contents.headline)
    print(coverage.headline)
    for cell in coverage.present {
      print("  present  \(cell.cell.identifier): \(cell.latencyRuns) timed, \(cell.accuracyRuns) judged")
    }
    for cell in coverage.missing { print("  missing  \(cell.identifier)") }
    for stray in coverage.strays { print("  no cell  \(stray.message)") }
    for copy in coverage.duplicates { print("  repeated \(copy.run) repeats \(copy.original)") }
    for deviation in coverage.deviations { print("  differs  \(deviation)") }
    for note in PaperNotes.lines(PaperSources.notes(contents), losses: contents.losses) { print("  note     \(note)") }
  }

  static func write(_ report: PaperReport, to output: String) throws {
    print(report.claims.headline)
    for finding in report.claims.findings { print("  \(finding.headline)") }
    let files = try report.page().write(to: output)
    let others = files.count - 1
    let beside = others > 0 ? " (and \(others) \(others == 1 ? "file" : "files") beside it)" : ""
    print("\nReport: \(files.first { $0.hasSuffix("index.html") } ?? output)\(beside)")
  }
}
