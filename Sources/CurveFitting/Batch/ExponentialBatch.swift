import CLinearAlgebra

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
    /// Four columns: offset, amplitude, rate, squares.
    var values: [Double]
    /// Six columns: offset-offset, offset-amplitude, offset-rate, amplitude-amplitude, amplitude-rate, rate-rate.
    var information: [Double]
    var settled: [UInt8]
  }

  func solve(_ input: BatchInput, threads: Int) throws -> Solution {
    let count = input.curves
    let points = input.points
    var solution = Solution(
      values: [Double](repeating: 0, count: 4 * count), information: [Double](repeating: 0, count: 6 * count),
      settled: [UInt8](repeating: 0, count: count))
    let t = form.coordinate == .scaled ? column.scaled : column.centeredLogs
    let law = cla_exponential_law(has_offset: form.hasOffset ? 1 : 0, sign: sign, direction: form.direction)
    let isComplete = t.withUnsafeBufferPointer { t in
      box.steps(40).withUnsafeBufferPointer { rates in
        input.responses.withUnsafeBufferPointer { responses in
          (input.weights ?? []).withUnsafeBufferPointer { weights in
            solution.values.withUnsafeMutableBufferPointer { values in
              solution.information.withUnsafeMutableBufferPointer { information in
                solution.settled.withUnsafeMutableBufferPointer { settled -> Bool in
                  guard let t = t.baseAddress, let rates = rates.baseAddress, let y = responses.baseAddress,
                    let values = values.baseAddress, let information = information.baseAddress,
                    let settled = settled.baseAddress
                  else { return false }
                  let yStride = input.hasOneResponse ? 0 : points
                  let weightStride = input.hasOwnWeights ? points : 0
                  nonisolated(unsafe) let pointers = (
                    t: t, rates: rates, y: y, w: input.weights == nil ? nil : weights.baseAddress, values: values,
                    information: information, settled: settled
                  )
                  return BatchBlocks.run(curves: count, threads: threads) { block in
                    let start = block.lowerBound
                    let out = pointers.values + start
                    return withUnsafePointer(to: law) { law in
                      cla_exponential_batch(
                        law, 40, pointers.rates, Int64(points), pointers.t, Int64(block.count),
                        pointers.y + start * yStride, Int64(yStride), pointers.w.map { $0 + start * weightStride },
                        Int64(weightStride), out, out + count, out + 2 * count, out + 3 * count,
                        pointers.information + start, Int64(count), pointers.settled + start)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    guard isComplete else { throw FitError("There is not enough memory for a batch of \(count) curves.") }
    return solution
  }
}

extension ShapeRange {
  /// So many values from end to end, spaced as the range says.
  func steps(_ count: Int) -> [Double] {
    (0..<count).map { cell in
      let share = Double(cell) / Double(count - 1)
      switch spacing {
      case .linear: return lower + share * (upper - lower)
      case .logarithmic: return exp(log(lower) + share * (log(upper) - log(lower)))
      }
    }
  }
}
