import Testing

@testable import ScalingCharts

@Suite struct ChartLayoutTests {
  private func texts(_ scene: ChartScene) -> [SceneText] {
    scene.shapes.compactMap { shape in
      if case .text(let text) = shape { return text }
      return nil
    }
  }

  private func faults(_ scene: ChartScene) -> [String] {
    let page = SceneRectangle(left: 0, top: 0, right: scene.width, bottom: scene.height)
    let all = texts(scene)
    var result = all.filter { !page.contains($0.bounds) }.map { "\($0.words) leaves the picture" }
    for (index, first) in all.enumerated() {
      for second in all[(index + 1)...] where first.bounds.overlaps(second.bounds) {
        result.append("\(first.words) overlaps \(second.words)")
      }
    }
    for shape in scene.shapes {
      switch shape {
      case .lines(let lines, .line), .areas(let lines, .band), .lines(let lines, .whisker):
        // Keys in the legend lie wholly above the plot.
        let isKey = lines.joined().allSatisfy { $0.y < scene.plotArea.top }
        if !isKey, !lines.joined().allSatisfy(scene.plotArea.contains) { result.append("a mark leaves the plot") }
      default: break
      }
    }
    return result
  }

  private func curves(_ count: Int, gap: Double = 0, label: String = "series") -> ChartFigure {
    let x: [Double] = [1, 2, 3, 4]
    var figure = ChartFigure(title: "Curves", x: ChartAxis("x"), y: ChartAxis("y"))
    for index in 0..<count {
      figure.add(.line(x: x, y: x.map { $0 + gap * Double(index) }, style: .series(index), label: "\(label) \(index)"))
    }
    return figure
  }

  @Test func namesAtTheSamePlaceAreSetApart() throws {
    for size in [(720.0, 440.0), (320, 220), (240, 200)] {
      let scene = try curves(6).scene(width: size.0, height: size.1)
      #expect(faults(scene) == [])
      #expect(texts(scene).filter { $0.words.hasPrefix("series") }.count == 6)
    }
  }

  @Test func namesKeepTheOrderOfTheirCurves() throws {
    let names = texts(try curves(5, gap: 0.01).scene()).filter { $0.words.hasPrefix("series") }
    let fromTop = names.sorted { $0.position.y < $1.position.y }.map(\.words)
    #expect(fromTop == ["series 4", "series 3", "series 2", "series 1", "series 0"])
  }

  @Test func aLegendComesAboveSixNamesOrWhenAskedFor() throws {
    func hasDirectNames(_ figure: ChartFigure) throws -> Bool {
      texts(try figure.scene()).contains { text in
        if case .seriesName = text.paint { return true }
        return false
      }
    }
    #expect(try hasDirectNames(curves(6)))
    #expect(try !hasDirectNames(curves(7)))
    var asked = curves(2)
    asked.seriesNames = .legend
    #expect(try !hasDirectNames(asked))
    #expect(texts(try asked.scene()).filter { $0.words.hasPrefix("series") }.count == 2)
  }

  @Test func oneNameOnSeveralMarksIsWrittenOnce() throws {
    var figure = curves(1)
    figure.add(.dots(x: [1, 4], y: [1, 4], style: .series(0), label: "series 0"))
    #expect(texts(try figure.scene()).filter { $0.words == "series 0" }.count == 1)
  }

  @Test func extremeRangesDrawWithoutOverlap() throws {
    let ranges: [(Double, Double)] = [
      (1e-12, 1e15), (1, 1), (1e-12, 1.1e-12), (1e15, 1e15 + 8), (0.3, 0.30001), (123_456_789, 123_456_999),
    ]
    for (lower, upper) in ranges {
      for scale in [ChartAxis.Scale.linear, .logarithmic] {
        for numbers in [ChartAxis.NumberStyle.plain, .percent] {
          let axis = ChartAxis("value", unit: "units", scale: scale, numbers: numbers, hint: "lower is better")
          var figure = ChartFigure(title: "Range", x: axis, y: axis)
          figure.add(.line(x: [lower, upper], y: [lower, upper], style: .series(0), label: "a rather long name"))
          for size in [(720.0, 440.0), (420, 260)] {
            #expect(faults(try figure.scene(width: size.0, height: size.1)) == [], "\(lower) \(upper) \(scale)")
          }
        }
      }
    }
  }

  @Test func randomFiguresKeepTheirWordsApartAndInside() throws {
    var state: UInt64 = 42
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
    for round in 0..<60 {
      let isLogarithmic = round % 2 == 0
      let axis = ChartAxis(
        "A quantity with a long name", unit: "unit", scale: isLogarithmic ? .logarithmic : .linear,
        domain: round % 5 == 0 ? 0.3...0.9 : nil, hint: "higher is better")
      var figure = ChartFigure(
        title: "A title that is long enough to take more than one line in a narrow picture", x: axis, y: axis)
      let reach = 1 + 6 * next()
      for index in 0..<(1 + Int(9 * next())) {
        let x = (0..<8).map { _ in isLogarithmic ? 1 / (0.01 + reach * next()) : reach * next() }.sorted()
        let y = x.map { $0 * (0.5 + next()) }
        figure.add(.line(x: x, y: y, style: .series(index), label: "series number \(index)"))
        figure.add(.dots(x: x, y: y, ties: x.map { _ in 1 + Int(3 * next()) }, style: .series(index)))
        figure.add(.text("note \(index)", x: x[3], y: y[3]))
        if index < 3 { figure.add(.verticalRule(at: x[2], text: "limit \(index)")) }
        if index < 2 { figure.add(.horizontalRule(at: y[2], text: "level \(index)")) }
      }
      for size in [(720.0, 440.0), (400, 320)] {
        let found = faults(try figure.scene(width: size.0, height: size.1))
        #expect(found == [], "round \(round): \(found)")
      }
    }
  }

  @Test func aFigureWithoutDataSaysSo() throws {
    let figure = ChartFigure(title: "Empty", x: ChartAxis("x"), y: ChartAxis("y", scale: .logarithmic))
    let scene = try figure.scene()
    #expect(texts(scene).contains { $0.words == "No data" })
    #expect(faults(scene) == [])
    var named = figure
    named.add(.line(x: [], y: [], style: .series(0), label: "nothing"))
    #expect(!texts(try named.scene()).contains { $0.words == "nothing" })
  }

  @Test func aPictureTooSmallIsRefusedInASentence() {
    func message(_ figure: ChartFigure, _ width: Double, _ height: Double) -> String {
      do {
        _ = try figure.scene(width: width, height: height)
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      message(curves(1), 100, 100) == "A chart is 200 to 10000 wide and 150 to 10000 high, not 100.0 by 100.0.")
    #expect(
      message(curves(40), 200, 150)
        == "A height of 150.0 leaves no room for the plot below its title and names.")
    #expect(message(curves(1), .nan, 440).hasPrefix("A chart is"))
  }

  @Test func tiesAreCountedOnlyAboveOne() throws {
    let dots = ChartMark.dots(x: [1, 5, 9], y: [1, 5, 9], ties: [1, 3, 1], style: .series(0))
    let scene = try ChartFigure(title: "Ties", x: ChartAxis("x"), y: ChartAxis("y"), marks: [dots]).scene()
    #expect(texts(scene).filter { $0.words.hasPrefix("×") }.map(\.words) == ["×3"])
  }
}
