/// The colours of a page in one theme, as `#rrggbb`.
///
/// Concrete colours and no custom properties: some renderers of HTML and SVG paint `var()` black.
struct ReportPalette {
  let text: String
  let muted: String
  let link: String
  let rule: String
  let background: String
  let code: String
  let emphasis: String
  let finding: (ink: String, background: String)
  let caution: (ink: String, background: String)
  let refusal: (ink: String, background: String)

  static let light = ReportPalette(
    text: "#1b1f24", muted: "#57606a", link: "#0550ae", rule: "#d0d7de", background: "#ffffff", code: "#f3f5f7",
    emphasis: "#fff4cf", finding: ("#0a5c36", "#edf7f1"), caution: ("#7a4100", "#fff5e5"),
    refusal: ("#9a1b12", "#fdefed"))

  static let dark = ReportPalette(
    text: "#e4e7eb", muted: "#a3adb8", link: "#7cb7ff", rule: "#3a424c", background: "#14171c", code: "#1e232a",
    emphasis: "#3a3213", finding: ("#7ee2a8", "#12291d"), caution: ("#ffc66d", "#2f2410"),
    refusal: ("#ffa198", "#371a18"))

  /// Every pair of text and ground that the style sheet brings together.
  var textPairs: [(use: String, ink: String, background: String)] {
    var pairs = [
      ("text", text, background), ("subtitle, captions and footer", muted, background), ("links", link, background),
      ("code", text, code), ("row under the pointer", text, code), ("emphasized row", text, emphasis),
    ]
    for (name, colors) in [("finding", finding), ("caution", caution), ("refusal", refusal)] {
      pairs.append(("word of a \(name)", colors.ink, colors.background))
      pairs.append(("text of a \(name)", text, colors.background))
    }
    return pairs
  }

  /// The rules that set colours.
  var rules: String {
    """
    body { color: \(text); background: \(background); }
    a, summary { color: \(link); }
    .report-subtitle, .report-contents-title, caption, footer { color: \(muted); }
    header, footer, thead th, .report-contents, .report-scroll { border-color: \(rule); }
    tbody th, tbody td { border-color: \(rule); }
    thead th, tbody th { background: \(background); }
    tbody tr:hover > * { background: \(code); }
    tbody tr.report-emphasis > * { background: \(emphasis); }
    pre { color: \(text); background: \(code); }
    :focus-visible { outline-color: \(link); }
    .report-finding { border-color: \(finding.ink); background: \(finding.background); }
    .report-finding .report-kind { color: \(finding.ink); }
    .report-caution, .report-limitations { border-color: \(caution.ink); background: \(caution.background); }
    .report-caution .report-kind, .report-limitations h2 { color: \(caution.ink); }
    .report-refusal { border-color: \(refusal.ink); background: \(refusal.background); }
    .report-refusal .report-kind { color: \(refusal.ink); }

    """
  }
}

/// The style sheet inside every page; it holds no `<` and no `&`, so that the page stays well-formed XML.
enum ReportStyleSheet {
  /// The whole sheet.
  ///
  /// Dark colours are for screens alone: paper is white.
  static var text: String {
    layout + ReportPalette.light.rules + "@media screen and (prefers-color-scheme: dark) {\n"
      + ReportPalette.dark.rules + "}\n" + narrow + print
  }

