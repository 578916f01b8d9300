// swift-format-ignore-file
// Made by templates/embed.sh from the files in templates/; edit those.

/// The templates as they stand in the program, by file name.
package enum EmbeddedTemplates {
  package static let files: [String: String] = [
    "stylesheet.css": ###"""
/* One style sheet for all pages: calm, legible, no request to anywhere. */

/* Colours. Text on its background has a contrast of at least 4.5, chart colours of at least 3; a test reckons it.
   The chart colours are told apart with every common colour blindness (after Okabe and Ito), and by lightness. */
:root {
  color-scheme: light;
  --background: #fdfdfc;
  --surface: #f3f4f2;
  --text: #1c2126;
  --muted: #5a626b;
  --line: #dcdfe0;
  --strong-line: #8b939b;
  --link: #0a58a8;
  --accent: #0a58a8;
  --note: #0a58a8;
  --tip: #0b6e4f;
  --warning: #9a4a00;
  --caution: #a3262e;
  --note-surface: #eef4fb;
  --tip-surface: #edf7f2;
  --warning-surface: #fdf3e7;
  --caution-surface: #fcefef;
  --chart-1: #0072b2;
  --chart-2: #c2500a;
  --chart-3: #007f5f;
  --chart-4: #96478f;
  --chart-5: #8f6a00;
  --chart-6: #5a6370;
  --chart-alert: #c4172c;
  --chart-text: #1c2126;
  --chart-muted: #5a626b;
  --chart-axis: #6d757d;
  --chart-grid: #e3e6e7;
  --chart-band: #d5e6f2;
  --code-k: #86277a;
  --code-s: #0b6244;
  --code-c: #5a626b;
  --code-n: #8a4600;
  --code-f: #0a4f96;
  --code-p: #5a626b;
  --code-o: #46505a;
  --mark: #fbe8a6;
  --shade: rgb(20 30 40 / 0.16);
}

@media screen and (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    color-scheme: dark;
    --background: #14171a;
    --surface: #1e2327;
    --text: #e3e6e8;
    --muted: #a2abb3;
    --line: #31373d;
    --strong-line: #6f7881;
    --link: #82bdf7;
    --accent: #82bdf7;
    --note: #82bdf7;
    --tip: #5fd0a4;
    --warning: #f0b45f;
    --caution: #f59a9a;
    --note-surface: #17232f;
    --tip-surface: #15261f;
    --warning-surface: #2b2115;
    --caution-surface: #2d1a1b;
    --chart-1: #5ab4f0;
    --chart-2: #ff9a5c;
    --chart-3: #3fcf9f;
    --chart-4: #e6a1d8;
    --chart-5: #f0c04c;
    --chart-6: #aeb6c2;
    --chart-alert: #ff7a85;
    --chart-text: #e3e6e8;
    --chart-muted: #a2abb3;
    --chart-axis: #868f98;
    --chart-grid: #2d3338;
    --chart-band: #1f3a4b;
    --code-k: #e2a5dd;
    --code-s: #8fd6a8;
    --code-c: #a2abb3;
    --code-n: #f0b877;
    --code-f: #92c7ff;
    --code-p: #a2abb3;
    --code-o: #bcc4cb;
    --mark: #574713;
    --shade: rgb(0 0 0 / 0.55);
  }
}

@media screen {
  :root[data-theme="dark"] {
    color-scheme: dark;
    --background: #14171a;
    --surface: #1e2327;
    --text: #e3e6e8;
    --muted: #a2abb3;
    --line: #31373d;
    --strong-line: #6f7881;
    --link: #82bdf7;
    --accent: #82bdf7;
    --note: #82bdf7;
    --tip: #5fd0a4;
    --warning: #f0b45f;
    --caution: #f59a9a;
    --note-surface: #17232f;
    --tip-surface: #15261f;
    --warning-surface: #2b2115;
    --caution-surface: #2d1a1b;
    --chart-1: #5ab4f0;
    --chart-2: #ff9a5c;
    --chart-3: #3fcf9f;
    --chart-4: #e6a1d8;
    --chart-5: #f0c04c;
    --chart-6: #aeb6c2;
    --chart-alert: #ff7a85;
    --chart-text: #e3e6e8;
    --chart-muted: #a2abb3;
    --chart-axis: #868f98;
    --chart-grid: #2d3338;
    --chart-band: #1f3a4b;
    --code-k: #e2a5dd;
    --code-s: #8fd6a8;
    --code-c: #a2abb3;
    --code-n: #f0b877;
    --code-f: #92c7ff;
    --code-p: #a2abb3;
    --code-o: #bcc4cb;
    --mark: #574713;
    --shade: rgb(0 0 0 / 0.55);
  }
}

/* Type: a scale of 1.2 from 1 rem; lines of text keep a rhythm of 1.6. */
:root {
  --sans: -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, system-ui, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
  --measure: 42rem;
  --wide: 50rem;
  --page: 48rem;
  --edge: max(1.25rem, calc((100vw - 80rem) / 2));
  font-size: 106.25%;
}

*, *::before, *::after { box-sizing: border-box; }

html {
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
  scroll-padding-top: 1rem;
}

body {
  display: flex;
  flex-direction: column;
  min-height: 100vh;
  margin: 0;
  background: var(--background);
  color: var(--text);
  font: 400 1rem/1.6 var(--sans);
  /* Also where a box is as wide as its longest word: in a row of tags, in a list of pages. */
  overflow-wrap: anywhere;
}

h1, h2, h3, h4, h5, h6 {
  margin: 2.4em 0 0.6em;
  line-height: 1.25;
  font-weight: 650;
  text-wrap: balance;
}

h1 { margin: 0 0 0.35em; font-size: 2.074rem; letter-spacing: -0.018em; line-height: 1.15; }
h2 { font-size: 1.44rem; letter-spacing: -0.012em; }
h3 { margin-top: 1.9em; font-size: 1.2rem; letter-spacing: -0.006em; }
h4, h5, h6 { margin-top: 1.6em; font-size: 1rem; }
h2 + h3, h3 + h4 { margin-top: 0.9em; }
h1 code, h2 code, h3 code { font-size: 0.9em; }

p, ul, ol, dl, pre, blockquote, figure, details, .table, .callout { margin: 0 0 1.1em; }
p { text-wrap: pretty; }
ul, ol { padding-left: 1.5em; }
li { margin: 0.25em 0; }
li > p { margin-bottom: 0.5em; }
li::marker { color: var(--muted); font-variant-numeric: tabular-nums; }
hr { margin: 2.4em 0; border: 0; border-top: 1px solid var(--line); }
/* What a page was made of, at its end. */
article > hr:has(+ p:last-child) { margin: 2.6em 0 0.9em; }
article > hr + p:last-child { margin: 0; color: var(--muted); font-size: 0.86rem; }
strong { font-weight: 650; }
sup { line-height: 0; }
abbr[title] { text-decoration-thickness: 1px; }
article img { max-width: 100%; height: auto; }

a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
button { font: inherit; color: inherit; cursor: pointer; }
mark { background: var(--mark); color: inherit; border-radius: 2px; }
.icon { width: 1.15em; height: 1.15em; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); border: 0; white-space: nowrap; }

code { font-family: var(--mono); font-size: 0.88em; overflow-wrap: anywhere; }
:not(pre) > code { padding: 0.1em 0.3em; border-radius: 3px; background: var(--surface); }
/* A name is not broken at its hyphens where the next line has room for it. */
:is(p, li, figcaption) > code { display: inline-block; max-width: 100%; padding: 0 0.3em; line-height: 1.45; }
a > code { color: inherit; }
td code, th code { overflow-wrap: normal; }
td > a > code { white-space: nowrap; }
pre {
  padding: 0.9em 1.1em;
  overflow-x: auto;
  border-radius: 5px;
  background: var(--surface);
  line-height: 1.5;
  tab-size: 2;
}
pre code { overflow-wrap: normal; }
/* Code is coloured when the site is built; what is green is a text also without its colour. */
.k { color: var(--code-k); }
.s { color: var(--code-s); }
.c { color: var(--code-c); font-style: italic; }
.n { color: var(--code-n); }
.f { color: var(--code-f); }
.p { color: var(--code-p); user-select: none; }
.o { color: var(--code-o); }

blockquote { padding-left: 1.1em; border-left: 3px solid var(--line); color: var(--muted); }
blockquote > :last-child, .callout > :last-child, details > :last-child, li > :last-child { margin-bottom: 0; }

.tasks { padding-left: 1.6em; list-style: none; }
.tasks > li { text-indent: -1.6em; }
.tasks > li > * { text-indent: 0; }
.tasks input { width: 1em; height: 1em; margin: 0 0.6em 0 0; vertical-align: -0.12em; accent-color: var(--accent); }
.footnotes { margin-top: 3.5em; border-top: 1px solid var(--line); padding-top: 1em; color: var(--muted); font-size: 0.88rem; }
.note a { padding: 0 0.2em; text-decoration: none; }
.back { padding: 0 0.25em; text-decoration: none; }

