"""Chromium through its DevTools protocol: no driver beside it, and everything it asks for can be seen."""
import json, os, pathlib, shutil, signal, subprocess, tempfile, time, urllib.request
import websocket


class Browser:
    """One headless Chromium with a profile of its own, ended with the block it is used in."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="site-check-")
        # CHROMIUM_FLAGS of a wrapper script are not ours to know; the sandbox needs a user that containers lack.
        self.process = subprocess.Popen(
            ["chromium-headless-shell", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--remote-debugging-port=0", "--remote-allow-origins=*", "--no-first-run", "--disable-extensions",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", "--force-color-profile=srgb", "--lang=en-GB",
             f"--user-data-dir={self.profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        port = pathlib.Path(self.profile, "DevToolsActivePort")
        end = time.time() + 60
        while not port.exists() or not port.read_text().strip():
            if self.process.poll() is not None or time.time() > end:
                raise SystemExit("error: chromium-headless-shell does not start")
            time.sleep(0.05)
        self.port, path = port.read_text().split("\n")[:2]

    def page(self):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/json/new?about:blank", method="PUT")
        with urllib.request.urlopen(request) as answer:
            return Page(json.load(answer))

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        # Debian's program is a script that waits for the browser: it ends with all that it has started.
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


class Page:
    """One tab. Events that nobody waits for are kept in `events` until they are taken."""

    def __init__(self, target):
        self.socket = websocket.create_connection(target["webSocketDebuggerUrl"], timeout=60, suppress_origin=True)
        self.number = 0
        self.events = []
        for domain in ("Page", "Runtime", "Network"):
            self.call(domain + ".enable")

    def call(self, method, **parameters):
        self.number += 1
        number = self.number
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            if "method" in message:
                self.events.append(message)
                # A dialogue would hold everything up.
                if message["method"] == "Page.javascriptDialogOpening":
                    self.number += 1
                    self.socket.send(json.dumps(
                        {"id": self.number, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}))

    def wait(self, method, seconds=30):
        """The first event of that name that is not taken yet."""
        end = time.time() + seconds
        while True:
            for index, event in enumerate(self.events):
                if event["method"] == method:
                    return self.events.pop(index)["params"]
            if time.time() > end:
                raise RuntimeError(f"no {method} in {seconds} s")
            self.call("Runtime.evaluate", expression="0")
            time.sleep(0.004)

    def take(self, method):
        found = [event["params"] for event in self.events if event["method"] == method]
        self.events = [event for event in self.events if event["method"] != method]
        return found

    def open(self, address):
        self.take("Page.loadEventFired")
        result = self.call("Page.navigate", url=address)
        if result.get("errorText"):
            raise RuntimeError(f"{address}: {result['errorText']}")
        self.wait("Page.loadEventFired")

    def value(self, expression):
        """What an expression gives in the page; promises are waited for."""
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return result["result"].get("value")

    def size(self, width, height=900):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 600)

    def scheme(self, name):
        self.call("Emulation.setEmulatedMedia", media="",
                  features=[{"name": "prefers-color-scheme", "value": name},
                            {"name": "prefers-reduced-motion", "value": "reduce"}])

    def scripts(self, run):
        self.call("Emulation.setScriptExecutionDisabled", value=not run)

    def press(self, key, text=None, modifiers=0):
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "ArrowRight": 39, "Home": 36,
                 "End": 35}
        parameters = {"key": key, "code": key, "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper())),
                      "modifiers": modifiers}
        if text is None and key == "Enter":
            text = "\r"
        if text is None and len(key) == 1 and not modifiers:
            text = key
        self.call("Input.dispatchKeyEvent", type="keyDown", **parameters, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **parameters)

    def type(self, text):
        for character in text:
            self.call("Input.insertText", text=character)

    def picture(self, path, whole=True):
        import base64
        parameters = {}
        if whole:
            box = self.call("Page.getLayoutMetrics")["cssContentSize"]
            parameters = {"captureBeyondViewport": True,
                          "clip": {"x": 0, "y": 0, "width": box["width"], "height": box["height"], "scale": 1}}
        data = self.call("Page.captureScreenshot", format="png", **parameters)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def paper(self, path):
        import base64
        data = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))