  // The classes begin with "report-" since style rules of an inlined drawing reach the whole page, and these reach it.
  private static let layout = """
    *, *::before, *::after { box-sizing: border-box; }
    html { color-scheme: light dark; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0; font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
      font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
    .report-page { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem 3rem; }
    header { padding-bottom: 1rem; border-bottom: 1px solid; }
    h1 { font-size: 2rem; line-height: 1.2; margin: 0; text-wrap: balance; }
    h2 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 0.75rem; text-wrap: balance; }
    section { margin-top: 2.75rem; scroll-margin-top: 1rem; }
    p, ul, dl { margin: 0 0 1rem; }
    p, ul, .report-callout, .report-limitations { max-width: 46rem; }
    ul { padding-left: 1.25rem; }
    li { margin: 0.25rem 0; }
    .report-subtitle { margin: 0.5rem 0 0; font-size: 1.125rem; }
    .report-limitations, .report-callout { border-left: 0.3rem solid; border-radius: 0.25rem; padding: 0.9rem 1.1rem; }
    .report-limitations { margin-top: 1.5rem; }
    .report-limitations h2 { font-size: 1.0625rem; margin-bottom: 0.4rem; }
    .report-limitations ul { margin: 0; }
    .report-contents { margin-top: 1.5rem; font-size: 0.9375rem; }
    .report-contents-title { margin: 0; font-weight: 600; }
    .report-contents ul { margin: 0; padding: 0; list-style: none; columns: 18rem; column-gap: 2rem; }
    .report-contents li { margin: 0; padding: 0.2rem 0; break-inside: avoid; }
    .report-callout { margin: 0 0 1.25rem; }
    .report-callout p { margin: 0.5rem 0 0; }
    .report-callout p:first-child { margin: 0; }
    .report-headline { font-weight: 600; }
    .report-kind { display: block; font-size: 0.875rem; font-weight: 700; }
    .report-scroll { max-width: 100%; overflow-x: auto; margin: 0 0 1.5rem; }
    :focus-visible { outline: 2px solid; outline-offset: 2px; }
    table { border-collapse: collapse; min-width: min(100%, 32rem); font-size: 0.9375rem; line-height: 1.45; }
    caption { caption-side: top; text-align: left; padding: 0 0 0.5rem; }
    .report-caption { display: inline-block; position: sticky; left: 0; max-width: min(100%, 100vw - 2.5rem); }
    th, td { padding: 0.45rem 0.75rem; vertical-align: top; text-align: left; }
    thead th { vertical-align: bottom; font-weight: 600; border-bottom: 2px solid; }
    tbody th, tbody td { border-bottom: 1px solid; }
    tbody th { font-weight: 600; }
    tbody th, .report-corner { position: sticky; left: 0; }
    thead th:first-child, tbody th:first-child, td:first-child { padding-left: 0.5rem; }
    .report-center { text-align: center; }
    .report-trailing { text-align: right; }
    tbody .report-trailing { white-space: nowrap; }
    figure { margin: 0 0 2rem; scroll-margin-top: 1rem; }
    figcaption { margin: 0 0 0.75rem; max-width: 46rem; }
    .report-number { font-weight: 600; }
    figure > .report-scroll { margin-bottom: 0.5rem; }
    .report-drawing { max-width: 52rem; }
    .report-drawing > svg { display: block; max-width: 100%; height: auto; }
    summary { cursor: pointer; padding: 0.4rem 0; font-size: 0.9375rem; }
    details > .report-scroll { margin: 0.5rem 0; }
    pre { margin: 0 0 1.25rem; padding: 0.9rem 1.1rem; overflow-x: auto; border-radius: 0.25rem; overflow-wrap: normal;
      font: 0.875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    footer { margin-top: 3.5rem; padding-top: 1.25rem; border-top: 1px solid; font-size: 0.9375rem; }
    footer h2 { font-size: 1.125rem; }
    footer h3 { font-size: 0.9375rem; margin: 1rem 0 0.25rem; }
    dl { max-width: none; display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: 0.25rem 1.5rem; }
    dt, dd { margin: 0; overflow-wrap: anywhere; }

    """

  private static let narrow = """
    @media (max-width: 40rem) {
    .report-page { padding: 1.5rem 1rem 2rem; }
    h1 { font-size: 1.625rem; }
    h2 { font-size: 1.25rem; }
    section { margin-top: 2.25rem; }
    tbody td:not([class]) { min-width: 9rem; }
    tbody th { min-width: 6.5rem; }
    .report-drawing { min-width: 30rem; }
    dl { display: block; }
    dd { margin: 0 0 0.5rem 1rem; }
    }

    """

  private static let print = """
    @page { margin: 16mm 14mm; }
    @media print {
    body { font-size: 10pt; }
    table { font-size: 8pt; }
    th, td { padding: 0.25rem 0.4rem; }
    tbody .report-trailing { white-space: normal; }
    .report-page { max-width: none; padding: 0; }
    .report-contents, .report-download { display: none; }
    .report-scroll, pre { overflow: visible; }
    .report-drawing { min-width: 0; }
    pre { white-space: pre-wrap; }
    h2, figcaption, caption { break-after: avoid; }
    figure, tr, .report-callout, .report-limitations { break-inside: avoid; }
    thead { display: table-header-group; }
    }

    """
}
