extension UniversalScalabilityLaw {
  /// The law by Gunther's regression on deviations from linearity, as older programs fit it: N/C - 1 = (α + β) x + β x² with x = N - 1, through the origin.
  ///
  /// C is the throughput over the one measured at 1. The transform weighs the largest N most and its errors are far from equal, so that this gives a law and no intervals; fit with
  /// `ScalabilityFit` and `throughputOfOne: .measured` for the same two parameters by least squares of the throughput itself. N. J. Gunther, *Guerrilla Capacity Planning* (2007), section 5.5; `usl` before version
  /// 2. Throws `ScalabilityError` for faulty input, not exactly one measurement at 1, fewer than two others of different N, and coefficients outside 0 to 1, which no law has. O(n).
  public static func transformed(processors: [Double], throughput: [Double]) throws -> UniversalScalabilityLaw {
    let input = try ScalabilityFitting(
      law: .universal, processors: processors, throughput: throughput, source: .measured, errors: .equal, level: 0.95)
    let single = input.throughputAtOne ?? .nan
    var (xx, xz, zz, xy, zy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for row in processors.indices {
      // Written in α and β, the two columns are N - 1 and N (N - 1).
      let x = processors[row] - 1
      let z = processors[row] * x
      let y = processors[row] * single / throughput[row] - 1
      xx += x * x
      xz += x * z
      zz += z * z
      xy += x * y
      zy += z * y
    }
    let determinant = xx * zz - xz * xz
    guard determinant > 1e-13 * xx * zz, determinant.isFinite else {
      throw ScalabilityError(
        "Two parameters need measurements at two different numbers of processors beside 1; there are fewer here.")
    }
    let contention = (zz * xy - xz * zy) / determinant
    let coherency = (xx * zy - xz * xy) / determinant
    guard contention >= 0, contention <= 1, coherency >= 0, coherency <= 1 else {
      throw ScalabilityError(
        "The transformed regression gives contention \(contention) and coherency \(coherency), outside 0 to 1: fit the throughput itself."
      )
    }
    return try UniversalScalabilityLaw(contention: contention, coherency: coherency, throughputOfOne: single)
  }
}
