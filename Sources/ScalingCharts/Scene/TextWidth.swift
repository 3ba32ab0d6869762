/// Widths of text without a font engine, from the advance widths of Helvetica.
///
/// The table holds the printable ASCII characters, in thousandths of the font size (Adobe Font Metrics, Helvetica);
/// any other character counts 0.6.
enum TextWidth {
  private static let asciiAdvances: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,  // space to slash
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,  // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,  // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,  // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,  // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,  // p to ~
  ]

  /// System fonts differ: DejaVu Sans and Verdana, common fallbacks, run about 15 % wider than Helvetica.
  private static let slack = 1.15

  /// Returns the width of a text in Helvetica, in pixels.
  static func advance(_ text: String, size: Double) -> Double {
    var thousandths = 0
    for scalar in text.unicodeScalars {
      let offset = Int(scalar.value) - 32
      thousandths += offset >= 0 && offset < asciiAdvances.count ? asciiAdvances[offset] : 600
    }
    return Double(thousandths) * size / 1000
  }

  /// Returns the room kept free for a text, in pixels.
  static func reserved(_ text: String, size: Double, isBold: Bool = false) -> Double {
    advance(text, size: size) * slack * (isBold ? 1.08 : 1)
  }

  /// Returns the text, cut with an ellipsis if its room would exceed a width.
  static func fitted(_ text: String, size: Double, isBold: Bool = false, width: Double) -> String {
    if reserved(text, size: size, isBold: isBold) <= width { return text }
    var kept = text
    while !kept.isEmpty, reserved(kept + "…", size: size, isBold: isBold) > width { kept.removeLast() }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// Returns the text in at most so many lines, broken at spaces; the last line is cut if need be.
  static func wrapped(_ text: String, size: Double, isBold: Bool = false, width: Double, lines limit: Int) -> [String] {
    var lines: [String] = []
    var current = ""
    for word in text.split(separator: " ") {
      let longer = current.isEmpty ? String(word) : current + " " + word
      if lines.count + 1 < limit, !current.isEmpty, reserved(longer, size: size, isBold: isBold) > width {
        lines.append(fitted(current, size: size, isBold: isBold, width: width))
        current = String(word)
      } else {
        current = longer
      }
    }
    if !current.isEmpty { lines.append(fitted(current, size: size, isBold: isBold, width: width)) }
    return lines
  }
}
