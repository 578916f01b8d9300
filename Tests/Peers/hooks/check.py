"""A report posted to an HTTPS server that answers well and badly, and what Scorebook says and keeps of it.

    python3 Tests/Peers/hooks/check.py .build/debug/scorebook

Python's standard library is the server and computes the signatures; the certificate is made by `openssl`.
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
KEY = "a signing key of the check"
PATH = "/services/T0K3N-of-nobody/in"
WORKSPACE = """\
name: Hooks
datasets:
  orders: {{csv: orders.csv, columns: {{day: date, amount: number}}}}
kpis:
  sales: {{query: sales.sql, tables: {{orders: orders}}, period: week, unit: EUR, direction: up, target: 100}}
reports:
  weekly:
    title: Sales of the week
    period: week
    contents: [{{kpi: sales}}]
    send: [{{audience: team, if: always}}]
site: {{title: Hooks, base_url: "https://example.com/book/"}}
audiences:
  team: {{via: chat, detail: {detail}}}
channels:
  chat: {{webhook: {{url: {{env: CHAT_URL}}, template: {template}, sign: {{file: key}}, {more}time_limit: 2s}}}}
"""
SMS = """\
audiences:
  team: {via: pager, to: ["+49301234567", "+49301234568"], detail: line}
  on_call: {via: pager, to: ["+49301234569"], detail: summary}
channels:
  pager: {sms: {url: {env: CHAT_URL}, template: templates/sms/g.mustache, token: {file: key}, ca: ../ca.pem}}
pipelines:
  night: {steps: [{kpis: all}], on_failure: {audience: on_call}}
"""
FORM = """\
channels:
  pager:
    sms:
      url: {env: CHAT_URL}
      user: AC42
      password: {file: secret}
      form:
        To: :to
        From: Score & book
        api_key: {file: secret}
        Body: :text
      retries: []
      ca: ../ca.pem
"""
SALES = """\
SELECT date(day, '-6 days', 'weekday 1') AS period, sum(amount) AS value FROM orders
 WHERE day >= :from AND day < :to GROUP BY period ORDER BY period
