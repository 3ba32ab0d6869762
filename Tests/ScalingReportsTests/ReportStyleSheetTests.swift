import Foundation
import Testing

@testable import ScalingReports

@Suite("Report style sheet")
struct ReportStyleSheetTests {
  /// Relative luminance of WCAG 2.2 (definition "relative luminance").
  private func luminance(_ color: String) throws -> Double {
    let value = try #require(Int(color.dropFirst(), radix: 16))
    let channels = [16, 8, 0].map { shift in
      let share = Double((value >> shift) & 255) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  private func contrast(_ one: String, _ other: String) throws -> Double {
    let (a, b) = (try luminance(one), try luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  @Test("The measure of contrast gives the known values")
  func measure() throws {
    #expect(abs(try contrast("#000000", "#ffffff") - 21) < 1e-12)
    // The grey that is published as the lightest to pass on white.
    #expect(abs(try contrast("#767676", "#ffffff") - 4.54) < 0.005)
  }

  @Test("All text has a contrast of at least 4.5 to 1 in both themes")
  func textContrast() throws {
    for (theme, palette) in [("light", ReportPalette.light), ("dark", .dark)] {
      for pair in palette.textPairs {
        #expect(try contrast(pair.ink, pair.background) >= 4.5, "\(theme), \(pair.use)")
      }
    }
  }

  @Test("Every colour of the sheet belongs to a palette, and none is a custom property")
  func concreteColors() {
    let known = [ReportPalette.light, .dark].flatMap { palette in
      palette.textPairs.flatMap { [$0.ink, $0.background] } + [palette.rule]
    }
    let used = ReportStyleSheet.text.matches(of: /#[0-9a-f]{6}/).map { String($0.output) }
    #expect(Set(used).isSubset(of: Set(known)))
    #expect(!ReportStyleSheet.text.contains("var("))
  }

  @Test("The sheet is well formed inside XML and has rules for dark screens, narrow screens and paper")
  func rules() {
    let text = ReportStyleSheet.text
    #expect(!text.contains("<") && !text.contains("&"))
    #expect(text.count { $0 == "{" } == text.count { $0 == "}" })
    for rule in ["screen and (prefers-color-scheme: dark)", "(max-width: 40rem)", "@media print", "tabular-nums"] {
      #expect(text.contains(rule), "\(rule)")
    }
  }
}
