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
  }
}

/* Type. */
:root {
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
  --measure: 43rem;
  font-size: 106.25%;
}

*, *::before, *::after { box-sizing: border-box; }

html {
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
  scroll-padding-top: 1rem;
}

body {
  margin: 0;
  background: var(--background);
  color: var(--text);
  font: 400 1rem/1.6 var(--sans);
  overflow-wrap: break-word;
}

h1, h2, h3, h4, h5, h6 {
  margin: 2.2em 0 0.6em;
  line-height: 1.25;
  font-weight: 650;
  text-wrap: balance;
}

h1 { margin: 0 0 0.4em; font-size: 1.95rem; letter-spacing: -0.015em; }
h2 { font-size: 1.4rem; letter-spacing: -0.01em; }
h3 { margin-top: 1.8em; font-size: 1.14rem; }
h4, h5, h6 { font-size: 1rem; }
h2 + h3 { margin-top: 1em; }

p, ul, ol, dl, pre, blockquote, figure, details, .table, .callout { margin: 0 0 1.1em; }
ul, ol { padding-left: 1.5em; }
li { margin: 0.2em 0; }
li > p { margin-bottom: 0.5em; }
li::marker { color: var(--muted); }
hr { margin: 2.2em 0; border: 0; border-top: 1px solid var(--line); }
strong { font-weight: 650; }
sup { line-height: 0; }

a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }

code { font-family: var(--mono); font-size: 0.88em; overflow-wrap: anywhere; }
:not(pre) > code { padding: 0.1em 0.3em; border-radius: 3px; background: var(--surface); }
td code, th code { overflow-wrap: normal; }
pre {
  padding: 0.9em 1.1em;
  overflow-x: auto;
  border-radius: 4px;
  background: var(--surface);
  line-height: 1.5;
  tab-size: 2;
}
pre code { overflow-wrap: normal; }

blockquote { padding-left: 1.1em; border-left: 3px solid var(--line); color: var(--muted); }
blockquote > :last-child, .callout > :last-child, details > :last-child, li > :last-child { margin-bottom: 0; }

.tasks { padding-left: 1.6em; list-style: none; }
.tasks > li { text-indent: -1.6em; }
.tasks > li > * { text-indent: 0; }
.footnotes { margin-top: 3em; border-top: 1px solid var(--line); padding-top: 1em; color: var(--muted); font-size: 0.88rem; }
.note a { text-decoration: none; }
.back { text-decoration: none; }

.anchor {
  margin-left: 0.4em;
  color: var(--muted);
  font-weight: 400;
  text-decoration: none;
  opacity: 0;
}
:is(h2, h3, h4, h5, h6):hover .anchor, .anchor:focus { opacity: 1; }
:target { scroll-margin-top: 1rem; }

/* The frame of a page. */
.skip {
  position: absolute;
  top: 0;
  left: -100vw;
  padding: 0.5em 1em;
  background: var(--background);
  z-index: 2;
}
.skip:focus { left: 0; }

.bar {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0.2rem 1.8rem;
  padding: 0.85rem max(1.25rem, calc((100vw - 80rem) / 2));
  border-bottom: 1px solid var(--line);
  font-size: 0.92rem;
}
.bar .brand { color: var(--text); font-size: 1rem; font-weight: 650; text-decoration: none; }
.bar nav { flex: 1 1 auto; }
.bar ul { display: flex; flex-wrap: wrap; gap: 0.1rem 1.3rem; margin: 0; padding: 0; list-style: none; }
.bar li { margin: 0; }
.bar nav a { display: inline-block; padding: 0.15rem 0; color: var(--muted); text-decoration: none; border-bottom: 2px solid transparent; }
.bar nav a:hover { color: var(--text); }
.bar nav a[aria-current] { color: var(--text); border-bottom-color: var(--accent); }
.theme {
  padding: 0.15rem 0.7rem;
  border: 1px solid var(--line);
  border-radius: 1rem;
  background: none;
  color: var(--muted);
  font: inherit;
  font-size: 0.82rem;
  cursor: pointer;
}
.theme:hover { color: var(--text); border-color: var(--strong-line); }

