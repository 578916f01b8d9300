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
