#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Three numbers without an array, for a loop over points.
struct ShapeVector {
  var x = 0.0
  var y = 0.0
  var z = 0.0

  subscript(_ index: Int) -> Double { index == 0 ? x : index == 1 ? y : z }
}

/// The upper triangle of a matrix of three rows.
struct ShapeMatrix {
  var xx = 0.0
  var xy = 0.0
  var xz = 0.0
  var yy = 0.0
  var yz = 0.0
  var zz = 0.0

  /// The entry of row a <= column b.
  subscript(_ a: Int, _ b: Int) -> Double {
    switch (a, b) {
    case (0, 0): xx
    case (0, 1): xy
    case (0, 2): xz
    case (1, 1): yy
    case (1, 2): yz
    default: zz
    }
  }
}

/// The share of the way to the ceiling at a point, with its derivatives by the shapes.
struct BoundedShare {
  let u: Double
  /// 1 - u, with all its digits.
  let complement: Double
  let first: ShapeVector
  let second: ShapeMatrix

  /// The solution of ln u - curvature · ln(1 - u) = k - exponent · v.
  init(_ v: Double, k: Double, exponent: Double, curvature: Double) {
    let t = k - exponent * v
    let q = Self.logit(t, curvature: curvature)
    // u = 1 / (1 + e^-q); the smaller of the two by its own exponential, so that neither loses digits.
    let e = exp(-abs(q))
    let (small, large) = (e / (1 + e), 1 / (1 + e))
    let u = q < 0 ? small : large
    let c = q < 0 ? large : small
    let lc = -(q > 0 ? q + log1p(e) : log1p(e))
    // With F(u, a) = ln u - a ln(1 - u) = t: derivatives of u by t and a follow from F_u u_t = 1 and F_u u_a = ln(1 - u).
    let slope = c + curvature * u
    let ut = u * c / slope
    let utt = (c * c - curvature * u * u) * u * c / (slope * slope * slope)
    let ua = lc * ut
    let uta = lc * utt - ut * u / slope
    let uaa = lc * lc * utt - 2 * lc * ut * u / slope
    self.u = u
    complement = c
    first = ShapeVector(x: ut, y: -v * ut, z: ua)
    second = ShapeMatrix(xx: utt, xy: -v * utt, xz: uta, yy: v * v * utt, yz: -v * uta, zz: uaa)
  }

  /// (1 + e^(v - m))^-exponent.
  init(_ v: Double, m: Double, exponent: Double) {
    let d = v - m
    let e = exp(-abs(d))
    let l = max(d, 0) + log1p(e)
    let p = d < 0 ? e / (1 + e) : 1 / (1 + e)
    let u = exp(-exponent * l)
    self.u = u
    complement = -expm1(-exponent * l)
    first = ShapeVector(x: exponent * p * u, y: -l * u)
    second = ShapeMatrix(
      xx: (exponent * p) * (exponent * p) * u - exponent * p * (1 - p) * u, xy: p * u - exponent * p * l * u,
      yy: l * l * u)
  }

  /// The q with curvature · ln(1 + e^q) - ln(1 + e^-q) = t; the left side rises with a slope between 1 and the curvature, so Newton's steps reach it from anywhere.
  private static func logit(_ t: Double, curvature: Double) -> Double {
    if curvature == 1 { return t }
    var q = t < 0 ? t : t / curvature
    for _ in 0..<60 {
      let e = exp(-abs(q))
      let soft = log1p(e)
      let u = q < 0 ? e / (1 + e) : 1 / (1 + e)
      let value = curvature * (max(q, 0) + soft) - (max(-q, 0) + soft) - t
      let step = value / (1 - u + curvature * u)
      q -= step
      if abs(step) <= 4e-16 * (1 + abs(q)) { break }
    }
    return q
  }
}
