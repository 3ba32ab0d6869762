/// The places of a band axis: every category has its label, whatever the room.
enum BandTicks {
  /// The longest labels tried, in characters, from the best down.
  private static let lengths = [32, 24, 18, 14, 10, 7, 5, 3, 1]

  /// Returns plans with ever shorter labels.
  ///
  /// Throws a `ChartError` where there is no category, or where two would read alike.
  static func plans(for axis: ChartAxis, name: String) throws -> [AxisPlan] {
    let categories = axis.categories
    guard !categories.isEmpty else { throw ChartError("The \(name) axis is a band axis and has no categories.") }
    var seen: Set<String> = []
    for category in categories where !seen.insert(category).inserted {
      throw ChartError("The category \"\(category)\" stands twice on the \(name) axis.")
    }
    let domain = -0.5...(Double(categories.count) - 0.5)
    return lengths.map { length in
      AxisPlan(
        domain: domain,
        labelled: categories.enumerated().map {
          AxisTick(value: Double($0.offset), label: cut($0.element, to: length))
        },
        minor: [])
    }
  }

  /// The middle is left out, since names of configurations differ at their ends.
  private static func cut(_ words: String, to length: Int) -> String {
    guard words.count > length else { return words }
    guard length > 4 else { return String(words.prefix(length - 1)) + "…" }
    return String(words.prefix((length - 1) / 2)) + "…" + String(words.suffix(length - 1 - (length - 1) / 2))
  }
}