.frame {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: 0 3rem;
  max-width: 82.5rem;
  margin: 0 auto;
  padding: 2rem 1.25rem 3rem;
}
main { min-width: 0; max-width: 62rem; }
.frame:not(.with-sidebar):not(.with-contents) > main { max-width: none; }
.title { margin-bottom: 1.6rem; }
.meta { display: flex; flex-wrap: wrap; gap: 0.3em 0.9em; margin: 0; color: var(--muted); font-size: 0.88rem; font-variant-numeric: tabular-nums; }
.tag { padding: 0 0.6em; border: 1px solid var(--line); border-radius: 1em; }

.breadcrumbs ol { display: flex; flex-wrap: wrap; margin: 0 0 0.8rem; padding: 0; list-style: none; color: var(--muted); font-size: 0.85rem; }
.breadcrumbs li { margin: 0; }
.breadcrumbs li + li::before { content: "/"; margin: 0 0.5em; color: var(--strong-line); }
.breadcrumbs a { color: var(--muted); text-decoration: none; }
.breadcrumbs a:hover { color: var(--text); text-decoration: underline; }

.sidebar, .contents { font-size: 0.86rem; line-height: 1.4; }
.sidebar p, .contents p { margin: 0 0 0.5em; font-weight: 650; }
.sidebar ul, .contents ol, .contents-folded ol { margin: 0 0 1.4em; padding: 0; list-style: none; }
.sidebar li, .contents li { margin: 0; }
.sidebar a, .contents a { display: block; padding: 0.22em 0 0.22em 0.8em; border-left: 2px solid var(--line); color: var(--muted); text-decoration: none; }
.sidebar p a { padding-left: 0; border: 0; color: var(--text); }
.sidebar a:hover, .contents a:hover { color: var(--text); border-left-color: var(--strong-line); }
.sidebar li a[aria-current] { color: var(--text); border-left-color: var(--accent); }
.sidebar .more a { font-style: italic; }
.contents .level-3 a { padding-left: 1.8em; }
.contents { display: none; }
.sidebar { margin-top: 3rem; padding-top: 1.4rem; border-top: 1px solid var(--line); }
.contents-folded .level-3 { padding-left: 1.2em; }

.neighbours { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem; max-width: var(--measure); margin-top: 3.5rem; padding-top: 1.2rem; border-top: 1px solid var(--line); font-size: 0.92rem; }
.neighbours a { text-decoration: none; }
.neighbours a:hover { text-decoration: underline; }
.neighbours span { display: block; color: var(--muted); font-size: 0.8rem; }
.neighbours .next { margin-left: auto; text-align: right; }

.foot { padding: 1.2rem max(1.25rem, calc((100vw - 80rem) / 2)) 2rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.82rem; }
.foot p { margin: 0; }
.foot a { color: inherit; }

/* A page that is one file has no other page beside it. */
.single .frame { max-width: 56rem; }
.single :is(.bar, .foot) { padding-right: max(1.25rem, calc((100vw - 56rem) / 2 + 1.25rem)); padding-left: max(1.25rem, calc((100vw - 56rem) / 2 + 1.25rem)); }

/* Prose keeps its measure; tables and figures may be wider, on the first page as wide as its tiles. */
.layout-home article > .table table { width: 100%; }
.layout-home figure { max-width: none; }
article > :is(p, ul, ol, blockquote, h2, h3, h4, h5, h6, .callout, .footnotes) { max-width: var(--measure); }
article > pre { max-width: 50rem; }
.title { max-width: var(--measure); }

