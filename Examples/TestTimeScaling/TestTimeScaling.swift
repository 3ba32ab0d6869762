import Foundation
import ScalingAnalytics

/// Runs the study of test-time scaling on a folder of measurements, prints the findings and writes the report.
@main
struct TestTimeScaling {
  static func main() {
    do {
      let command = try CommandLineArguments(Array(CommandLine.arguments.dropFirst()))
      if command.wantsHelp {
        print(CommandLineArguments.usage)
        return
      }
      let measurements = try TestTimeScalingDirectory(command.data).read()
      let study = try Self.study(measurements, command)
      let report = TestTimeScalingReport(study)
      printFindings(report)
      let files = try report.page().write(to: command.output)
      print(
        "\nReport: \(files.first { $0.hasSuffix("index.html") } ?? command.output) (and \(files.count - 1) files beside it)"
      )
    } catch {
      // Every error of ours is one sentence that names the file or run at fault.
      FileHandle.standardError.write(Data("TestTimeScaling: \(error)\n".utf8))
      exit(2)
    }
  }

  /// A study knows runs, not files: its errors get the folder that the runs came from.
  static func study(
    _ measurements: TestTimeScalingMeasurements, _ command: CommandLineArguments
  ) throws -> TestTimeScalingStudy {
    do {
      return try TestTimeScalingStudy(measurements, options: command.options)
    } catch {
      throw ArgumentError("the measurements in \(command.data) cannot answer: \(error)")
    }
  }

  static func printFindings(_ report: TestTimeScalingReport) {
    print("What these data cannot show:")
    for limitation in report.study.measurements.limitations { print("  - \(limitation)") }
    let summary = report.summary
    let width = summary.map(\.subject.count).max() ?? 0
    var question = ""
    for row in summary {
      if row.question != question {
        question = row.question
        print("\n\(question)")
      }
      print("  \(row.subject.padding(toLength: width, withPad: " ", startingAt: 0))  \(row.answer)")
    }
  }
}
