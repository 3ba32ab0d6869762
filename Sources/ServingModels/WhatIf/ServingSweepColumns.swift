import Dispatch
import ScalingStatistics

/// What stands in the way of a configuration.
public enum SweptOutcome: UInt8, Sendable, Hashable, Codable, CaseIterable {
  /// It runs.
  case feasible
  /// Weights, keys and values exceed the usable memory.
  case exceedsMemory
  /// It has more accelerators than the model has query heads.
  case exceedsHeads
}

/// The columns of a sweep, row by row in its order.
///
/// Rows that are not feasible never win: their times are infinite and their rates 0.
public struct ServingSweepColumns: Sendable {
  /// How many rows are feasible and the best of them, in a sentence.
  public let headline: String
  /// What stands in the way of each row.
  public let outcome: [SweptOutcome]
  /// The mean seconds of a step: drafts and verification, and a plain step where there is no draft.
  public let stepTime: [Double]
  /// The seconds between the tokens of one request.
  public let timePerToken: [Double]
  /// The tokens of all requests for each second of each accelerator.
  public let tokensPerAcceleratorSecond: [Double]
  /// The bytes of weights, keys and values on each accelerator.
  public let memoryNeeded: [Double]
  /// The term that each step spends most on; under speculation the step that verifies.
  public let binding: [DecodeStepTerm]
  /// The feasible row of the least time between tokens, of equal ones the first; nil where none is feasible.
  public let fastest: Int?
  /// The feasible row of the most tokens for each accelerator-second, of equal ones the first; nil where none is feasible.
  public let mostEfficient: Int?
}

extension ServingSweep {
  /// Evaluates every row, on one thread or several; the results are the same to the last bit.
  ///
  /// Throws `ServingModelError` where a collective has no answer for a row that is not excluded by heads or memory. O(rows).
  public func columns(threads: Int = 1) throws -> ServingSweepColumns {
    guard threads > 0 else { throw ServingModelError("\(threads) threads were asked for; at least one is needed.") }
    let rows = count
    let groups = groupCount
    let size = groupSize
    var outcome = [SweptOutcome](repeating: .feasible, count: rows)
    var stepTime = [Double](repeating: .infinity, count: rows)
    var timePerToken = stepTime
    var rate = [Double](repeating: 0, count: rows)
    var memory = rate
    var binding = [DecodeStepTerm](repeating: .weights, count: rows)
    let tokens = speculations.map(\.tokensPerStep)
    // What each group found wrong, by group, so that the first error does not depend on threads.
    var errors = [ServingModelError?](repeating: nil, count: groups)
    outcome.withUnsafeMutableBufferPointer { outcome in
      stepTime.withUnsafeMutableBufferPointer { stepTime in
        timePerToken.withUnsafeMutableBufferPointer { timePerToken in
          rate.withUnsafeMutableBufferPointer { rate in
            memory.withUnsafeMutableBufferPointer { memory in
              binding.withUnsafeMutableBufferPointer { binding in
                errors.withUnsafeMutableBufferPointer { errors in
                  nonisolated(unsafe) let output = SweepOutput(
                    outcome: outcome, stepTime: stepTime, timePerToken: timePerToken, rate: rate, memory: memory,
                    binding: binding)
                  nonisolated(unsafe) let faults = errors
                  let workers = min(threads, groups)
                  @Sendable func work(_ worker: Int) {
                    for group in stride(from: worker, to: groups, by: workers) {
                      do {
                        try evaluate(group: group, offset: group * size, tokens: tokens, into: output)
                      } catch let error as ServingModelError {
                        faults[group] = error
                      } catch {
                        faults[group] = ServingModelError("A collective of the sweep failed: \(error)")
                      }
                    }
                  }
                  if workers == 1 {
                    work(0)
                  } else {
                    DispatchQueue.concurrentPerform(iterations: workers, execute: work)
                  }
                }
              }
            }
          }
        }
      }
    }
    if let error = errors.first(where: { $0 != nil }), let error { throw error }
    return columns(
      outcome: outcome, stepTime: stepTime, timePerToken: timePerToken, rate: rate, memory: memory, binding: binding)
  }