/* Tables. */
.table { overflow-x: auto; }
table { min-width: min(100%, var(--measure)); border-collapse: separate; border-spacing: 0; font-size: 0.9rem; line-height: 1.45; }
th, td { padding: 0.42em 1.25rem 0.42em 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { border-bottom: 1px solid var(--strong-line); color: var(--muted); font-size: 0.82rem; font-weight: 600; white-space: nowrap; vertical-align: bottom; }
th:last-child, td:last-child { padding-right: 0.2rem; }
.number { text-align: right; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap; }
/* Numbers that name the rows stand right before what they name. */
.number:first-child { width: 1%; }
.short { white-space: nowrap; }
.center { text-align: center; }
td { overflow-wrap: normal; }

/* One row of numbers, large. */
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.75rem, 1fr)); gap: 1.4rem 1.8rem; margin: 0 0 2rem; }
.tiles > div { padding-top: 0.6rem; border-top: 2px solid var(--accent); }
.tiles dt { color: var(--muted); font-size: 0.82rem; line-height: 1.35; }
.tiles dd { margin: 0.15rem 0 0; font-size: 1.6rem; font-weight: 600; line-height: 1.2; letter-spacing: -0.015em; font-variant-numeric: tabular-nums lining-nums; }
.tiles dd strong { font-weight: inherit; }
.tiles dd em { display: block; margin-top: 0.3rem; color: var(--muted); font-size: 0.8rem; font-style: normal; font-weight: 400; line-height: 1.4; letter-spacing: 0; }
.tiles dd a { color: inherit; text-decoration-color: var(--line); }
.tiles dd code { font-size: 0.62em; font-weight: 400; letter-spacing: 0; }

/* Figures. */
figure { margin: 1.8em 0 2em; max-width: 50rem; }
figure img { display: block; max-width: 100%; height: auto; }
.chart { overflow-x: auto; }
.chart svg { display: block; width: 100%; min-width: 33rem; height: auto; }
/* A drawing made for narrow screens takes the wide one's place there. */
.chart.narrow { display: none; }
.chart.narrow svg { min-width: 0; }
figcaption { max-width: var(--measure); margin-top: 0.6em; color: var(--muted); font-size: 0.88rem; line-height: 1.45; }
figure .data { margin: 0.5em 0 0; font-size: 0.88rem; }
figure details.data .table { margin-top: 0.6em; }
figure details.data[open] > summary { margin-bottom: 0.2em; }

/* Callouts and folds. */
.callout { padding: 0.8em 1.1em 0.9em; border-left: 3px solid var(--note); border-radius: 0 4px 4px 0; background: var(--note-surface); }
.callout-title { margin: 0 0 0.2em; color: var(--note); font-size: 0.88rem; font-weight: 650; }
.callout-tip { border-color: var(--tip); background: var(--tip-surface); }
.callout-tip .callout-title { color: var(--tip); }
.callout-warning { border-color: var(--warning); background: var(--warning-surface); }
.callout-warning .callout-title { color: var(--warning); }
.callout-caution { border-color: var(--caution); background: var(--caution-surface); }
.callout-caution .callout-title { color: var(--caution); }

summary { cursor: pointer; color: var(--muted); }
summary:hover { color: var(--text); }
.fold { padding: 0.5em 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); max-width: 50rem; }
.fold + .fold { margin-top: -1.1em; border-top: 0; }
.fold[open] > summary { margin-bottom: 0.8em; color: var(--text); font-weight: 650; }
.contents-folded { max-width: var(--measure); margin-bottom: 1.8em; padding: 0.5em 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); font-size: 0.92rem; }
.contents-folded ol { margin: 0.5em 0 0.2em; }
.contents-folded li { margin: 0; }
.contents-folded a { display: block; padding: 0.25em 0; text-decoration: none; }

@media (min-width: 60rem) {
  .frame { padding-top: 2.6rem; }
  .with-sidebar { grid-template-columns: 13rem minmax(0, 1fr); grid-template-areas: "sidebar page"; }
  .with-sidebar > main { grid-area: page; }
  .sidebar { grid-area: sidebar; align-self: start; position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); margin: 0; padding: 0 0.5rem 0 0; overflow-y: auto; border: 0; }
}

@media (min-width: 76rem) {
  .with-contents { grid-template-columns: minmax(0, 1fr) 13rem; grid-template-areas: "page contents"; }
  .with-contents > main { grid-area: page; }
  .with-sidebar.with-contents { grid-template-columns: 13rem minmax(0, 1fr) 13rem; grid-template-areas: "sidebar page contents"; }
  .contents { display: block; grid-area: contents; align-self: start; position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); overflow-y: auto; }
  .contents-folded { display: none; }
}

