import Testing

@testable import ScalingCharts

@Suite struct SeriesPaletteTests {
  private func contrast(_ color: ThemedColor) -> Double {
    let both = Contrast.againstSurface(color)
    return min(both.light, both.dark)
  }

  @Test func blackOnWhiteHasTheHighestContrast() {
    #expect(abs(Contrast.luminance("#ffffff") - 1) < 1e-12 && Contrast.luminance("#000000") == 0)
  }

  @Test func wordsReachFourAndAHalfToOneInBothThemes() {
    for color in SeriesPalette.nameColors + [SeriesPalette.text, SeriesPalette.quietText] {
      #expect(contrast(color) >= 4.5, "\(color)")
    }
  }

  @Test func linesReachThreeToOneInBothThemes() {
    for color in SeriesPalette.colors + [SeriesPalette.axis, SeriesPalette.quietText] {
      #expect(contrast(color) >= 3, "\(color)")
    }
  }

  @Test func gridLinesStayLight() {
    #expect(contrast(SeriesPalette.grid) < 1.5 && contrast(SeriesPalette.minorGrid) < contrast(SeriesPalette.grid))
  }
}
