import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What damped Newton from many starts found, beside a fit: evidence that nothing lower was missed.
public struct MultistartCertificate: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many starts there were, how many arrived at the fit, and whether one went lower.
  public let headline: String
  /// The number of starts.
  public let starts: Int
  /// The starts whose objective ended within 1e-6 of the fit's, relative.
  public let arrivals: Int
  /// The least objective that any start reached.
  public let lowestObjective: Double
  /// The fit's own objective.
  public let fitObjective: Double
  /// Whether no start went lower than the fit by more than 1e-9, relative.
  public var isConfirmed: Bool { lowestObjective >= fitObjective * (1 - 1e-9) }
  /// The rounded headline.
  public var description: String { headline }

  init(objectives: [Double], fitObjective: Double) {
    starts = objectives.count
    arrivals = objectives.count { abs($0 - fitObjective) <= 1e-6 * fitObjective }
    lowestObjective = objectives.min() ?? .infinity
    self.fitObjective = fitObjective
    let verdict =
      lowestObjective >= fitObjective * (1 - 1e-9)
      ? "none lower" : "lowest \(DecimalText.significant(lowestObjective, 10)), below the fit"
    headline = "\(arrivals) of \(starts) starts reach \(DecimalText.significant(fitObjective, 10)), \(verdict)"
  }
}

extension Fit {
  /// Runs the objective down from many starts and compares what they reach with this fit; for models of two powers.
  ///
  /// Each start holds parameters in the fit's order and units, amplitudes positive. From each the amplitudes move as their logarithms and a threshold shrinks from 0.1 in the
  /// residuals of logarithms (from the largest residual otherwise), by damped Newton steps with the analytic Hessian: a check that shares neither scan nor start with the fit.
  /// Throws `FitError` for a model that is not a sum of two powers and for starts of another length or with amplitudes that are not positive. O(starts · n · 60).
  public func certificate(starts: [[Double]]) throws -> MultistartCertificate {
    guard let model = state.model as? any TwoPowerModel else {
      throw FitError("A certificate is made for sums of two powers; this is a \(law).")
    }
    let size = parameters.count
    let terms = model.amplitudes.count
    for (index, start) in starts.enumerated() {
      guard start.count == size, start.prefix(terms).allSatisfy({ $0 > 0 }), start.allSatisfy(\.isFinite) else {
        throw FitError("Start \(index) needs \(size) finite numbers, the first \(terms) of them positive.")
      }
    }
    let whitening = try Whitening(errors, count: state.y.count)
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let search = try ObjectiveFit(
        model, predictors: state.x.map { PredictorColumn($0) }, y: state.y, errors: errors, objective: objective,
        ranges: state.bounds, whitening: whitening)
      let problem = search.problem
      let minimizer = ObjectiveMinimizer(problem, isLogarithm: [Bool](repeating: true, count: terms))
      let final = ObjectiveMinimizer(problem)
      let references = problem.predictors.map(\.reference)
      let objectives = starts.map { start -> Double in
        var point = problem.working(model.working(reported: start, references: references))
        var stage = search.loss
        if stage.kind != .squares {
          stage.threshold = max(stage.threshold, stage.isLogarithmic ? 0.1 : 1)
          while stage.threshold > search.loss.threshold * 2 {
            let outcome = minimizer.minimize(from: point, loss: stage, tolerance: 1e-4)
            guard outcome.value.isFinite else { break }
            point = outcome.parameters
            stage.threshold /= 4
          }
        }
        let outcome = minimizer.minimize(from: point, loss: search.loss)
        // The last digits, and bounds, in the fit's own coordinates.
        let inside = outcome.parameters.indices.map {
          min(max(outcome.parameters[$0], problem.lower[$0]), problem.upper[$0])
        }
        let polished = final.minimize(from: inside, loss: search.loss)
        return search.objectiveValue(polished.value)
      }
      return MultistartCertificate(objectives: objectives, fitObjective: objectiveValue)
    }
  }
}
