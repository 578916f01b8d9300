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
