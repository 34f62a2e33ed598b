"""What an assistant does: it calls tools and reads what they give, by the protocol's own client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import anyio
from mcp import Client
from mcp_types import CallToolResult, TextContent

from index.library import Library

R = TypeVar("R")
Quotes = list[dict[str, Any]]


def asked(server: Any, story: Callable[[Client], Awaitable[R]], mode: str = "legacy") -> R:
    """What a story told to a connected client gives. ``legacy`` is the handshake that assistants speak today."""

    async def run() -> R:
        async with Client(server, mode=mode) as client:
            return await story(client)

    return anyio.run(run)


def call(server: Any, name: str, **arguments: Any) -> CallToolResult:
    """One call of a tool."""

    async def story(client: Client) -> CallToolResult:
        return await client.call_tool(name, arguments)

    return asked(server, story)


def told(server: Any, name: str, **arguments: Any) -> dict[str, Any]:
    """The data that a call gives; it must not fail."""
    result = call(server, name, **arguments)
    assert not result.is_error, words(result)
    assert isinstance(result.structured_content, dict)
    return result.structured_content


def words(result: CallToolResult) -> str:
    """The text that a call gives."""
    return "".join(part.text for part in result.content if isinstance(part, TextContent))


def quotations(value: Any) -> Iterator[dict[str, Any]]:
    """Every quotation within what a tool gave."""
    if isinstance(value, dict):
        if {"quote", "start", "end", "document"} <= value.keys():
            yield value
        for inner in value.values():
            yield from quotations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quotations(inner)


def check_verbatim(value: Any, library: Library) -> Quotes:
    """Every quotation stands in its document where it says; returns them."""
    found = list(quotations(value))
    for one in found:
        assert library.text(one["document"])[one["start"] : one["end"]] == one["quote"]
        place = f"tu={one['start']}&den={one['end']}&phien-ban={one['version']}#doan"
        lasting = f"ban={one['version']}&doan={one['start']}-{one['end']}&"
        assert place in one["link"] or (lasting in one["link"] and "/tl/" in one["link"])
        assert one["citation"]
    return found
