"""Sends the demo's weekly report to servers on this machine and looks at what arrives, and at what the book says of it.

Usage: check.py SCOREBOOK DEMO [--only many,receive,own,faults] [--keep FOLDER]

Each check says how many things it looked at; the first failures of each are told. It ends with 1 when anything failed.
"""
import argparse, concurrent.futures, datetime, logging, email, email.policy, email.utils, pathlib, re, struct, sys, tempfile, time, warnings
import certificates, html5lib
from faults import FAULTS, FaultServer
from receiving import PASSWORD, USER, Receiver
from support import Support
from workspace import Workspace

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from findings import Findings

SUPPORT = pathlib.Path(__file__).parent.parent.parent / "Fixtures" / "mail" / "support.csv"
MOST_HTML = 102_400
# Names of several scripts, with what a header must not break on.
NAMES = ("Vorstand, Geschäftsführung", "山田 太郎 (営業)", "Скорбук \\\"Отчёт\\\"", "لوحة القيادة", "Müller \U0001f4ca")
TITLE = "Stammkunden – größer, Ωμέγα, 常連客"

# What is sent: server, TLS, login, where its password comes from, and how much of the report.
WAYS = (
    ("implicit_plain", "implicit", "plain", "{env: MAIL_PASSWORD}", "full"),
    ("implicit_login", "implicit", "login", "{file: secret.txt}", "summary"),
    ("starttls_plain", "starttls", "plain", "{command: [cat, secret.txt]}", "summary"),
    ("starttls_login", "starttls", "login", "{env: MAIL_PASSWORD}", "full"),
    ("open", "none", None, None, "line"),
)


def columns(line):
    import unicodedata
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


# What arrives ---------------------------------------------------------------------------------------------------------

def channel(name, port, mode, login=None, password=None, ca=None, more=""):
    words = [f"host: localhost, port: {port}, tls: {mode}"]
    if login:
        words.append(f"auth: {login}, user: {USER}, password: {password}")
    if ca:
        words.append(f"ca: {ca}")
    return f"  {name}:\n    smtp: {{{', '.join(words)}{more}}}\n"


