import Foundation
import ParetoFrontiers
import ScalingExperiments
import Testing

@testable import ScalingReports

@Suite struct DecisionReportTests {
  private let costs = Objective(name: "cost", values: [5, 3, 4], sense: .minimize)
  private let latency = [10.0, 50, 20]

  private func pick(_ limit: Double) throws -> DecisionReport.Decision {
    let constraint = Constraint(name: "p99 TTFT", values: latency, limit: .atMost(limit))
    return DecisionReport.Decision(
      try ParetoPick.best(costs, where: [constraint]), labels: ["TP1", "TP2", "TP4"], unit: "USD")
  }

  @Test func thePickNamesTheConfigurationTheRunnerUpAndTheGap() throws {
    guard case .pick(let headline, let details) = try pick(30) else {
      Issue.record("none")
      return
    }
    #expect(headline == "Run TP4: 4 USD.")
    #expect(details.contains("Runner-up: TP1 at 5 USD, 25.0 % worse."))
  }

  @Test func noneFeasibleIsLoudAndSaysByHowMuchTheNearestMisses() throws {
    guard case .noneFeasible(let headline, let details) = try pick(8) else {
      Issue.record("a pick")
      return
    }
    #expect(headline.hasPrefix("None feasible."))
    #expect(details[0] == "Nearest miss: TP1.")
    #expect(details[1] == "p99 TTFT is 10, the limit 8: missed by 2 (25.0 %).")
    let page = try DecisionReport(title: "T", limitations: [], decision: pick(8)).page()
    #expect(page.html().contains("report-refusal"))
  }

  @Test func theOrderOfThePageIsThatOfADecision() throws {
    var report = DecisionReport(title: "T", limitations: ["Nothing about other loads."], decision: try pick(30))
    report.fits = [try ChartSamples.scalingCurve()]
    report.fronts = [try ChartSamples.front()]
    report.speedups = [try ChartSamples.speedup()]
    report.runs = [Run(identifier: "r", model: ModelDescription(name: "m"))]
    report.seed = 3
    let page = try report.page()
    #expect(page.sections.map(\.id) == ["pick", "front", "speedups", "fits", "data"])
    #expect(page.footer.versions == [.library] && page.footer.seed == 3)
    let html = page.html()
    let limits = try #require(html.range(of: "Nothing about other loads."))
    let decision = try #require(html.range(of: "Run TP4"))
    #expect(limits.lowerBound < decision.lowerBound)
  }

  @Test func theTableOfTheFrontHasEveryKnobThatIsSetAndNoOther() throws {
    var runs = ["a", "b", "c"].map { Run(identifier: $0, model: ModelDescription(name: "m-\($0)")) }
    for (index, degree) in [1, 2, 4].enumerated() { runs[index].serving.tensorParallel = degree }
    runs[1].workload.load = .concurrency(8)
    let objectives = [costs, Objective(name: "latency", values: latency, sense: .minimize)]
    let front = try ParetoFront(objectives)
    let table = try ReportTable.configurations(runs, front: front, objectives: objectives, pick: 2)
    #expect(table.columns.map(\.heading) == ["Run", "Model", "TP", "Load", "cost", "latency"])
    #expect(table.rows.count == 3 && table.rows[table.emphasizedRows[0]][0] == "c")
    #expect(table.rows.contains(["b", "m-b", "2", "8 in flight", "3", "50"]))
  }

  @Test func theJSONHoldsEveryTableOnceAndTheSameBytes() throws {
    var report = DecisionReport(title: "T", limitations: ["L"], decision: try pick(30))
    report.fronts = [try ChartSamples.front()]
    let page = try report.page()
    #expect(page.json() == page.json())
    let object = try JSONSerialization.jsonObject(with: Data(page.json().utf8)) as? [String: Any]
    let sections = object?["sections"] as? [[String: Any]]
    #expect(sections?.count == 2 && object?["limitations"] as? [String] == ["L"])
    #expect(page.html().contains("data:application/json;base64,"))
  }
}
