#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The likelihood of Gaussian errors and the Akaike criterion made from it.
struct GaussianCriteria {
  let logLikelihood: Double
  let correctedAkaike: Double

  /// `objective` is the sum of squares in units of `scale`²; `logDeterminant` that of the errors' covariance, 0 where only proportions are known; `logJacobian` what a
  /// transformation of the responses adds to the log-likelihood.
  init(
    objective: Double, scale: Double, count: Int, free: Int, isScaleKnown: Bool, logDeterminant: Double,
    largestResponse: Double, logJacobian: Double = 0
  ) {
    let n = Double(count)
    if isScaleKnown {
      logLikelihood = -0.5 * (objective * scale * scale + logDeterminant + n * log(2 * Double.pi))
      // The second-order term makes up for an estimated scale; with known errors 2k is the whole bias of a linear law.
      correctedAkaike = -2 * logLikelihood + 2 * Double(free)
      return
    }
    // Residuals of exactly zero would make the likelihood infinite; the rounding of y bounds it.
    let rounding = Double.ulpOfOne * largestResponse
    let variance = max(objective, n * rounding * rounding, .leastNormalMagnitude) / n
    logLikelihood = -0.5 * (n * (log(2 * Double.pi * variance) + 2 * log(scale) + 1) + logDeterminant) + logJacobian
    let k = Double(free + 1)
    correctedAkaike = n - k - 1 > 0 ? -2 * logLikelihood + 2 * k + 2 * k * (k + 1) / (n - k - 1) : .infinity
  }
}
