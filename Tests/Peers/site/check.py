"""Holds a finished site against a browser, a strict HTML parser and tidy.

Usage: check.py SITE [--only NAME,…] [--pages all|kinds]

Each check says how many things it looked at; the first failures of each are told with page and place. It ends with 1
when anything failed.
"""
import argparse, concurrent.futures, csv, http.server, io, json, pathlib, re, subprocess, sys, tempfile, threading, time
import axe_playwright_python, html5lib
from browser import Browser
from html5lib.constants import E

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from findings import Findings

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
WIDTHS = (320, 390, 768, 1440)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


def serve(folder):
    handler = lambda *parts: Quiet(*parts, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


def kinds(site, most):
    """Pages of each kind, by folder and layout: the longest of them, since they hold most."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text()
        if 'http-equiv="refresh"' in text:
            continue
        relative = path.relative_to(site)
        layout = re.search(r'<body class="([^"]*)"', text)
        kind = (str(relative.parent) if len(relative.parts) > 1 else relative.name, layout and layout[1],
                relative.name == "index.html")
        found.setdefault(kind, []).append((-len(text), relative))
    return sorted(relative for pages in found.values() for _, relative in sorted(pages)[:most])


# HTML ----------------------------------------------------------------------------------------------------------------

def html(site, findings):
    started = time.time()
    pages = sorted(site.rglob("*.html"))
    problems = []
    for path in pages:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(path.read_bytes(), transport_encoding="utf-8")
        for (line, column), code, values in parser.errors:
            problems.append(f"{path.relative_to(site)}:{line}:{column}: {E.get(code, code) % values}")
    findings.report("HTML errors by html5lib", len(pages), "pages", problems, started)
    started = time.time()
    problems = []
    for path in pages:
        told = subprocess.run(
            ["tidy", "-e", "-q", "--show-warnings", "no", "--drop-empty-elements", "no",
             "--gnu-emacs", "yes", str(path)], capture_output=True, text=True).stderr
        for line in told.splitlines():
            if " Error: " in line:
                problems.append(line.replace(str(site) + "/", ""))
    findings.report("HTML errors by tidy", len(pages), "pages", problems, started)


# In the browser ------------------------------------------------------------------------------------------------------

CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                                               "best-practice"]},
         "resultTypes": ["violations"], "elementRef": False}


def axe(page, label, problems, rules=RULES):
    if not page.value("!!window.axe"):
        page.value(AXE + ";0")
    result = page.value(f"axe.run(document, {json.dumps(rules)}).then(r => r.violations.map(v => "
                        "[v.id, v.nodes.length, v.nodes.slice(0, 2).map(n => [n.target.join(' '), "
                        "n.any.concat(n.all, n.none).map(c => c.message).join('; ')])]))")
    for rule, count, nodes in result:
        for target, message in nodes:
            problems.append(f"{label}: {rule} ×{count}: {target}: {message}")
    return 1


def accessibility(page, site, pages, findings):
    started = time.time()
    problems, count = [], 0
    for width in (1440, 390):
        page.size(width)
        for relative in pages:
            page.scheme("light")
            page.open((site / relative).as_uri())
            count += axe(page, f"{relative} light {width}", problems)
            # The dark is the same page in other colours.
            page.scheme("dark")
            count += axe(page, f"{relative} dark {width}", problems, CONTRAST)
    # The search, open with results; a menu, a fold and a sorted table.
    for scheme in ("light", "dark"):
        page.scheme(scheme)
        page.size(390)
        page.open((site / "index.html").as_uri())
        page.value("document.querySelectorAll('details').forEach(d => d.open = true)")
        count += axe(page, f"index.html {scheme}, all open", problems)
        search(page, "run")
        count += axe(page, f"search {scheme}", problems)
    findings.report("axe violations", count, "page views", problems, started)


def search(page, query):
    """Opens the search by keyboard, types, and gives the number of results."""
    page.press("k", modifiers=2)
    wait(page, "!!document.querySelector('dialog.search[open]')")
    page.type(query)
    wait(page, "!/Loading/.test(document.querySelector('.search .status').textContent)")
    return page.value("document.querySelectorAll('.search [role=option]').length")


def wait(page, condition, seconds=10):
    end = time.time() + seconds
    while not page.value(condition):
        if time.time() > end:
            raise RuntimeError(f"never: {condition}")
        time.sleep(0.02)


LAYOUT = """(() => {
  const wide = document.scrollingElement.scrollWidth - innerWidth;
  const out = [];
  if (wide > 0) for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect();
    if (box.right > innerWidth + 1 && box.width > 0) { out.push(e.tagName + '.' + e.className); if (out.length > 3) break; }
  }
  return [wide, out.join(' '), window.__shift || 0, window.__moved];
})()"""
WATCH = """window.__shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())
  if (!entry.hadRecentInput) { window.__shift += entry.value; window.__moved = entry.sources.map(source => source.node
    && source.node.nodeName + '.' + source.node.className).join(' '); } }).observe({ type: 'layout-shift', buffered: true });"""


def layout(page, site, every, findings):
    """Nothing wider than the window, and nothing that moves while the page comes."""
    started = time.time()
    page.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
    problems, count = [], 0
    page.scheme("light")
    for width in WIDTHS:
        page.size(width)
        for relative in every:
            page.open((site / relative).as_uri())
            page.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            wide, where, shift, moved = page.value(LAYOUT)
            count += 1
            if wide > 0:
                problems.append(f"{relative} at {width}: {wide} pixels too wide: {where}")
            if shift > 0:
                problems.append(f"{relative} at {width}: layout shift {shift:.5f} of {moved}")
    findings.report("pages too wide, or that move while they load", count, "page views", problems, started)


READ = "document.querySelector('article').innerText.replace(/\\s+/g, ' ')"


def without_script(page, site, pages, findings):
    started = time.time()
    problems = []
    page.size(1440)
    for relative in pages:
        address = (site / relative).as_uri()
        page.open(address)
        # What the script adds are buttons; what it may not do is add or take away words.
        page.value("document.querySelectorAll('article .table-tools, article .code-tools').forEach(e => e.remove())")
        having = page.value(READ)
        page.scripts(False)
        page.open(address)
        node = page.call("DOM.getDocument", depth=0)["root"]["nodeId"]
        article = page.call("DOM.querySelector", nodeId=node, selector="article")["nodeId"]
        object_id = page.call("DOM.resolveNode", nodeId=article)["object"]["objectId"]
        lacking = page.call(
            "Runtime.callFunctionOn", objectId=object_id, returnByValue=True,
            functionDeclaration="function () { return this.innerText.replace(/\\s+/g, ' ') }")["result"]["value"]
        page.scripts(True)
        if having.strip() != lacking.strip() or len(lacking) < 20:
            at = next((i for i, (a, b) in enumerate(zip(having, lacking)) if a != b), 0)
            problems.append(f"{relative}: {having[at:at + 60]!r} with a script, {lacking[at:at + 60]!r} without")
    findings.report("pages that need JavaScript to be read", len(pages), "pages", problems, started)


def requests(page, site, pages, address, findings):
    started = time.time()
    problems, count = [], 0
    for root in (site.as_uri() + "/", address):
        page.size(1440)
        page.take("Network.requestWillBeSent")
        for relative in pages:
            page.open(root + str(relative))
            search(page, "a")
        for event in page.take("Network.requestWillBeSent"):
            url = event["request"]["url"]
            count += 1
            if not url.startswith((root, "data:")):
                problems.append(f"{event['documentURL']} asks for {url}")
        for event in page.take("Network.responseReceived"):
            if event["response"]["status"] >= 400:
                problems.append(f"{event['response']['url']}: {event['response']['status']}")
    findings.report("requests to others", count, "requests", problems, started)


STOPS = """(() => {
  const shown = e => e.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true, contentVisibilityAuto: true })
    && e.getClientRects().length > 0;
  window.__stops = Array.from(document.querySelectorAll(
    'a[href], button, input, summary, [tabindex="0"]')).filter(e => !e.disabled && e.tabIndex >= 0 && shown(e)
      && !e.closest('details:not([open]) > :not(summary)') );
  return window.__stops.length;
})()"""
FOCUS = """(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const seen = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none' || style.outlineStyle === 'auto';
  const inside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight && box.width > 0;
  const name = e.tagName.toLowerCase() + (e.className ? '.' + String(e.className).split(' ').join('.') : '')
    + ' "' + e.textContent.trim().slice(0, 30) + '"';
  e.__reached = true;
  return [name, seen, inside];
})()"""


def keyboard(page, site, pages, findings):
    started = time.time()
    problems, count = [], 0
    page.scheme("light")
    for width in (1440, 390):
        page.size(width)
        for relative in pages:
            page.open((site / relative).as_uri())
            stops = page.value(STOPS)
            for _ in range(stops * 2 + 40):
                page.press("Tab")
                focus = page.value(FOCUS)
                if focus is None:
                    break
                count += 1
                name, seen, inside = focus
                if not seen:
                    problems.append(f"{relative} at {width}: the focus on {name} is not seen")
                if not inside:
                    problems.append(f"{relative} at {width}: the focus goes to {name}, out of sight")
            missed = page.value("window.__stops.filter(e => !e.__reached).map(e => e.outerHTML.slice(0, 90))")
            problems += [f"{relative} at {width}: never reached: {stop}" for stop in missed]
    findings.report("keyboard stops missed or unseen", count, "stops", problems, started)


def searching(page, site, address, findings):
    started = time.time()
    problems, count = [], 0

    def expect(condition, words):
        nonlocal count
        count += 1
        if not condition:
            problems.append(words)

    for root in (site.as_uri() + "/", address):
        page.size(1440)
        start = root + "guide/index.html"
        page.open(start)
        expect(not page.value("!!document.querySelector('script[src*=search]')"), "the index is loaded unasked")
        expect(search(page, "reg") > 0, "nothing is found while a word is typed")
        page.press("Escape")
        wait(page, "!document.querySelector('dialog.search[open]')")
        # A letter alone opens nothing; opened once more, it types over what stood there.
        page.press("/")
        expect(not page.value("!!document.querySelector('dialog.search[open]')"), "a key alone opens the search")
        page.press("k", modifiers=2)
        wait(page, "!!document.querySelector('dialog.search[open]')")
        page.type("Model registration")
        found = page.value("document.querySelectorAll('.search [role=option]').length")
        expect(found > 1, "two words find nothing")
        combobox = "document.querySelector('.search input')"
        expect(page.value(f"document.activeElement === {combobox}"), "the field has no focus")
        before = page.value(f"{combobox}.getAttribute('aria-activedescendant')")
        page.press("ArrowDown")
        after = page.value(f"{combobox}.getAttribute('aria-activedescendant')")
        expect(before != after and page.value(f"document.getElementById('{after}').getAttribute('aria-selected')")
               == "true", "the arrow chooses nothing")
        expect(re.match(r"\d+ pages? found", page.value("document.querySelector('.search .status').textContent")),
               "the number of results is not told")
        target = page.value(f"document.getElementById('{after}').href")
        page.take("Page.loadEventFired")
        page.press("Enter")
        for _ in range(200):
            if page.value("location.href") == target and page.value("document.readyState") == "complete":
                break
            time.sleep(0.02)
        expect(page.value("location.href") == target, f"Enter leads to {page.value('location.href')}, not {target}")
        fragment = target.partition("#")[2]
        if fragment:
            expect(page.value(f"!!document.getElementById(decodeURIComponent({json.dumps(fragment)}))"),
                   f"there is no {fragment} on that page")
        # Every result's place is there, whatever is asked.
        for query in ("interval", "max_rejects", "drift psi", "site-broken-link", "lightgbm", "zzzz", "Ubersicht", "1998"):
            page.open(start)
            search(page, query)
            for href in page.value("Array.from(document.querySelectorAll('.search [role=option]'), e => e.href)"):
                path, _, fragment = href[len(root):].partition("#")
                file = site / path
                expect(file.is_file(), f"'{query}' leads to {href}, which is not there")
                if fragment and file.is_file():
                    from urllib.parse import unquote
                    expect(f'id="{unquote(fragment)}"' in file.read_text(), f"'{query}' leads to {href}")
        # What is meant comes first.
        run = min(path.stem for path in (site / "runs").glob("2*.html"))
        for query, wanted in (("first night", "guide/first-night.html"), ("drift", "jobs/drift/"), ("exit code", "guide/"),
                              ("site-broken-link", "reference/diagnostics/site.html#site-broken-link"),
                              ("scorebook.yaml", "reference/configuration.html"), ("nightly 1998-01-04", "runs/"),
                              ("how do I publish", "guide/publishing.html"), ("command", "reference/commands.html"),
                              # A run by its whole number, and by the beginning of it.
                              (run, f"runs/{run}.html"), (run[:11], "runs/")):
            page.open(start)
            search(page, query)
            first = page.value("(document.querySelector('.search [role=option]') || {}).href || ''")
            expect(first.startswith(root + wanted), f"'{query}' leads to {first} first, not to {wanted}")
        milliseconds = page.value("""(() => { const field = document.querySelector('.search input');
          const start = performance.now(); let runs = 0;
          for (const word of ['a', 're', 'mod', 'interval', 'score rows', 'what is the champion']) {
            field.value = word; field.dispatchEvent(new Event('input')); runs += 1; }
          return (performance.now() - start) / runs; })()""")
        expect(milliseconds < 100, f"a letter takes {milliseconds:.0f} ms")
        print(f"site: a letter typed into the search takes {milliseconds:.1f} ms")
    findings.report("search by keyboard, failures", count, "expectations", problems, started)


TABLE = """(() => {
  const table = document.querySelector('article .table table');
  const texts = index => Array.from(table.tBodies[0].rows, row => row.cells[index].textContent.trim());
  const click = index => table.tHead.rows[0].cells[index].querySelector('button').click();
  const sort = index => table.tHead.rows[0].cells[index].getAttribute('aria-sort');
  const result = {};
  for (let index = 0; index < table.tHead.rows[0].cells.length; index++) {
    const before = texts(index);
    click(index); const up = texts(index); const upSort = sort(index);
    click(index); const down = texts(index); const downSort = sort(index);
    click(index); const again = texts(index);
    result[table.tHead.rows[0].cells[index].textContent.trim()] =
      [up, down, JSON.stringify(again) === JSON.stringify(before), upSort, downSort, sort(index)];
  }
  return result;
})()"""
SORTED = {
    "word": ["alpha", "Beta", "item 2", "item 10", "zeta"],
    "count": ["−5", "2", "30", "1,204", "–"],
    "share": ["−1.5 %", "0.2 %", "9.9%", "12 %", "n/a"],
    "interval": ["−0.1 (−0.2 to 0.0)", "0.08 (0.07 to 0.09)", "0.74 (0.72 to 0.76)", "0.8 (0.7 to 0.9)", ""],
    "date": ["1997-11-02", "1998-01-04", "1998-01-11", "1998-06-28", "2001-01-01"],
    "time": ["0.1 ms", "45 ms", "0.13 s", "2 min", "1 h"],
}


def downloads(page, sample):
    """The names of files that the tables of a page with a long title offer, under headings long, alike and not Latin."""
    headings = ["One heading", "One heading", "A heading " * 9, "A heading " * 9, "Ελλάδα", "Ελλάδα 2", "One heading 2"]
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(6))
    table = f'<div class="table"><table><thead><tr><th>n</th></tr></thead><tbody>{rows}</tbody></table></div>'
    article = "".join(f"<h2>{heading}</h2>{table}" for heading in headings)
    text = sample.read_text()
    text = re.sub(r"<title>.*?</title>", "<title>" + "A long title of nights and models " * 4 + "</title>", text)
    text = re.sub(r"<article>.*</article>", lambda _: f"<article>{article}</article>", text, flags=re.S)
    long = sample.with_name("long-title-of-tables.html")
    long.write_text(text)
    try:
        page.open(long.as_uri())
        return page.value("""(() => {
          const names = [];
          HTMLAnchorElement.prototype.click = function () { names.push(this.download); };
          document.querySelectorAll('.table-tools button').forEach(button => button.click());
          return names; })()""")
    finally:
        long.unlink()


def tables(page, sample, findings):
    """A page whose tables hold one column of each kind in a scrambled order, and what each looks like when sorted."""
    started = time.time()
    problems, count = [], 0
    page.size(1440)
    page.open(sample.as_uri())
    for name, (up, down, restored, *sorts) in page.value(TABLE).items():
        count += 4
        expected = SORTED[name]
        missing = [cell for cell in expected if cell in ("–", "n/a", "")]
        turned = [cell for cell in reversed(expected) if cell not in missing] + missing
        if up != expected:
            problems.append(f"{name} ascending: {up}")
        if down != turned:
            problems.append(f"{name} descending: {down}")
        if not restored or sorts != ["ascending", "descending", None]:
            problems.append(f"{name}: a third click does not restore: {sorts}")
    grouped = page.value("""(() => {
      const table = [...document.querySelectorAll('article table')].find(t => t.textContent.includes('challenger'));
      const versions = () => [...table.tBodies[0].rows].map(row => row.cells[1].textContent + ' ' + row.cells[2].textContent);
      const found = [];
      for (const head of [...table.tHead.rows[0].cells].filter((_, place) => place !== 1)) {
        for (let click = 0; click < 2; click++) { head.querySelector('button').click(); found.push(versions()); }
        head.querySelector('button').click();
      }
      return found; })()""")
    pear, apple, fig = ["1, champion 0.821", "2, challenger 0.822"], ["1, champion 0.830"], ["1, baseline 0.818", "3, challenger –"]
    count += 4
    if grouped != [apple + fig + pear, pear + fig + apple, fig + pear + apple, apple + pear + fig]:
        problems.append(f"rows of one name are torn apart: {grouped}")
    with tempfile.TemporaryDirectory() as folder:
        page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder, eventsEnabled=True)
        page.value("document.querySelector('.table-tools button').click()")
        for _ in range(200):
            files = [path for path in pathlib.Path(folder).iterdir() if path.suffix == ".csv"]
            if files and files[0].stat().st_size:
                break
            page.value("0")
            time.sleep(0.02)
        count += 3
        text = files[0].read_bytes().decode("utf-8-sig") if files else ""
        if not text.startswith("word,count,share,interval,date,time\r\n"):
            problems.append(f"the CSV begins with {text[:60]!r}")
        counts = [row["count"] for row in csv.DictReader(io.StringIO(text))]
        if counts != ["30", "–", "1204", "-5", "2"]:
            problems.append(f"the CSV of a column of numbers holds {counts}")
        page.value("document.querySelectorAll('.table-tools button')[1].click()")
        for _ in range(200):
            files = [path for path in pathlib.Path(folder).iterdir() if path.suffix == ".csv"]
            if len(files) > 1:
                break
            page.value("0")
            time.sleep(0.02)
        found = [path.read_bytes().decode("utf-8-sig") for path in files]
        guarded = next((text for text in found if text.startswith("formula")), "")
        expected = ("formula\r\n'=1+1\r\n'+cmd\r\n'@sum\r\n-5\r\n\"a, \"\"b\"\"\"\r\n'-2+3\r\n"
                    "-\r\n–\r\n\"10,20\"\r\n\"10,200\"\r\n")
        if guarded != expected:
            problems.append(f"the CSV of texts like formulas is {guarded!r}")
        page.value("document.querySelectorAll('.table-tools button')[2].click()")
        for _ in range(200):
            files = [path for path in pathlib.Path(folder).iterdir() if path.suffix == ".csv"]
            if len(files) > 2:
                break
            page.value("0")
            time.sleep(0.02)
        count += 1
        found = [path.read_bytes().decode("utf-8-sig") for path in files]
        named = next((text for text in found if text.startswith("model")), "")
        models = [row["model"] for row in csv.DictReader(io.StringIO(named))]
        if models != ["pear", "pear", "apple", "fig", "fig"]:
            problems.append(f"the CSV of rows of one name is {named!r}")
    files = downloads(page, sample)
    count += len(files)
    if len(set(files)) != len(files) or any(len(name) > 64 or not name.endswith(".csv") for name in files):
        problems.append(f"tables of one page are saved as {files}")
    expected = ["-one-heading.csv", "-one-heading-2.csv"]
    if not all(name.endswith(end) for name, end in zip(files, expected)):
        problems.append(f"tables of a page with a long title are saved as {files}")
    findings.report("tables sorted or saved wrongly", count, "expectations", problems, started)


def paper(page, site, findings):
    """A table over several pages has its header on each of them, and pages are numbered."""
    started = time.time()
    problems = []
    # The longest table of the site that sorts.
    path = max(site.rglob("*.html"), key=lambda path: path.read_text().count("<tr>"))
    page.open(path.as_uri())
    page.value("document.querySelectorAll('article > *').forEach(e => { if (!e.matches('.table')) e.remove(); })")
    page.value("""(() => { const all = Array.from(document.querySelectorAll('article > .table'));
      const longest = all.reduce((a, b) => a.querySelectorAll('tr').length > b.querySelectorAll('tr').length ? a : b);
      all.forEach(e => { if (e !== longest) e.remove(); });
      const body = longest.querySelector('tbody');
      for (let rows = Array.from(body.rows); body.rows.length < 160;) rows.forEach(r => body.append(r.cloneNode(true)));
      longest.querySelector('th button').textContent = 'HEADER'; })()""")
    with tempfile.TemporaryDirectory() as folder:
        page.paper(folder + "/page.pdf")
        told = subprocess.run(["pdftotext", "-layout", folder + "/page.pdf", "-"], capture_output=True, text=True).stdout
    sheets = [sheet for sheet in told.split("\f") if sheet.strip()]
    for number, sheet in enumerate(sheets, 1):
        if "HEADER" not in sheet and number < len(sheets):
            problems.append(f"{path.relative_to(site)}: sheet {number} has no header")
        if not re.search(rf"\b{number} ?/ ?{len(sheets)}\b", sheet):
            problems.append(f"{path.relative_to(site)}: sheet {number} has no number")
    if len(sheets) < 3:
        problems.append(f"only {len(sheets)} sheets")
    findings.report("sheets of paper without header or number", len(sheets), "sheets", problems, started)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("site", type=pathlib.Path)
    arguments.add_argument("--sample", type=pathlib.Path, help="the page of tables")
    arguments.add_argument("--only", default="html,axe,layout,script,requests,keyboard,search,tables,paper")
    options = arguments.parse_args()
    site = options.site.resolve()
    only = set(options.only.split(","))
    findings = Findings("site")
    server, address = serve(site)
    some = kinds(site, 1)
    several = kinds(site, 6)
    print(f"site: {len(some)} kinds of pages, {len(several)} pages of them")

    def one():
        if "html" in only:
            html(site, findings)
        with Browser() as browser:
            page = browser.page()
            if "axe" in only:
                accessibility(page, site, some, findings)
            if "keyboard" in only:
                keyboard(page, site, some, findings)

    def other():
        with Browser() as browser:
            page = browser.page()
            page.call("DOM.enable")
            if "search" in only:
                searching(page, site, address, findings)
            if "tables" in only and options.sample:
                tables(page, options.sample.resolve(), findings)
            if "paper" in only:
                paper(page, site, findings)
            if "requests" in only:
                requests(page, site, some, address, findings)
            if "script" in only:
                without_script(page, site, several, findings)
            if "layout" in only:
                layout(page, site, several, findings)

    # Two at a time; what one throws fails the whole.
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(one), pool.submit(other)]:
            done.result()
    server.shutdown()
    sys.exit(1 if findings.failed else 0)


if __name__ == "__main__":
    main()
