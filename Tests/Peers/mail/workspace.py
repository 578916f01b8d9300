"""A copy of the demo's workspace that sends mail, and what its book keeps of that."""
import json, os, pathlib, shutil, sqlite3, subprocess, time


class Workspace:
    """`demo` is only read; its book is copied."""

    def __init__(self, demo, folder, scorebook):
        demo, self.folder, self.scorebook = pathlib.Path(demo).resolve(), pathlib.Path(folder), scorebook
        (self.folder / ".scorebook").mkdir(parents=True)
        for name in ("scorebook.yaml", "site", "templates", "_out"):
            (self.folder / name).symlink_to(demo / name)
        # What is published lies in the workspace itself.
        shutil.copytree(demo / "data", self.folder / "data")
        (self.folder / ".scorebook" / "artefacts").symlink_to(demo / ".scorebook" / "artefacts")
        # A copy that is whole, whoever reads the book meanwhile.
        with sqlite3.connect(f"file:{demo}/.scorebook/book.db?mode=ro", uri=True) as old:
            with sqlite3.connect(self.folder / ".scorebook" / "book.db") as new:
                old.backup(new)
        self.environment = dict(os.environ)

    def configure(self, text):
        (self.folder / "mail.yaml").write_text(text)

    def run(self, *words):
        """Exit code, what it told as JSON where it did, and all of its output."""
        done = subprocess.run(
            [self.scorebook, *words, "-C", str(self.folder), "--config", str(self.folder / "mail.yaml")],
            capture_output=True, text=True, env=self.environment)
        told = None
        if "--json" in words and done.stdout.startswith("["):
            told = json.loads(done.stdout)
        return done.returncode, told, done.stdout + done.stderr

    def measure(self, *words):
        """Seconds, the most memory in MiB, and what was told."""
        with open(self.folder / "told.txt", "w+b") as told:
            started = time.time()
            process = subprocess.Popen(
                [self.scorebook, *words, "-C", str(self.folder), "--config", str(self.folder / "mail.yaml")],
                stdout=told, stderr=told, env=self.environment)
            # The high water mark of its own memory: wait4 would tell that of this program, where it is the higher one.
            most = 0
            while process.poll() is None:
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                most = max(most, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
                time.sleep(0.002)
            seconds = time.time() - started
            told.seek(0)
            return seconds, most / 1024, told.read().decode(errors="replace")

    def deliveries(self):
        with sqlite3.connect(f"file:{self.folder}/.scorebook/book.db?mode=ro", uri=True) as book:
            book.row_factory = sqlite3.Row
            return [dict(row) for row in book.execute("SELECT * FROM delivery ORDER BY began_at, attempt")]
