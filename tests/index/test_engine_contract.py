"""One behaviour of every engine: in the data folder, on Milvus Lite, on the standalone Milvus server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from doubles import HashingEncoder, open_library
from milvus_servers import Child, Lite, Standalone, Wire

from index.engine import DenseEngine, open_engine
from index.library import Library
from index.local import LocalEngine
from index.milvus import collection
from index.milvus.connection import Connection
from index.milvus.settings import MilvusSettings
from index.types import Filters
from ingest.errors import IndexUnavailable

ROOT = Path(__file__).parents[2]
SERVERS: dict[str, tuple[str, type[Child]]] = {"lite": ("milvus_lite", Lite), "standalone": ("milvus", Standalone)}


class Backend:
    """An engine under test; those on a server are reached over a wire that can be cut."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire

    def engine(self, token: str | None = None) -> DenseEngine:
        if self.wire is None:
            return LocalEngine()
        return _milvus(MilvusSettings(self.wire.uri, self.wire.server.token if token is None else token))

    def collections(self) -> list[str]:
        """What the server holds."""
        assert self.wire is not None
        settings = MilvusSettings(self.wire.uri, self.wire.server.token)
        return Connection(settings).call(lambda client: list(client.list_collections()))


def _milvus(settings: MilvusSettings) -> DenseEngine:
    from index.milvus.engine import MilvusEngine

    return MilvusEngine(settings)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Backend]]:
    """Backends by name, each started once."""
    backends: dict[str, Backend] = {}

    def start(name: str) -> Backend:
        if name not in backends:
            package, server = SERVERS[name]
            if find_spec(package) is None or find_spec("pymilvus") is None:
                pytest.skip(f'{package} is not installed: pip install "tracuu[servers]"')
            process = server(tmp_path_factory.mktemp(name))
            process.start()
            backends[name] = Backend(Wire(process))
        return backends[name]

    yield start
    for backend in backends.values():
        assert backend.wire is not None
        backend.wire.cut()
        backend.wire.server.stop()


EVERY = ("local", *(pytest.param(name, marks=pytest.mark.servers) for name in SERVERS))
ON_SERVERS = [pytest.param(name, marks=pytest.mark.servers) for name in SERVERS]


@pytest.fixture
def backend(request: pytest.FixtureRequest, started: Callable[[str], Backend]) -> Iterator[Backend]:
    backend = Backend() if request.param == "local" else started(request.param)
    yield backend
    if backend.wire is not None:
        backend.wire.mend()
        connection = Connection(MilvusSettings(backend.wire.uri, backend.wire.server.token))
        for name in backend.collections():
            collection.Collection(connection, name).drop()


def texts(library: Library, query: str, filters: Filters | None = None, k: int = 10) -> list[str]:
    return [hit.text for hit in library.search(query, k=k, mode="dense", filters=filters)]


@pytest.mark.parametrize("backend", EVERY, indirect=True)
def test_documents_come_change_and_go(backend: Backend, tmp_path: Path, folder: Path) -> None:
    library = open_library(tmp_path / "data", engine=backend.engine())
    assert library.sync([folder]).generation == 1
    assert texts(library, "kỹ năng số cho cán bộ")[0] == "Bồi dưỡng kỹ năng số cho cán bộ"
    whole = open_library(tmp_path / "local", engine=LocalEngine())
    whole.sync([folder])
    for query in ("phủ sóng 5G", "hồ sơ trực tuyến", "nông sản"):
        found, expected = library.search(query), whole.search(query)
        assert [hit.text for hit in found] == [hit.text for hit in expected]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-5)

    (folder / "alpha.txt").write_text("Trạm y tế có bác sĩ\nPhủ sóng 5G đạt ≥ 90% số thôn", encoding="utf-8")
    assert library.sync([folder]).generation == 2
    everything = texts(library, "phủ sóng 5G")
    assert everything[0] == "Phủ sóng 5G đạt ≥ 90% số thôn"
    assert len(everything) == library.status()["passages"]
    library.remove("beta")
    assert not any("Hồ sơ trực tuyến" in text for text in texts(library, "hồ sơ trực tuyến"))

    again = open_library(tmp_path / "data", engine=backend.engine())
    assert texts(again, "phủ sóng 5G") == texts(library, "phủ sóng 5G")
    assert again.status()["problems"] == []


