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
      series.headline.hasPrefix(
        "Karp–Flatt measure from 0.05 on 2 to 0.05 on 16 processors: about constant, as a serial fraction is."))
    #expect(series.growth == .constantNotRefused)
    #expect(abs(series.intercept - 0.05) < 1e-13)
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
    #expect(series.headline.contains("rising, as an overhead does that grows with the processors. Slope "))
    #expect(series.headline.hasSuffix(" a processor: the overhead grows."))
    #expect(series.growth == .growing)
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

  @Test func `the ray tracer's series is the published one and rises`() throws {
    // Computed from Gunther's throughputs by hand to four digits.
    let throughput = PublishedThroughputs.rayThroughput
    let series = try KarpFlattSeries(
      processors: PublishedThroughputs.rayProcessors.dropFirst().map { Int($0) },
      speedups: throughput.dropFirst().map { $0 / throughput[0] })
    let published = [0.00855, 0.03297, 0.03743, 0.04561, 0.05263, 0.0559, 0.05314, 0.04715, 0.05167, 0.04967]
    #expect(series.overheads.count == published.count)
    for (found, expected) in zip(series.overheads, published) { #expect(abs(found - expected) <= 0.000_005_5) }
    #expect(series.trend == .rising)
  }

  @Test func `the ray tracer's slope holds 0 and the users' of SDM91 does not`() throws {
    // scipy.stats.linregress of the measures on p, with t quantiles of 8 and 4 degrees of freedom.
    let ray = PublishedThroughputs.rayThroughput
    let series = try KarpFlattSeries(
      processors: PublishedThroughputs.rayProcessors.dropFirst().map { Int($0) },
      speedups: ray.dropFirst().map { $0 / ray[0] })
    #expect(agree(series.slope, 4.494_409_170_8e-4, 1e-9))
    #expect(agree(series.slopeEstimate?.upper, 4.494_409_170_8e-4 + 5.051_012_140_7e-4, 1e-8))
    #expect(agree(series.intercept, 0.031_966_196_680, 1e-9))
    #expect(series.growth == .constantNotRefused)
    #expect(
      series.headline.hasSuffix("Slope 0.000449 [-5.57e-5, 0.000955] a processor: a constant overhead is not refused."))
    let spec = PublishedThroughputs.specThroughput
    let users = try KarpFlattSeries(
      processors: PublishedThroughputs.specUsers.dropFirst().map { Int($0) },
      speedups: spec.dropFirst().map { $0 / spec[0] })
    #expect(agree(users.slope, 1.245_593_187_3e-4, 1e-9))
    #expect(agree(users.slopeEstimate?.lower, 1.245_593_187_3e-4 - 5.376_438_713_6e-5, 1e-8))
    #expect(agree(users.interceptEstimate?.upper, 0.009_899_334_26 + 2.776_445_105_2 * 0.002_316_463_307, 1e-7))
    #expect(users.growth == .growing)
  }

  @Test func `under the universal law the line is contention and coherency`() throws {
    let law = try UniversalScalabilityLaw(contention: 0.03, coherency: 0.002)
    let processors = [2, 4, 8, 16, 32]
    let series = try KarpFlattSeries(
      processors: processors, speedups: processors.map { law.capacity(at: Double($0)) })
    #expect(agree(series.intercept, 0.03, 1e-12))
    #expect(agree(series.slope, 0.002, 1e-12))
    #expect(series.growth == .growing)
  }

  @Test func `two counts have a slope and no interval`() throws {
    let series = try KarpFlattSeries(processors: [2, 4], speedups: [1.8, 2.9])
    #expect(series.slopeEstimate == nil && series.interceptEstimate == nil)
    #expect(series.growth == .unknown)
    // By hand: e = 1/9 and (1/2.9 - 1/4) / (3/4) over a distance of 2.
    #expect(agree(series.slope, ((1 / 2.9 - 0.25) / 0.75 - 1.0 / 9) / 2, 1e-12))
    #expect(
      message { try KarpFlattSeries(processors: [2, 4], speedups: [1, 2], level: 0) }
        == "A level of 0.0 was asked for; a level lies between 0 and 1, such as 0.95.")
  }
}
