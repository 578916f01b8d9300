"""Opens every page of sites that are made of attacks, in Chromium, and counts what ran.

Usage: hostile.py SITE… [--texts FILE]

Each page is opened from the disk and over HTTP without its content security policy, so that the escaping has to hold
alone; every eighth as it is, too. Everything is touched: pointers, focus, keys, links, folds, sorted tables, the search with the texts typed
into it. What counts as run: a call of __ran, a dialogue, another title than the page's own, another address.
"""
import argparse, concurrent.futures, pathlib, re, shutil, sys, tempfile, time, urllib.parse
from browser import Browser
from check import search, serve

WATCH = """(() => {
  window.__runs = [];
  window.__ran = () => window.__runs.push('ran');
  for (const name of ['alert', 'confirm', 'prompt', 'open', 'print']) window[name] = () => window.__runs.push(name);
})();"""

# Each element gets the events that attacks wait for; links that would run something are followed.
TOUCH = """(async () => {
  const start = document.title;
  document.querySelectorAll('details').forEach(e => { e.open = true; });
  const names = ['mouseover', 'mouseenter', 'click', 'focus', 'focusin', 'error', 'load', 'toggle', 'animationstart',
    'pointerrawupdate', 'begin', 'start', 'pageshow', 'cancel', 'submit'];
  const strange = [];
  for (const e of document.querySelectorAll('*')) {
    for (const attribute of e.attributes) {
      if (/^on/i.test(attribute.name)) strange.push(e.tagName + ' ' + attribute.name);
      if (/^(href|src|action|formaction|data|xlink:href|srcdoc|background|poster)$/i.test(attribute.name)) {
        let scheme = '';
        try { scheme = new URL(attribute.value, document.baseURI).protocol; } catch (error) { continue; }
        if (!['http:', 'https:', 'mailto:', 'file:'].includes(scheme) && attribute.value !== 'data:,')
          strange.push(e.tagName + ' ' + attribute.name + '=' + attribute.value.slice(0, 60));
      }
    }
    if (/^(IFRAME|OBJECT|EMBED|BASE|FORM|TEMPLATE|STYLE|FOREIGNOBJECT|MATH)$/i.test(e.tagName)) strange.push(e.tagName);
    for (const name of names) {
      if (name === 'click' && e.closest('a, button')) continue;
      e.dispatchEvent(new Event(name, { bubbles: false, cancelable: true }));
    }
  }
  document.querySelectorAll('.sort').forEach(e => e.click());
  await new Promise(done => setTimeout(done, 0));
  return [window.__runs.concat(document.title === start ? [] : ['title']), strange, document.title];
})()"""

# The search with one text after the other, as it would be typed.
QUERY = """(async texts => {
  const field = document.querySelector('.search input');
  const strange = [];
  let found = 0;
  for (const text of texts) {
    field.value = text;
    field.dispatchEvent(new Event('input'));
    for (const e of document.querySelectorAll('.search *')) {
      if (!/^(DIV|svg|path|INPUT|BUTTON|P|UL|LI|A|SPAN|MARK|KBD)$/.test(e.tagName)) strange.push(e.tagName);
      if (e.href && !/^(file|http):/.test(e.href)) strange.push(e.href);
      for (const attribute of e.attributes) if (/^on/i.test(attribute.name)) strange.push(attribute.name);
    }
    found += document.querySelectorAll('.search [role=option]').length;
  }
  await new Promise(done => setTimeout(done, 0));
  return [window.__runs, strange, found];
})"""


def texts(file):
    simple = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
    lines = [line for line in file.read_text().split("\n") if line and not line.startswith("# ")]
    return [re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))",
                   lambda m: chr(int(m[1], 16)) if m[1] else simple.get(m[2], m[2]), line) for line in lines]


def visit(page, root, pages, asked, label):
    import json
    problems, ran = [], 0
    for relative in pages:
        address = root + urllib.parse.quote(str(relative))
        try:
            page.open(address)
            runs, strange, _ = page.value(TOUCH)
        except RuntimeError as error:
            problems.append(f"{label} {relative}: {error}")
            continue
        if page.value("location.href").split("#")[0] != address:
            runs.append("address")
        ran += len(runs)
        problems += [f"{label} {relative}: {what}" for what in runs + strange[:3]]
        problems += [f"{label} {relative}: dialogue" for _ in page.take("Page.javascriptDialogOpening")]
        for event in page.take("Network.requestWillBeSent"):
            if not event["request"]["url"].startswith((root, "data:,")):
                problems.append(f"{label} {relative}: asks for {event['request']['url'][:80]}")
        page.events.clear()
    page.open(root + "index.html")
    search(page, "ran")
    runs, strange, found = page.value(f"{QUERY}({json.dumps(asked)})")
    problems += [f"{label} search: {what}" for what in runs + strange[:5]]
    if found < len(asked):
        problems.append(f"{label} search: only {found} results for {len(asked)} texts")
    return ran + len(runs), problems


def control(scratch):
    """A page that does run, so that a count of none means something."""
    path = pathlib.Path(scratch, "control.html")
    path.write_text("<title>a</title><img src=x onerror=__ran()><p onmouseover=alert(1)>x</p>"
                    "<a href='javascript:__ran()'>y</a>")
    with Browser() as browser:
        page = browser.page()
        page.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        page.open(path.as_uri())
        runs, strange, _ = page.value(TOUCH)
        assert "ran" in runs and "alert" in runs and len(strange) == 3, (runs, strange)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("sites", nargs="+", type=pathlib.Path)
    arguments.add_argument("--texts", type=pathlib.Path, required=True)
    options = arguments.parse_args()
    asked = texts(options.texts)
    started = time.time()
    with tempfile.TemporaryDirectory() as scratch:
        control(scratch)
        work, pages = [], 0
        for number, site in enumerate(options.sites):
            site = site.resolve()
            bare = pathlib.Path(scratch, f"bare-{number}")
            shutil.copytree(site, bare)
            for path in bare.rglob("*.html"):
                text = path.read_text()
                stripped = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?', "", text)
                assert stripped != text, path
                path.write_text(stripped)
            every = sorted(path.relative_to(site) for path in site.rglob("*.html"))
            pages += len(every)
            for folder, label in ((site, "with policy"), (bare, "without policy")):
                _, address = serve(folder)
                chosen = every if folder == bare else every[::8]
                work.append((folder.as_uri() + "/", chosen, f"file, {label}:"))
                work.append((address, chosen, f"HTTP, {label}:"))

        def one(part):
            with Browser() as browser:
                page = browser.page()
                page.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
                page.size(1000)
                return visit(page, *part[:2], asked, part[2])

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            results = list(pool.map(one, work))
    ran = sum(count for count, _ in results)
    problems = [problem for _, found in results for problem in found]
    for problem in problems[:20]:
        print(f"hostile: {problem}", file=sys.stderr)
    print(f"hostile: {len(asked)} texts on {pages} pages, from file and over HTTP, with and without the policy: "
          f"{ran} scripts ran, {len(problems)} problems ({time.time() - started:.1f} s)")
    sys.exit(1 if problems or not asked else 0)


if __name__ == "__main__":
    main()
