/// How a page learns that it was built again: a script that the server answers when there is something new.
///
/// Scripts of the own site are all that the pages' Content-Security-Policy allows; no other connection is needed.
enum ReloadScript {
  static let waitAddress = "/-preview/wait.js"
  static let changedAddress = "/-preview/changed.js"

  /// What stands at the end of each page.
  static func tag(revision: Int) -> String {
    "<script src=\"\(waitAddress)?\(revision)\"></script>\n"
  }

  /// Asks for `changed.js` again and again, each time after the last answer.
  static func wait(revision: Int) -> String {
    """
    (function () {
      "use strict";
      function ask() {
        var script = document.createElement("script");
        script.src = "\(changedAddress)?\(revision)&" + Date.now();
        script.onload = function () { script.remove(); ask(); };
        script.onerror = function () { script.remove(); setTimeout(ask, 500); };
        document.head.appendChild(script);
      }
      // A slip was shown in the page's place: the reader goes on where they were.
      function goBack() {
        try {
          if (document.documentElement.hasAttribute("\(messageMark)")) return;
          var place = (sessionStorage.getItem("\(placeKey)") || "").split(" ");
          sessionStorage.removeItem("\(placeKey)");
          if (place[0] !== location.pathname) return;
          window.scrollTo({ left: Number(place[1]), top: Number(place[2]), behavior: "instant" });
        } catch (error) { /* without a place the page begins at its top */ }
      }
      window.addEventListener("load", function () { goBack(); ask(); });
    })();
    """
  }

  /// The attribute of a page that is a message in the place of a page of the site.
  static let messageMark = "data-preview-message"
  private static let placeKey = "preview-place"

  static let reload = """
    try {
      if (!document.documentElement.hasAttribute("\(messageMark)")) {
        sessionStorage.setItem("\(placeKey)", [location.pathname, scrollX, scrollY].join(" "));
      }
    } catch (error) { /* the page begins at its top */ }
    location.reload();

    """
}
