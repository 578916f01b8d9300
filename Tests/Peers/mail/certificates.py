"""Certificates for servers on this machine, made by openssl: a good one, an expired one, one of a stranger, and one for another name."""
import pathlib, subprocess

SETTINGS = """
[ca]
default_ca = here
[here]
dir = {folder}
new_certs_dir = {folder}
database = {folder}/index.txt
serial = {folder}/serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost,IP:127.0.0.1
[others]
subjectAltName = DNS:other.example.com
"""


def openssl(folder, *words):
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"error: openssl {words[0]}: {done.stderr}")


def make(folder):
    """Paths: `ca` that a client is to trust, and (certificate, key) of each server."""
    folder = pathlib.Path(folder)
    folder.mkdir()
    (folder / "openssl.cnf").write_text(SETTINGS.format(folder=folder))
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("01\n")
    made = {}
    for authority in ("ca", "stranger"):
        openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", f"{authority}.key",
                "-out", f"{authority}.pem", "-subj", f"/CN={authority}")
    for name, authority, start, end in (
            ("good", "ca", "20200101000000Z", "20991231000000Z"),
            ("expired", "ca", "20200101000000Z", "20200201000000Z"),
            ("foreign", "stranger", "20200101000000Z", "20991231000000Z"),
            ("other", "ca", "20200101000000Z", "20991231000000Z")):
        openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                "-subj", "/CN=localhost")
        openssl(folder, "ca", "-batch", "-notext", "-config", "openssl.cnf", "-cert", f"{authority}.pem", "-keyfile",
                f"{authority}.key", "-in", f"{name}.csr", "-out", f"{name}.pem", "-startdate", start, "-enddate", end,
                "-extensions", "others" if name == "other" else "names")
        made[name] = (str(folder / f"{name}.pem"), str(folder / f"{name}.key"))
    made["ca"] = str(folder / "ca.pem")
    return made
