"""aiosmtpd on this machine, with TLS from the first byte, by STARTTLS or without, and with a login where there is TLS."""
import asyncio, socket, ssl, threading
from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "scorebook", "correct horse \u00fc battery"


class Receiver:
    """Servers in a thread of their own. `mails` holds (server, recipient, bytes) of all that came."""

    def __init__(self, certificates):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*certificates["good"])
        self.mails = []
        self.logins = []
        self.connections = 0
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def add(self, name, mode):
        """The port of a new server: `implicit`, `starttls` or `none`."""
        return asyncio.run_coroutine_threadsafe(self.start(name, mode), self.loop).result(10)

    async def start(self, name, mode):
        def login(server, session, envelope, mechanism, data):
            self.logins.append((name, mechanism))
            return AuthResult(success=(data.login.decode(), data.password.decode()) == (USER, PASSWORD),
                              handled=False)

        def protocol():
            self.connections += 1
            return SMTP(Handler(self, name), hostname="localhost",
                        tls_context=self.context if mode == "starttls" else None, require_starttls=mode == "starttls",
                        authenticator=login, auth_required=mode != "none", auth_require_tls=mode == "starttls")

        place = socket.create_server(("127.0.0.1", 0))
        await self.loop.create_server(protocol, sock=place, ssl=self.context if mode == "implicit" else None)
        return place.getsockname()[1]


class Handler:
    def __init__(self, receiver, name):
        self.receiver, self.name = receiver, name

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody-"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        for recipient in envelope.rcpt_tos:
            self.receiver.mails.append((self.name, recipient, envelope.content))
        return "250 2.0.0 queued"