@pytest.mark.parametrize("backend", EVERY, indirect=True)
def test_filters_and_long_passages(backend: Backend, tmp_path: Path, folder: Path) -> None:
    for number in range(12):
        (folder / f"xã-{number}.txt").write_text(
            f"@commune: xã {number}\nDạy bơi cho trẻ em đạt {number}%\nDạy bơi cho người lớn", encoding="utf-8"
        )
    sentences = [f"Câu thứ {n} nói về {'dạy bơi' if n == 70 else 'việc khác'} trong nhiều từ." for n in range(100)]
    (folder / "dài.txt").write_text(" ".join(sentences), encoding="utf-8")
    library = open_library(tmp_path / "data", engine=backend.engine())
    library.sync([folder])
    some = Filters(documents=frozenset({"xã-3", "xã-7"}))
    assert {hit.document for hit in library.search("dạy bơi", filters=some)} == {"xã-3", "xã-7"}
    most = Filters(documents=frozenset(one.id for one in library.documents()) - {"xã-3"})
    found = library.search("dạy bơi", k=100, mode="dense", filters=most)
    assert {hit.document for hit in found} == set(most.documents or ())
    aimed = library.search("dạy bơi", k=100, mode="dense", filters=Filters(marks=frozenset({"target"})))
    assert aimed
    assert all("%" in hit.text for hit in aimed)
    both = Filters(documents=frozenset({"xã-5"}), marks=frozenset({"target"}))
    assert texts(library, "dạy bơi", both) == ["Dạy bơi cho trẻ em đạt 5%"]
    assert library.search("dạy bơi", filters=Filters(documents=frozenset())) == []
    long = texts(library, "dạy bơi", Filters(documents=frozenset({"dài"})))
    assert len(long) == 1
    many = library.search_many(["dạy bơi", "việc khác", "nông sản"] * 30, k=3, mode="dense")
    best = [[round(hit.score, 4) for hit in answer] for answer in many]
    assert best[0] == best[3] == best[87]
    assert many[2][0].document == "gamma"


