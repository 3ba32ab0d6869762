import BenchmarkAdapters
import Foundation
import ScalingExperiments
import ScalingStudies
import Testing

/// What the shipped measurements can and cannot say: four small models on one accelerator, with and without speculation.
@Suite struct ShippedClaimsTests {
  private static func claims() throws -> PaperClaims {
    let measurements = try TestTimeScalingDirectory(PlainCSV.folder.path).read()
    return try PaperClaims(
      SweepObservations(measurements.runs), sharding: ShardingFinding.findings(measurements.decodeSteps),
      verification: VerificationCost.ratios(measurements.decodeSteps, query: 6), replicates: 50)
  }

  @Test func `claims on several accelerators, large models or other hardware are not testable, in words`() throws {
    let findings = try Self.claims().findings
    #expect(
      findings.filter { $0.verdict == .notTestable }.map(\.headline) == [
        "Observation 3: not testable with these data; nothing was run on more than one accelerator.",
        "Observation 3, small models: not testable with these data; no model of about 1.5B parameters could be compared on one and on several accelerators.",
        "Cost 1: not testable with these data; no model and cap has both n-gram speculation and tensor parallelism.",
        "Cost 1, predictability: not testable with these data; no model of about 14B was timed with and without speculation at four caps.",
        "Cost 2: not testable with these data; nothing was run on more than one accelerator.",
        "Hardware: not testable with these data; one kind of hardware was measured, NVIDIA H100 80GB HBM3.",
      ])
    #expect(findings.filter { $0.verdict == .notTestable }.allSatisfy { !$0.missing.isEmpty })
  }

  @Test func `nothing that is supported is about 14B or 1.5B`() throws {
    for finding in try Self.claims().findings where finding.verdict == .supported {
      #expect(finding.scope.hasSuffix("; none of them of the paper's sizes"))
      #expect(!finding.scope.contains("14B") && !finding.scope.contains("1.5B"))
    }
  }

  @Test func `observation 2 has the counts of plain arithmetic`() throws {
    var faster = 0
    var slower = 0
    var slowerRequests = 0
    for model in PlainRequests.models {
      let before = try PlainRequests(model, "baseline").rows
      let after = try PlainRequests(model, "ngram").rows
      for cap in PlainRequests.caps {
        var pairs: [(Double, Double)] = []
        for row in before {
          let partner = try #require(after.first { $0["problem"] == row["problem"] })
          let column = "latency_ms_at_\(cap)_tokens"
          pairs.append(
            (
              try row.number(column) - row.number("setup_ms"), try partner.number(column) - partner.number("setup_ms")
            ))
        }
        slowerRequests += pairs.count { $0.1 > $0.0 }
        let totals = (pairs.map(\.0).reduce(0, +), pairs.map(\.1).reduce(0, +))
        let without = pairs.map { log((totals.0 - $0.0) / (totals.1 - $0.1)) }
        let mean = without.reduce(0, +) / 100
        let influence = without.map { mean - $0 }
        let second = influence.reduce(0) { $0 + $1 * $1 }
        let skewness = influence.reduce(0) { $0 + $1 * $1 * $1 } / 100 / pow(second / 100, 1.5)
        let error = (0.99 * second).squareRoot()
        // Student's t with 99 degrees of freedom at 1 - 0.05 / (2 × 36), and how far skewness moves one end.
        let t = 3.28992143953150
        let shift = skewness * (1 + 2 * t * t) / 60
        if log(totals.0 / totals.1) - (t + max(0, -shift)) * error > 0 { faster += 1 }
        if log(totals.0 / totals.1) + (t + max(0, shift)) * error < 0 { slower += 1 }
      }
    }
    let finding = try Self.claims().findings[1]
    #expect(
      finding.headline
        == "Observation 2: not supported on models of other sizes than the paper's; faster beyond doubt in \(faster) of 36 cells, slower beyond doubt in \(slower); 36 of 36 cells compared."
    )
    #expect(
      finding.evidence.contains(
        "\(printed(Double(slowerRequests) / 36, 0)) % of 3600 requests were slower with speculation."))
  }
}
