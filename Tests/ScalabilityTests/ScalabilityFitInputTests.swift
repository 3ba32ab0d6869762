import CurveFitting
import Foundation
import Scalability
import ScalingStatistics
import Testing

/// Input that is faulty, extreme, random or from a file.
@Suite struct ScalabilityFitInputTests {
  @Test func `random throughputs of all sizes are fitted or refused, and every interval holds its estimate`() throws {
    var generator = SeededGenerator(seed: 5, stream: 0)
    var fitted = 0
    for trial in 0..<60 {
      let count = 4 + trial % 5
      let processors = (0..<count).map { _ in exp(4 * generator.nextNormal()) }
      let throughput = (0..<count).map { _ in exp(10 * generator.nextNormal()) }
      let laws: [ScalabilityLaw] = [.linear, .amdahl, .universal, .gustafson, .memoryBounded(growthExponent: 1.5)]
      guard let fit = try? ScalabilityFit(laws[trial % 5], processors: processors, throughput: throughput) else {
        continue
      }
      fitted += 1
      for parameter in fit.parameters {
        #expect(parameter.value.isFinite && parameter.value >= 0)
        if let interval = parameter.profileInterval { #expect(interval.contains(parameter.value)) }
        if let interval = parameter.interval { #expect(interval.lower.isFinite && interval.upper.isFinite) }
      }
    }
    #expect(fitted > 50)
  }

  @Test func `an archive without its parameters gives NaN and no trap`() throws {
    let fit = try ScalabilityFit(.universal, processors: [1, 2, 4, 8], throughput: [1, 1.9, 3.4, 5.1])
    let archive = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(fit))
    var fields = try #require(archive as? [String: Any])
    fields["parameters"] = [Any]()
    let broken = try JSONDecoder().decode(ScalabilityFit.self, from: try JSONSerialization.data(withJSONObject: fields))
    #expect(broken.parameters.isEmpty)
    #expect(broken.throughput(at: 4).isNaN)
    #expect(broken.universal == nil && broken.amdahl == nil)
    #expect(broken.efficiencies.allSatisfy { $0.isNaN })
    #expect(message { try broken.confidenceBand(at: [4]) } != nil)
  }

  @Test func `every input fault names its row and value`() {
    func fault(
      _ x: [Double], _ y: [Double], _ law: ScalabilityLaw = .universal, _ source: ThroughputOfOne = .fitted,
      _ errors: ObservationErrors = .equal, _ level: Double = 0.95
    ) -> String? {
      message {
        try ScalabilityFit(law, processors: x, throughput: y, throughputOfOne: source, errors: errors, level: level)
      }
    }
    #expect(fault([1, 2], [1]) == "1 throughputs for 2 numbers of processors: one is needed for each.")
    #expect(
      fault([0, 2, 3], [1, 2, 3]) == "The number of processors of row 0 is 0.0; it must be positive and finite.")
    #expect(fault([1, 2, 3], [1, -2, 3]) == "The throughput of row 1 is -2.0; it must be positive and finite.")
    #expect(
      fault([1, 2, .nan], [1, 2, 3]) == "The number of processors of row 2 is nan; it must be positive and finite.")
    #expect(
      fault([1, 2], [1, 2])
        == "2 measurements cannot determine the universal scalability law: it has 3 free parameters.")
    #expect(
      fault([4, 4, 4], [1, 2, 3], .amdahl)
        == "Every number of processors is 4.0: Amdahl's law needs two different ones.")
    #expect(
      fault([1, 1e60], [1, 2], .amdahl)
        == "The number of processors of row 1 is 1e+60; its square leaves the range of floating-point numbers beyond 1e+50."
    )
    #expect(
      fault([2, 4, 8], [1, 2, 3], .universal, .measured)
        == "There is no measurement at 1 to take the throughput of one from: let it be fitted.")
    #expect(
      fault([1, 1, 8], [1, 2, 3], .universal, .measured)
        == "There are 2 measurements at 1, and none of them is the throughput of one: average them, or let it be fitted."
    )
    #expect(
      fault([1, 4, 8], [1, 2, 3], .universal, .measured, .weights([1, 1, 1]))
        == "A measured throughput of one goes with errors of equal size: let it be fitted instead.")
    #expect(
      fault([1, 4, 8, 9], [1, 2, 3, 3], .universal, .fitted, .equal, 95)
        == "A level of 95.0 was asked for; a level lies between 0 and 1, such as 0.95.")
    #expect(
      fault([1, 4, 8], [1, 2, 3], .memoryBounded(growthExponent: .infinity))
        == "A growth exponent of inf was given; it must be a finite number, 0 or more.")
    #expect(fault([], []) == "0 measurements cannot determine the universal scalability law: it has 3 free parameters.")
  }

  /// An Oracle database over 360 intervals of two minutes, as the R package usl ships it (data set oracledb); fit by SciPy.
  @Test(
    .enabled(
      if: ReferenceFiles.thirdParty != nil,
      "Third-party data: set SCALING_REFERENCE_DATA to a folder that holds usl/oracledb.csv."))
  func `a load below one and 360 points are fitted (needs SCALING_REFERENCE_DATA)`() throws {
    let rows = try ReferenceFiles.reference("usl/oracledb.csv")
    let load = try rows.map { try ReferenceFiles.number($0, "db_time") }
    let rate = try rows.map { try ReferenceFiles.number($0, "txn_rate") }
    let fit = try ScalabilityFit(.universal, processors: load, throughput: rate)
    #expect(agree(fit["contention"]?.value, 0.441_371_56, 1e-7))
    #expect(agree(fit["coherency"]?.value, 0.045_298_33, 1e-6))
    #expect(agree(fit.throughputOfOne, 3.386_078_41, 1e-8))
    #expect(agree(fit["contention"]?.standardError, 0.046_741_64, 1e-6))
    #expect(agree(fit.residualStandardError, 0.758_690_450_8, 1e-9))
    #expect(agree(fit.universal?.peakProcessors, 3.5117, 2e-5))
  }
}