@pytest.mark.parametrize("backend", EVERY, indirect=True)
def test_readers_see_whole_generations_only(
    backend: Backend, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library(tmp_path / "data", engine=backend.engine())
    library.sync([folder / "alpha.txt", folder / "gamma.md"])
    before = texts(library, "hồ sơ trực tuyến")
    with monkeypatch.context() as patch:
        patch.setattr("index.sync.Generations.publish", lambda *arguments: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            library.sync([folder / "beta.txt"])
    held = library._searcher
    assert held is not None
    assert [hit.text for hit in held.search(["hồ sơ trực tuyến"], 10, "dense", None)[0]] == before
    found = open_library(tmp_path / "data", engine=backend.engine())
    assert texts(found, "hồ sơ trực tuyến") == before  # published with the content or not at all
    found.sync([folder / "beta.txt"])
    assert texts(found, "hồ sơ trực tuyến")[0] == "Hồ sơ trực tuyến đạt 80%"
    assert found.status()["problems"] == []

    (folder / "delta.txt").write_text("Một văn bản bị dở dang", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("index.generation._fingerprints", lambda folder: 1 / 0)  # the last step of a build
        with pytest.raises(ZeroDivisionError):
            library.sync([folder / "delta.txt"])
    assert not any("dở dang" in text for text in texts(library, "văn bản bị dở dang"))
    (folder / "delta.txt").write_text("Văn bản đã xong", encoding="utf-8")
    library.sync([folder / "delta.txt"])
    everything = texts(library, "văn bản bị dở dang", k=100)
    assert "Văn bản đã xong" in everything
    assert not any("dở dang" in text for text in everything)
    assert len(everything) == library.status()["passages"]


@pytest.mark.parametrize("backend", EVERY, indirect=True)
def test_digests_step_back_and_return(backend: Backend, tmp_path: Path) -> None:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    said = "@type_code: KH\n@commune: Xã Bình Yên\n@subject: thực hiện Nghị quyết số 57-NQ/TW\n"
    (folder / "tóm lược.txt").write_text(f"@digest: yes\n{said}Bản tóm lược về cầu treo", encoding="utf-8")
    library = open_library(tmp_path / "data", engine=backend.engine())
    library.sync([folder])
    (folder / "gốc.txt").write_text(f"{said}Xây cầu treo qua suối", encoding="utf-8")
    library.sync([folder])
    assert texts(library, "cầu treo") == ["Xây cầu treo qua suối"]
    library.remove("gốc")
    assert texts(library, "cầu treo") == ["Bản tóm lược về cầu treo"]


@pytest.mark.parametrize("backend", ON_SERVERS, indirect=True)
def test_one_document_touched_is_one_document_sent(
    backend: Backend, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library(tmp_path / "data", engine=backend.engine())
    library.sync([folder])
    sent: list[str] = []
    write = collection.Collection.write

    def count(self: collection.Collection, batch: list[collection.Row], born: int) -> None:
        sent.extend(str(row.entity(born)["id"]) for row in batch)
        write(self, batch, born)

    monkeypatch.setattr(collection.Collection, "write", count)
    (folder / "gamma.md").write_text("Chỉ một dòng mới", encoding="utf-8")
    library.sync([folder])
    assert len(sent) == 1
    assert texts(library, "chỉ một dòng mới")[0] == "Chỉ một dòng mới"
    assert len(backend.collections()) == 1


@pytest.mark.parametrize("backend", ON_SERVERS, indirect=True)
def test_what_the_server_lost_is_sent_again_without_encoding(backend: Backend, tmp_path: Path, folder: Path) -> None:
    open_library(tmp_path / "data", engine=backend.engine()).sync([folder])
    (lost,) = backend.collections()
    assert backend.wire is not None
    connection = Connection(MilvusSettings(backend.wire.uri, backend.wire.server.token))
    collection.Collection(connection, lost).remove("born >= 0")
    encoder = HashingEncoder()
    library = open_library(tmp_path / "data", encoder, engine=backend.engine())
    assert library.status()["problems"]
    assert texts(library, "hồ sơ trực tuyến")[0] == "Hồ sơ trực tuyến đạt 80%"
    assert encoder.encoded == []
    (folder / "delta.txt").write_text("Thêm một văn bản", encoding="utf-8")
    library.sync([folder])  # the generation that named it is removed, and the collection with it
    (kept,) = backend.collections()
    assert kept != lost
    collection.Collection(connection, kept).drop()
    again = open_library(tmp_path / "data", encoder, engine=backend.engine())
    assert texts(again, "hồ sơ trực tuyến")[0] == "Hồ sơ trực tuyến đạt 80%"
    assert len(backend.collections()) == 1

    encoder.encoded.clear()
    local = open_library(tmp_path / "data", encoder, engine=LocalEngine())  # back to the data folder, as easily
    assert texts(local, "hồ sơ trực tuyến")[0] == "Hồ sơ trực tuyến đạt 80%"
    assert encoder.encoded == []


@pytest.mark.parametrize("backend", ON_SERVERS, indirect=True)
def test_a_cut_wire_and_a_killed_server_lose_nothing(backend: Backend, tmp_path: Path, folder: Path) -> None:
    library = open_library(tmp_path / "data", engine=backend.engine())
    library.sync([folder / "alpha.txt"])
    expected = texts(library, "kỹ năng số")
    wire = backend.wire
    assert wire is not None

    wire.cut()
    with pytest.raises(IndexUnavailable, match="Milvus"):
        library.search("kỹ năng số")
    with pytest.raises(IndexUnavailable, match="Milvus"):
        library.sync([folder])
    assert [one.id for one in library.documents()] == ["alpha"]
    fresh = open_library(tmp_path / "data", engine=backend.engine())
    assert any("Milvus" in problem for problem in fresh.status()["problems"])
    assert [hit.document for hit in library.search("kỹ năng số", mode="lexical")][:1] == ["alpha"]
    wire.mend()
    assert eventually(lambda: texts(library, "kỹ năng số")) == expected

    wire.server.kill()
    with pytest.raises(IndexUnavailable, match="Milvus"):
        library.search("kỹ năng số")
    wire.server.start()
    assert eventually(lambda: texts(library, "kỹ năng số")) == expected
    assert library.sync([folder]).documents == 3
    assert texts(library, "hồ sơ trực tuyến")[0] == "Hồ sơ trực tuyến đạt 80%"
    assert library.status()["problems"] == []


def eventually(ask: Callable[[], list[str]]) -> list[str]:
    """The first answer; a server that comes back needs a moment."""
    end = time.monotonic() + 60
    while True:
        try:
            return ask()
        except IndexUnavailable:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@pytest.mark.parametrize("backend", ON_SERVERS[1:], indirect=True)
def test_a_wrong_token_is_told(backend: Backend, tmp_path: Path, folder: Path) -> None:
    library = open_library(tmp_path / "data", engine=backend.engine(token="root:sai"))  # noqa: S106
    with pytest.raises(IndexUnavailable, match="không nhận mã truy cập"):
        library.sync([folder])
    assert library.documents() == []


WRITER = """
import sys
from pathlib import Path
from doubles import open_library
from index.milvus.engine import MilvusEngine
from index.milvus.settings import MilvusSettings
folder, data, uri, token = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
library = open_library(data, engine=MilvusEngine(MilvusSettings(uri, token)))
for round in range(1000):
    path = folder / f"van-ban-{round}.txt"
    path.write_text("\\n".join(f"Dòng {n} của văn bản {round} đạt {n}%" for n in range(30)), encoding="utf-8")
    library.sync([path])
    print(path.stem, flush=True)
"""


@pytest.mark.parametrize("backend", ON_SERVERS, indirect=True)
def test_a_killed_writer_loses_nothing_acknowledged(backend: Backend, tmp_path: Path) -> None:
    folder, data, wire = tmp_path / "van-ban", tmp_path / "data", backend.wire
    assert wire is not None
    folder.mkdir()
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "encoders", Path(__file__).parent)))
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", WRITER, str(folder), str(data), wire.uri, wire.server.token],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert process.stdout is not None
    acknowledged = {process.stdout.readline().strip()}
    time.sleep(0.7)
    process.send_signal(signal.SIGKILL)
    acknowledged |= set(process.stdout.read().split())
    process.stdout.close()
    process.wait()
    library = open_library(data, engine=backend.engine())
    assert len(texts(library, "văn bản đạt", k=1000)) == library.status()["passages"] >= 30 * len(acknowledged)
    assert acknowledged <= {one.id for one in library.documents()}
    assert library.status()["problems"] == []


def test_the_environment_chooses_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TRACUU_ENGINE", raising=False)
    assert open_engine().name == "local"
    monkeypatch.setenv("TRACUU_ENGINE", "oracle")
    with pytest.raises(IndexUnavailable, match="oracle"):
        Library.open(tmp_path)
    monkeypatch.setenv("TRACUU_ENGINE", "milvus")
    monkeypatch.setattr("index.milvus.settings.importlib.util.find_spec", lambda name: None)
    with pytest.raises(IndexUnavailable, match="pymilvus"):
        open_engine()
    monkeypatch.setattr("index.milvus.settings.importlib.util.find_spec", lambda name: name)
    monkeypatch.delenv("TRACUU_MILVUS_URI", raising=False)
    with pytest.raises(IndexUnavailable, match="ở đâu"):
        open_engine()
    monkeypatch.setenv("TRACUU_MILVUS_URI", "http://127.0.0.1:1")
    monkeypatch.setenv("TRACUU_MILVUS_PREFIX", "tra cứu")
    with pytest.raises(IndexUnavailable, match="PREFIX"):
        open_engine()
    monkeypatch.delenv("TRACUU_MILVUS_PREFIX")
    assert open_engine().name == "milvus"
