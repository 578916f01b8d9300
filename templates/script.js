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