/* It stands beside the words and takes no room from them. */
.anchor {
  position: absolute;
  min-width: 1.5rem;
  margin-left: 0.1em;
  padding: 0 0.25em;
  color: var(--muted);
  font-weight: 400;
  text-decoration: none;
  opacity: 0;
}
:is(h2, h3, h4, h5, h6):hover .anchor, .anchor:focus { opacity: 1; }
:target { scroll-margin-top: 1rem; }
:is(h2, h3, h4, h5, h6):target { text-decoration: underline; text-decoration-color: var(--accent); text-decoration-thickness: 2px; text-underline-offset: 0.25em; }
:target > .anchor { text-decoration: none; }

/* The bar at the top. */
.skip {
  position: absolute;
  top: 0.4rem;
  left: -100vw;
  padding: 0.5em 1em;
  background: var(--background);
  z-index: 3;
}
.skip:focus { left: 0.4rem; }

.bar {
  position: relative;
  display: flex;
  align-items: center;
  gap: 0.2rem 1.6rem;
  min-height: 3.5rem;
  padding: 0.35rem var(--edge);
  border-bottom: 1px solid var(--line);
  font-size: 0.9rem;
}
.bar .brand { flex: 0 1 auto; max-width: 16rem; overflow: hidden; color: var(--text); font-size: 1rem; font-weight: 650; line-height: 1.9; text-decoration: none; text-overflow: ellipsis; white-space: nowrap; letter-spacing: -0.01em; }
.bar .brand:focus-visible { outline-offset: -2px; }
.bar nav { flex: 1 1 0; min-width: 0; }
.bar details { margin: 0; }
.bar ul { display: flex; flex-wrap: wrap; gap: 0.1rem 1.05rem; margin: 0; padding: 0; list-style: none; }
.bar li { min-width: 0; margin: 0; }
/* A page's title may be long; its name in the bar is not. */
.bar nav a { display: block; max-width: 11rem; overflow: hidden; padding: 0.2rem 0; text-overflow: ellipsis; white-space: nowrap; color: var(--muted); text-decoration: none; border-bottom: 2px solid transparent; }
.bar nav a:hover { color: var(--text); }
.bar nav a[aria-current] { color: var(--text); border-bottom-color: var(--accent); }
.bar .tools { display: flex; flex: none; align-items: center; gap: 0.5rem; }
.find {
  display: inline-flex;
  align-items: center;
  justify-content: flex-start;
  gap: 0.45rem;
  width: 9.5rem;
  height: 2.1rem;
  padding: 0 0.7rem;
  border: 1px solid var(--strong-line);
  border-radius: 5px;
  background: none;
  color: var(--muted);
  font-size: 0.86rem;
  text-decoration: none;
  white-space: nowrap;
}
.find:hover { color: var(--text); }
.find kbd { margin-left: auto; padding: 0 0.4em; border: 1px solid var(--line); border-radius: 3px; font: 0.8rem/1.35 var(--mono); }
/* As wide as the switch that a script puts here, so that nothing moves. */
.switch { flex: none; width: 2.1rem; height: 2.1rem; }
.switch button { display: grid; place-items: center; width: 100%; height: 100%; padding: 0; border: 1px solid transparent; border-radius: 5px; background: none; color: var(--muted); }
.switch button:hover { color: var(--text); border-color: var(--line); }

summary { cursor: pointer; color: var(--muted); }
summary:hover { color: var(--text); }
.menu > summary, .sidebar summary { min-height: 2.1rem; line-height: 2.1rem; }
.menu > summary { width: fit-content; }

/* The frame of a page. */
.frame {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: 0 3rem;
  width: 100%;
  max-width: 82.5rem;
  margin: 0 auto auto;
  padding: 1.4rem 1.25rem 3rem;
}
main { min-width: 0; max-width: 62rem; }
/* Without a list of pages beside it a page stands in the middle, where it stands with one; the list of all is wide. */
.frame:not(.with-sidebar) > main:not(:has(.page-index)) { justify-self: center; width: 100%; max-width: var(--page); }
.frame > main:has(.page-index) { max-width: none; }
.title { margin-bottom: 1.7rem; }
.meta { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.4em 0.7em; margin: 0; color: var(--muted); font-size: 0.86rem; font-variant-numeric: tabular-nums; }
/* A run stands for one day and is made on another. */
.layout-run .meta time::before { content: "ran on "; }
.tag { min-width: 0; max-width: 100%; padding: 0 0.65em; border-radius: 3px; background: var(--surface); }
a.tag { min-height: 1.5rem; color: inherit; line-height: 1.5rem; text-decoration: none; }
a.tag:hover { color: var(--text); text-decoration: underline; }

.breadcrumbs ol { display: flex; flex-wrap: wrap; margin: 0 0 0.7rem; padding: 0; list-style: none; color: var(--muted); font-size: 0.85rem; }
.breadcrumbs li { display: flex; align-items: center; min-width: 0; margin: 0; }
.breadcrumbs li + li::before { content: "/"; margin: 0 0.5em; color: var(--strong-line); }
.breadcrumbs a { display: inline-block; max-width: min(20rem, 80vw); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; min-height: 1.5rem; color: var(--muted); text-decoration: none; }
.breadcrumbs a:hover { color: var(--text); text-decoration: underline; }

.sidebar, .contents { font-size: 0.86rem; line-height: 1.4; }
.sidebar p, .contents p { margin: 0 0 0.5em; font-weight: 650; }
.sidebar ul, .contents ol, .contents-folded ol { margin: 0 0 1.4em; padding: 0; list-style: none; }
.sidebar li, .contents li { margin: 0; }
.sidebar a, .contents a { display: block; max-height: 5.85em; overflow: hidden; min-height: 1.5rem; padding: 0.25em 0 0.25em 0.85em; border-left: 2px solid var(--line); color: var(--muted); text-decoration: none; overflow-wrap: anywhere; }
.sidebar p a { padding-left: 0; border: 0; color: var(--text); }
.sidebar a:hover, .contents a:hover { color: var(--text); border-left-color: var(--strong-line); }
.sidebar li a[aria-current] { color: var(--text); border-left-color: var(--accent); font-weight: 650; }
.sidebar .more a { font-style: italic; }
.contents .level-3 a { padding-left: 1.8em; }
.contents { display: none; }
.sidebar { margin: -0.6rem 0 0.9rem; border-bottom: 1px solid var(--line); }
.sidebar details { margin: 0; padding-bottom: 0.3rem; }
.contents-folded .level-3 { padding-left: 1.2em; }

.neighbours { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem; max-width: var(--measure); margin-top: 4rem; padding-top: 1.2rem; border-top: 1px solid var(--line); font-size: 0.92rem; }
.neighbours a { max-width: 100%; max-height: 6.4em; overflow: hidden; text-decoration: none; overflow-wrap: anywhere; }
.neighbours a:hover { text-decoration: underline; }
.neighbours span { display: block; color: var(--muted); font-size: 0.8rem; }
.neighbours .next { margin-left: auto; text-align: right; }

.foot { display: flex; flex-wrap: wrap; gap: 0.3rem 2rem; padding: 1.1rem var(--edge) 2rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.84rem; }
.foot p { margin: 0; }
.foot ul { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; margin: 0; padding: 0; list-style: none; }
.foot li { margin: 0; }
.foot a { display: inline-block; min-height: 1.5rem; color: inherit; }

/* A page that is one file has no other page beside it. */
.single .frame { max-width: calc(var(--page) + 2.5rem); }
.single :is(.bar, .foot) { padding-right: max(1.25rem, calc((100vw - var(--page)) / 2)); padding-left: max(1.25rem, calc((100vw - var(--page)) / 2)); }

/* Prose keeps its measure; figures and tables may be wider, tables on the first page as wide as its tiles. */
.layout-home article > .table table { min-width: min(100%, var(--page)); }
article > :is(p, ul, ol, blockquote, hr, h2, h3, h4, h5, h6, .callout, .footnotes) { max-width: var(--measure); }
article > pre, article > .code-tools { max-width: var(--wide); }
.title { max-width: var(--measure); }

/* The list of all pages. */
.page-index h2 { padding-top: 0.9rem; border-top: 1px solid var(--line); }
.page-index :is(h2, h3) a { color: inherit; text-decoration-color: var(--line); }
.page-index > p { max-width: var(--measure); color: var(--muted); }
.page-index ul { padding: 0; list-style: none; columns: 22rem 2; column-gap: 3rem; }
.page-index ul.dense { columns: 15rem 4; font-size: 0.9rem; }
.page-index li { max-height: 14em; margin: 0 0 0.7em; overflow: clip; overflow-clip-margin: 0.4rem; break-inside: avoid; }
.page-index .dense li { margin: 0; }
.page-index .dense a { display: inline-block; min-height: 1.5rem; }
.page-index li span { display: block; color: var(--muted); font-size: 0.86rem; line-height: 1.45; }

