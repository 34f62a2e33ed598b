"""What an administrator measures: names by the convention, values as they are, alerts that ask for what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient
from made_up import HERE, open_made_up
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from index.library import Library
from ingest.errors import TracuuError
from service.api import create_app

ALERTS = HERE.parents[1] / "deploy" / "alerts.yml"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = open_made_up(tmp_path / "data")
    made.sync([HERE / "plans"])
    return made


def scraped(client: TestClient) -> dict[str, Metric]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {one.name: one for one in text_string_to_metric_families(answer.text)}


def value(metrics: dict[str, Metric], name: str, **labels: str) -> float:
    found = [one.value for one in metrics[name].samples if labels.items() <= one.labels.items()]
    assert len(found) == 1, f"{name} {labels}: {metrics[name].samples}"
    return found[0]


def test_what_is_held_and_taken_is_measured(library: Library) -> None:
    client = TestClient(create_app(library))
    client.post("/api/ask", json={"question": "Xã nào phủ sóng 5G?"})
    measured = scraped(client)
    assert value(measured, "tracuu_documents") == len(library.documents()) > 1
    assert value(measured, "tracuu_passages") == library.status()["passages"]
    assert value(measured, "tracuu_generation") == library.status()["generation"]
    assert value(measured, "tracuu_index_problems") == 0
    assert value(measured, "tracuu_disk_free_bytes") > 1e6
    assert value(measured, "tracuu_memory_bytes") > 5e7
    assert value(measured, "tracuu_open_files") > 3
    done = value(measured, "tracuu_last_run_timestamp_seconds", kind="sync", outcome="done")
    assert 0 <= library.data.stat().st_mtime - done < 600
    assert value(measured, "tracuu_requests", route="/api/ask", status="200") == 1


def test_a_run_that_failed_and_an_index_that_is_gone_show(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr("index.generation.Generations.build", broken)
    with pytest.raises(TracuuError):
        library.remove(library.documents()[0].id)
    for file in (library.data / "generations").rglob("manifest.json"):
        file.unlink()
    measured = scraped(TestClient(create_app(Library(library.data, lambda: library._encoder))))
    assert value(measured, "tracuu_index_problems") == 1
    assert value(measured, "tracuu_last_run_timestamp_seconds", kind="remove", outcome="failed") > 0


def test_names_follow_the_convention(library: Library) -> None:
    """A prefix, base units, and no unit but in the name's end."""
    client = TestClient(create_app(library))
    client.get("/api/documents")
    for name, metric in scraped(client).items():
        assert re.fullmatch(r"tracuu(_[a-z]+)+", name)
        assert metric.documentation.endswith(".")
        assert not re.search("milli|minutes|kilo|mega|percent|_ms|_mb", name)
        for sample in metric.samples:
            assert (metric.type == "counter") == sample.name.endswith("_total")
            assert not set(sample.labels.values()) & {one.id for one in library.documents()}


def test_alerts_ask_for_what_is_measured(library: Library) -> None:
    client = TestClient(create_app(library))
    client.post("/api/ask", json={"question": "Xã nào phủ sóng 5G?"})
    client.app.state.metrics.note_refusal("dang_ban")  # type: ignore[attr-defined]
    told = {sample.name for metric in scraped(client).values() for sample in metric.samples} | {"up"}
    rules = [rule for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"] for rule in group["rules"]]
    asked = {name for rule in rules for name in re.findall(r"\b(?:tracuu_\w+|up)\b", rule["expr"])}
    assert asked <= told
    assert len({rule["alert"] for rule in rules}) == len(rules) > 5