def receive(arguments, made, scratch, findings):
    started = time.time()
    receiver = Receiver(made)
    space = Workspace(arguments.demo, scratch / "receive", arguments.scorebook)
    (space.folder / "secret.txt").write_text(PASSWORD + "\nsecond line\n")
    space.environment["MAIL_PASSWORD"] = PASSWORD
    audiences, channels, sends = "", "", []
    for (name, mode, login, password, detail), person in zip(WAYS, NAMES):
        channels += channel(name, receiver.add(name, mode), mode, login, password, made["ca"])
        audiences += (f"  {name}: {{via: {name}, from: '\"Σκορ 本\" <scorebook@example.com>', detail: {detail}, "
                      f"to: ['\"{person}\" <{name}@example.org>', nobody-{name}@example.org]}}\n")
        sends.append(f"{{audience: {name}, if: always}}")
    text = (f"site: {{base_url: 'https://example.com/book/'}}\nreports:\n  weekly:\n    title: \"{TITLE}\"\n    send: "
            f"[{', '.join(sends)}]\naudiences:\n{audiences}channels:\n{channels}")
    space.configure(text)
    problems = []

    # Nothing is sent or kept yet, and no secret is told.
    status, told, output = space.run("report", "send", "weekly", "--preview")
    said = [output]
    if status or receiver.mails:
        problems.append(f"preview: {status}, {output}")
    before = int(time.time())
    status, told, output = space.run("report", "send", "weekly", "--json", "--verbose")
    said.append(output)
    outcomes = {(one["audience"], one["recipient"]): one["outcome"] for one in told or []}
    for name, *_ in WAYS:
        for who, outcome in ((f"{name}@example.org", "sent"), (f"nobody-{name}@example.org", "failed")):
            if outcomes.get((name, who)) != outcome:
                problems.append(f"{name} to {who}: {outcomes.get((name, who))} instead of {outcome}: {output[-800:]}")
    if status != 1:
        problems.append(f"a recipient who is not there: exit {status}")
    wanted = {(name, login.upper()) for name, _, login, _, _ in WAYS if login}
    if set(receiver.logins) != wanted:
        problems.append(f"logins {set(receiver.logins)}")
    # Once more is not once more.
    status, _, output = space.run("report", "send", "weekly", "--to", WAYS[0][0], "--json")
    said.append(output)
    if len(receiver.mails) != len(WAYS):
        problems.append(f"{len(receiver.mails)} mails came from two runs")

    # A wrong password, a server nobody vouches for, and one that is another.
    space.environment["MAIL_PASSWORD"] = "wrong " + PASSWORD
    status, told, output = space.run("report", "send", "weekly", "--to", WAYS[0][0], "--again", "--json", "--verbose")
    said.append(output)
    if status != 1 or {one["outcome"] for one in told} != {"failed"}:
        problems.append(f"a wrong password: exit {status}, {output}")
    space.configure(text.replace(f"ca: {made['ca']}", "ca: " + made["ca"].replace("ca.pem", "stranger.pem")))
    status, told, output = space.run("report", "send", "weekly", "--to", WAYS[2][0], "--again", "--json")
    if status != 1 or {one["outcome"] for one in told} != {"failed"} or len(receiver.mails) != len(WAYS):
        problems.append(f"a stranger's certificate: exit {status}, {output}")
    # What is told of each, with the line where its channel stands.
    doors = {"expired": ("smtp-certificate", "has expired"), "foreign": ("smtp-certificate", "signed by nobody"),
             "other": ("smtp-certificate", "is for another name"), "wrong": ("smtp-login", "refuses the login of"),
             "nobody": ("smtp-connection", "no connection to localhost:1 can be made")}
    space.environment["MAIL_PASSWORD"] = "wrong " + PASSWORD
    more = "".join(
        channel("door_" + name, FaultServer(made[name], 1, 0, 0).port, "starttls", ca=made["ca"], more=", retries: []")
        for name in ("expired", "foreign", "other"))
    more += channel("door_wrong", receiver.add("door_wrong", "starttls"), "starttls", "plain", "{env: MAIL_PASSWORD}", made["ca"])
    more += channel("door_nobody", 1, "starttls", more=", retries: []")
    people = "".join(f"  door_{name}: {{via: door_{name}, from: s@example.com, detail: line, to: [{name}@example.org]}}\n"
                     for name in doors)
    space.configure(text.replace("channels:\n", people + "channels:\n" + more))
    for name, (identifier, words) in doors.items():
        status, told, output = space.run("report", "send", "weekly", "--to", "door_" + name, "--json", "--verbose")
        said.append(output)
        one = (told or [{}])[0]
        if status != 1 or one.get("identifier") != identifier or words not in one.get("detail", ""):
            problems.append(f"{name}: exit {status}, {output}")
        if not re.search(r"mail\.yaml:\d+:\d+$", one.get("place", "")) or not one.get("next"):
            problems.append(f"{name}: without its line or what to do: {output}")
    said += [pathlib.Path(path).read_bytes().decode("latin-1").encode("latin-1").decode("utf-8", "replace")
             for path in sorted((space.folder / ".scorebook").glob("book.db*"))]
    if any(PASSWORD in text for text in said):
        problems.append("a password was told or kept")
    findings.report("three ways of TLS and two of a login", len(WAYS) * 2 + 5 + len(doors), "deliveries", problems, started)

    started, problems, looked, pages = time.time(), [], 0, []
    support = Support(SUPPORT)
    for (name, _, _, _, detail), person in zip(WAYS, NAMES):
        for _, _, content in [mail for mail in receiver.mails if mail[0] == name]:
            looked += 1
            found, page = read(content, name, person.replace("\\", ""), detail, before)
            problems += [f"{name}: {problem}" for problem in found]
            pages.append(page)
    if looked != len(WAYS):
        problems.append(f"{looked} mails came instead of {len(WAYS)}")
    findings.report("mails by Python's strict parser", looked, "mails", problems, started)

    started, problems, looked = time.time(), [], 0
    for name, html, _ in pages:
        found, count = support.findings(html)
        looked += count
        problems += [f"{name}: {problem}" for problem in found]
    findings.report("what mail programs don't understand", looked, "elements, attributes and styles", problems, started)

    from look import look
    started = time.time()
    opened, problems = look([pages[0], pages[1], pages[4]], scratch / "look", arguments.keep)
    findings.report("in Chromium at 600 and 390, light and dark, with pictures and without", opened, "pages", problems,
                    started)


