/// A separable model c₀ + c₁ u₁^-θ₁ + c₂ u₂^-θ₂ of two positive predictors, uₖ = xₖ over its geometric mean: a floor and two falling powers.
///
/// Its sums over the points have kernels of their own, for least squares and every other objective: the scan takes exponentials once an axis, and value, gradient and Hessian come
/// from one pass. Working coordinates are (c₀, c₁, c₂, θ₁, θ₂) with `PredictorColumn.centeredLogs`; c₁ and c₂ are not negative.
public protocol TwoPowerModel: SeparableModel {
  /// The working parameters that read as `reported` in the user's units: the inverse of `reported(working:references:)`.
  func working(reported: [Double], references: [PredictorReference]) -> [Double]
}