/* Tables. Where more is to the side, a shade says so: it lies behind what covers it at the end. */
.table {
  position: relative;
  margin-bottom: 1.8rem;
  overflow-x: auto;
}
.table, pre, .chart {
  background:
    linear-gradient(to right, var(--ground) 40%, transparent) left / 2.5rem 100%,
    linear-gradient(to left, var(--ground) 40%, transparent) right / 2.5rem 100%,
    radial-gradient(farthest-side at 0 50%, var(--shade), transparent) left / 0.8rem 100%,
    radial-gradient(farthest-side at 100% 50%, var(--shade), transparent) right / 0.8rem 100%,
    var(--ground);
  background-repeat: no-repeat;
  background-attachment: local, local, scroll, scroll, scroll;
}
.table, .chart { --ground: var(--background); }
pre { --ground: var(--surface); }
.callout .table { background: none; }
/* A message is one long line. */
.callout pre { white-space: pre-wrap; overflow-wrap: anywhere; }

table { min-width: min(100%, var(--measure)); border-collapse: separate; border-spacing: 0; font-size: 0.9rem; line-height: 1.45; }
th, td { padding: 0.45em 1.3rem 0.45em 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th, thead td { border-bottom: 1px solid var(--strong-line); color: var(--muted); font-size: 0.84rem; font-weight: 600; white-space: nowrap; vertical-align: bottom; }
th:last-child, td:last-child { padding-right: 1rem; }
tbody tr:hover > * { background-color: var(--surface); }
.number { text-align: right; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap; }
/* The interval of a number stands under it. */
.number > em { display: block; color: var(--muted); font-size: 0.86em; font-style: normal; }
/* Numbers that name the rows stand right before what they name. */
.number:first-child { width: 1%; }
.short { white-space: nowrap; }
.center { text-align: center; }
/* A column is widened by its longest name, and not by a word that has no end. */
th, td { overflow-wrap: break-word; }
td:not(.short, .number) { max-width: min(var(--measure), 80vw); }
td:not(.short, .number) { min-width: 10rem; }

/* As wide as the button of its name will be, so that nothing moves when it comes. */
th[scope="col"] { min-width: 2.8rem; }
th[scope="col"]:last-child { min-width: 2.5rem; }

/* The button fills its cell, and its arrow stands in the room between the columns. */
.sort { position: relative; display: inline-block; min-width: 1.5rem; min-height: 1.5rem; margin: -0.2rem 0; padding: 0.2rem 0; border: 0; background: none; color: inherit; font: inherit; text-align: inherit; white-space: inherit; }
.sort:hover { color: var(--text); text-decoration: underline; text-decoration-color: var(--strong-line); text-underline-offset: 0.25em; }
.sort::after { position: absolute; left: calc(100% + 0.2rem); color: var(--accent); text-decoration: none; content: ""; }
[aria-sort] > .sort { color: var(--text); }
[aria-sort="ascending"] > .sort::after { content: "▲"; font-size: 0.75em; line-height: 2.2; }
[aria-sort="descending"] > .sort::after { content: "▼"; font-size: 0.75em; line-height: 2.2; }

/* What scripts add to tables and code lies in room that is there anyway. */
.table-tools, .code-tools { position: relative; height: 0; }
.table-tools button { position: absolute; top: -1.65rem; left: 0; }
.code-tools button { position: absolute; z-index: 1; top: 0.4rem; right: 0.4rem; border: 1px solid var(--line); background: var(--surface); opacity: 0; }
.code-tools button:focus-visible, .code-tools:hover button, .code-tools:has(+ pre:hover) button { opacity: 1; }
.table-tools button, .code-tools button { min-height: 1.5rem; padding: 0 0.5rem; border-radius: 4px; color: var(--muted); font-size: 0.78rem; line-height: 1.4rem; }
.table-tools button { padding: 0; border: 0; background: none; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 0.2em; }
.table-tools button:hover, .code-tools button:hover { color: var(--text); border-color: var(--strong-line); text-decoration-color: currentColor; }

/* One row of numbers, large. */
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.75rem, 1fr)); gap: 1.4rem 1.8rem; margin: 0 0 2.2rem; }
p + .tiles { margin-top: 1.7rem; }
.tiles > div { padding-top: 0.6rem; border-top: 2px solid var(--accent); }
.tiles dt { color: var(--muted); font-size: 0.84rem; line-height: 1.35; }
.tiles dd { margin: 0.15rem 0 0; font-size: 1.6rem; font-weight: 600; line-height: 1.2; letter-spacing: -0.015em; font-variant-numeric: tabular-nums lining-nums; }
.tiles dd strong { font-weight: inherit; }
.tiles dd em { display: block; margin-top: 0.3rem; color: var(--muted); font-size: 0.82rem; font-style: normal; font-weight: 400; line-height: 1.4; letter-spacing: 0; }
.tiles dd a { color: inherit; text-decoration-color: var(--strong-line); }
.tiles dd code { font-size: 0.62em; font-weight: 400; letter-spacing: 0; }

/* Figures. */
figure { margin: 1.8em 0 2em; max-width: var(--wide); }
figure img { display: block; max-width: 100%; height: auto; }
.chart { overflow-x: auto; }
.chart svg { display: block; width: 100%; min-width: 33rem; height: auto; }
/* A drawing made for narrow screens takes the wide one's place there. */
.chart.narrow { display: none; }
.chart.narrow svg { min-width: 0; }
figcaption { max-width: var(--measure); margin-top: 0.6em; color: var(--muted); font-size: 0.88rem; line-height: 1.45; }
figure .data { margin: 0.4em 0 0; font-size: 0.88rem; }
figure .data summary { width: fit-content; min-height: 1.5rem; }
figure .data a { display: inline-block; min-height: 1.5rem; }
figure details.data .table { margin-top: 0.6em; }
figure details.data[open] > summary { margin-bottom: 0.2em; }

/* Callouts and folds. Each kind has its sign beside its word and colour. */
.callout { padding: 0.85em 1.1em 0.95em; border-left: 3px solid var(--note); border-radius: 0 5px 5px 0; background: var(--note-surface); }
.callout-title { margin: 0 0 0.25em; color: var(--note); font-size: 0.88rem; font-weight: 650; }
.callout-title::before { display: inline-block; min-width: 1.3em; content: "ℹ︎"; }
.callout-tip { border-color: var(--tip); background: var(--tip-surface); }
.callout-tip .callout-title { color: var(--tip); }
.callout-tip .callout-title::before { content: "✓"; }
.callout-important .callout-title::before { content: "◆"; }
.callout-warning { border-color: var(--warning); background: var(--warning-surface); }
.callout-warning .callout-title { color: var(--warning); }
.callout-warning .callout-title::before { content: "▲"; }
.callout-caution { border-color: var(--caution); background: var(--caution-surface); }
.callout-caution .callout-title { color: var(--caution); }
.callout-caution .callout-title::before { content: "■"; }
.callout > * { max-width: var(--measure); }
.callout > :is(h2, h3, h4):first-of-type { margin-top: 0; font-size: 1rem; }

.fold { padding: 0.5em 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); max-width: var(--wide); }
.fold > summary { min-height: 1.5rem; }
.fold + .fold { margin-top: -1.1em; border-top: 0; }
.fold[open] > summary { margin-bottom: 0.8em; color: var(--text); font-weight: 650; }
.contents-folded { max-width: var(--measure); margin-bottom: 1.6em; padding: 0.35em 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); font-size: 0.9rem; }
.contents-folded summary { min-height: 1.5rem; }
.contents-folded ol { margin: 0.5em 0 0.2em; }
.contents-folded li { margin: 0; }
.contents-folded a { display: block; padding: 0.25em 0; text-decoration: none; }

/* Search. */
.search {
  width: min(40rem, calc(100vw - 2rem));
  max-width: none;
  max-height: min(36rem, 84vh);
  margin: 8vh auto auto;
  padding: 0;
  border: 1px solid var(--strong-line);
  border-radius: 8px;
  background: var(--background);
  color: var(--text);
  box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.25);
}
.search[open] { display: flex; flex-direction: column; }
.search::backdrop { background: rgb(15 20 25 / 0.45); }
.search-head { display: flex; flex: none; align-items: center; gap: 0.7rem; padding: 0.6rem 0.7rem 0.6rem 1rem; border-bottom: 1px solid var(--line); color: var(--muted); }
.search-head .icon { flex: none; }
.search-head input { flex: 1 1 auto; min-width: 0; padding: 0.45rem 0.2rem; border: 0; background: none; color: var(--text); font: inherit; }
.search-head input::placeholder { color: var(--muted); opacity: 1; }
.search-head input:focus-visible { outline-offset: 0; }
.search .close { min-height: 1.9rem; padding: 0 0.6rem; border: 1px solid var(--line); border-radius: 4px; background: none; font-size: 0.82rem; }
.search .status { flex: none; min-height: 1.3em; margin: 0.55rem 1rem 0.35rem; color: var(--muted); font-size: 0.82rem; }
.search ul { flex: 1 1 auto; margin: 0; padding: 0 0.5rem; overflow-y: auto; list-style: none; overscroll-behavior: contain; }
.search li { margin: 0; }
.search li a { display: block; padding: 0.5rem 0.6rem; border-left: 3px solid transparent; border-radius: 4px; color: var(--text); text-decoration: none; line-height: 1.4; overflow-wrap: anywhere; }
.search li a[aria-selected="true"] { border-left-color: var(--accent); background: var(--surface); }
.search .name { display: block; max-height: 4.2em; overflow: hidden; font-weight: 600; }
.search .arrow { color: var(--muted); font-weight: 400; }
.search .about { display: block; overflow: hidden; color: var(--muted); font-size: 0.84rem; text-overflow: ellipsis; white-space: nowrap; }
.search .about mark { color: var(--text); }
.search-foot { display: flex; flex: none; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; margin: 0.4rem 0 0; padding: 0.55rem 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.8rem; }
.search-foot a { min-height: 1.5rem; }

