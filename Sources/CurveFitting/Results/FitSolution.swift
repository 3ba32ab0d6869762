/// What a solver found, in working coordinates and the unit of y.
struct FitSolution {
  let predictors: [PredictorColumn]
  let box: [ShapeRange]
  /// The amplitudes, then the shapes.
  let working: [Double]
  /// The sum of squared whitened residuals, or Pearson's chi-squared of counts.
  let sumOfSquares: Double
  /// Whether the residuals are exactly 0.
  let isExact: Bool
  let termination: FitTermination
  /// Per amplitude: whether it sits on a bound.
  let amplitudeOnBound: [Bool]
  /// Per shape: whether it sits on an end of its range.
  let shapeOnBound: [Bool]
  /// The inverse information for errors of unit scale, zero rows for parameters on bounds.
  let inverseInformation: [[Double]]
  /// Parameters that the data leave free to drift.
  let unidentified: [Bool]
  let evaluations: Int
  let scanCells: Int
  let gridMinimum: Double

  var heldCount: Int { amplitudeOnBound.count { $0 } + shapeOnBound.count { $0 } }
}

extension FitSolution {
  /// The solution of least squares.
  init(
    _ solution: SeparableSolver.Solution, of solver: SeparableSolver, gridMinimum: Double,
    bounds: [ClosedRange<Double>]
  ) {
    let offset = solver.model.amplitudes.firstIndex(where: \.isOffset)
    let scale = solver.responseScale
    // On the bound itself, whatever the rounding of what was taken out of y.
    let amplitudes = solution.amplitudes.enumerated().map { index, value in
      let value = value * scale + (index == offset ? solver.responseOffset : 0)
      return min(max(value, bounds[index].lowerBound), bounds[index].upperBound)
    }
    let (information, unidentified) = solver.inverseInformation(solution)
    self.init(
      predictors: solver.predictors, box: solver.box, working: amplitudes + solution.shape,
      sumOfSquares: solution.objective * scale * scale, isExact: solution.objective == 0,
      termination: solution.termination, amplitudeOnBound: solution.amplitudeOnBound,
      shapeOnBound: solution.shapeOnBound, inverseInformation: information, unidentified: unidentified,
      evaluations: solver.evaluations, scanCells: solver.cellsScanned, gridMinimum: gridMinimum * scale * scale)
  }
}
