import Testing

@testable import ScalingReports

@Suite("Report text")
struct ReportTextTests {
  @Test("HTML escapes the five characters, also before a combining mark")
  func html() {
    #expect(ReportText.html("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;")
    #expect(ReportText.html("<\u{301}") == "&lt;\u{301}")
  }

  @Test(
    "Markdown text is read back as it was given",
    arguments: [
      ("tokens_per_second", "tokens_per_second"), ("_x_", #"\_x\_"#), ("*x* [y](z)", #"\*x\* \[y\](z)"#),
      ("# 1", "\\# 1"), ("1. x", #"1\. x"#), ("2) x", #"2\) x"#), ("0.312", "0.312"), ("- x", #"\- x"#),
      ("-0.5", "-0.5"), ("---", #"\---"#), ("$1 and $2", "<span>$</span>1 and <span>$</span>2"),
      ("~5~", #"\~5\~"#), ("  a\r\n\tb ", "a b"), ("<a> & b", "&lt;a&gt; &amp; b"), (#"a\b"#, #"a\\b"#),
    ])
  func markdown(_ plain: String, _ escaped: String) {
    #expect(ReportText.markdown(plain) == escaped)
  }

  @Test("Percent encoding keeps the unreserved characters of RFC 3986 and no other")
  func percent() {
    #expect(ReportText.percentEncoded("aZ09-._~") == "aZ09-._~")
    #expect(ReportText.percentEncoded("é,\"\n%#") == "%C3%A9%2C%22%0A%25%23")
  }

  @Test("Identifiers are made of the letters and digits of a heading")
  func identifiers() {
    #expect(ReportText.identifier(from: " What it costs ($/Mtok)? ") == "what-it-costs-mtok")
    #expect(ReportText.identifier(from: "8B models") == "section-8b-models")
    #expect(ReportText.identifier(from: "結果") == nil)
    for bad in ["", "../x", "A", "1a", "-a", "a b", "é", "a/b", String(repeating: "a", count: 81)] {
      #expect(!ReportText.isIdentifier(bad), "\(bad)")
    }
    #expect(ReportText.isIdentifier(String(repeating: "a", count: 80)))
    let long = ReportText.identifier(from: String(repeating: "9", count: 300))
    #expect(long.map { ReportText.isIdentifier($0) } == true)
  }
}
