import Testing

@testable import ScalingCharts

@Suite struct MarkColumnsTests {
  private func error(_ mark: ChartMark, y: ChartAxis = ChartAxis("y")) -> ChartError? {
    let first = ChartMark.line(x: [1, 2], y: [1, 2], style: .series(0))
    let figure = ChartFigure(title: "t", x: ChartAxis("x"), y: y, marks: [first, mark])
    do {
      _ = try figure.scene()
      return nil
    } catch { return error as? ChartError }
  }

  @Test func aValueThatIsNotFiniteIsNamed() throws {
    let fault = try #require(error(.line(x: [1, 2, 3], y: [1, .nan, 2], style: .series(0), label: "front")))
    #expect(fault.message == "The y value nan in row 1 of line (mark 1, \"front\") is not finite.")
    #expect(fault.mark == "line (mark 1, \"front\")")
    #expect(fault.row == 1)
    #expect(fault.value?.isNaN == true)
    #expect("\(fault)" == fault.message)
  }

  @Test func aValueOnALogarithmicAxisHasToBePositive() throws {
    let axis = ChartAxis("y", scale: .logarithmic)
    let fault = try #require(error(.band(x: [1, 2], lower: [1, 0], upper: [2, 2], style: .series(0)), y: axis))
    #expect(
      fault.message
        == "The lower y value 0.0 in row 1 of band (mark 1) is not greater than zero, which a logarithmic axis needs.")
    #expect(fault.row == 1 && fault.value == 0)
    #expect(error(.horizontalRule(at: -3, text: "limit"), y: axis)?.value == -3)
  }

  @Test func unequalColumnsAreRefused() {
    #expect(
      error(.dots(x: [1, 2], y: [1], style: .series(0)))?.message
        == "The y column of dots (mark 1) has 1 rows, its x column 2.")
    #expect(
      error(.dots(x: [1], y: [1], ties: [], style: .series(0)))?.message
        == "The ties of dots (mark 1) have 0 rows, its x column 1.")
    #expect(
      error(.dots(x: [1], y: [1], ties: [0], style: .series(0)))?.message
        == "The tie count 0 in row 0 of dots (mark 1) is less than one.")
  }

  @Test func crossedBoundsAreRefused() {
    let bounds = IntervalColumns(lower: [3], upper: [2])
    #expect(
      error(.errorBars(x: [1], y: [1], yBounds: bounds, style: .series(0)))?.message
        == "The lower y value 3.0 in row 0 of error bars (mark 1) lies above the upper one, 2.0.")
  }

  @Test func valuesBeyondAllMeasureAreRefused() {
    #expect(
      error(.text("far", x: 1, y: 1e301))?.message
        == "The y value 1e+301 in row 0 of text (mark 1, \"far\") is farther from zero than 1e300.")
  }
}
