"""A mail server that fails at random in every way that is known of servers, and keeps the truth of what it took."""
import email, email.policy, random, socket, ssl, threading, time

# Where it fails, and how: an answer, a connection that ends, or silence.
FAULTS = (
    "connect-drop", "connect-421", "ehlo-500", "ehlo-drop", "mail-451", "mail-550", "mail-drop", "rcpt-450",
    "rcpt-550", "rcpt-hang", "data-451", "data-554", "data-drop", "middle-drop", "middle-hang", "end-452", "end-554",
    "end-421", "taken-drop", "lost-drop", "taken-hang", "lost-hang",
)


class Dropped(Exception):
    pass


class FaultServer:
    """`share` of transactions fail. What it has taken stands in `taken`, by (Message-ID, recipient) and in order; those of
    whose end the client was told nothing in `untold`."""

    def __init__(self, certificate, seed, share, silence):
        self.random = random.Random(seed)
        self.share, self.silence = share, silence
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*certificate)
        self.taken, self.untold, self.met = [], [], {}
        self.lock = threading.Lock()
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            connection, _ = self.listener.accept()
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def fault(self):
        """That of the next transaction, or None."""
        with self.lock:
            if self.random.random() >= self.share:
                return None
            return self.random.choice(FAULTS)

    def serve(self, connection):
        try:
            Session(self, connection).run()
        except (Dropped, OSError):
            pass
        finally:
            connection.close()


class Session:
    def __init__(self, server, connection):
        self.server, self.socket = server, connection
        self.socket.settimeout(30)
        self.rest = b""

    def line(self):
        while b"\r\n" not in self.rest:
            self.more()
        line, self.rest = self.rest.split(b"\r\n", 1)
        return line.decode("latin-1")

    def more(self):
        new = self.socket.recv(65536)
        if not new:
            raise Dropped
        self.rest += new

    def say(self, *lines):
        self.socket.sendall("".join(line + "\r\n" for line in lines).encode())

    def meets(self, *names):
        """Whether one of these is what is to go wrong now; an answer, an end or a silence then follows."""
        if self.fault not in names:
            return False
        met = self.server.met
        with self.server.lock:
            met[self.fault] = met.get(self.fault, 0) + 1
        if self.fault.endswith("-drop"):
            raise Dropped
        if self.fault.endswith("-hang"):
            time.sleep(self.server.silence)
            raise Dropped
        code = self.fault.rsplit("-", 1)[1]
        self.say(f"{code} {code[0]}.0.0 {self.fault}")
        if code == "421":
            raise Dropped
        # The next transaction of this connection has luck of its own.
        self.fault = self.server.fault()
        return True

    def run(self):
        self.fault = self.server.fault()
        self.meets("connect-drop", "connect-421")
        self.say("220 localhost ESMTP")
        sender = recipient = None
        while True:
            line = self.line()
            word = line.upper().split(" ")[0]
            if word in ("EHLO", "HELO"):
                if self.meets("ehlo-500", "ehlo-drop"):
                    raise Dropped
                if isinstance(self.socket, ssl.SSLSocket):
                    self.say("250-localhost", "250 8BITMIME")
                else:
                    self.say("250-localhost", "250 STARTTLS")
            elif word == "STARTTLS":
                self.say("220 go on")
                self.socket = self.server.context.wrap_socket(self.socket, server_side=True)
            elif word == "MAIL":
                if not self.meets("mail-451", "mail-550", "mail-drop"):
                    sender = line
                    self.say("250 ok")
            elif word == "RCPT":
                if not self.meets("rcpt-450", "rcpt-550", "rcpt-hang"):
                    recipient = line[line.index("<") + 1:line.index(">")]
                    self.say("250 ok")
            elif word == "DATA":
                if sender and recipient and not self.meets("data-451", "data-554", "data-drop"):
                    self.data(recipient)
                sender = recipient = None
            elif word in ("RSET", "NOOP"):
                self.say("250 ok")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("502 unknown")

    def data(self, recipient):
        self.say("354 go on")
        while b"\r\n.\r\n" not in self.rest:
            if len(self.rest) > 2000:
                self.meets("middle-drop", "middle-hang")
            self.more()
        content, self.rest = self.rest.split(b"\r\n.\r\n", 1)
        message = email.message_from_bytes(content + b"\r\n", policy=email.policy.default)
        mail = (str(message["Message-ID"]), recipient, str(message["Subject"]))
        if self.meets("end-452", "end-554", "end-421"):
            return
        fault = self.fault
        if fault in ("taken-drop", "taken-hang", "lost-drop", "lost-hang"):
            with self.server.lock:
                self.server.untold.append(mail)
                if fault.startswith("taken"):
                    self.server.taken.append(mail)
            self.meets(fault)
        with self.server.lock:
            self.server.taken.append(mail)
        self.say("250 2.0.0 taken")
        self.fault = self.server.fault()