def read(content, name, person, detail, before):
    """What is wrong with a mail as it came, and its HTML with its pictures."""
    problems = []

    def expect(what, holds, found=""):
        if not holds:
            problems.append(f"{what} {found}")

    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
        problems.append("is not ASCII")
    expect("has a line of more than 78 characters", max(map(len, text.split("\r\n"))) <= 78)
    expect("has a line end that is not CRLF", not re.search(r"(?<!\r)\n|\r(?!\n)", text))
    mail = email.message_from_bytes(content, policy=email.policy.strict)
    for part in mail.walk():
        expect("has defects", not part.defects, part.defects)
        for header, value in part.items():
            expect(f"{header} has defects", not value.defects, value.defects)
    sender, to = mail["From"].addresses[0], mail["To"].addresses[0]
    expect("From", (sender.display_name, sender.addr_spec) == ("Σκορ 本", "scorebook@example.com"), sender)
    expect("To", (to.display_name, to.addr_spec) == (person, f"{name}@example.org"), repr(to))
    expect("Subject", re.fullmatch(re.escape(TITLE) + r": Weekly revenue \$[\d,]+", mail["Subject"]), mail["Subject"])
    moment = mail["Date"].datetime.timestamp()
    expect("Date", before - 1 <= moment <= time.time() + 1, mail["Date"])
    expect("Message-ID", re.fullmatch(r"<weekly\.1998-06-15\.[0-9a-f]{20}@example\.com>", mail["Message-ID"]),
           mail["Message-ID"])
    expect("List-Unsubscribe", mail["List-Unsubscribe"] == "<mailto:scorebook@example.com?subject=unsubscribe%20weekly>",
           mail["List-Unsubscribe"])
    expect("Auto-Submitted", mail["Auto-Submitted"] == "auto-generated")
    expect("Content-Language", mail["Content-Language"] == "en")
    headers = [header for header, _ in mail.items()]
    expect("has a header twice", len(set(headers)) == len(headers), headers)

    expect("is no multipart/alternative", mail.get_content_type() == "multipart/alternative")
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    told = plain.get_content()
    for line in told.splitlines():
        expect("has a line of text of more than 72 columns:", columns(line) <= 72 or " " not in line.strip(), line)
    expect("text has no title", told.replace("\r", "").startswith(TITLE + "\n"))
    expect("text leads nowhere", "https://example.com/book/reports/weekly.html" in told)
    html = rich.get_content()
    expect("HTML is too large:", len(html.encode()) <= MOST_HTML, len(html.encode()))
    for word in ("data:", "<svg", "<script", "javascript:", "url(", "@import", "<link", "<iframe", "<form", "http-equiv"):
        expect("HTML holds", word not in html.lower(), word)
    for address in re.findall(r'(?:src|background|poster|srcset)="([^"]*)"', html):
        expect("fetches", address.startswith("cid:"), address)
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    expect("HTML is not sound:", not parser.errors, parser.errors[:3])

    pictures = {}
    for part in mail.walk():
        if part.get_content_type() != "image/png":
            continue
        expect("a picture's name", re.fullmatch(r"chart-\d+\.png", part.get_filename() or ""), part.get_filename())
        expect("a picture is not inline", part.get_content_disposition() == "inline")
        pictures[part["Content-ID"].strip("<>")] = part.get_content()
    shown = re.findall(r"<img [^>]*>", html)
    wanted = {"full": 3, "summary": 2, "line": 0}[detail]
    expect("pictures", len(pictures) == len(shown) == wanted, f"{len(pictures)}, {len(shown)} shown, not {wanted}")
    for image in shown:
        values = dict(re.findall(r'([a-z]+)="([^"]*)"', image))
        content = pictures.get(values["src"].removeprefix("cid:"), b"")
        expect("a picture is no PNG", content[:8] == b"\x89PNG\r\n\x1a\n")
        size = struct.unpack(">II", content[16:24]) if len(content) > 24 else (0, 0)
        expect("a picture's size", size == (2 * int(values["width"]), 2 * int(values["height"])), (size, values))
        expect("a picture has no words", len(values.get("alt", "")) > 40 and re.search(r"\d", values["alt"]), values)
    return problems, (name, html, pictures)


# Many -----------------------------------------------------------------------------------------------------------------

# 63 MiB were measured, for one mail as for fifty; 38 before librsvg is loaded. 5 of them are data, all else is code of the
# program and of libraries, of which more or fewer pages count by how they lie in the system's cache: up to 66.
VARIANTS, MOST_SECONDS, MOST_MEMORY = 50, 5, 67


