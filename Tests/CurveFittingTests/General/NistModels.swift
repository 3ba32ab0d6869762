import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The 27 models of the NIST Statistical Reference Datasets for nonlinear regression, as closures over dual numbers.
///
/// https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml. Parameters are b1, b2, …; Nelson is fitted to ln y and has two predictors.
enum NistModels {
  typealias Value = @Sendable (_ b: DualValues, _ x: PlainValues) -> Dual

  /// The model of a problem, or nil for an unknown name.
  static func model(_ name: String) -> NonlinearModel? {
    guard let (count, value) = closures[name] else { return nil }
    return NonlinearModel(
      name, parameters: (1...count).map { "b\($0)" }, predictors: name == "Nelson" ? ["x1", "x2"] : ["x"],
      value: value)
  }

  /// Whether the observations of a problem are fitted as ln y.
  static func isLogarithmic(_ name: String) -> Bool { name == "Nelson" }

  private static let closures: [String: (Int, Value)] = [
    "Misra1a": (2, { b, x in b[0] * (1 - exp(-b[1] * x[0])) }),
    "Misra1b": (2, { b, x in b[0] * (1 - pow(1 + b[1] * x[0] / 2, -2)) }),
    "Misra1c": (2, { b, x in b[0] * (1 - pow(1 + 2 * b[1] * x[0], -0.5)) }),
    "Misra1d": (2, { b, x in b[0] * b[1] * x[0] / (1 + b[1] * x[0]) }),
    "Chwirut1": (3, chwirut), "Chwirut2": (3, chwirut),
    "Lanczos1": (6, lanczos), "Lanczos2": (6, lanczos), "Lanczos3": (6, lanczos),
    "Gauss1": (8, gauss), "Gauss2": (8, gauss), "Gauss3": (8, gauss),
    "DanWood": (2, { b, x in b[0] * pow(x[0], b[1]) }),
    "Kirby2": (
      5,
      { b, x in
        let t = x[0]
        return (b[0] + t * (b[1] + t * b[2])) / (1 + t * (b[3] + t * b[4]))
      }
    ),
    "Hahn1": (7, cubicOverCubic), "Thurber": (7, cubicOverCubic),
    "Nelson": (3, { b, x in b[0] - b[1] * x[0] * exp(-b[2] * x[1]) }),
    "MGH17": (5, { b, x in b[0] + b[1] * exp(-b[3] * x[0]) + b[2] * exp(-b[4] * x[0]) }),
    "Roszman1": (4, { b, x in b[0] - b[1] * x[0] - atan(b[2] / (x[0] - b[3])) / Double.pi }),
    "ENSO": (9, enso),
    "MGH09": (4, { b, x in b[0] * (x[0] * x[0] + x[0] * b[1]) / (x[0] * x[0] + x[0] * b[2] + b[3]) }),
    "BoxBOD": (2, { b, x in b[0] * (1 - exp(-b[1] * x[0])) }),
    "Rat42": (3, { b, x in b[0] / (1 + exp(b[1] - b[2] * x[0])) }),
    "Rat43": (4, { b, x in b[0] / pow(1 + exp(b[1] - b[2] * x[0]), 1 / b[3]) }),
    "MGH10": (3, { b, x in b[0] * exp(b[1] / (x[0] + b[2])) }),
    "Eckerle4": (
      3,
      { b, x in
        let z = (x[0] - b[2]) / b[1]
        return b[0] / b[1] * exp(-0.5 * z * z)
      }
    ),
    "Bennett5": (3, { b, x in b[0] * pow(b[1] + x[0], -1 / b[2]) }),
  ]

  private static let chwirut: Value = { b, x in exp(-b[0] * x[0]) / (b[1] + b[2] * x[0]) }

  private static let lanczos: Value = { b, x in
    b[0] * exp(-b[1] * x[0]) + b[2] * exp(-b[3] * x[0]) + b[4] * exp(-b[5] * x[0])
  }

  private static let gauss: Value = { b, x in
    let near = (x[0] - b[3]) / b[4]
    let far = (x[0] - b[6]) / b[7]
    return b[0] * exp(-b[1] * x[0]) + b[2] * exp(-near * near) + b[5] * exp(-far * far)
  }

  private static let cubicOverCubic: Value = { b, x in
    let t = x[0]
    return (b[0] + b[1] * t + b[2] * t * t + b[3] * t * t * t) / (1 + b[4] * t + b[5] * t * t + b[6] * t * t * t)
  }

  private static let enso: Value = { b, x in
    let year = 2 * Double.pi * x[0] / 12
    let first = 2 * Double.pi * x[0] / b[3]
    let second = 2 * Double.pi * x[0] / b[6]
    return b[0] + b[1] * cos(year) + b[2] * sin(year) + b[4] * cos(first) + b[5] * sin(first) + b[7] * cos(second)
      + b[8] * sin(second)
  }
}
