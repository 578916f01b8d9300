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
