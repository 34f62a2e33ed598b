"""The files of ``deploy/``: each names what there is, grants no more than is needed, and nginx reads its own."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import yaml
from serving import free_port

from service.patience import LISTENING

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def instructions() -> list[tuple[str, str]]:
    """Those of the container file, continued lines joined."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in joined.splitlines()]


def test_the_container_copies_what_there_is_and_runs_as_nobody_in_particular() -> None:
    given = instructions()
    assert {name for name, _ in given} <= set(
        "FROM ARG ENV WORKDIR COPY RUN USER VOLUME EXPOSE STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD".split()
    )
    for name, rest in given:
        if name == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source
        if name == "RUN":
            shlex.split(rest)
    last = [rest for name, rest in given if name == "USER"][-1]
    assert last.isdigit() and int(last) > 0
    after = [name for name, _ in given[[name for name, _ in given].index("USER") :]]
    assert "RUN" not in after and "COPY" not in after
    assert {"VOLUME", "HEALTHCHECK", "ENTRYPOINT"} <= set(after)
    packages = re.findall(r"^packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[0]
    copied = {rest.split()[0] for name, rest in given if name == "COPY"}
    assert set(re.findall(r'"(\w+)"', packages)) <= copied


def test_what_the_container_asks_itself_tells_alive_from_dead() -> None:
    health = next(rest for name, rest in instructions() if name == "HEALTHCHECK")
    code = yaml.safe_load(health.partition("CMD ")[2])[2]
    port = free_port()
    dead = subprocess.run([sys.executable, "-c", code.replace("8000", str(port))], capture_output=True, check=False)
    assert dead.returncode != 0
    server = subprocess.Popen([sys.executable, "-c", ANSWERS, str(port)])
    try:
        alive = (subprocess.run([sys.executable, "-c", code.replace("8000", str(port))], capture_output=True).returncode
                 for _ in range(50) if time.sleep(0.1) is None)  # fmt: skip
        assert 0 in alive
    finally:
        server.kill()
        server.wait()


ANSWERS = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()
        told = "|".join(f"{name}: {self.headers[name]}" for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto"))
        self.wfile.write(told.encode())
    do_POST = do_GET
HTTPServer(("127.0.0.1", int(sys.argv[1])), Health).serve_forever()
"""


def test_the_compose_file_takes_every_right_away() -> None:
    service = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))["services"]["tracuu"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    build = service["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).exists()


@pytest.mark.parametrize("name", sorted(path.name for path in DEPLOY.glob("*.service")))
def test_systemd_finds_nothing_wrong_and_little_exposed(tmp_path: Path, name: str) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    unit = tmp_path / name  # the program stands elsewhere here
    text = (DEPLOY / name).read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/tracuu/venv/bin/tracuu", sys.executable), encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert name not in said.stderr, said.stderr
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", unit], capture_output=True, text=True, check=False
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", told.stdout)
    if level is None:
        pytest.skip("this systemd cannot tell without running")
    assert float(level[1]) < 2.0


def test_the_proxy_lets_a_connection_rest_less_long_than_the_program_does() -> None:
    """Otherwise a request is sent on a connection that the program ends at that moment, and is lost."""
    kept = re.search(r"keepalive_timeout (\d+)s;", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert kept is not None and int(kept[1]) < LISTENING["timeout_keep_alive"]


def test_nginx_passes_on_who_asks_and_lets_no_visitor_say_it_himself(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None or shutil.which("openssl") is None:
        pytest.skip("nginx is not here")
    behind, plain, secure = free_port(), free_port(), free_port()
    configure(tmp_path, behind, plain, secure)
    upstream = subprocess.Popen([sys.executable, "-c", ANSWERS, str(behind)], stderr=subprocess.DEVNULL)
    server = subprocess.Popen([nginx, "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-g", "daemon off;"])
    try:
        context = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        address = f"https://tracuu.example:{secure}"
        with httpx.Client(verify=context, mounts={"https://": Here(context)}) as client:
            told = once_there(client, f"{address}/healthz")
            assert told.headers["strict-transport-security"]
            assert f"Host: tracuu.example:{secure}" in told.text
            assert "X-Forwarded-Proto: https" in told.text
            lied = client.get(f"{address}/healthz", headers={"X-Forwarded-For": "8.8.8.8", "Forwarded": "for=8.8.8.8"})
            assert "X-Forwarded-For: 127.0.0.1|" in lied.text
            assert client.get(f"{address}/metrics").status_code == 403
            assert client.post(f"{address}/healthz", content=bytes(65 << 20)).status_code == 413
            moved = httpx.get(f"http://127.0.0.1:{plain}/?q=x", headers={"Host": "tracuu.example"})
            assert (moved.status_code, moved.headers["location"]) == (301, "https://tracuu.example/?q=x")
    finally:
        server.send_signal(signal.SIGTERM)
        upstream.kill()
        server.wait(10)
        upstream.wait(10)


class Here(httpx.HTTPTransport):
    """Every name is this machine; the certificate is checked against the name."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(verify=context)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["sni_hostname"] = request.url.host
        request.url = request.url.copy_with(host="127.0.0.1")
        return super().handle_request(request)


def configure(folder: Path, behind: int, plain: int, secure: int) -> None:
    """The site as it ships, on other ports, with a certificate made now."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=tracuu.example",
         "-addext", "subjectAltName=DNS:tracuu.example", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for shipped, here in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        ("/etc/ssl/tracuu.pem", str(folder / "cert.pem")),
        ("/etc/ssl/private/tracuu.key", str(folder / "key.pem")),
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
    ):
        assert shipped in site
        site = site.replace(shipped, here)
    temporary = " ".join(
        f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(
        f"pid {folder / 'pid'}; error_log {folder / 'error.log'};\nevents {{}}\n"
        f"http {{ {temporary} include {folder / 'site.conf'}; }}\n",
        encoding="utf-8",
    )


def once_there(client: httpx.Client, address: str) -> httpx.Response:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            answer = client.get(address)
            if answer.status_code == 200:
                return answer
        time.sleep(0.1)
    raise AssertionError("nginx does not answer")
