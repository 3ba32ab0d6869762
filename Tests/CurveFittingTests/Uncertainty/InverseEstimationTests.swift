import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct InverseEstimationTests {
  @Test func `the x of a straight line has Fieller's interval`() throws {
    let x: [Double] = [0, 1, 2, 4, 7]
    let y = [1.1, 1.9, 3.2, 5.1, 7.8]
    let fit = try LinearLaw.fit(x: x, y: y)
    let target = 6.0
    // Fieller: the x with (a + b x - target)² = t² s² (1/n + (x - mean)²/Sxx), a quadratic in z = x - mean.
    let mean = x.reduce(0, +) / 5
    let sxx = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let slope = zip(x, y).reduce(0) { $0 + ($1.0 - mean) * $1.1 } / sxx
    let center = y.reduce(0, +) / 5
    let rest = zip(x, y).reduce(0) { $0 + pow($1.1 - center - slope * ($1.0 - mean), 2) }
    let t = StudentTDistribution(degreesOfFreedom: 3).quantile(0.975)
    let c = t * t * rest / 3
    let a = slope * slope - c / sxx
    let b = 2 * slope * (center - target)
    let d = (center - target) * (center - target) - c / 5
    let root = (b * b - 4 * a * d).squareRoot()
    let estimate = try fit.predictor(reaching: target)
    expectClose(estimate.value, mean + (target - center) / slope, relative: 1e-12, "x")
    expectClose(estimate.lower, mean + (-b - root) / (2 * a), relative: 1e-7, "lower end")
    expectClose(estimate.upper, mean + (-b + root) / (2 * a), relative: 1e-7, "upper end")
    let delta = try fit.predictorByDelta(reaching: target)
    let error = (rest / 3 * (1 / 5.0 + pow(estimate.value - mean, 2) / sxx)).squareRoot() / slope
    expectClose(delta.upper, estimate.value + t * error, relative: 1e-8, "upper end of the delta method")
  }

  // SciPy 1.17.1: the sum of squares with the curve held at 1.4 at an x, bracketed by brentq in ln x.
  @Test func `the x of a power law has the interval of SciPy`() throws {
    let estimate = try TwelvePoints.fit().predictor(reaching: 1.4)
    expectClose(estimate.value, 55.06449246144196, relative: 1e-7, "x")
    expectClose(estimate.lower, 46.94573292991449, relative: 1e-7, "lower end")
    expectClose(estimate.upper, 66.66073396900948, relative: 1e-7, "upper end")
  }

  @Test func `a value near the floor has an interval open above, and one below it is refused`() throws {
    let fit = try TwelvePoints.fit()
    // 1.1 lies inside the floor's interval, 0.926 to 1.138: the data allow the law never to reach it.
    let estimate = try fit.predictor(reaching: 1.1)
    #expect(estimate.upper == .infinity && estimate.lower > 200)
    #expect(estimate.method.hasSuffix("; open above: the data allow the law never to reach the value"))
    #expect(
      sentence { try fit.predictor(reaching: 0.9) }
        == "The fitted power law with floor does not reach 0.9: it goes from 3.03 to 1.249 inside the data, and its floor is 1.043."
    )
    #expect(
      sentence { try fit.predictor(reaching: .nan) } == "A value of nan was asked for; it must be a finite number.")
  }

  @Test func `a flat line is open on both sides`() throws {
    let fit = try LinearLaw.fit(x: [1, 2, 3, 4, 5, 6], y: [2, 2.3, 1.9, 2.2, 2.0, 2.2])
    let estimate = try fit.predictor(reaching: 2.12)
    #expect(estimate.upper == .infinity)
  }
}