@media screen and (max-width: 40rem) {
  :root { font-size: 100%; }
  h1 { font-size: 1.6rem; }
  h2 { font-size: 1.25rem; }
  .bar { position: relative; padding-right: 5rem; }
  .bar .theme { position: absolute; top: 0.7rem; right: 1.25rem; }
  .bar nav { flex-basis: 100%; }
  .frame { padding-top: 1.4rem; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1.1rem 1.2rem; }
  .tiles dd { font-size: 1.35rem; }
  .chart.has-narrow { display: none; }
  .chart.narrow { display: block; }
  /* The first column names the row: it stays while the others are moved sideways. */
  .table tr > :first-child { position: sticky; left: 0; background: var(--background); max-width: 45vw; }
  th, td { padding-right: 1rem; }
  td:not(.short, .number) { min-width: 13rem; }
  .table tr > :first-child:not(.short, .number) { min-width: 9rem; }
}

@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth; }
}

@media (forced-colors: active) {
  .callout, .tiles > div { border-color: CanvasText; }
}

@media print {
  @page { margin: 18mm 16mm; }
  :root { font-size: 10pt; }
  body { background: none; }
  .bar, .sidebar, .contents, .contents-folded, .breadcrumbs, .neighbours, .foot, .skip, .anchor { display: none; }
  .frame { display: block; max-width: none; padding: 0; }
  article > * { max-width: none; }
  h2, h3, h4, h5, h6, summary, figcaption, .callout-title { break-after: avoid; }
  .chart, .tiles, .callout, tr, pre { break-inside: avoid; }
  .chart { break-after: avoid; }
  thead { display: table-header-group; }
  .table, .chart, pre { overflow: visible; }
  main { max-width: none; }
  table { font-size: 0.85rem; }
  pre { white-space: pre-wrap; }
  .chart svg { min-width: 0; }
  p, li { orphans: 3; widows: 3; }
  a { color: inherit; }
  article a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 0.85em; overflow-wrap: anywhere; }
  /* What is folded on the screen is read on paper. */
  details::details-content { content-visibility: visible; block-size: auto; }
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
  .layout-report figure { max-width: 148mm; margin: 0.3em 0 0.5em; break-inside: avoid; }
  .layout-report td img { width: 24mm; height: auto; vertical-align: middle; }
  .layout-report figcaption { margin-top: 0.2em; break-after: auto; }
  .layout-report hr { margin: 0.6em 0 0.4em; }
}

"""###,
    "script.js": ###"""
// Everything on these pages works without this file: it adds a switch for the colours and opens what is folded
// before printing, in browsers whose style sheets can't.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia ? window.matchMedia("(prefers-color-scheme: dark)") : { matches: false };

  function stored() {
    try { return localStorage.getItem("theme"); } catch (error) { return null; }
  }
  function store(theme) {
    try { localStorage.setItem("theme", theme); } catch (error) { /* kept for this page only */ }
  }
  function current() {
    return root.getAttribute("data-theme") || (dark.matches ? "dark" : "light");
  }

  var theme = stored();
  if (theme === "dark" || theme === "light") root.setAttribute("data-theme", theme);

  document.addEventListener("DOMContentLoaded", function () {
    var bar = document.querySelector(".bar");
    if (bar) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "theme";
      var label = function () {
        var other = current() === "dark" ? "Light" : "Dark";
        button.textContent = other;
        button.setAttribute("aria-label", other + " colours");
      };
      button.addEventListener("click", function () {
        var other = current() === "dark" ? "light" : "dark";
        root.setAttribute("data-theme", other);
        store(other);
        label();
      });
      if (dark.addEventListener) dark.addEventListener("change", label);
      label();
      bar.appendChild(button);
    }
  });

  var opened = [];
  window.addEventListener("beforeprint", function () {
    // A report prints as it is read: what is folded there is for the screen.
    var folds = document.body.classList.contains("layout-report") ? "" : "article details:not([open])";
    opened = folds ? Array.prototype.slice.call(document.querySelectorAll(folds)) : [];
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    opened = [];
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
<p>{{site_title}}, made by Scorebook.{{#has_source}} <a href="{{source}}">This page as Markdown</a>{{/has_source}}</p>
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
<ul>
{{#sections}}
<li><a href="{{href}}"{{#is_current}} aria-current="{{current}}"{{/is_current}}>{{name}}</a></li>
{{/sections}}
</ul>
</nav>
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
<main id="page">
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
<span class="tag">{{name}}</span>
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
{{> sidebar}}
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