/* Where the bar is narrow its sections fold into a menu, and what it is called stays short. */
@media screen and (max-width: 59.99rem) {
  .bar { flex-wrap: wrap; gap: 0 0.9rem; }
  .bar .brand { flex: 1 1 0; min-width: 0; max-width: none; }
  .bar nav { order: 3; flex: none; }
  .menu > summary { padding: 0 0.3rem; }
  .menu ul { position: absolute; z-index: 2; left: 0; right: 0; top: 100%; display: block; padding: 0.6rem 1rem 0.9rem; border: solid var(--line); border-width: 1px 0; max-height: calc(100vh - 4rem); overflow-y: auto; background: var(--background); box-shadow: 0 0.8rem 1rem -0.6rem var(--shade); columns: 2; }
  .sidebar details[open] > summary { margin-bottom: 0.6rem; }
  .menu li { break-inside: avoid; }
  .bar nav .menu li a { max-width: 100%; padding: 0.35rem 0 0.35rem 0.6rem; border: 0; border-left: 2px solid transparent; }
  .bar nav .menu li a[aria-current] { border-left-color: var(--accent); }
  .find { width: 2.1rem; padding: 0; justify-content: center; }
  a.find { overflow: hidden; color: transparent; }
  .find span, .find kbd { position: absolute; clip-path: inset(50%); }
}

@media screen and (min-width: 60rem) {
  .frame { padding-top: 2.4rem; }
  .with-sidebar { grid-template-columns: 13rem minmax(0, 1fr); grid-template-areas: "sidebar page"; }
  .with-sidebar > main { grid-area: page; }
  .sidebar { grid-area: sidebar; align-self: start; position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); margin: 0; padding: 0 0.5rem 0 0; overflow-y: auto; border: 0; }
  /* As in tables: where more is above or below, a shade says so. */
  .sidebar, .contents {
    background:
      linear-gradient(to bottom, var(--background) 40%, transparent) top / 100% 2.5rem,
      linear-gradient(to top, var(--background) 40%, transparent) bottom / 100% 2.5rem,
      radial-gradient(farthest-side at 50% 0, var(--shade), transparent) top / 100% 0.7rem,
      radial-gradient(farthest-side at 50% 100%, var(--shade), transparent) bottom / 100% 0.7rem;
    background-repeat: no-repeat;
    background-attachment: local, local, scroll, scroll;
  }
  /* There is room for what is folded on small screens. */
  @supports selector(::details-content) {
    .menu:not(:has(li:nth-child(16))) > summary, .sidebar summary { display: none; }
    .menu:not(:has(li:nth-child(16)))::details-content, .sidebar details::details-content { display: block; content-visibility: visible; block-size: auto; }
  }
  /* More than a bar holds stay a menu. */
  .menu:has(li:nth-child(16)) ul { position: absolute; z-index: 2; left: 0; right: 0; top: 100%; display: block; max-height: 75vh; padding: 0.8rem var(--edge) 1rem; overflow-y: auto; border: solid var(--line); border-width: 1px 0; background: var(--background); box-shadow: 0 0.8rem 1rem -0.6rem var(--shade); columns: 12rem; }
  .menu:has(li:nth-child(16)) li { break-inside: avoid; }
  .bar nav .menu:has(li:nth-child(16)) li a { max-width: 100%; padding: 0.3rem 0 0.3rem 0.7rem; border: 0; border-left: 2px solid transparent; }
  .bar nav .menu:has(li:nth-child(16)) li a[aria-current] { border-left-color: var(--accent); }
}

/* A table of many columns goes on where nothing stands beside it. */
@media screen and (min-width: 60rem) and (max-width: 75.99rem) {
  .frame:not(.with-sidebar) article > .table { margin-right: calc((100% - 100vw) / 2 + 1.25rem); }
}

@media screen and (min-width: 76rem) {
  .frame:not(.with-sidebar, .with-contents) article > .table { margin-right: max(-14rem, calc((100% - 100vw) / 2 + 1.25rem)); }
  .with-contents { grid-template-columns: 13rem minmax(0, 1fr) 13rem; grid-template-areas: ". page contents"; }
  .with-contents > main { grid-area: page; }
  .with-sidebar.with-contents { grid-template-areas: "sidebar page contents"; }
  .contents { display: block; grid-area: contents; align-self: start; position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); overflow-y: auto; }
  .contents-folded { display: none; }
}

@media screen and (max-width: 40rem) {
  :root { font-size: 100%; }
  h1 { font-size: 1.728rem; }
  h2 { font-size: 1.3rem; }
  .bar { min-height: 3rem; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1.1rem 1.2rem; }
  .tiles dd { font-size: 1.35rem; }
  .chart.has-narrow { display: none; }
  .chart.narrow { display: block; }
  /* The first column names the row: it stays while the others are moved sideways. */
  .table tr > :first-child { position: sticky; z-index: 1; left: 0; background-color: var(--background); max-width: 45vw; }
  .callout .table tr > :first-child { background-color: inherit; }
  .scrolls tr > :first-child { box-shadow: 1px 0 0 var(--line); }
  th, td { padding-right: 1.1rem; }
  .table tr > :first-child:not(:last-child) { padding-right: 0.7rem; }
  .table tr > :nth-child(2) { padding-left: 0.6rem; }
  td:not(.short, .number) { min-width: 13rem; }
  .table tr > :first-child:not(.short, .number) { min-width: 9rem; }
  /* What a thing is called and what it is: the second column wraps instead of moving. */
  table:has(thead td:first-child:empty) td:last-child, table:has(thead td:first-child:empty) td:last-child code { min-width: 0; white-space: normal; overflow-wrap: anywhere; }
  .search { margin-top: 1rem; max-height: calc(100vh - 2rem); }
  .search-foot span { display: none; }
}

@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth; }
}

/* Without a script there is nothing to switch. */
@media (scripting: none) {
  .switch { display: none; }
  .bar a.find { width: auto; padding: 0 0.7rem; color: var(--muted); }
}

@media (forced-colors: active) {
  .callout, .tiles > div { border-color: CanvasText; }
  .sidebar li a[aria-current], .bar nav a[aria-current], .search li a[aria-selected="true"] { border-color: Highlight; }
  .table, pre, .chart, .sidebar, .contents { background: none; }
  .icon { stroke: CanvasText; }
}

@media print {
  @page {
    margin: 18mm 16mm 20mm;
    @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #5a626b; }
  }
  :root { font-size: 10pt; }
  h2 { margin-top: 1.6em; }
  body { display: block; background: none; }
  .sidebar, .contents, .contents-folded, .breadcrumbs, .neighbours, .foot ul, .skip, .anchor, .bar nav, .bar .tools, .table-tools, .code-tools, .search { display: none; }
  .bar { display: block; min-height: 0; padding: 0 0 0.4rem; font-size: 0.85rem; }
  .bar .brand { color: var(--muted); font-size: 0.85rem; font-weight: 400; line-height: 1.4; }
  /* No sheet of its own for the foot and for what a page was made of: the last lines of the page go with them.
     Chromium looks for these only in the foot's own parent. */
  .frame, main, article { display: block; max-width: none; padding: 0; }
  .frame, main, article { display: contents; }
  .title { margin-top: 1.4rem; }
  .foot { padding: 0.6rem 0 0; border: 0; break-before: avoid; }
  article > hr:has(+ p:last-child), article > hr + p:last-child { break-before: avoid; }
  article > pre:last-child { break-inside: auto; }
  article > * { max-width: none; }
  h2, h3, h4, h5, h6, summary, .callout-title { break-after: avoid; break-inside: avoid; }
  figcaption { break-before: avoid; }
  .chart, .tiles, .callout, tr, pre, li, dt, dd { break-inside: avoid; }
  .chart, figure img { break-after: avoid; }
  /* A list's or table's first line does not leave what announces it. */
  p:has(+ :is(ul, ol, pre, .code-tools, .table, figure)) { break-after: avoid; }
  /* Nor does one row of several stand alone on a sheet. */
  tbody tr:first-child:not(:last-child) { break-after: avoid; }
  tbody tr:last-child:not(:first-child) { break-before: avoid; }
  thead { display: table-header-group; break-inside: avoid; }
  /* Chromium repeats no header that holds a button. */
  .sort { display: contents; }
  .table, .chart, pre { overflow: visible; background: none; }
  .table { margin-bottom: 1.1em; }
  pre { border: 1px solid var(--line); }
  table { width: 100%; font-size: 0.85rem; }
  th { white-space: normal; }
  pre { white-space: pre-wrap; }
  figure { max-width: 150mm; }
  .chart svg { min-width: 0; max-height: 110mm; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(30mm, 1fr)); }
  p, li { orphans: 3; widows: 3; }
  a { color: inherit; }
  article a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 0.85em; overflow-wrap: anywhere; }
  .meta a::after, table a[href^="http"]::after { content: none !important; }
  /* What is folded on the screen is read on paper; a figure's numbers are drawn there already. */
  details::details-content { content-visibility: visible; block-size: auto; }
  details.data, p.data { display: none; }
  /* A report on paper is for those who read it on Monday; how it is computed is a click away. */
  .layout-report .fold { display: none; }
  .fold { max-width: none; }
  /* A full stop stays at its code. */
  :is(p, li, figcaption) > code { display: inline; }
  summary { list-style: none; }
  summary::-webkit-details-marker { display: none; }
  /* A report for people who want the numbers, on two sheets: what they left folded stays so. */
  @page report { size: A4; margin: 12mm 15mm; }
  .layout-report { page: report; font-size: 9pt; line-height: 1.42; }
  .layout-report article > * { max-width: none; }
  .layout-report details:not([open]), .layout-report p.data, .layout-report .title .meta { display: none; }
  .layout-report :is(h1, .title) { margin-bottom: 0.3em; }
  .layout-report h2 { margin: 0.9em 0 0.3em; font-size: 11.5pt; }
  .layout-report :is(p, ul, .table, .tiles) { margin-bottom: 0.55em; }
  .layout-report .tiles { gap: 0.8rem 1.6rem; margin-top: 0.6em; }
  .layout-report .tiles > div { padding-top: 0.3rem; }
  .layout-report :is(th, td) { padding-top: 0.18em; padding-bottom: 0.18em; }
  /* A number's words stay with its chart. */
  .layout-report h2 + p { break-after: avoid; }
  .layout-report figure { max-width: 148mm; margin: 0.3em 0 0.5em; break-inside: avoid; }
  .layout-report td img { width: 24mm; height: auto; vertical-align: middle; }
  .layout-report figcaption { margin-top: 0.2em; break-after: auto; }
  .layout-report hr, article > hr:has(+ p:last-child) { margin: 0.8em 0 0.4em; }
}

