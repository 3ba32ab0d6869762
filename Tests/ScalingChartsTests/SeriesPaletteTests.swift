import Foundation
import Testing

@testable import ScalingCharts

@Suite struct SeriesPaletteTests {
  /// Relative luminance, WCAG 2.2.
  private func luminance(_ color: String) -> Double {
    let digits = UInt32(color.dropFirst(), radix: 16) ?? 0
    let channels = [16, 8, 0].map { Double((digits >> UInt32($0)) & 255) / 255 }
    let linear = channels.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  private func contrast(_ color: ThemedColor) -> Double {
    let pairs = [(color.light, SeriesPalette.surface.light), (color.dark, SeriesPalette.surface.dark)]
    return pairs.map { first, second in
      let (a, b) = (luminance(first), luminance(second))
      return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }.min() ?? 0
  }

  @Test func blackOnWhiteHasTheHighestContrast() {
    #expect(abs(luminance("#ffffff") - 1) < 1e-12 && luminance("#000000") == 0)
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
