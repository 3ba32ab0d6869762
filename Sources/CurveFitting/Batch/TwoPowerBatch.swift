import CLinearAlgebra

/// Least squares of a floor and two falling powers, eight curves side by side; curves that do not settle are left to the general solver.
struct TwoPowerBatch {
  let predictors: [PredictorColumn]
  let box: [ShapeRange]

  /// Columns with one number for each curve, in working coordinates.
  struct Solution {
    /// Five columns: the floor, both amplitudes, both exponents.
    var values: [Double]
    var squares: [Double]
    /// Seven columns: floor-floor, then for each power amplitude-amplitude, amplitude-exponent, exponent-exponent.
    var information: [Double]
    var settled: [UInt8]
  }

  func solve(_ input: BatchInput, threads: Int) throws -> Solution {
    let count = input.curves
    let points = input.points
    var solution = Solution(
      values: [Double](repeating: 0, count: 5 * count), squares: [Double](repeating: 0, count: count),
      information: [Double](repeating: 0, count: 7 * count), settled: [UInt8](repeating: 0, count: count))
    let isComplete = predictors[0].centeredLogs.withUnsafeBufferPointer { u in
      predictors[1].centeredLogs.withUnsafeBufferPointer { v in
        box[0].steps(24).withUnsafeBufferPointer { first in
          box[1].steps(24).withUnsafeBufferPointer { second in
            input.responses.withUnsafeBufferPointer { responses in
              (input.weights ?? []).withUnsafeBufferPointer { weights in
                solution.values.withUnsafeMutableBufferPointer { values in
                  solution.squares.withUnsafeMutableBufferPointer { squares in
                    solution.information.withUnsafeMutableBufferPointer { information in
                      solution.settled.withUnsafeMutableBufferPointer { settled -> Bool in
                        guard let u = u.baseAddress, let v = v.baseAddress, let first = first.baseAddress,
                          let second = second.baseAddress, let y = responses.baseAddress,
                          let values = values.baseAddress, let squares = squares.baseAddress,
                          let information = information.baseAddress, let settled = settled.baseAddress
                        else { return false }
                        nonisolated(unsafe) let pointers = (
                          u: u, v: v, first: first, second: second, y: y,
                          w: input.weights == nil ? nil : weights.baseAddress, values: values, squares: squares,
                          information: information, settled: settled
                        )
                        return BatchBlocks.run(curves: count, threads: threads) { block in
                          let start = block.lowerBound
                          return cla_two_exponential_batch(
                            24, pointers.first, pointers.second, Int64(points), pointers.u, pointers.v, pointers.w,
                            Int64(block.count), pointers.y + start * points, Int64(count), pointers.values + start,
                            pointers.squares + start, pointers.information + start, pointers.settled + start)
                        }
                      }
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