"""###,
    "script.js": ###"""
// Everything on these pages can be read without these scripts. This one sets the colours before the page is drawn,
// adds the switch for them and the buttons that copy code, and opens what is folded before printing.
// tables.js and search.js follow it in the same file.
(function () {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  // The colours. ----------------------------------------------------------------------------------------------------

  function stored() {
    try { return localStorage.getItem("theme"); } catch (error) { return null; }
  }
  function store(theme) {
    try { localStorage.setItem("theme", theme); } catch (error) { /* kept for this page only */ }
  }
  function current() {
    return root.getAttribute("data-theme") || (dark.matches ? "dark" : "light");
  }

  const theme = stored();
  if (theme === "dark" || theme === "light") root.setAttribute("data-theme", theme);

  // A drawing of one path, as wide as the text around it.
  function icon(path) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(space, "path");
    line.setAttribute("d", path);
    svg.appendChild(line);
    return svg;
  }
  const moon = "M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z";
  const sun = "M10 6.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6zM10 1.2v2M10 16.8v2M1.2 10h2M16.8 10h2"
    + "M3.8 3.8l1.4 1.4M14.8 14.8l1.4 1.4M3.8 16.2l1.4-1.4M14.8 5.2l1.4-1.4";

  function addSwitch() {
    const place = document.querySelector(".bar .switch");
    if (!place) return;
    const button = document.createElement("button");
    button.type = "button";
    const label = function () {
      const other = current() === "dark" ? "light" : "dark";
      button.replaceChildren(icon(other === "dark" ? moon : sun));
      button.setAttribute("aria-label", "Show in " + other + " colours");
      button.title = "Show in " + other + " colours";
    };
    button.addEventListener("click", function () {
      const other = current() === "dark" ? "light" : "dark";
      root.setAttribute("data-theme", other);
      store(other);
      label();
    });
    dark.addEventListener("change", label);
    label();
    place.appendChild(button);
  }

  // Code. -----------------------------------------------------------------------------------------------------------

  // Of a console, what is typed: the lines after a prompt, without it. Of other code, all of it.
  function typed(code) {
    const text = code.textContent.replace(/\n$/, "");
    if (!/\blanguage-(console|shell-session)\b/.test(code.className) || !/^[$#] /m.test(text)) return text;
    const lines = [];
    let goesOn = false;
    text.split("\n").forEach(function (line) {
      const isPrompt = /^[$#] /.test(line);
      if (isPrompt || goesOn) lines.push(isPrompt ? line.slice(2) : line);
      goesOn = (isPrompt || goesOn) && /\\$/.test(line);
    });
    return lines.join("\n");
  }

  function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Older browsers, and pages that come without encryption.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.appendChild(area);
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    return isDone ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  function addCopyButtons() {
    document.querySelectorAll("pre > code").forEach(function (code) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.setAttribute("aria-label", "Copy this code");
      button.addEventListener("click", function () {
        copy(typed(code)).then(function () { say("Copied"); }, function () { say("Not copied"); });
      });
      function say(word) {
        button.textContent = word;
        window.scorebook.tell(word);
        setTimeout(function () { button.textContent = "Copy"; }, 1600);
      }
      const place = document.createElement("div");
      place.className = "code-tools";
      place.appendChild(button);
      code.parentNode.parentNode.insertBefore(place, code.parentNode);
    });
  }

  // Words for those who hear the page; what they tell is seen elsewhere.
  let told = null;
  window.scorebook = {
    icon: icon,
    tell: function (text) {
      if (!told) {
        told = document.createElement("p");
        told.className = "unseen";
        told.setAttribute("role", "status");
        (document.querySelector("main") || document.body).appendChild(told);
      }
      told.textContent = text;
    },
  };

  document.addEventListener("DOMContentLoaded", function () {
    addSwitch();
    addCopyButtons();
    // Where there is room the style sheet shows what is folded; then it is open, also for those who hear the page.
    const room = window.matchMedia("(min-width: 60rem)");
    const folds = document.querySelectorAll(".menu, .sidebar details");
    // A menu of more than a bar holds stays one; the style sheet counts as this does.
    const most = 15;
    const isMenu = function (fold) { return !room.matches || fold.querySelectorAll("li").length > most; };
    const unfold = function () {
      folds.forEach(function (fold) { fold.open = room.matches && !(fold.matches(".menu") && isMenu(fold)); });
    };
    room.addEventListener("change", unfold);
    unfold();
    // A menu that was opened closes with Escape, and gives the focus back.
    document.addEventListener("keydown", function (event) {
      const menu = document.querySelector(".menu[open]");
      if (event.key !== "Escape" || !menu || !isMenu(menu) || !menu.contains(document.activeElement)) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // Paper. ----------------------------------------------------------------------------------------------------------

  let opened = [];
  window.addEventListener("beforeprint", function () {
    // A report prints as it is read: what is folded there is for the screen.
    const folds = "article details:not([open]):not(.contents-folded)";
    opened = document.body.classList.contains("layout-report") ? [] : Array.from(document.querySelectorAll(folds));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    opened = [];
  });
})();

"""###,
    "search.js": ###"""
// Search. The index is a script beside the pages, loaded when somebody searches; it needs no server.
(function () {
  "use strict";
  const shown = 12;
  // Of a long row of like pages, such as runs, so many at most where other pages answer, too.
  const shownOfMany = 4;

  // The index. ------------------------------------------------------------------------------------------------------
  // Written by the program; how, says its own documentation ("SearchEncoding").

  const digits = Array.from({ length: 94 }, function (_, index) { return String.fromCharCode(33 + index); })
    .filter(function (digit) { return '"\\<'.indexOf(digit) < 0; }).join("");
  const base = digits.length;

  function numbers(text) {
    const found = [];
    for (let index = 0; index < text.length;) {
      const first = digits.indexOf(text[index++]);
      if (first < 60) found.push(first);
      else if (first < 90) found.push(60 + (first - 60) * base + digits.indexOf(text[index++]));
      else {
        let value = 0;
        for (let more = 0; more < 3; more++) value = value * base + digits.indexOf(text[index++]);
        found.push(value);
      }
    }
    return found;
  }

  function read(raw) {
    const fields = raw.pages ? raw.pages.split("\t") : [];
    const pages = [];
    let last = ["", "", ""];
    for (let index = 0; index + 2 < fields.length; index += 3) {
      last = last.map(function (before, part) {
        const field = fields[index + part];
        return before.slice(0, digits.indexOf(field[0])) + field.slice(1);
      });
      pages.push({ path: last[0], title: last[1], about: last[2], headings: [], isMany: false });
    }
    let page = 0;
    numbers(raw.many).forEach(function (gap) { page += gap; if (pages[page]) pages[page].isMany = true; });
    page = 0;
    let address = null;
    (raw.headings ? raw.headings.split("\t") : []).forEach(function (field) {
      if (address !== null) add(field, address);
      else if (field[0] === "@") page += Number(field.slice(1));
      else if (field[0] === "#") { address = field.slice(1); return; } else add(field.slice(1), slug(field.slice(1)));
      address = null;
    });
    function add(text, place) {
      if (pages[page]) pages[page].headings.push({ text: text, address: place, words: words(text) });
    }
    const list = [];
    let word = "";
    raw.words.replace(/([A-Z])([^A-Z]*)/g, function (all, shared, rest) {
      word = word.slice(0, shared.charCodeAt(0) - 65) + rest;
      list.push(word);
      return "";
    });
    return { pages: pages, words: list, places: raw.places.split(" ") };
  }

  function slug(text) {
    return text.toLowerCase().replace(/[^a-z0-9 _-]/g, "").replace(/^ +/, "").replace(/ /g, function (blank, at, all) {
      return all[at - 1] === "-" || all[at - 1] === " " ? "" : "-";
    }).replace(/-+$/, "");
  }

  // As the program folds words: lower case, without accents.
  const plain = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i" };
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/[ßæœøđðłþı]/g, function (letter) { return plain[letter]; });
  }
  function words(text) { return fold(text).match(/[\p{L}\p{N}\p{M}_]+/gu) || []; }

  // Finding. --------------------------------------------------------------------------------------------------------

  // The first word that does not come before this one; the list is sorted by code, as the program writes it.
  function firstFrom(list, word) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < word) low = middle + 1; else high = middle;
    }
    return low;
  }

  const weights = [1, 4, 9, 20];

  // What each page scores for one word of the query, or for what begins with it.
  function scores(index, word) {
    const found = new Map();
    for (let at = firstFrom(index.words, word); at < index.words.length; at++) {
      const candidate = index.words[at];
      if (candidate.lastIndexOf(word, 0) !== 0) break;
      const likeness = candidate === word ? 1 : 0.25 + 0.5 * word.length / candidate.length;
      const places = numbers(index.places[at]);
      const rarity = Math.log(1 + index.pages.length / places.length);
      let page = 0;
      places.forEach(function (place) {
        page += place >> 2;
        const score = likeness * rarity * weights[place & 3];
        if (score > (found.get(page) || 0)) found.set(page, score);
      });
    }
    return found;
  }

  // The word; else as it is written without umlauts; else without its ending.
  function closest(index, word) {
    let found = scores(index, word);
    if (!found.size) found = scores(index, word.replace(/([aou])e/g, "$1"));
    for (let length = word.length - 1; !found.size && length >= Math.max(4, word.length - 4); length--) {
      found = scores(index, word.slice(0, length));
    }
    return found;
  }

  // Words that tell nothing of a page, as the program has them ("SearchWords"), unless nothing else is asked for.
  const stopWords = new Set(("a an and are as at be been but by can do does for from had has have how i if in into is it "
    + "its may more most no not of on only or our so than that the their them then there these they this to was we were "
    + "what when where which who will with you your").split(" "));
  function telling(query) {
    const all = words(query);
    const some = all.filter(function (word) { return !stopWords.has(word); });
    return some.length ? some : all;
  }

  // Of a row of like pages, such as runs, those whose file is called as the query or begins with it: a run by its number.
  // Others are called as their titles are, whose words are found anyway.
  const shortestName = 6;
  function named(index, query) {
    const name = fold(query.trim());
    const found = new Set();
    if (name.length < shortestName || /\s/.test(name)) return found;
    index.pages.forEach(function (page, place) {
      const own = fold(page.path.slice(page.path.lastIndexOf("/") + 1)).replace(/\.html$/, "");
      if (page.isMany && own.lastIndexOf(name, 0) === 0) found.add(place);
    });
    return found;
  }

  function find(index, query) {
    const asked = telling(query);
    if (!asked.length) return { hits: [], asked: asked };
    const totals = new Map();
    const names = named(index, query);
    names.forEach(function (page) { totals.set(page, { page: page, score: 1000, words: asked.length }); });
    asked.forEach(function (word) {
      closest(index, word).forEach(function (score, page) {
        if (names.has(page)) return;
        const total = totals.get(page) || { page: page, score: 0, words: 0 };
        total.score += score;
        total.words += 1;
        totals.set(page, total);
      });
    });
    // All words, where a page has them all; else the pages with the most.
    let most = 0;
    totals.forEach(function (total) { most = Math.max(most, total.words); });
    const whole = asked.join(" ");
    const hits = [];
    totals.forEach(function (total) {
      if (total.words < most) return;
      const page = index.pages[total.page];
      const heading = bestHeading(page, asked);
      const title = words(page.title).join(" ");
      if (title === whole) total.score *= 3; else if (title.lastIndexOf(whole, 0) === 0) total.score *= 1.6;
      if (heading && heading.isWhole) total.score *= 1.6;
      if (page.isMany && !names.has(total.page)) total.score *= 0.3;
      hits.push({ page: page, heading: heading && heading.heading, score: total.score, place: total.page });
    });
    hits.sort(function (a, b) { return b.score - a.score || a.place - b.place; });
    return { hits: hits, asked: asked };
  }

  // The heading on a page that tells what is asked, unless its title tells as much.
  function bestHeading(page, asked) {
    const inTitle = count(words(page.title));
    let best = null;
    page.headings.forEach(function (heading) {
      const told = count(heading.words);
      if (told <= inTitle || (best && (told < best.told || (told === best.told && heading.words.length >= best.length)))) return;
      best = { heading: heading, told: told, length: heading.words.length };
    });
    return best && { heading: best.heading, isWhole: best.told === asked.length && best.length <= asked.length + 1 };
    function count(list) {
      return asked.filter(function (word) {
        return list.some(function (other) { return other.lastIndexOf(word, 0) === 0; });
      }).length;
    }
  }

  function firstHits(hits) {
    let many = 0;
    const others = hits.filter(function (hit) { return !hit.page.isMany; }).length;
    return hits.filter(function (hit) {
      if (!hit.page.isMany) return true;
      many += 1;
      return many <= Math.max(shownOfMany, shown - others);
    }).slice(0, shown);
  }

  // The dialogue. ---------------------------------------------------------------------------------------------------

  document.addEventListener("DOMContentLoaded", function () {
    const link = document.querySelector(".bar .find");
    // Without a dialogue the link leads to the list of all pages, as it does without a script.
    if (!link || !window.HTMLDialogElement) return;
    const address = new URL(link.getAttribute("data-index"), location.href).href;
    const root = new URL("..", address).href;
    const allPages = link.href;

    function element(name, attributes, text) {
      const made = document.createElement(name);
      Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
      if (text) made.textContent = text;
      return made;
    }

    const button = element("button", { type: "button", class: "find", "aria-haspopup": "dialog" });
    button.append(window.scorebook.icon("M8.5 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM12.6 12.6L17 17"),
      element("span", {}, "Search"), element("kbd", { "aria-hidden": "true" }, "Ctrl K"));
    button.setAttribute("aria-label", "Search");
    button.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
    link.replaceWith(button);

    const dialog = element("dialog", { class: "search", "aria-label": "Search" });
    const input = element("input", {
      type: "text", role: "combobox", "aria-label": "Search this site", "aria-expanded": "false",
      "aria-controls": "scorebook-search-results", "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off",
      spellcheck: "false", enterkeyhint: "go", placeholder: "Search titles, headings and text",
    });
    const close = element("button", { type: "button", class: "close" }, "Close");
    const status = element("p", { role: "status", class: "status" });
    const list = element("ul", { role: "listbox", id: "scorebook-search-results", "aria-label": "Pages found" });
    const head = element("div", { class: "search-head" });
    head.append(window.scorebook.icon("M8.5 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM12.6 12.6L17 17"), input, close);
    const foot = element("p", { class: "search-foot" });
    foot.append(element("span", {}, "↑ ↓ to choose, Enter to open, Esc to close"),
      element("a", { href: allPages }, "All pages"));
    dialog.append(head, status, list, foot);
    document.body.appendChild(dialog);

    let index = null;
    let loading = null;
    let options = [];
    let chosen = -1;

    function load() {
      if (loading) return;
      loading = document.createElement("script");
      loading.src = address;
      loading.addEventListener("load", function () {
        index = window.scorebookSearch ? read(window.scorebookSearch) : null;
        delete window.scorebookSearch;
        update();
      });
      loading.addEventListener("error", function () {
        status.textContent = "The index can't be loaded. All pages are in the list below.";
        loading.remove();
        loading = null;
      });
      document.head.appendChild(loading);
    }

    function open() {
      if (dialog.open) return;
      load();
      dialog.showModal();
      input.focus();
      input.select();
    }

    function update() {
      const query = input.value.trim();
      chosen = -1;
      options = [];
      list.replaceChildren();
      if (!query) status.textContent = index || !loading ? "" : "Loading the index …";
      else if (!index) status.textContent = "Loading the index …";
      else {
        const result = find(index, query);
        const hits = firstHits(result.hits);
        hits.forEach(function (hit, number) { list.appendChild(entry(hit, number, result.asked)); });
        const count = result.hits.length;
        status.textContent = count === 0 ? "No page found." : count === 1 ? "1 page found."
          : count + " pages found" + (count > hits.length ? ", the best " + hits.length + " shown." : ".");
        choose(options.length ? 0 : -1);
      }
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
      if (!options.length) input.removeAttribute("aria-activedescendant");
    }

    function entry(hit, number, asked) {
      const path = hit.page.path.split("/").map(encodeURIComponent).join("/") + ".html";
      const place = hit.heading ? "#" + encodeURIComponent(hit.heading.address) : "";
      const option = element("a", {
        role: "option", id: "scorebook-search-" + number, href: root + path + place, tabindex: "-1", "aria-selected": "false",
      });
      const name = element("span", { class: "name" });
      marked(name, hit.page.title, asked);
      if (hit.heading) {
        name.append(element("span", { class: "arrow" }, " › "));
        marked(name, hit.heading.text, asked);
      }
      const where = hit.page.path.split("/").slice(0, -1).join(" / ");
      const about = element("span", { class: "about" });
      if (where) about.append(element("span", { class: "where" }, where));
      if (hit.page.about) {
        if (where) about.append(" · ");
        marked(about, hit.page.about, asked);
      }
      option.append(name, about);
      option.addEventListener("click", function () { dialog.close(); });
      option.addEventListener("mousemove", function () { if (chosen !== number) choose(number); });
      options.push(option);
      const item = element("li", { role: "presentation" });
      item.appendChild(option);
      return item;
    }

    // The text with what was asked for marked; as text alone, never as markup.
    function marked(parent, text, asked) {
      text.split(/([\p{L}\p{N}\p{M}_]+)/u).forEach(function (part, at) {
        const isHit = at % 2 === 1 && asked.some(function (word) { return fold(part).lastIndexOf(word, 0) === 0; });
        parent.append(isHit ? element("mark", {}, part) : part);
      });
    }

    function choose(number) {
      if (options[chosen]) options[chosen].setAttribute("aria-selected", "false");
      chosen = number;
      if (!options[chosen]) return;
      options[chosen].setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }

    button.addEventListener("click", open);
    button.addEventListener("focus", load);
    button.addEventListener("pointerenter", load);
    close.addEventListener("click", function () { dialog.close(); });
    // A click beside the box closes it.
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    input.addEventListener("input", update);
    input.addEventListener("keydown", function (event) {
      const last = options.length - 1;
      if (event.isComposing) return;
      if (event.key === "ArrowDown" && last >= 0) choose(chosen < last ? chosen + 1 : 0);
      else if (event.key === "ArrowUp" && last >= 0) choose(chosen > 0 ? chosen - 1 : last);
      else if (event.key === "Enter" && options[chosen]) options[chosen].click();
      else return;
      event.preventDefault();
    });

    // With Ctrl or ⌘ alone: a single character would be in the way of those who speak what they type (WCAG 2.1.4).
    document.addEventListener("keydown", function (event) {
      const isK = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
      if (!isK) return;
      event.preventDefault();
      open();
    });
    update();
  });
})();

