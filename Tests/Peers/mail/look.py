"""Opens the HTML of mails in Chromium: on a phone and beside a list of mails, light and dark, with pictures and without."""
import pathlib, re, sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "site"))
from browser import Browser

# What is wider than the window, but for what can be moved sideways in a box of its own.
WIDE = """[...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  for (let p = e.parentElement; p; p = p.parentElement) {
    const how = getComputedStyle(p).overflowX;
    if (how === 'auto' || how === 'scroll') return false;
  }
  return box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5);
}).map(e => e.tagName + ' ' + Math.round(e.getBoundingClientRect().right))"""
PICTURES = """[...document.images].map(i => ({shown: i.complete && i.naturalWidth > 0, width: i.width, height: i.height,
  natural: [i.naturalWidth, i.naturalHeight]}))"""
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
COLOURS = """[...document.querySelectorAll('h1,h2,p,td,th,li,a')].filter(e => e.textContent.trim()).map(e => {
  let back = null;
  for (let p = e; p && !back; p = p.parentElement) {
    const c = getComputedStyle(p).backgroundColor;
    if (c !== 'rgba(0, 0, 0, 0)') back = c;
  }
  return [e.tagName, getComputedStyle(e).color, back || 'rgb(255, 255, 255)'];
})"""


def brightness(colour):
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def look(mails, folder, keep=None):
    """`mails`: name, HTML and pictures by Content-ID. Gives how many pages were opened, and what was found."""
    problems, opened = [], 0
    folder.mkdir()
    with Browser() as browser:
        page = browser.page()
        for name, html, pictures in mails:
            shown = html
            for number, (identifier, content) in enumerate(pictures.items()):
                (folder / f"{name}-{number}.png").write_bytes(content)
                shown = shown.replace(f"cid:{identifier}", f"{name}-{number}.png")
            (folder / f"{name}.html").write_text(shown)
            (folder / f"{name}-off.html").write_text(html)
            for width in (600, 390):
                for scheme in ("light", "dark"):
                    for file in (f"{name}.html", f"{name}-off.html"):
                        opened += 1
                        place = f"{file} at {width}, {scheme}"
                        page.size(width, 900)
                        page.scheme(scheme)
                        page.take("Network.requestWillBeSent")
                        page.open((folder / file).as_uri())
                        for event in page.take("Network.requestWillBeSent"):
                            address = event["request"]["url"]
                            if not address.startswith((folder.as_uri(), "cid:")):
                                problems.append(f"{place}: asks for {address}")
                        if page.value("document.documentElement.scrollWidth") > width:
                            problems.append(f"{place}: wider than the window")
                        problems += [f"{place}: {found}" for found in page.value(WIDE)]
                        dark = brightness(page.value(BACKGROUND)) < 0.1
                        if dark != (scheme == "dark"):
                            problems.append(f"{place}: background is {page.value(BACKGROUND)}")
                        for element, colour, back in page.value(COLOURS):
                            if contrast(colour, back) < 4.5:
                                problems.append(f"{place}: {element} {colour} on {back}")
                        if not file.endswith("-off.html"):
                            for picture in page.value(PICTURES):
                                wide, high = picture["natural"]
                                if not picture["shown"] or abs(
                                        picture["width"] * high - picture["height"] * wide) > 2 * max(wide, high):
                                    problems.append(f"{place}: picture {picture}")
                        if keep:
                            page.picture(pathlib.Path(keep) / f"{file[:-5]}-{width}-{scheme}.png")
    return opened, sorted(set(problems), key=problems.index)
