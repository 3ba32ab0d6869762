import CurveFitting
import ScalingLaws
import Testing

@Suite struct MultistartCertificateTests {
  @Test func `starts far from the fit arrive at it`() throws {
    let problem = RandomProblem(.chinchilla, seed: 3)
    let fit = try problem.fit(objective: .logHuber(delta: 1e-2))
    let starts = stride(from: 0, to: 4500, by: 900).map { ChinchillaLaw.hoffmannStarts[$0 + 422].parameters }
    let certificate = try fit.certificate(starts: starts + [problem.truth])
    #expect(certificate.isConfirmed)
    #expect(certificate.starts == 6)
    #expect(certificate.arrivals > 0)
    #expect(certificate.headline.hasSuffix("none lower"))
  }

  @Test func `starts that are none have their sentences`() throws {
    let fit = try RandomProblem(.chinchilla, seed: 3).fit()
    #expect(
      sentence { try fit.certificate(starts: [[1, 1, 1, 1]]) }
        == "Start 0 needs 5 finite numbers, the first 3 of them positive.")
    let line = try LinearLaw.fit(x: [1, 2, 3], y: [1, 2, 4])
    #expect(
      sentence { try line.certificate(starts: []) }
        == "A certificate is made for sums of two powers; this is a straight line.")
  }
}
