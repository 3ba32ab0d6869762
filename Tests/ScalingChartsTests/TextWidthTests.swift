import Testing

@testable import ScalingCharts

@Suite struct TextWidthTests {
  /// Helvetica.afm: H 722, e 556, l 222, o 556; digits 556; percent 889.
  @Test func advancesAreThoseOfHelvetica() {
    #expect(abs(TextWidth.advance("Hello", size: 10) - 22.78) < 1e-12)
    #expect(abs(TextWidth.advance("100%", size: 1000) - 2557) < 1e-9)
    #expect(abs(TextWidth.advance("~ @", size: 1000) - (584 + 278 + 1015)) < 1e-9)
    #expect(abs(TextWidth.advance("é", size: 10) - 6) < 1e-12)
  }

  @Test func textThatDoesNotFitEndsInAnEllipsis() {
    let cut = TextWidth.fitted("a long name of a series", size: 12, width: 80)
    #expect(cut.hasSuffix("…") && TextWidth.reserved(cut, size: 12) <= 80)
    #expect(TextWidth.fitted("short", size: 12, width: 80) == "short")
  }

  @Test func textWrapsAtSpacesInAtMostSoManyLines() {
    let lines = TextWidth.wrapped("one two three four five six seven", size: 12, width: 90, lines: 2)
    #expect(lines.count == 2 && lines[1].hasSuffix("…"))
    #expect(lines.allSatisfy { TextWidth.reserved($0, size: 12) <= 90 })
    #expect(TextWidth.wrapped("", size: 12, width: 90, lines: 2).isEmpty)
  }
}
