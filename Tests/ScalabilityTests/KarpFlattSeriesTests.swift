import Scalability
import Testing

@Suite struct KarpFlattSeriesTests {
  @Test func `speed-ups after Amdahl have a constant measure, the serial fraction`() throws {
    let processors = [2, 4, 8, 16]
    let series = try KarpFlattSeries(
      processors: processors, speedups: processors.map { 1 / (0.05 + 0.95 / Double($0)) })
    #expect(series.trend == .constant)
    #expect(series.overheads.allSatisfy { abs($0 - 0.05) < 1e-14 })
    #expect(
      series.headline
        == "Karp–Flatt measure from 0.05 on 2 to 0.05 on 16 processors: about constant, as a serial fraction is.")
  }

  @Test func `linear speed-ups have a constant measure of zero`() throws {
    #expect(try KarpFlattSeries(processors: [3, 7, 11], speedups: [3, 7, 11]).trend == .constant)
  }

  @Test func `an overhead that grows with the processors rises`() throws {
    // T(p) = 1/p + 0.01 p: the measure is 0.01 p² / (p - 1) by hand, rising from p = 2 on.
    let processors = [2, 4, 8, 16]
    let series = try KarpFlattSeries(
      processors: processors, speedups: processors.map { 1 / (1 / Double($0) + 0.01 * Double($0)) })
    #expect(series.trend == .rising)
    #expect(series.rankCorrelation == 1)
    for (p, overhead) in zip(processors, series.overheads) {
      #expect(abs(overhead - 0.01 * Double(p * p) / Double(p - 1)) < 1e-14)
    }
    #expect(series.headline.hasSuffix("rising, as an overhead does that grows with the processors."))
  }

  @Test func `a shared cost falls and a mixture is unclear`() throws {
    // e = (1/S - 1/p) / (1 - 1/p), turned round: S = 1 / (1/p + e (1 - 1/p)).
    func speedups(_ overheads: [Double], _ processors: [Int]) -> [Double] {
      zip(overheads, processors).map { 1 / (1 / Double($1) + $0 * (1 - 1 / Double($1))) }
    }
    let processors = [2, 4, 8, 16]
    #expect(
      try KarpFlattSeries(processors: processors, speedups: speedups([0.4, 0.3, 0.2, 0.1], processors)).trend
        == .falling)
    #expect(
      try KarpFlattSeries(processors: processors, speedups: speedups([0.1, 0.4, 0.1, 0.4], processors)).trend
        == .unclear)
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try KarpFlattSeries(processors: [2, 4], speedups: [1]) }
        == "1 speed-ups for 2 processor counts: one is needed for each.")
    #expect(
      message { try KarpFlattSeries(processors: [2], speedups: [1]) }
        == "A Karp–Flatt series needs two processor counts above 1 or more; one count shows no trend.")
    #expect(
      message { try KarpFlattSeries(processors: [4, 2], speedups: [1, 1]) }
        == "The processor counts must rise; they are 4, 2.")
    #expect(
      message { try KarpFlattSeries(processors: [1, 2], speedups: [1, 1]) }
        == "A speed-up on 1 processors over 1 has no parallel efficiency: it needs more than 1.")
    #expect(
      message { try KarpFlattSeries(processors: [2, 4], speedups: [1, 2], tolerance: -1) }
        == "A tolerance of -1.0 was given; it must be 0 or more.")
  }

  /// The ray tracer's throughputs are Gunther's, as the R package usl ships them (data set raytracer); the measures were computed from them by hand to four digits.
  @Test(
    .enabled(
      if: ReferenceFiles.thirdParty != nil,
      "Third-party data: set SCALING_REFERENCE_DATA to a folder that holds usl/raytracer.csv."))
  func `the ray tracer's series is the published one and rises (needs SCALING_REFERENCE_DATA)`() throws {
    let rows = try ReferenceFiles.reference("usl/raytracer.csv")
    let processors = try rows.map { Int(try ReferenceFiles.number($0, "processors")) }
    let throughput = try rows.map { try ReferenceFiles.number($0, "throughput") }
    let single = try #require(processors.firstIndex(of: 1))
    let parallel = processors.indices.filter { processors[$0] > 1 }
    let series = try KarpFlattSeries(
      processors: parallel.map { processors[$0] }, speedups: parallel.map { throughput[$0] / throughput[single] })
    let published = [0.00855, 0.03297, 0.03743, 0.04561, 0.05263, 0.0559, 0.05314, 0.04715, 0.05167, 0.04967]
    #expect(series.overheads.count == published.count)
    for (found, expected) in zip(series.overheads, published) { #expect(abs(found - expected) <= 0.000_005_5) }
    #expect(series.trend == .rising)
  }
}
