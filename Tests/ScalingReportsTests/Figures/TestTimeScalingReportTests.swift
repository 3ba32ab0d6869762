import BenchmarkAdapters
import Foundation
import ScalingStudies
import Testing

@testable import ScalingReports

/// The report of the shipped measurements: every question has its figure, every figure its data, and no sentence says more than the findings.
@Suite struct TestTimeScalingReportTests {
  static let study = Result {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let measurements = try TestTimeScalingDirectory(root.appendingPathComponent("Examples/Data/h100").path).read()
    return try TestTimeScalingStudy(measurements, options: StudyOptions(replicates: 50))
  }

  @Test("The page has a figure for each question, in the order of a decision")
  func figures() throws {
    let page = try TestTimeScalingReport(Self.study.get()).page()
    #expect(
      page.figures.map(\.id) == [
        "regret-accuracy", "regret-cost", "moves-tokens", "moves-accepted", "moves-executed", "front-tokens",
        "front-accepted", "front-executed", "speculation-length", "sharding-delay", "accuracy-tokens",
        "accuracy-latency", "accuracy-cost", "latency-tokens", "latency-generations", "imported",
      ])
    #expect(page.limitations == (try Self.study.get().measurements.limitations))
    #expect(page.sections.first?.id == "answers")
  }

  @Test("A figure's data are the measured points in readable units")
  func accuracyData() throws {
    let figure = try AccuracyFigure.figure(Self.study.get().saturation, axis: .latency, id: "a")
    // 0.5M at the cap of 2,048 tokens: 67.918411 ms and 92 of 400, by arithmetic on the CSV.
    #expect(figure.data.rows.count == 36)
    #expect(figure.data.rows[8] == ["0.5M baseline", "67.92", "23.00", "19.1 to 27.4"])
  }

  @Test("The front figure lists the members of either front once")
  func frontData() throws {
    let study = try Self.study.get()
    let figure = try FrontFigure.figure(study.optimality[2], grid: study.configurations, id: "f")
    // 18 by executed FLOPs and 14 by latency, none in both.
    #expect(figure.data.rows.count == 32)
    #expect(figure.data.rows.count { $0[5] == "executed FLOPs" } == 18)
    #expect(figure.data.rows.count { $0[5] == "latency" } == 14)
  }

  @Test("The figures of regret have a row for every step, with its band")
  func regretData() throws {
    let study = try Self.study.get()
    let ratio = try RegretFigure.figure(study.optimality, basis: .equalAccuracy, id: "r")
    let loss = try RegretFigure.figure(study.optimality, basis: .equalCost, id: "l")
    // Steps by tokens, accepted and executed FLOPs: 15, 19 and 19 accuracies; 24, 37 and 32 latencies; counted with NumPy.
    #expect(ratio.data.rows.count == 15 + 19 + 19)
    #expect(loss.data.rows.count == 24 + 37 + 32)
    // Above 97.5 % only the largest model at its largest caps is left: with speculation 39.1 ms, without 87.9 ms, 2.25x.
    let last = try #require(ratio.data.rows.last)
    #expect(last[0] == "executed FLOPs" && last[2] == "99.8")
    #expect(loss.data.rows.last?[2] == "no end" && loss.data.rows.last?[3] == "0.0")
    #expect(ratio.data.rows.filter { $0[4] == "none" }.count <= 3)
  }

  @Test("The sharding figure's data hold the published speed-ups with efficiency, overhead and cost")
  func shardingData() throws {
    let figure = try ShardingFigure.figure(Self.study.get().sharding, id: "s")
    let row = try #require(figure.data.rows.first { Array($0.prefix(4)) == ["14B", "4", "1", "20"] })
    // 14.23514 / 8.37856 = 1.699; efficiency .425, Karp-Flatt (1/1.699 - 1/4) / (3/4) = .451, cost 4 / 1.699 = 2.354.
    #expect(row[4] == "1.70")
    #expect(row[6] == "0.42")
    #expect(row[7] == "0.45")
    #expect(row[8] == "2.35")
  }

  @Test("The verdicts of the summary follow the findings")
  func summary() throws {
    let study = try Self.study.get()
    let summary = TestTimeScalingReport(study).summary
    #expect(summary.count == 8 + 4 + 3 + 4 + 3 + 3 + 1)
    #expect(summary.last?.answer == study.pick.headline)
    // Typed from the data's README.
    let sharded = try #require(summary.first { $0.subject == "14B" && $0.question.contains("shards") })
    #expect(sharded.answer == "2.21x at 0 us, 2.03x at 5 us, 1.91x at 10 us, 1.70x at 20 us, 1.53x at 30 us")
    let front = try #require(summary.first { $0.subject == "executed FLOPs" })
    #expect(front.answer.hasPrefix("18 optimal by it, 14 by latency, 0 by both (Jaccard 0.00 ["))
  }

  @Test("The page and its twin are the same bytes twice")
  func deterministic() throws {
    let report = try TestTimeScalingReport(Self.study.get())
    #expect(try report.page().html() == report.page().html())
    #expect(try report.page().markdown() == report.page().markdown())
  }
}
