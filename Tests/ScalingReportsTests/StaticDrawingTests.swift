import Testing

@testable import ScalingReports

@Suite("Static drawing")
struct StaticDrawingTests {
  @Test(
    "What draws is taken",
    arguments: [
      "<svg/>", "<svg></svg>\n", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g id='a'><use href=\"#a\"/></g></svg>",
      "<svg><style>.a{fill:#000}@media (prefers-color-scheme: dark){.a{fill:#fff}}</style></svg>",
      "<svg><rect clip-path=\"url(#c)\" fill=\"url('#g')\"/></svg>",
      "<svg><text>a &lt; b &amp; &#39;c&#x27; http://example.org</text></svg>",
      "<svg aria-label=\"see http://example.org\"/>",
    ])
  func taken(_ svg: String) throws {
    _ = try StaticDrawing(svg, of: "x")
  }

  @Test(
    "What runs, loads or breaks the page is refused in words",
    arguments: [
      ("", "it starts with “”, not with “<svg”"), (" <svg/>", "not with “<svg”"), ("<?xml?><svg/>", "not with “<svg”"),
      ("<svgx/>", "not with “<svg”"), ("<svg", "is not well formed"),
      ("<svg><script>x</script></svg>", "the element <script> is not part of a static drawing"),
      ("<svg><foreignObject/></svg>", "the element <foreignObject> is not part of a static drawing"),
      ("<svg><image href=\"x.png\"/></svg>", "the element <image> is not part of a static drawing"),
      ("<svg onload=\"x\"/>", "the attribute “onload” would run a script"),
      ("<svg><use href=\"a.svg#b\"/></svg>", "“a.svg#b” refers to something outside"),
      ("<svg><style>@import 'a.css';</style></svg>", "a style element contains “@import”"),
      ("<svg><style>a{b:&#117;rl(x.png)}</style></svg>", "has a url() that does not begin with “#”"),
      ("<svg><rect fill=\"url(x.svg#a)\"/></svg>", "the attribute “fill” has a url()"),
      ("<svg><style>a{b:u\\rl(x)}</style></svg>", "a style element contains “\\”"),
      ("<svg><g></svg>", "</svg> stands where </g> belongs"), ("<svg><g/>", "the element <svg> is never closed"),
      ("<svg/></main>", "</main> stands where nothing belongs"), ("<svg/><p/>", "a second element after </svg>"),
      ("<svg/>x", "there is text after </svg>"), ("<svg><!-- a --></svg>", "comments, declarations"),
      ("<svg><text>a & b;</text></svg>", "a bare “&” is “&amp;”"), ("<svg><text>&nbsp;</text></svg>", "“&nbsp;”"),
      ("<svg width=5/>", "the value of the attribute “width” is not quoted"), ("<svg a/>", "“a” has no value"),
      ("<svg a=\"1\" a=\"2\"/>", "the attribute “a” twice"), ("<svg a=\"<\"/>", "contains “<”"),
      ("<svg a=\"x", "has no end"), ("<svg x:y=\"1\"/>", "unknown prefix"),
      ("<svg><text>\u{1}</text></svg>", "the control character U+1"), ("<svg><text>&#1;</text></svg>", "“&#1;”"),
      ("<svg xmlns=\"a\"/>", "the namespace “a” is not that of SVG"),
    ])
  func refused(_ svg: String, _ reason: String) {
    let error = #expect(throws: ReportPageError.self) { try StaticDrawing(svg, of: "cost") }
    #expect(error?.message.hasPrefix("The drawing of the figure “cost” cannot stand in a page: ") == true)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test("Ids are listed in order")
  func ids() throws {
    #expect(try StaticDrawing("<svg id=\"a\"><g id='b'/><path id = \"c\"/></svg>", of: "x").ids == ["a", "b", "c"])
  }
}
