"""Checks charts and a report with other people's engines; the exit status is 1 where a fault was found.

usage: charts.py GOLDEN REPORT PICTURES    the folders of the golden files and of a report; PICTURES may be empty
"""

import glob
import os
import subprocess
import sys
import xml.etree.ElementTree as xml

import vl_convert
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

golden, report, pictures = sys.argv[1:4]
faults = []

# Boxes of all words and fills of all shapes, as the browser sees them. Words stand clear where their boxes do, a pixel aside.
MEASURE = """() => {
  const svg = document.querySelector('svg');
  const view = svg.viewBox.baseVal;
  const scale = view.width / svg.getBoundingClientRect().width;
  const origin = svg.getBoundingClientRect();
  const words = [...svg.querySelectorAll('text')].map(text => {
    const box = text.getBBox();
    return {words: text.textContent, name: text.getAttribute('class') || '', left: box.x, top: box.y,
            right: box.x + box.width, bottom: box.y + box.height};
  });
  const fills = [...svg.querySelectorAll('path,circle,rect,g,text')].map(shape => {
    const style = getComputedStyle(shape);
    return {name: shape.getAttribute('class') || (shape.parentElement.getAttribute('class') || ''),
            tag: shape.tagName, fill: style.fill};
  });
  return {width: view.width, height: view.height, words, fills};
}"""


def fault(where, what):
    faults.append(f"{where}: {what}")


def check_words(name, theme, seen):
    """No word leaves the picture, and no two words overlap."""
    words = seen["words"]
    for one in words:
        if one["left"] < -0.5 or one["top"] < -0.5 or one["right"] > seen["width"] + 0.5 or one["bottom"] > seen["height"] + 0.5:
            fault(name, f"\"{one['words']}\" leaves the picture ({theme})")
    for index, one in enumerate(words):
        for other in words[index + 1:]:
            # The boxes of fonts have room above and below the letters.
            overlap_x = min(one["right"], other["right"]) - max(one["left"], other["left"])
            overlap_y = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if overlap_x > 1 and overlap_y > 4.5:
                fault(name, f"\"{one['words']}\" and \"{other['words']}\" overlap ({theme})")


def check_fills(name, theme, seen):
    """Black is what a renderer falls back to: only the series that is black on white may have it."""
    for shape in seen["fills"]:
        is_own = theme == "light" and any(part in shape["name"] for part in ("marker7", "band7", "bar7", "name7"))
        if shape["fill"] == "rgb(0, 0, 0)" and not is_own and shape["tag"] != "g":
            fault(name, f"a {shape['tag']} of class \"{shape['name']}\" is black ({theme})")


def check_drawing(path, page):
    name = os.path.basename(path)
    text = open(path, encoding="utf-8").read()
    root = xml.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    if root.tag != space + "svg" or root.find(space + "title") is None or root.find(space + "desc") is None:
        fault(name, "no title or no description")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    if len(ids) != len(set(ids)):
        fault(name, "an id stands twice")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.set_content(f"<body style='margin:0'>{text}</body>")
        seen = page.evaluate(MEASURE)
        check_words(name, theme, seen)
        check_fills(name, theme, seen)
        if pictures:
            page.locator("svg").screenshot(path=os.path.join(pictures, f"{name[:-4]}-{theme}.png"))
    out = os.path.join(pictures or "/tmp", f"{name[:-4]}-librsvg.png")
    result = subprocess.run(["rsvg-convert", path, "-o", out], capture_output=True, text=True)
    if result.returncode != 0 or result.stderr.strip():
        fault(name, f"librsvg: {result.stderr.strip() or result.returncode}")
    if not pictures and os.path.exists(out):
        os.remove(out)


def check_specification(path):
    name = os.path.basename(path)
    # Warnings go to the standard error of the process, so each runs in one of its own.
    code = (
        "import sys, vl_convert; text = open(sys.argv[1]).read();"
        "svg = vl_convert.vegalite_to_svg(text, vl_version='5.20', show_warnings=True); print(len(svg))"
    )
    result = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True)
    if result.returncode != 0 or result.stderr.strip():
        fault(name, f"Vega-Lite: {result.stderr.strip()[:300]}")


def check_page(folder, browser):
    address = "file://" + os.path.abspath(os.path.join(folder, "index.html"))
    for width in (1200, 360):
        for theme in ("light", "dark"):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
            requests = []
            page.on("request", lambda request: requests.append(request.url))
            page.goto(address)
            where = f"report at {width} px, {theme}"
            outside = [url for url in requests if not url.startswith(("file:", "data:"))]
            if outside:
                fault(where, f"asks for {outside[0]}")
            reach = page.evaluate("document.documentElement.scrollWidth")
            if reach > width:
                fault(where, f"is {reach} px wide")
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            for violation in Axe().run(page).response["violations"]:
                fault(where, f"{violation['id']}: {violation['help']} ({len(violation['nodes'])} places, first {violation['nodes'][0]['html'][:120]})")
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false })")
            if pictures:
                page.screenshot(path=os.path.join(pictures, f"report-{width}-{theme}.png"), clip={"x": 0, "y": 0, "width": width, "height": 4000}, full_page=True)
            page.close()
    page = browser.new_page()
    page.goto(address)
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    # As wide as the paper's text: nothing may stand out on the right.
    page.set_viewport_size({"width": 688, "height": 900})
    page.emulate_media(media="print")
    cut = page.evaluate("""() => [...document.querySelectorAll('table')].filter(one => !one.closest('details') &&
      one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(one => one.caption.textContent)""")
    for caption in cut:
        fault("report on paper", f"the table \"{caption}\" is cut on the right")
    if len(pdf) < 20_000:
        fault("report on paper", f"has {len(pdf)} bytes")
    if pictures:
        open(os.path.join(pictures, "report.pdf"), "wb").write(pdf)
    page.close()


drawings = sorted(glob.glob(os.path.join(golden, "*.svg"))) + sorted(glob.glob(os.path.join(report, "figures", "*.svg")))
specifications = sorted(glob.glob(os.path.join(golden, "*.vl.json")))
with sync_playwright() as engine:
    browser = engine.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    for path in drawings:
        check_drawing(path, page)
    page.close()
    check_page(report, browser)
    browser.close()
for path in specifications:
    check_specification(path)

for line in faults:
    print(f"fault  {line}")
print(f"{len(drawings)} drawings in Chromium (light, dark) and librsvg, {len(specifications)} Vega-Lite specifications, "
      f"1 page with axe-core at 1200 and 360 px in both themes and on paper: {len(faults)} faults")
sys.exit(1 if faults or not drawings or not specifications else 0)
