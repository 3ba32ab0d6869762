import Testing

@testable import ScalingCharts

@Suite struct SeriesStyleTests {
  @Test func variationsKeepTheSeries() {
    let style = SeriesStyle.series(4).dashed.hollow.faded
    #expect(style == SeriesStyle(index: 4, isDashed: true, isHollow: true, isFaded: true))
    #expect(style.colorIndex == SeriesStyle.series(4).colorIndex && style.marker == SeriesStyle.series(4).marker)
  }

  @Test func fiftySixSeriesDifferInColourOrMarker() {
    let looks = (0..<56).map { "\(SeriesStyle.series($0).colorIndex) \(SeriesStyle.series($0).marker)" }
    #expect(Set(looks).count == 56)
    #expect(SeriesStyle.series(.min).colorIndex >= 0)
  }

  @Test func dottedIsNoDashOfASeries() {
    let dotted = SeriesStyle.series(3).dashed.dashes
    #expect(!(0..<8).contains { SeriesStyle.series($0).dashes == dotted })
  }
}