"""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, certificate, key):
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.answers, self.requests = [], []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, address):
        pass  # a client that goes is part of the check


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, dict(self.headers), body))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if answer == "drop":
            self.connection.shutdown(2)
            self.close_connection = True
            return
        if answer == "hang":
            time.sleep(4)
            self.close_connection = True
            return
        text = f"answer to {self.path}".encode() if answer == 404 else b"ok"
        if answer == "echo":
            answer, text = 401, b"who is " + self.headers["Authorization"].encode() + b" with " + body
        self.send_response(answer)
        if 300 <= answer < 400:
            self.send_header("Location", f"https://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


class Workspace:
    def __init__(self, folder, url, template="json", detail="summary", authorities=True, retries=None):
        self.folder, self.url = folder, url
        folder.mkdir()
        more = "ca: ../ca.pem, " if authorities else ""
        more += f"retries: {retries}, " if retries else ""
        (folder / "scorebook.yaml").write_text(WORKSPACE.format(template=template, detail=detail, more=more))
        (folder / "sales.sql").write_text(SALES)
        (folder / "key").write_text(KEY + "\n")
        days = [f"2026-0{1 + n // 28}-{1 + n % 28:02}" for n in range(70)]
        rows = [f"{day},{10 + n % 3}\n" for n, day in enumerate(days)]
        (folder / "orders.csv").write_text("day,amount\n" + "".join(rows))
        self.run("kpi", "update", "--as-of", "2026-03-10")

    def run(self, *arguments):
        environment = dict(os.environ, CHAT_URL=self.url)
        done = subprocess.run(
            [PROGRAM, *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120
        )
        return done.returncode, done.stdout + done.stderr

    def send(self, *arguments):
        status, text = self.run("report", "send", "weekly", "--json", *arguments)
        try:
            told = json.loads(text[text.index("[\n") if "[\n" in text else text.index("[{") :])
        except ValueError:
            raise SystemExit(f"no JSON in: {text}")
        return status, told[0]["outcome"], told[0]["detail"], text

    def book(self):
        return sqlite3.connect(self.folder / ".scorebook/book.db")

    def holds(self, text):
        """Whether any file of the workspace has a text, its own inputs aside."""
        return any(
            text.encode() in file.read_bytes()
            for file in self.folder.rglob("*")
            if file.is_file() and file.name not in {"key"}
        )


FINDINGS, CHECKS = [], 0


def check(what, holds, found=""):
    global CHECKS
    CHECKS += 1
    if not holds:
        FINDINGS.append(f"{what}: {found}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for stem, subject in (("ca", "127.0.0.1"), ("foreign", "hooks.example.com")):
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                 "-days", "2", "-keyout", folder / f"{stem}.key", "-out", folder / f"{stem}.pem",
                 "-subj", f"/CN={subject}", "-addext",
                 f"subjectAltName={'IP' if stem == 'ca' else 'DNS'}:{subject}"],
                check=True, capture_output=True,
            )  # fmt: skip
        server = Server(folder / "ca.pem", folder / "ca.key")
        url = f"https://127.0.0.1:{server.server_port}{PATH}"
        number = 0

        def workspace(**options):
            nonlocal number
            number += 1
            server.requests.clear()
            return Workspace(folder / f"w{number}", url, **options)

        # What arrives, and once only.
        for template in ("json", "slack", "teams", "mattermost"):
            for detail in ("line", "summary", "full"):
                w = workspace(template=template, detail=detail)
                status, outcome, told, text = w.send()
                check(f"{template} {detail} is sent", (status, outcome, told) == (0, "sent", "HTTP 200: ok"), text)
                (path, headers, body) = server.requests[0]
                check("the path is the address's", path == PATH, path)
                check("the type is JSON", headers["Content-Type"] == "application/json; charset=utf-8", headers)
                stamp = headers["Scorebook-Timestamp"]
                expected = hmac.new(KEY.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
                check("the signature holds", headers["Scorebook-Signature"] == "sha256=" + expected, headers)
                check("the time stamp is now", abs(time.time() - int(stamp)) < 60, stamp)
                payload = json.loads(body)
                if template == "json":
                    check("the period is told", payload["period"] == "2026-03-02", payload)
                    check("text with full alone", (payload["text"] is not None) == (detail == "full"), payload)
                    check("numbers but with line", bool(payload["numbers"]) == (detail != "line"), payload)
                    check("the page is told", payload["page"] == "https://example.com/book/reports/weekly.html", payload)
                status, outcome, _, text = w.send()
                check("the same period is not sent again", (status, outcome) == (0, "stands"), text)
                check("one request", len(server.requests) == 1, len(server.requests))
        w.send("--again")
        first, second = (request[1]["Idempotency-Key"] for request in server.requests)
        check("--again has a key of its own", first != second and second == first + ".2", (first, second))
        check("--again is told", b"Again: " in server.requests[1][2], server.requests[1][2])
        rows = w.book().execute("SELECT recipient, state FROM delivery ORDER BY attempt").fetchall()
        check("the book names the channel", rows == [("chat", "sent"), ("chat", "sent")], rows)

        # A server that is busy first.
        for busy in (503, 429):
            w = workspace()
            server.answers[:] = [busy]
            status, outcome, _, text = w.send()
            check(f"{busy}, then 200 is sent", (status, outcome) == (0, "sent"), text)
            keys = {request[1]["Idempotency-Key"] for request in server.requests}
            check("both attempts have one key", len(server.requests) == 2 and len(keys) == 1, keys)

        # An error that may come after the message was passed on.
        for template in ("slack", "teams", "mattermost"):
            for answer in (500, 502, 504):
                w = workspace(template=template)
                server.answers[:] = [answer]
                status, outcome, detail, text = w.send()
                check(f"{template} {answer} is uncertain", (status, outcome) == (1, "uncertain"), text)
                status, outcome, _, text = w.send()
                check("and not tried again", (status, outcome, len(server.requests)) == (1, "uncertain", 1), text)
        w = workspace(retries="[10ms, 10ms]")
        server.answers[:] = [504, 500]
        status, outcome, _, text = w.send()
        check("json is tried again after 500", (status, outcome) == (0, "sent"), text)
        keys = {request[1]["Idempotency-Key"] for request in server.requests}
        check("each time with its key", len(server.requests) == 3 and len(keys) == 1, keys)
        w = workspace(retries="[10ms]")
        server.answers[:] = [502, 400]
        status, outcome, _, text = w.send()
        check("and what may have arrived stays uncertain", (status, outcome) == (1, "uncertain"), text)

        # What ends it at once.
        for answer, told in (
            (400, "the web-hook 'chat' refuses the message: HTTP 400: ok"), (404, "the web-hook 'chat' refuses the message: HTTP 404"),
            (410, "the web-hook 'chat' refuses the message: HTTP 410: ok"), (401, "the web-hook 'chat' does not know us: HTTP 401: ok"),
            (302, "the web-hook 'chat' redirects, which is not followed: HTTP 302"),
            (307, "the web-hook 'chat' redirects, which is not followed: HTTP 307"),
        ):  # fmt: skip
            w = workspace()
            server.answers[:] = [answer]
            status, outcome, detail, text = w.send()
            check(f"{answer} is refused", (status, outcome, detail) == (1, "failed", told), text)
            check(f"{answer} is not tried again", len(server.requests) == 1, len(server.requests))
            check("nothing of the address is told", "T0K3N" not in text and str(server.server_port) not in text, text)
            check("nor kept", not w.holds("T0K3N"), "the book")
            status, outcome, _, text = w.send()
            check(f"the next run tries {answer} again", (status, outcome) == (0, "sent"), text)

        # What nobody knows.
        for answer in ("drop", "hang"):
            w = workspace()
            server.answers[:] = [answer]
            status, outcome, detail, text = w.send()
            check(f"{answer} is uncertain", (status, outcome) == (1, "uncertain"), text)
            check("nothing of the address is told", "T0K3N" not in text and "127.0.0.1" not in text, text)
            status, outcome, _, text = w.send()
            check("it stays so", (status, outcome) == (1, "uncertain") and len(server.requests) == 1, text)
            status, outcome, _, text = w.send("--resolve", "again")
            check("--resolve again sends", (status, outcome) == (0, "sent") and len(server.requests) == 2, text)
            keys = {request[1]["Idempotency-Key"] for request in server.requests}
            check("under the same key", len(keys) == 1, keys)
            check("the book holds no address", not w.holds("T0K3N"), "the book")

        # A shape of one's own.
        w = workspace(template="templates/webhook/own.mustache")
        own = w.folder / "templates/webhook/own.mustache"
        own.parent.mkdir(parents=True)
        page = (pathlib.Path(__file__).parents[3] / "site/reference/web-hooks.md").read_text()
        own.write_text(page.split("```mustache\n")[1].split("```")[0])
        status, text = w.run("check")
        check("a template of one's own passes check", status == 0, text)
        status, outcome, _, text = w.send()
        check("it is sent", (status, outcome) == (0, "sent"), text)
        body = json.loads(server.requests[0][2])
        check("it has the title and a number", "Sales" in body["summary"] and body["facts"][0]["k"] == "Sales", body)
        for broken, told in (('{"s": "{{titel}}"}', "Did you mean 'title'?"), ("{{#page}}", "is not closed")):
            own.write_text(broken)
            status, text = w.run("check")
            check("a broken one is refused by check", status == 2 and told in text, text)
        own.write_text('{"s": [{{#numbers}}"{{name}}", {{/numbers}}]}')
        status, text = w.run("check")
        check("a comma before an end is found by check", status == 2 and "no JSON, with 1 of 'numbers'" in text, text)
        own.write_text('{"s": {{title}}}')
        status, text = w.run("report", "send", "weekly", "--again")
        check("what is no JSON is not sent", status == 2 and len(server.requests) == 1, text)

        # SMS.
        w = workspace()
        text = (w.folder / "scorebook.yaml").read_text()
        text = text[: text.index("audiences:")] + SMS
        gateway = w.folder / "templates/sms/g.mustache"
        gateway.parent.mkdir(parents=True)
        gateway.write_text('{"to": "{{to}}", "m": "{{text}}"}\n')
        (w.folder / "scorebook.yaml").write_text(text)
        status, told = w.run("check")
        check("an SMS gateway passes check", status == 0, told)
        status, outcome, _, told = w.send()
        check("an SMS is sent", (status, outcome) == (0, "sent") and len(server.requests) == 2, told)
        bodies = [json.loads(request[2]) for request in server.requests]
        check("to each number", [body["to"] for body in bodies] == ["+49301234567", "+49301234568"], bodies)
        check("as one line", all(body["m"] == "Sales of the week: Sales €76.00" for body in bodies), bodies)
        bearer = {request[1]["Authorization"] for request in server.requests}
        check("with the token", bearer == {"Bearer " + KEY}, bearer)
        check("the book holds neither", not w.holds("T0K3N") and not w.holds(KEY), "the book")
        status, outcome, _, told = w.send()
        check("an SMS is sent once", (status, outcome) == (0, "stands") and len(server.requests) == 2, told)
        # One that sends, and whose proxy then says that it has not.
        server.answers[:] = [504, 503]
        before = len(server.requests)
        status, told = w.run("report", "send", "weekly", "--again", "--json")
        outcomes = [one["outcome"] for one in json.loads(told[told.index("[") :])]
        check("504 is uncertain, 503 has taken nothing", (status, outcomes) == (1, ["uncertain", "failed"]), told)
        check("and neither is asked again by itself", len(server.requests) == before + 2, len(server.requests))
        status, told = w.run("report", "send", "weekly", "--json")
        outcomes = [one["outcome"] for one in json.loads(told[told.index("[") :])]
        check("the next run asks those who got nothing", (status, outcomes) == (1, ["uncertain", "sent"]), told)
        server.requests[2:] = []
        (w.folder / "scorebook.yaml").write_text(text.replace("Sales of the week", "Sales \U0001f600 " + "x" * 60))
        status, told = w.run("report", "send", "weekly", "--again")
        check("a long one is refused with its count", status == 1 and "of UCS-2" in told and "“\U0001f600”" in told, told)
        check("and nothing is sent", len(server.requests) == 2, len(server.requests))
        (w.folder / "scorebook.yaml").write_text(text)
        (w.folder / "sales.sql").write_text("SELECT " + "nonsense_" * 30 + " FROM orders")
        status, told = w.run("pipeline", "run", "night", "--date", "2026-03-10")
        body = json.loads(server.requests[-1][2])
        check("who is on call is told in any case", body["m"] == "Failed: night of 2026-03-10, kpis all", (body, told))

        # A gateway that takes a form, as most do, from a user with a password, and with a key of its own in the form.
        w = workspace()
        password = "p\u00e4ss % word&=+"
        (w.folder / "secret").write_text(password + "\n")
        (w.folder / "scorebook.yaml").write_text(text[: text.index("channels:")] + FORM)
        status, told = w.run("check")
        check("a form passes check", status == 0, told)
        status, told = w.run("report", "send", "weekly", "--preview")
        check("a preview shows it and no secret", status == 0 and "Body: Sales of the week: Sales €76.00" in told
              and "api_key: (a secret)" in told and password not in told and not server.requests, told)
        status, outcome, _, told = w.send()
        check("a form is sent", (status, outcome) == (0, "sent") and len(server.requests) == 2, told)
        for person, (path, headers, body) in zip(("+49301234567", "+49301234568"), server.requests):
            check("its type is that of a form", headers["Content-Type"] == "application/x-www-form-urlencoded", headers)
            fields = urllib.parse.parse_qsl(body.decode("ascii"), strict_parsing=True, keep_blank_values=True)
            wanted = [("To", person), ("From", "Score & book"), ("Body", "Sales of the week: Sales €76.00"),
                      ("api_key", password)]
            check("its fields are those", fields == wanted, fields)
            check("it is encoded as by others", body.decode() == urllib.parse.urlencode(wanted), body)
            basic = base64.b64encode(("AC42:" + password).encode()).decode()
            check("user and password are shown", headers["Authorization"] == "Basic " + basic, headers)
            check("the address has no secret", path == PATH, path)
        (w.folder / "secret").unlink()
        check("the book holds no secret", not w.holds(password) and not w.holds(basic), "the book")
        (w.folder / "secret").write_text(password + "\n")
        server.answers[:] = ["echo", "echo"]
        status, outcome, detail, told = w.send("--again")
        check("an answer that repeats a secret is not", (status, outcome) == (1, "failed") and password not in told
              and urllib.parse.quote_plus(password) not in told and basic not in told, told)
        server.answers[:] = [503]
        before = len(server.requests)
        status, outcome, detail, told = w.send("--again")
        check("with retries: [] it is asked once", outcome == "failed" and len(server.requests) == before + 2, told)

        # Who it talks to.
        w = workspace(authorities=False)
        status, outcome, detail, text = w.send()
        check("a certificate nobody knows is refused", (status, outcome) == (1, "failed") and not server.requests, text)
        foreign = Server(folder / "foreign.pem", folder / "foreign.key")
        w = workspace()
        w.url = f"https://127.0.0.1:{foreign.server_port}{PATH}"
        status, outcome, detail, text = w.send()
        check("a foreign certificate is refused", (status, outcome) == (1, "failed") and not foreign.requests, text)
        w.url = url.replace("https://", "http://")
        status, text = w.run("report", "send", "weekly")
        check("an address without TLS is refused", status == 2 and "T0K3N" not in text and not server.requests, text)
        w.url = url
        status, text = w.run("report", "send", "weekly", "--dry-run")
        check("a dry run tells no address", status == 0 and "T0K3N" not in text and not server.requests, text)

    for finding in FINDINGS:
        print(finding)
    print(f"web-hooks: {CHECKS} checks, {len(FINDINGS)} findings")
    return 1 if FINDINGS else 0


if __name__ == "__main__":
    sys.exit(main())