  private func columns(
    outcome: [SweptOutcome], stepTime: [Double], timePerToken: [Double], rate: [Double], memory: [Double],
    binding: [DecodeStepTerm]
  ) -> ServingSweepColumns {
    var fastest: Int?
    var efficient: Int?
    var feasible = 0
    for row in outcome.indices where outcome[row] == .feasible {
      feasible += 1
      if timePerToken[row] < (fastest.map { timePerToken[$0] } ?? .infinity) { fastest = row }
      if rate[row] > (efficient.map { rate[$0] } ?? 0) { efficient = row }
    }
    var words = ""
    if let fastest, let efficient {
      words =
        "; the fastest gives a token every \(DecimalText.significant(timePerToken[fastest] * 1e3, 3)) ms (row \(fastest)), the most efficient \(DecimalText.significant(rate[efficient], 4)) tokens an accelerator-second (row \(efficient))"
    }
    return ServingSweepColumns(
      headline: "\(feasible) of \(outcome.count) configurations are feasible\(words).", outcome: outcome,
      stepTime: stepTime, timePerToken: timePerToken, tokensPerAcceleratorSecond: rate, memoryNeeded: memory,
      binding: binding, fastest: fastest, mostEfficient: efficient)
  }

  private func evaluate(group index: Int, offset: Int, tokens: [Double], into output: SweepOutput) throws {
    let group = group(index)
    let shape = models[group.model]
    let own = hardware[group.hardware]
    let count = accelerators[group.accelerators]
    let batch = Double(batches[group.batch])
    let model = try RooflineModel(
      shape, on: own.accelerator, widths: widths, efficiency: own.efficiency, allReduce: own.allReduce,
      hostTime: own.hostTime)
    guard count <= shape.attentionHeads else {
      for row in offset..<(offset + groupSize) { output.outcome[row] = .exceedsHeads }
      return
    }
    let usable = (own.accelerator.memory?.value ?? .infinity) * usableShare
    for speculationIndex in speculations.indices {
      let speculation = speculations[speculationIndex]
      var scoring = StepsOverContext(model, batch: batch, query: Double(speculation.query), accelerators: count)
      // A plain step beside it, for steps that find no draft and for drafts that cost a share of one.
      var plain =
        speculation.needsPlainStep
        ? StepsOverContext(model, batch: batch, query: 1, accelerators: count) : nil
      for contextIndex in contexts.indices {
        let row = offset + contextIndex * speculations.count + speculationIndex
        let context = Double(contexts[contextIndex])
        var parts = scoring.local(at: context)
        output.memory[row] = parts.memoryNeeded
        guard parts.memoryNeeded <= usable else {
          output.outcome[row] = .exceedsMemory
          continue
        }
        parts.communication = try scoring.communication(of: model)
        var step = parts.total
        if speculation.draftTokens > 0 {
          step = speculation.meanStep(scoring: step, plain: try plain?.seconds(at: context, of: model) ?? 0)
        }
        output.stepTime[row] = step
        output.timePerToken[row] = step / tokens[speculationIndex]
        output.rate[row] = batch * tokens[speculationIndex] / step / Double(count)
        output.binding[row] = parts.binding
      }
    }
  }
}

/// The steps of one batch and query over contexts: keys, values and attention grow in proportion to the context, so one position says how.
private struct StepsOverContext {
  let positions: Double
  let accelerators: Int
  let base: StepParts
  let slope: StepParts
  private var together: Double?

  init(_ model: RooflineModel, batch: Double, query: Double, accelerators: Int) {
    self.accelerators = accelerators
    positions = batch * query
    base = model.local(batch: batch, context: 0, query: query, accelerators: accelerators, communication: 0)
    slope = model.local(batch: batch, context: 1, query: query, accelerators: accelerators, communication: 0)
  }

  func local(at context: Double) -> StepParts {
    var parts = base
    parts.keysAndValues = slope.keysAndValues * context
    parts.attention = slope.attention * context
    parts.memoryNeeded = base.memoryNeeded + (slope.memoryNeeded - base.memoryNeeded) * context
    return parts
  }

  /// Asked once, and only where a row fits into memory.
  mutating func communication(of model: RooflineModel) throws -> Double {
    if let together { return together }
    let seconds =
      accelerators == 1
      ? 0
      : try model.communication.seconds(
        positions: positions, shape: model.shape, widths: model.widths, accelerators: accelerators)
    together = seconds
    return seconds
  }

  mutating func seconds(at context: Double, of model: RooflineModel) throws -> Double {
    var parts = local(at: context)
    parts.communication = try communication(of: model)
    return parts.total
  }
}

/// Where rows are written.
struct SweepOutput {
  let outcome: UnsafeMutableBufferPointer<SweptOutcome>
  let stepTime: UnsafeMutableBufferPointer<Double>
  let timePerToken: UnsafeMutableBufferPointer<Double>
  let rate: UnsafeMutableBufferPointer<Double>
  let memory: UnsafeMutableBufferPointer<Double>
  let binding: UnsafeMutableBufferPointer<DecodeStepTerm>
}
