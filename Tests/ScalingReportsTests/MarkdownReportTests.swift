import Foundation
import Testing

@testable import ScalingReports

@Suite("Markdown report")
struct MarkdownReportTests {
  private func markdown(_ blocks: ReportBlock...) throws -> String {
    try ReportPage(title: "T", limitations: [], sections: [.init("S", blocks: blocks)]).markdown()
  }

  @Test("A page reads as written out by hand")
  func wholePage() throws {
    let table = try ReportTable(
      caption: "Prices", columns: [.init("Name"), .number("Value"), .init("Met", alignment: .center)],
      rows: [["a|b", "1.5", "yes"], ["c", "-2", "no"]], emphasizedRows: [1], hasRowHeaders: true)
    let figure = try ReportFigure(
      id: "cost", svg: SampleReportPage.drawing, caption: "Cost falls.", alternativeText: "A falling line.", data: table
    )
    let page = try ReportPage(
      title: "Report", subtitle: "Sub", limitations: ["One GPU."],
      sections: [.init("Results", blocks: [.finding("It pays.", details: ["By half."]), .figure(figure)])],
      footer: ReportFooter(assumptions: ["Idle is free."], seed: 3))
    #expect(
      page.markdown() == """
        # Report

        Sub

        ## What the data cannot show

        - One GPU.

        ## Results

        > **Finding.** It pays.
        >
        > By half.

        **Figure 1.** Cost falls.

        ![A falling line.](figures/cost.svg)

        <details>
        <summary>Data of figure 1</summary>

        **Prices**

        | Name | Value | Met |
        | --- | ---: | :---: |
        | **a\\|b** | 1.5 | yes |
        | **c** | **-2** | **no** |

        [Data of figure 1 as CSV](data/cost.csv)

        </details>

        ---

        ## Assumptions and provenance

        - Idle is free.

        ### Versions and seed

        - Random seed: 3

        """)
  }

  @Test("Every table row has as many unescaped pipes as its heading row")
  func pipes() throws {
    let table = try ReportTable(
      caption: "C", columns: [.init("a|b"), .init("c")], rows: [["\\|", "x\ny"], ["`|`", "|"]])
    let rows = try markdown(.table(table)).split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows == [#"| a\|b | c |"#, "| --- | --- |", #"| \\\| | x y |"#, #"| \`\|\` | \| |"#])
  }

  @Test("A script in any text field stays text")
  func escaping() throws {
    let text = try SampleReportPage.page("<script>x</script>").markdown()
    // Only the fenced block holds it unescaped, where Markdown shows it as it is.
    #expect(text.components(separatedBy: "<script>").count == 2)
    #expect(text.contains("```text\n<script>x</script> code\n```"))
  }

  @Test("A fence is longer than every run of backticks inside")
  func fences() throws {
    #expect(try markdown(.preformatted("a ```` b")).contains("\n`````text\na ```` b\n`````\n"))
  }

  @Test("Two runs give the same bytes")
  func deterministic() throws {
    #expect(try SampleReportPage.page().markdown() == SampleReportPage.page().markdown())
  }
}
