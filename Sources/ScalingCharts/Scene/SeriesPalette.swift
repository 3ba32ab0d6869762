/// A colour for light pages and one for dark pages, as "#rrggbb".
struct ThemedColor: Hashable, Sendable {
  let light: String
  let dark: String
}

/// The colours and dashes of series and guides.
///
/// The hues are those of Okabe and Ito (2008). Where a hue is too pale on white, or too deep on the dark surface, it
/// is mixed with black or white until lines reach a contrast of 3:1 and words 4.5:1 (WCAG 2.2, 1.4.11 and 1.4.3).
enum SeriesPalette {
  static let surface = ThemedColor(light: "#ffffff", dark: "#14171c")
  static let text = ThemedColor(light: "#1f2328", dark: "#e6e9ee")
  static let quietText = ThemedColor(light: "#59616d", dark: "#a5adb9")
  static let axis = ThemedColor(light: "#848c97", dark: "#79818d")
  static let grid = ThemedColor(light: "#e8eaed", dark: "#2a2f37")
  static let minorGrid = ThemedColor(light: "#f2f3f5", dark: "#20242b")

  /// The colours of lines and markers, in the order in which series take them; yellow comes late.
  static let colors: [ThemedColor] = [
    ThemedColor(light: "#0072b2", dark: "#3d95c8"),
    ThemedColor(light: "#d55e00", dark: "#e0701a"),
    ThemedColor(light: "#009e73", dark: "#009e73"),
    ThemedColor(light: "#c474a0", dark: "#cc79a7"),
    ThemedColor(light: "#bd8200", dark: "#e69f00"),
    ThemedColor(light: "#4795c1", dark: "#56b4e9"),
    ThemedColor(light: "#97902a", dark: "#f0e442"),
    ThemedColor(light: "#000000", dark: "#ffffff"),
  ]

  /// The colours of the names of series, in the same order.
  static let nameColors: [ThemedColor] = [
    ThemedColor(light: "#0072b2", dark: "#3d95c8"),
    ThemedColor(light: "#bb5300", dark: "#e0701a"),
    ThemedColor(light: "#00825e", dark: "#009e73"),
    ThemedColor(light: "#9d5d81", dark: "#cc79a7"),
    ThemedColor(light: "#986900", dark: "#e69f00"),
    ThemedColor(light: "#39779a", dark: "#56b4e9"),
    ThemedColor(light: "#7a7422", dark: "#f0e442"),
    ThemedColor(light: "#000000", dark: "#ffffff"),
  ]

  /// The steps of the colour ramp from low to high values: ever farther from the surface, 3:1 at the least.
  static let ramp: [ThemedColor] = [
    ThemedColor(light: "#c48517", dark: "#4f6f9f"), ThemedColor(light: "#bf7a2c", dark: "#4d82b0"),
    ThemedColor(light: "#a9653f", dark: "#4c96b8"), ThemedColor(light: "#8c5250", dark: "#58aab5"),
    ThemedColor(light: "#6a4260", dark: "#7dbfa8"), ThemedColor(light: "#453168", dark: "#b2d29a"),
    ThemedColor(light: "#1e1f52", dark: "#f0e5a0"),
  ]

  /// The dashes of series, lengths of stroke and gap; all long, so that dotted stays free for extrapolation.
  static let dashes: [[Double]] = [[], [13, 3], [13, 3, 3, 3], [7, 3]]

  /// How much of a faded mark is left.
  static let fadedOpacity = 0.32
  /// How much of a band covers what lies under it.
  static let bandOpacity = 0.16
}