def many(arguments, made, scratch, findings):
    """One report in fifty variants: as many audiences, of three kinds of detail, over TLS."""
    started = time.time()
    server = FaultServer(made["good"], 1, 0, 0)
    space = Workspace(arguments.demo, scratch / "many", arguments.scorebook)
    audiences = "".join(
        f"  one{number}: {{via: relay, from: scorebook@example.com, to: [one{number}@example.org], "
        f"detail: {('full', 'summary', 'summary', 'line')[number % 4]}}}\n" for number in range(VARIANTS))
    sends = ", ".join(f"{{audience: one{number}, if: always}}" for number in range(VARIANTS))
    space.configure(f"reports:\n  weekly:\n    send: [{sends}]\naudiences:\n{audiences}channels:\n"
                    + channel("relay", server.port, "starttls", ca=made["ca"]))
    seconds, memory, told = space.measure("report", "send", "weekly", "--quiet")
    problems = []
    if len(server.taken) != VARIANTS:
        problems.append(f"{len(server.taken)} arrived: {told}")
    if server.connections != 1:
        problems.append(f"{server.connections} connections")
    if seconds > MOST_SECONDS:
        problems.append(f"it took {seconds:.2f} s, more than {MOST_SECONDS}")
    if memory > MOST_MEMORY:
        problems.append(f"it took {memory:.0f} MiB, more than {MOST_MEMORY}")
    findings.report(f"{VARIANTS} variants of a report in {seconds:.2f} s and {memory:.0f} MiB", VARIANTS, "mails", problems,
                    started)


# What fails -----------------------------------------------------------------------------------------------------------

PERIODS, PEOPLE = 10, 18


def faults(arguments, made, scratch, findings):
    started = time.time()
    good = FaultServer(made["good"], arguments.seed, 0.6, 0.8)
    servers = {"main": good, "expired": FaultServer(made["expired"], 1, 0, 0),
               "foreign": FaultServer(made["foreign"], 1, 0, 0)}
    space = Workspace(arguments.demo, scratch / "faults", arguments.scorebook)
    audiences, channels = "", ""
    for name, server in servers.items():
        people = PEOPLE if name == "main" else 1
        to = ", ".join(f"{name}{number}@example.org" for number in range(people))
        audiences += f"  {name}: {{via: {name}, from: scorebook@example.com, detail: summary, to: [{to}]}}\n"
        channels += channel(name, server.port, "starttls", ca=made["ca"],
                            more=", time_limit: 400ms, retries: [10ms, 20ms, 40ms]")
    sends = ", ".join(f"{{audience: {name}, if: always}}" for name in servers)
    space.configure(f"reports:\n  weekly:\n    send: [{sends}]\naudiences:\n{audiences}channels:\n{channels}")
    problems = []
    mornings = [datetime.date(1998, 6, 22) - datetime.timedelta(weeks=week) for week in range(PERIODS)]

    def send(morning, *more):
        status, told, output = space.run("report", "send", "weekly", "--json", "--as-of", morning.isoformat(), *more)
        if told is None:
            problems.append(f"{morning}: exit {status}, {output[-400:]}")
            return {}
        bad = any(one["outcome"] in ("failed", "uncertain") for one in told)
        if status != int(bad):
            problems.append(f"{morning}: exit {status} with {bad=}")
        return {(one["message_id"], one["recipient"]): one["outcome"] for one in told}

    def key(mail):
        return mail[0], mail[1]

    # With faults: what is told, and what the book keeps, against the truth of the server.
    first = {}
    for morning in mornings:
        first.update(send(morning))
    taken = {}
    for mail in good.taken:
        taken[key(mail)] = taken.get(key(mail), 0) + 1
    untold = {key(mail) for mail in good.untold}
    book = {(row["message_id"], row["recipient"]): row["state"] for row in space.deliveries()}
    if len(first) != PERIODS * (PEOPLE + 2):
        problems.append(f"{len(first)} sends were told")
    lost = [mail for mail, outcome in first.items() if outcome == "sent" and not taken.get(mail)]
    twice = [mail for mail, count in taken.items() if count > 1]
    hidden = [mail for mail in untold if first.get(mail) != "uncertain" or book.get(mail) != "uncertain"]
    wrong = [mail for mail, outcome in first.items() if outcome == "failed" and taken.get(mail)]
    differing = [mail for mail, outcome in first.items() if book.get(mail) != outcome]
    vouched = [mail for mail, outcome in first.items()
               if not mail[1].startswith("main") and (outcome != "failed" or taken.get(mail))]
    for what, mails in (("lost silently", lost), ("sent twice", twice), ("uncertain and not told so", hidden),
                        ("told as failed and arrived", wrong), ("told otherwise than kept", differing),
                        ("given to a server nobody vouches for", vouched)):
        problems += [f"{what}: {mail}, told {first.get(mail)}, kept {book.get(mail)}" for mail in mails]
    count = {word: list(first.values()).count(word) for word in ("sent", "failed", "uncertain")}
    unmet = [fault for fault in FAULTS if fault not in good.met]
    problems += [f"the fault {fault} was never met" for fault in unmet]
    if servers["expired"].taken or servers["foreign"].taken:
        problems.append("a server without a valid certificate got a mail")

    # Without faults: what failed is sent, what stands stands, and of what nobody knows nothing more is sent.
    good.share = 0
    before = len(good.taken)
    for morning in mornings:
        for mail, outcome in send(morning, "--to", "main").items():
            was = first.get(mail)
            # Until one has arrived, a mail keeps its Message-ID.
            if was and {"sent": "stands", "failed": "sent", "uncertain": "uncertain"}[was] != outcome:
                problems.append(f"second run: {mail} was {was} and is {outcome}")
    failed = sum(1 for mail, outcome in first.items() if outcome == "failed" and mail[1].startswith("main"))
    if len(good.taken) - before != failed:
        problems.append(f"second run: {len(good.taken) - before} were sent, {failed} had failed")
    # What a person finds out about the rest.
    arrived_untold = {key(mail) for mail in good.taken}
    for mail, outcome in first.items():
        if outcome == "uncertain" and mail[1].startswith("main"):
            morning = datetime.date.fromisoformat(mail[0].split(".")[1]) + datetime.timedelta(weeks=1)
            send(morning, "--to", "main", "--recipient", mail[1], "--resolve",
                 "sent" if mail in arrived_untold else "again")
    newest = {}
    for row in space.deliveries():
        newest[row["period"], row["recipient"]] = row["state"]
    problems += [f"in the end: {who} {state}" for who, state in newest.items()
                 if who[1].startswith("main") and state != "sent"]
    arrived = {}
    for identifier, recipient, subject in good.taken:
        arrived.setdefault((identifier.split(".")[1], recipient), []).append(subject)
    for who, subjects in arrived.items():
        if len(subjects) > 1:
            problems.append(f"in the end: {who} got it twice: {subjects}")
    findings.report(
        f"lost silently, sent twice, or uncertain and not told ({count['sent']} sent, {count['failed']} failed, "
        f"{count['uncertain']} uncertain; {sum(good.met.values())} faults of {len(good.met)} kinds)",
        len(first), "sends", problems, started)