"""###,
    "tables.js": ###"""
// Tables: sorted by a click on a column's name, downloaded as CSV, and reached by keyboard where they scroll.
(function () {
  "use strict";
  const missing = /^(|[-–—]|n\/a|NA|NaN)$/;
  const date = /^\d{4}-\d{2}(-\d{2})?([T ]\d{2}:\d{2}(:\d{2})?)?( UTC|Z)?$/;
  // A number with sign and separators, a unit, and what stands after it: an interval, a second number.
  const number = /^[<>≤≥≈~±$€£\s]*([+\-−]?\d[\d,'’\u00a0\u2009\u202f]*(?:\.\d+)?|[+\-−]?\.\d+)(e[+\-−]?\d+)?\s*([a-zA-Zµ%‰×]{0,5})(?=$|[\s(\[/–±,])(.*)$/;
  const units = {
    ns: 1e-9, "µs": 1e-6, us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400, days: 86400, day: 86400,
    B: 1, kB: 1e3, KB: 1e3, KiB: 1024, MB: 1e6, MiB: 1048576, GB: 1e9, GiB: 1073741824, k: 1e3, M: 1e6,
    "%": 1, "‰": 0.1,
  };

  function text(cell) { return cell.textContent.replace(/\s+/g, " ").trim(); }

  function amount(shown) {
    const match = number.exec(shown);
    if (!match) return null;
    const digits = match[1].replace(/[,'’\u00a0\u2009\u202f]/g, "") + (match[2] || "");
    const value = Number(digits.replace(/−/g, "-"));
    return isNaN(value) ? null : value * (units[match[3]] || 1);
  }

  // How the cells of a column compare: as numbers or dates where all that are not missing are, else as words.
  function keys(cells) {
    const shown = cells.map(text);
    const told = shown.filter(function (cell) { return !missing.test(cell); });
    if (told.every(function (cell) { return date.test(cell); })) return { values: shown, compare: byCode };
    if (told.every(function (cell) { return !date.test(cell) && amount(cell) !== null; })) {
      return { values: shown.map(amount), compare: function (a, b) { return a - b; } };
    }
    const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
    return { values: shown, compare: collator.compare };
  }

  function byCode(a, b) { return a < b ? -1 : a > b ? 1 : 0; }

  // A row whose first cell is empty goes on with the row above it: what it is called stands there. For each row the
  // place of the row that names it.
  function leaders(rows) {
    let leader = 0;
    return rows.map(function (row, place) {
      if (row.cells[0] && text(row.cells[0])) leader = place;
      return leader;
    });
  }

  // Sorting. --------------------------------------------------------------------------------------------------------

  function makeSortable(table) {
    const body = table.tBodies[0];
    const heads = Array.from(table.tHead.rows[0].cells);
    const original = Array.from(body.rows);
    const named = leaders(original);

    function sort(index) {
      const head = heads[index];
      const before = head.getAttribute("aria-sort");
      const next = before === "ascending" ? "descending" : before === "descending" ? null : "ascending";
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      let rows = original;
      if (next) {
        head.setAttribute("aria-sort", next);
        const column = keys(original.map(function (row) { return row.cells[index] || head; }));
        const sign = next === "ascending" ? 1 : -1;
        const order = original.map(function (row, place) { return place; });
        order.sort(function (one, other) {
          // Rows of one name stay together; what is missing stays last either way; equal ones keep their order.
          const a = named[one], b = named[other];
          const lost = Number(isLost(a)) - Number(isLost(b));
          return lost || (isLost(a) ? 0 : sign * column.compare(column.values[a], column.values[b])) || one - other;
        });
        rows = order.map(function (place) { return original[place]; });
        function isLost(place) { return missing.test(text(original[place].cells[index] || head)); }
      }
      body.append.apply(body, rows);
      window.scorebook.tell(next ? "Sorted by " + text(head) + ", " + next : "In the original order");
    }

    heads.forEach(function (head, index) {
      if (!text(head) || head.querySelector("a, button")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append.apply(button, Array.from(head.childNodes));
      button.addEventListener("click", function () { sort(index); });
      head.appendChild(button);
    });
  }

  // CSV. ------------------------------------------------------------------------------------------------------------

  // What a spreadsheet reads as it stands, but for the sign; and the same with its thousands set apart.
  const bare = /^[+\-−]?(\d+\.?\d*|\.\d+)(e[+\-−]?\d+)?$/;
  const grouped = /^[+\-−]?\d{1,3}(,\d{3})+(\.\d+)?$/;

  // A spreadsheet runs what begins like a formula, so that such a text gets an apostrophe before it; numbers and the
  // signs of what is missing stay. Commas go only where the whole column is numbers: `10,200` elsewhere may be a pair.
  function field(shown, isNumeric) {
    let value = shown;
    if (bare.test(value) || (isNumeric && grouped.test(value))) value = value.replace(/−/g, "-").replace(/,/g, "");
    else if (/^[=+\-@\t\r]/.test(value) && !missing.test(value)) value = "'" + value;
    return /[",\n\r]/.test(value) ? '"' + value.replace(/"/g, '""') + '"' : value;
  }

  function csv(table) {
    const rows = Array.from(table.rows).filter(function (row) { return text(row) !== ""; });
    const body = rows.filter(function (row) { return row.parentNode !== table.tHead; });
    const numeric = Array.from(table.tHead.rows[0].cells, function (head, index) {
      return body.every(function (row) {
        const shown = row.cells[index] ? text(row.cells[index]) : "";
        return missing.test(shown) || bare.test(shown) || grouped.test(shown);
      });
    });
    const named = leaders(rows);
    return rows.map(function (row, place) {
      const isBody = row.parentNode !== table.tHead;
      return Array.from(row.cells, function (cell, index) {
        const shown = index === 0 && isBody && rows[named[place]].parentNode !== table.tHead
          ? rows[named[place]].cells[0] : cell;
        return field(text(shown), isBody && numeric[index]);
      }).join(",");
    }).join("\r\n") + "\r\n";
  }

  function slug(text, most) {
    return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-/, "").slice(0, Math.max(0, most)).replace(/-$/, "");
  }

  // The page's title and what the table is called; of a long name the title is shortened first. No two tables of a page
  // have the same.
  const files = new Set();
  function fileName(name) {
    const most = 60;
    const called = slug(name, most);
    const title = slug(document.title.split(" · ")[0], most - called.length - 1);
    const whole = [title, called].filter(Boolean).join("-") || "table";
    let file = whole;
    for (let number = 2; files.has(file); number++) file = whole.slice(0, most - 4) + "-" + number;
    files.add(file);
    return file + ".csv";
  }

  // What a table is called: by its caption, else by the heading or the fold that it stands under.
  function name(box) {
    const caption = box.querySelector("caption");
    if (caption && text(caption)) return text(caption);
    const heads = document.querySelectorAll("main h1, article :is(h2, h3, h4, h5, h6), article .fold > summary");
    const above = Array.from(heads).filter(function (head) {
      return head.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING
        && (!head.matches("summary") || head.parentNode.contains(box));
    }).pop();
    if (!above) return "this table";
    const words = above.cloneNode(true);
    words.querySelectorAll(".anchor").forEach(function (anchor) { anchor.remove(); });
    return text(words) || "this table";
  }

  // The second of one name has its number.
  const names = new Map();
  function unique(name) {
    const count = (names.get(name) || 0) + 1;
    names.set(name, count);
    return count === 1 ? name : name + " (" + count + ")";
  }

  function addDownload(box, table) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Download CSV";
    const called = unique(name(box));
    const file = fileName(called);
    button.setAttribute("aria-label", "Download CSV: " + called);
    button.addEventListener("click", function () {
      const link = document.createElement("a");
      // The mark tells spreadsheets that this is UTF-8.
      link.href = URL.createObjectURL(new Blob(["\ufeff" + csv(table)], { type: "text/csv;charset=utf-8" }));
      link.download = file;
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    });
    const place = document.createElement("div");
    place.className = "table-tools";
    place.appendChild(button);
    box.parentNode.insertBefore(place, box.nextSibling);
  }

  // Scrolling. ------------------------------------------------------------------------------------------------------

  // Only what scrolls is a stop for the keyboard and a landmark; what fits is plain text.
  function watch(box) {
    const label = box.getAttribute("aria-label");
    const role = box.getAttribute("role");
    function look() {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      box.classList.toggle("scrolls", scrolls);
      set("tabindex", scrolls && "0");
      set("role", scrolls && role);
      set("aria-label", scrolls && label);
    }
    function set(name, value) {
      if (value) box.setAttribute(name, value); else box.removeAttribute(name);
    }
    look();
    if (window.ResizeObserver) new ResizeObserver(look).observe(box);
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("article .table").forEach(function (box) {
      const table = box.querySelector("table");
      if (table && table.tHead && table.tBodies.length === 1) {
        const rows = table.tBodies[0].rows.length;
        if (rows > 2) makeSortable(table);
        // A list of facts is no table of data.
        if (rows > 4 && text(table.tHead)) addDownload(box, table);
      }
      watch(box);
    });
    document.querySelectorAll("article pre, article .chart").forEach(watch);
  });
})();

"""###,
    "breadcrumbs.mustache": ###"""
{{#has_breadcrumbs}}
<nav class="breadcrumbs" aria-label="Breadcrumbs">
<ol>
{{#breadcrumbs}}
<li><a href="{{href}}">{{name}}</a></li>
{{/breadcrumbs}}
</ol>
</nav>
{{/has_breadcrumbs}}

"""###,
    "contents.mustache": ###"""
{{#has_contents}}
<nav class="contents" aria-label="On this page">
<p>On this page</p>
<ol>
{{#contents}}
<li class="level-{{level}}"><a href="{{href}}">{{name}}</a></li>
{{/contents}}
</ol>
</nav>
{{/has_contents}}

"""###,
    "footer.mustache": ###"""
<footer class="foot">
<p>{{site_title}}, made by Scorebook.</p>
<ul>
<li><a href="{{page_index}}">All pages</a></li>
{{#has_source}}
<li><a href="{{source}}">This page as Markdown</a></li>
{{/has_source}}
{{#has_feed}}
<li><a href="{{feed}}">Feed</a></li>
{{/has_feed}}
</ul>
</footer>

"""###,
    "head.mustache": ###"""
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Scorebook">
<title>{{page_title}}</title>
{{#has_description}}
<meta name="description" content="{{description}}">
{{/has_description}}
{{#has_canonical}}
<link rel="canonical" href="{{canonical}}">
<meta property="og:url" content="{{canonical}}">
{{/has_canonical}}
<meta property="og:type" content="{{kind}}">
<meta property="og:site_name" content="{{site_title}}">
<meta property="og:title" content="{{title}}">
{{#has_description}}
<meta property="og:description" content="{{description}}">
{{/has_description}}
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{{stylesheet}}">
{{#has_source}}
<link rel="alternate" type="text/markdown" href="{{source}}">
{{/has_source}}
{{#has_feed}}
<link rel="alternate" type="application/atom+xml" title="{{site_title}}" href="{{feed}}">
{{/has_feed}}
<script src="{{script}}"></script>

"""###,
    "navigation.mustache": ###"""
<header class="bar">
<a class="brand" href="{{home}}">{{site_title}}</a>
<nav aria-label="Sections">
<details class="menu">
<summary>Menu</summary>
<ul>
{{#sections}}
<li><a href="{{href}}"{{#is_current}} aria-current="{{current}}"{{/is_current}}>{{name}}</a></li>
{{/sections}}
</ul>
</details>
</nav>
<div class="tools"><a class="find" href="{{page_index}}" data-index="{{search}}">All pages</a><span class="switch"></span></div>
</header>

"""###,
    "neighbours.mustache": ###"""
{{#has_neighbours}}
<nav class="neighbours" aria-label="Previous and next page">
{{#previous}}
<a class="previous" rel="prev" href="{{href}}"><span>Previous</span> {{name}}</a>
{{/previous}}
{{#next}}
<a class="next" rel="next" href="{{href}}"><span>Next</span> {{name}}</a>
{{/next}}
</nav>
{{/has_neighbours}}

"""###,
    "page.mustache": ###"""
<!DOCTYPE html>
<html lang="{{language}}">
<head>
{{> head}}
</head>
<body class="layout-{{layout}}">
<a class="skip" href="#page">Skip to the content</a>
{{> navigation}}
<div class="frame{{#has_sidebar}} with-sidebar{{/has_sidebar}}{{#has_contents}} with-contents{{/has_contents}}">
{{> sidebar}}
<main id="page" tabindex="-1">
{{> breadcrumbs}}
<article>
<header class="title">
<h1>{{{heading}}}</h1>
{{#has_meta}}
<p class="meta">
{{#has_date}}
<time datetime="{{date}}">{{day}}</time>
{{/has_date}}
{{#tags}}
<a class="tag" href="{{href}}">{{name}}</a>
{{/tags}}
</p>
{{/has_meta}}
</header>
{{#has_contents}}
<details class="contents-folded">
<summary>On this page</summary>
<ol>
{{#contents}}
<li class="level-{{level}}"><a href="{{href}}">{{name}}</a></li>
{{/contents}}
</ol>
</details>
{{/has_contents}}
{{{content}}}
</article>
{{> neighbours}}
</main>
{{> contents}}
</div>
{{> footer}}
</body>
</html>

"""###,
    "redirect.mustache": ###"""
<!DOCTYPE html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta http-equiv="refresh" content="0; url={{target}}">
<meta name="robots" content="noindex">
<title>{{title}}</title>
{{#has_canonical}}
<link rel="canonical" href="{{canonical}}">
{{/has_canonical}}
</head>
<body>
<p>This page has moved: <a href="{{target}}">{{title}}</a></p>
</body>
</html>

"""###,
    "sidebar.mustache": ###"""
{{#has_sidebar}}
<nav class="sidebar" aria-label="Pages of this section">
<details>
<summary>Pages in {{section_title}}</summary>
{{#groups}}
<p><a href="{{href}}"{{#is_current}} aria-current="page"{{/is_current}}>{{name}}</a></p>
<ul>
{{#items}}
<li><a href="{{href}}"{{#is_current}} aria-current="page"{{/is_current}}>{{name}}</a></li>
{{/items}}
{{#has_more}}
<li class="more"><a href="{{href}}">{{more}}</a></li>
{{/has_more}}
</ul>
{{/groups}}
</details>
</nav>
{{/has_sidebar}}

"""###,
    "single.mustache": ###"""
<!DOCTYPE html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{policy}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Scorebook">
<title>{{page_title}}</title>
{{#has_description}}
<meta name="description" content="{{description}}">
{{/has_description}}
{{#has_canonical}}
<link rel="canonical" href="{{canonical}}">
{{/has_canonical}}
<link rel="icon" href="data:,">
<style>{{{style_text}}}</style>
<script>{{{script_text}}}</script>
</head>
<body class="layout-{{layout}} single">
<header class="bar">
<span class="brand">{{site_title}}</span>
{{#has_canonical}}
<nav aria-label="Site">
<ul><li><a href="{{canonical}}">On the site</a></li></ul>
</nav>
{{/has_canonical}}
</header>
<div class="frame">
<main id="page">
<article>
<header class="title">
<h1>{{{heading}}}</h1>
{{#has_meta}}
<p class="meta">
{{#has_date}}
<time datetime="{{date}}">{{day}}</time>
{{/has_date}}
{{#tags}}
<span class="tag">{{name}}</span>
{{/tags}}
</p>
{{/has_meta}}
</header>
{{{content}}}
</article>
</main>
</div>
<footer class="foot">
<p>{{site_title}}, made by Scorebook.</p>
</footer>
</body>
</html>

"""###,
  ]
}
