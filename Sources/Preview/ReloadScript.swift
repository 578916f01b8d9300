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
      window.addEventListener("load", ask);
    })();
    """
  }

  static let reload = "location.reload();\n"
}
