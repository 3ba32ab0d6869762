import CurveFitting

/// A law as a value: named parameters, and the separable model that fits it.
public protocol SeparableLaw: Sendable, Hashable, Codable {
  /// The separable model behind the law.
  static var model: any SeparableModel { get }
  /// The parameters in the model's order: amplitudes, then shapes.
  var parameters: [Double] { get }
  /// Creates the law from parameters in the model's order; nil for another count of them.
  init?(parameters: [Double])
}

extension SeparableLaw {
  /// Creates the law from a fit of it; throws `FitError` for a fit of another law.
  public init(_ fit: Fit) throws {
    guard fit.law == Self.model.name, let law = Self(parameters: fit.parameters.map(\.value)) else {
      throw FitError("A fit of a \(fit.law) does not hold the parameters of a \(Self.model.name).")
    }
    self = law
  }
}

/// A law of one variable as a value: named parameters, its value at an x, and the model that fits it.
///
/// `PowerLawWithFloor.fit(x:y:)` fits; `PowerLawWithFloor(fit)` reads the parameters of a fit back into the type.
public protocol ScalingLaw: SeparableLaw {
  /// The law's value at an x.
  func value(at x: Double) -> Double
  /// The x at which the law reaches a value, or nil where it never does.
  func predictor(reaching y: Double) -> Double?
}

extension ScalingLaw {
  /// Fits the law without an initial guess, by least squares unless another objective is named; see `SeparableModel.fit(x:y:errors:objective:bounds:level:near:)`, whose errors it throws.
  public static func fit(
    x: [Double], y: [Double], errors: ObservationErrors = .equal, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], level: Double = 0.95, near: Fit? = nil
  ) throws -> Fit {
    try model.fit(x: x, y: y, errors: errors, objective: objective, bounds: bounds, level: level, near: near)
  }

  /// Fits the law to many curves over the same x, one after another in `responses`; see `SeparableModel.fitBatch`.
  public static func fitBatch(
    x: [Double], responses: [Double], errors: ObservationErrors = .equal, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    try model.fitBatch(
      x: x, responses: responses, errors: errors, objective: objective, bounds: bounds, threads: threads)
  }

  /// Fits the law to many curves over the same x; see `SeparableModel.fitBatch`.
  public static func fitBatch(
    x: [Double], curves: [[Double]], errors: ObservationErrors = .equal, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    try model.fitBatch(x: x, curves: curves, errors: errors, objective: objective, bounds: bounds, threads: threads)
  }

  /// Fits the law to one curve under many weightings; see `SeparableModel.fitBatch`.
  public static func fitBatch(
    x: [Double], y: [Double], weightings: [[Double]], objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:], threads: Int = 1
  ) throws -> BatchFit {
    try model.fitBatch(x: x, y: y, weightings: weightings, objective: objective, bounds: bounds, threads: threads)
  }
}

/// A law that levels off: it has a plateau, and a share of it is reached at a finite x.
public protocol SaturatingLaw: ScalingLaw {
  /// The value that the law approaches as x grows.
  var plateau: Double { get }
}

extension SaturatingLaw {
  /// The x at which the law reaches a share of its plateau, or nil where it never does.
  public func predictor(reachingShare share: Double) -> Double? { predictor(reaching: share * plateau) }
}
