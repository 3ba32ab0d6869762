import CLinearAlgebra
import Testing

/// Matrices are written column by column.
@Suite struct LinearAlgebraTests {
  private func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
  }

  /// Factorises and returns the factors as LAPACK leaves them.
  private func factorize(_ a: [Double], rows: Int32, columns: Int32) -> (
    info: Int32, a: [Double], pivots: [Int32], tau: [Double]
  ) {
    var matrix = a
    var pivots = [Int32](repeating: -1, count: Int(columns))
    var tau = [Double](repeating: 0, count: Int(columns))
    var work = [Double](repeating: 0, count: Int(cla_qr_work(columns)))
    let info = cla_qr_pivoted(rows, columns, &matrix, rows, &pivots, &tau, &work, cla_qr_work(columns))
    return (info, matrix, pivots, tau)
  }

  @Test func `QR of a hand matrix pivots the longer column first and gives its triangle`() {
    // A = [1 3; 2 4; 2 0]: column lengths 3 and 5, inner product 11. The second goes first: |R11| = 5, |R12| = 11 / 5,
    // |R22| = sqrt(9 - 121 / 25) = sqrt(104) / 5.
    let (info, factors, pivots, _) = factorize([1, 2, 2, 3, 4, 0], rows: 3, columns: 2)
    #expect(info == 0)
    #expect(pivots == [1, 0])
    #expect(abs(abs(factors[0]) - 5) < 1e-14)
    #expect(abs(abs(factors[3]) - 2.2) < 1e-14)
    #expect(abs(abs(factors[4]) - 104.0.squareRoot() / 5) < 1e-14)
    // R12 has the sign of R11, because the inner product is positive.
    #expect(factors[0].sign == factors[3].sign)
  }

  @Test func `QR and its transposed factor solve least squares as the normal equations do`() {
    // A x = b with A = [1 3; 2 4; 2 0], b = [5, 5, 2]: transpose(A) A = [9 11; 11 25], transpose(A) b = [19, 35],
    // determinant 104, x = [(19 * 25 - 11 * 35) / 104, (9 * 35 - 11 * 19) / 104] = [90 / 104, 106 / 104].
    let (_, factors, pivots, tau) = factorize([1, 2, 2, 3, 4, 0], rows: 3, columns: 2)
    var b: [Double] = [5, 5, 2]
    var work = [Double](repeating: 0, count: Int(cla_qr_work(2)))
    #expect(cla_qr_apply_transposed(3, 2, factors, 3, tau, &b, &work, cla_qr_work(2)) == 0)
    // Q keeps lengths: 25 + 25 + 4.
    #expect(abs(b.reduce(0) { $0 + $1 * $1 } - 54) < 1e-12)
    var x = Array(b.prefix(2))
    #expect(cla_solve_upper(0, 2, 1, factors, 3, &x, 2) == 0)
    var solution = [0.0, 0.0]
    for i in 0..<2 { solution[Int(pivots[i])] = x[i] }
    #expect(largestDifference(solution, [90.0 / 104, 106.0 / 104]) < 1e-15)
  }

  @Test func `QR shows the rank of dependent columns on its diagonal`() {
    let (info, factors, _, _) = factorize([1, 2, 3, 2, 4, 6], rows: 3, columns: 2)
    #expect(info == 0)
    #expect(abs(abs(factors[0]) - 56.0.squareRoot()) < 1e-14)
    #expect(abs(factors[4]) < 1e-14)
  }

  @Test func `QR refuses more columns than its pivots hold`() {
    #expect(factorize([Double](repeating: 1, count: 65), rows: 1, columns: 65).info == -2)
    #expect(factorize([1], rows: 1, columns: 0).info == -2)
  }

  @Test func `triangular solves of a hand matrix, plain and transposed`() {
    // R = [2 1 -1; 0 3 2; 0 0 4]; below the diagonal lie numbers that must not be read.
    let r: [Double] = [2, .nan, .nan, 1, 3, .nan, -1, 2, 4]
    // R [1, 2, 3] = [1, 12, 12]; R [-1, 0, 1] = [-3, 2, 4].
    var b: [Double] = [1, 12, 12, -3, 2, 4]
    #expect(cla_solve_upper(0, 3, 2, r, 3, &b, 3) == 0)
    #expect(b == [1, 2, 3, -1, 0, 1])
    // transpose(R) [1, 2, 3] = [2, 7, 15].
    var c: [Double] = [2, 7, 15]
    #expect(cla_solve_upper(1, 3, 1, r, 3, &c, 3) == 0)
    #expect(c == [1, 2, 3])
  }

  @Test func `a zero on the diagonal is reported by its place and nothing is divided`() {
    var b: [Double] = [1, 1]
    #expect(cla_solve_upper(0, 2, 1, [1, 0, 5, 0], 2, &b, 2) == 2)
    #expect(b == [1, 1])
  }

  @Test func `Cholesky of a hand matrix`() {
    // L = [2 0 0; 1 3 0; -1 2 4] gives L transpose(L) = [4 2 -2; 2 10 5; -2 5 21].
    var a: [Double] = [4, 2, -2, 2, 10, 5, -2, 5, 21]
    #expect(cla_cholesky(3, &a, 3) == 0)
    #expect([a[0], a[1], a[2], a[4], a[5], a[8]] == [2, 1, -1, 3, 2, 4])
    // L [1, 2, 3] = [2, 7, 15]; transpose(L) [1, 2, 3] = [1, 12, 12].
    var b: [Double] = [2, 7, 15]
    cla_solve_lower(0, 3, 1, a, 3, &b, 3)
    #expect(b == [1, 2, 3])
    var c: [Double] = [1, 12, 12]
    cla_solve_lower(1, 3, 1, a, 3, &c, 3)
    #expect(c == [1, 2, 3])
  }

  @Test func `Cholesky names the first minor that is not positive`() {
    var indefinite: [Double] = [1, 2, 0, 2, 1, 0, 0, 0, 1]
    #expect(cla_cholesky(3, &indefinite, 3) == 2)
    var zero: [Double] = [0]
    #expect(cla_cholesky(1, &zero, 1) == 1)
  }

  @Test func `single-thread sections nest and give the same bits inside and outside`() {
    let a: [Double] = [1, 2, 2, 3, 4, 0]
    let outside = factorize(a, rows: 3, columns: 2).a
    cla_single_thread_begin()
    cla_single_thread_begin()
    let inside = factorize(a, rows: 3, columns: 2).a
    cla_single_thread_end()
    cla_single_thread_end()
    #expect(inside.map(\.bitPattern) == outside.map(\.bitPattern))
  }
}
