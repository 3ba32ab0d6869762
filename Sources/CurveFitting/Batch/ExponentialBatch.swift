import CLinearAlgebra
import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Least squares of one exponential term, eight curves side by side; curves that do not settle are left to the general solver.
struct ExponentialBatch {
  let form: ExponentialForm
  let column: PredictorColumn
  let box: ShapeRange
  /// The sign that e's factor must have, or 0.
  let sign: Double

  /// Columns with one number for each curve, in working coordinates with the sign of the term left in.
  struct Solution {
    var offset: [Double]
    var amplitude: [Double]
    var rate: [Double]
    var squares: [Double]
    /// Six columns: offset-offset, offset-amplitude, offset-rate, amplitude-amplitude, amplitude-rate, rate-rate.
    var information: [Double]
    var settled: [UInt8]
  }

  /// The curves of one task: threads share no cache line of output, and no result depends on their number.
  static let block = 512

  /// Equal steps between the ends of the box.
  var rates: [Double] {
    let count = 40
    return (0..<count).map { cell in
      let share = Double(cell) / Double(count - 1)
      switch box.spacing {
      case .linear: return box.lower + share * (box.upper - box.lower)
      case .logarithmic: return exp(log(box.lower) + share * (log(box.upper) - log(box.lower)))
      }
    }
  }

  func solve(_ input: BatchInput, threads: Int) throws -> Solution {
    let count = input.curves
    let points = input.points
    let blocks = (count + Self.block - 1) / Self.block
    var solution = Solution(
      offset: [], amplitude: [], rate: [], squares: [],
      information: [Double](repeating: 0, count: 6 * count), settled: [UInt8](repeating: 0, count: count))
    var columns = [Double](repeating: 0, count: 4 * count)
    let t = form.coordinate == .scaled ? column.scaled : column.centeredLogs
    let rates = rates
    var law = cla_exponential_law(has_offset: form.hasOffset ? 1 : 0, sign: sign, direction: form.direction)
    let isComplete = t.withUnsafeBufferPointer { t in
      rates.withUnsafeBufferPointer { rates in
        input.responses.withUnsafeBufferPointer { responses in
          (input.weights ?? []).withUnsafeBufferPointer { weights in
            columns.withUnsafeMutableBufferPointer { columns in
              solution.information.withUnsafeMutableBufferPointer { information in
                solution.settled.withUnsafeMutableBufferPointer { settled in
                  withUnsafePointer(to: &law) { law in
                    BatchTask(
                      law: law, rates: rates, t: t, responses: responses, responsesStride: input.hasOneResponse ? 0 : points,
                      weights: input.weights == nil ? nil : weights.baseAddress,
                      weightsStride: input.hasOwnWeights ? points : 0, columns: columns, information: information,
                      settled: settled, count: count
                    ).run(blocks: blocks, threads: threads)
                  }
                }
              }
            }
          }
        }
      }
    }
    guard isComplete else { throw FitError("There is not enough memory for a batch of \(count) curves.") }
    solution.offset = Array(columns[0..<count])
    solution.amplitude = Array(columns[count..<(2 * count)])
    solution.rate = Array(columns[(2 * count)..<(3 * count)])
    solution.squares = Array(columns[(3 * count)...])
    return solution
  }
}

/// The pointers of a batch, valid while it runs; blocks write to disjoint parts.
private struct BatchTask: @unchecked Sendable {
  let law: UnsafePointer<cla_exponential_law>
  let rates: UnsafeBufferPointer<Double>
  let t: UnsafeBufferPointer<Double>
  let responses: UnsafeBufferPointer<Double>
  let responsesStride: Int
  let weights: UnsafePointer<Double>?
  let weightsStride: Int
  let columns: UnsafeMutableBufferPointer<Double>
  let information: UnsafeMutableBufferPointer<Double>
  let settled: UnsafeMutableBufferPointer<UInt8>
  let count: Int

  /// Whether every block found its memory.
  func run(blocks: Int, threads: Int) -> Bool {
    let failures = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, blocks))
    defer { failures.deallocate() }
    let task = self
    nonisolated(unsafe) let results = failures
    let lanes = max(1, min(threads, blocks))
    if lanes == 1 {
      for block in 0..<blocks { results[block] = task.fit(block) }
    } else {
      // Each thread takes every so-manieth block; which one takes a block changes nothing in it.
      DispatchQueue.concurrentPerform(iterations: lanes) { lane in
        for block in stride(from: lane, to: blocks, by: lanes) { results[block] = task.fit(block) }
      }
    }
    return (0..<blocks).allSatisfy { failures[$0] == 0 }
  }

  private func fit(_ block: Int) -> Int32 {
    let start = block * ExponentialBatch.block
    let size = min(ExponentialBatch.block, count - start)
    guard let rates = rates.baseAddress, let t = t.baseAddress, let y = responses.baseAddress,
      let columns = columns.baseAddress, let information = information.baseAddress, let settled = settled.baseAddress
    else { return -1 }
    return cla_exponential_batch(
      law, Int32(self.rates.count), rates, Int64(self.t.count), t, Int64(size), y + start * responsesStride,
      Int64(responsesStride), weights.map { $0 + start * weightsStride }, Int64(weightsStride), columns + start,
      columns + count + start, columns + 2 * count + start, columns + 3 * count + start, information + start,
      Int64(count), settled + start)
  }
}
