import Foundation

@testable import ScalingCharts

/// Contrast of colours after WCAG 2.2.
enum Contrast {
  static func luminance(_ color: String) -> Double {
    let digits = UInt32(color.dropFirst(), radix: 16) ?? 0
    let channels = [16, 8, 0].map { Double((digits >> UInt32($0)) & 255) / 255 }
    let linear = channels.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  static func againstSurface(_ color: ThemedColor) -> (light: Double, dark: Double) {
    func ratio(_ first: String, _ second: String) -> Double {
      let (a, b) = (luminance(first), luminance(second))
      return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }
    return (ratio(color.light, SeriesPalette.surface.light), ratio(color.dark, SeriesPalette.surface.dark))
  }
}
