"""Writes ``models.py`` and ``operations.py`` from the description that the service gives of itself: ``make client``.

A tool of the repository; nothing of the client imports it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
MODELS, OPERATIONS = "models.py", "operations.py"
HEAD = '"""{what} of the API, generated from its description by ``make client``: not to be edited."""\n\n'
CHECKS = ("title", "maxLength", "minLength", "pattern", "minimum", "maximum")
EMPTY: Mapping[str | None, Mapping[str, Any]] = {"array": {"default": []}, "object": {"default": {}}}
"""What a list or a table is where the service may leave it out."""
OPTIONS = (
    *("--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel"),
    *("--base-class", "service.client.base.Shape", "--enum-field-as-literal", "all", "--target-python-version", "3.11"),
    *("--use-schema-description", "--use-field-description", "--use-annotated", "--use-union-operator"),
    *("--use-standard-collections", "--use-default-kwarg", "--collapse-root-models", "--disable-timestamp"),
    *("--strict-nullable", "--formatters", "builtin"),
)


def description() -> dict[str, Any]:
    """What the service says of itself (OpenAPI)."""
    from index.library import Library
    from service.api import create_app

    with TemporaryDirectory() as folder:
        return create_app(Library.open(Path(folder))).openapi()


def models(openapi: Mapping[str, Any]) -> str:
    """The shapes of the API as Python."""
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "openapi.json", Path(folder) / MODELS
        source.write_text(json.dumps({**openapi, "components": {"schemas": _received(openapi)}}), encoding="utf-8")
        _run("datamodel_code_generator", "--input", str(source), "--output", str(target), *OPTIONS)
        code = target.read_text(encoding="utf-8")
    return _formatted(HEAD.format(what="The shapes") + code[code.index("from __future__") :])


def _received(openapi: Mapping[str, Any]) -> dict[str, Any]:
    """The shapes as a client needs them: what may be sent is checked by the service, and names need no titles."""
    schemas: Mapping[str, Any] = openapi["components"]["schemas"]
    return {name: _plain(schema) for name, schema in schemas.items() if not name.startswith("Body_")}


def _plain(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    rest = {key: _plain(value) for key, value in schema.items() if key not in (*CHECKS, "properties")}
    if "prefixItems" in rest:  # (start, end): as a list, for a pair would become a class of its own
        rest = {"type": "array", "items": rest["prefixItems"][0]}
    if rest.get("additionalProperties") is False:
        del rest["additionalProperties"]  # a newer service may add what it likes
    if "properties" in schema:
        named = schema["properties"].items()
        whole = [name for name, one in named if "$ref" in one and "default" in one]  # always sent, with all it says
        rest["required"] = [*rest.get("required", []), *whole]
        rest["properties"] = {name: {**EMPTY.get(one.get("type"), {}), **_plain(one)} for name, one in named}
    return rest


def operations(openapi: Mapping[str, Any]) -> str:
    """Every operation of the API by its name, as Python."""
    lines = "\n".join(_operations(openapi))
    return _formatted(
        HEAD.format(what="The operations")
        + "from __future__ import annotations\n\nfrom service.client.base import Operation\n\n"
        + lines
        + "\n"
    )


def _operations(openapi: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in openapi["paths"].items():
        for method, told in methods.items():
            named = [one["name"] for one in told.get("parameters", []) if one["in"] == "query"]
            query = f"frozenset({sorted(named)})" if named else "frozenset()"
            name = told["operationId"].upper()
            yield f"{name} = Operation({told['operationId']!r}, {method.upper()!r}, {path!r}, {query})"
            yield f'"""{told["summary"] if "description" not in told else told["description"]}"""'


def _formatted(code: str) -> str:
    name = ("--stdin-filename", str(HERE / MODELS), "-")
    return _run("ruff", "format", *name, text=_run("ruff", "check", "--select", "I", "--fix", *name, text=code))


def _run(module: str, *arguments: str, text: str | None = None) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)  # noqa: S603 ours
    if done.returncode:
        raise SystemExit(done.stderr or f"{module} fails")
    return done.stdout


def generated() -> dict[str, str]:
    """Each generated file by its name."""
    told = description()
    return {MODELS: models(told), OPERATIONS: operations(told)}


if __name__ == "__main__":
    for name, code in generated().items():
        (HERE / name).write_text(code, encoding="utf-8")
