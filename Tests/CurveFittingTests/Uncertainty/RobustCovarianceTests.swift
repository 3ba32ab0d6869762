import CurveFitting
import ScalingLaws
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct RobustCovarianceTests {
  // statsmodels 0.15.0: OLS of the residuals on the Jacobian at the fit, cov_type HC0 to HC3 and cluster.
  @Test func `sandwiches of a power law are those of statsmodels on its Jacobian`() throws {
    let fit = try TwelvePoints.fit()
    let clusters = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    let references: [(SandwichCovariance, [Double])] = [
      (.hc0, [0.03586103251366456, 0.03863798145082373, 0.01877484455573516]),
      (.hc1, [0.04140875355036431, 0.04461529798315368, 0.021679323116494145]),
      (.hc2, [0.04825327153962735, 0.04618328980206669, 0.02830850387251395]),
      (.hc3, [0.07813922138067794, 0.058971051223959466, 0.05325228872387359]),
      (.cr1(clusters: clusters), [0.027533728808122323, 0.02314100288790141, 0.014083240494436032]),
    ]
    for (kind, errors) in references {
      let covariance = try fit.robustCovariance(kind)
      for index in errors.indices {
        expectClose(covariance[index][index].squareRoot(), errors[index], relative: 1e-6, kind.explanation)
      }
    }
  }

  @Test func `CR3 of a straight line is the jackknife over clusters`() throws {
    let x: [Double] = [0, 1, 2, 4, 7, 8, 9, 11]
    let y = [1.1, 1.9, 3.2, 5.1, 7.8, 9.3, 9.6, 12.5]
    let clusters = [0, 0, 1, 1, 1, 2, 2, 3]
    let fit = try LinearLaw.fit(x: x, y: y)
    var sum = 0.0
    for cluster in 0..<4 {
      let kept = clusters.indices.filter { clusters[$0] != cluster }
      let without = try LinearLaw(LinearLaw.fit(x: kept.map { x[$0] }, y: kept.map { y[$0] }))
      sum += pow(without.slope - (fit["slope"]?.value ?? .nan), 2)
    }
    let covariance = try fit.robustCovariance(.cr3(clusters: clusters))
    expectClose(covariance[1][1], 0.75 * sum, relative: 1e-10, "variance of the slope")
    let interval = try fit.interval(of: "slope", by: .cr3(clusters: clusters))
    // t(3) at 0.975 is 3.182 (NIST/SEMATECH e-Handbook, 1.3.6.7.2).
    expectClose(interval.upper - interval.value, 3.182 * (0.75 * sum).squareRoot(), relative: 1e-3, "half width")
    #expect(interval.method == "t interval, 3 degrees of freedom, CR3 sandwich, 4 independent clusters")
  }

  @Test func `HC3 of a mean is hand arithmetic, and weights keep it whole`() throws {
    // At x in {0, 1} with slope and intercept the leverage is 1/2 in each pair: residuals ±0.5 count as ±1.
    let fit = try LinearLaw.fit(x: [0, 0, 1, 1], y: [1, 2, 4, 5])
    let covariance = try fit.robustCovariance(.hc3)
    expectClose(covariance[0][0], (1 + 1) / 4.0, relative: 1e-12, "variance of the intercept")
    expectClose(covariance[1][1], 1.0, relative: 1e-12, "variance of the slope")
    let doubled = try LinearLaw.fit(x: [0, 0, 1, 1], y: [1, 2, 4, 5], errors: .weights([2, 2, 2, 2]))
    expectClose(try doubled.robustCovariance(.hc3)[1][1], 1.0, relative: 1e-12, "under equal weights")
  }

  @Test func `what has no sandwich says why`() throws {
    let fit = try TwelvePoints.fit()
    #expect(
      sentence { try fit.robustCovariance(.cr1(clusters: [1, 2])) }
        == "2 cluster numbers for 12 observations: one is needed for each.")
    #expect(
      sentence { try fit.robustCovariance(.cr3(clusters: [Int](repeating: 4, count: 12))) }
        == "All observations are of one cluster: at least two are needed.")
    let known = (0..<12).map { i in (0..<12).map { $0 == i ? 1e-3 : 0 } }
    let dependent = try PowerLawWithFloor.fit(x: TwelvePoints.x, y: TwelvePoints.y, errors: .covariance(known))
    #expect(
      sentence { try dependent.robustCovariance(.hc3) }
        == "The errors of this power law with floor are dependent with a given covariance: a sandwich would ignore it.")
  }
}