# A team's own look ----------------------------------------------------------------------------------------------------

def own(arguments, made, scratch, findings):
    """Mails whose templates are a workspace's own."""
    from look import look
    from own import example, random_templates
    started = time.time()
    guide = pathlib.Path(arguments.demo) / "site" / "guide" / "mail.md"
    html, pictures, problems = example(Workspace(arguments.demo, scratch / "example", arguments.scorebook), guide)
    problems += Support(SUPPORT).findings(html)[0]
    opened, found = look([("own", html, pictures)], scratch / "look-own", arguments.keep)
    findings.report("the guide's own look in Chromium, by mail programs", opened, "pages", problems + found, started)
    started = time.time()
    whole = (pathlib.Path(arguments.demo) / "templates" / "email" / "mail.mustache").read_text()
    space = Workspace(arguments.demo, scratch / "random", arguments.scorebook)
    taken, refused, problems = random_templates(space, whole, 40, arguments.seed)
    if taken < 100 or refused < 100:
        problems.append(f"only {taken} were taken and {refused} refused")
    findings.report(f"harm in mails of templates made at random ({refused} refused)", taken, "taken", problems, started)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("scorebook")
    parser.add_argument("demo")
    parser.add_argument("--only", default="many,receive,own,faults")
    parser.add_argument("--keep", help="a folder for pictures of the pages")
    parser.add_argument("--seed", type=int, default=1997)
    arguments = parser.parse_args()
    # The server tells at length of clients that go away, which is what they are to do.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    findings = Findings("mail")
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        made = certificates.make(scratch / "certificates")
        checks = {"receive": receive, "own": own, "faults": faults, "many": many}
        names = arguments.only.split(",")
        # What is measured is alone; the others go side by side, since one mostly waits for servers that are silent.
        if "many" in names:
            names.remove("many")
            many(arguments, made, scratch, findings)
        with concurrent.futures.ThreadPoolExecutor() as threads:
            running = [threads.submit(checks[name], arguments, made, scratch, findings) for name in names]
            for one in running:
                one.result()
    sys.exit(1 if findings.failed else 0)


main()
