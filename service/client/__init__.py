"""A Python client of the HTTP API, typed from the description that the service gives of itself.

It imports neither the engines nor the model: only pydantic and an HTTP library.

    with Client("http://127.0.0.1:8000") as tracuu:
        answer = tracuu.ask("Xã nào đặt mục tiêu 5G từ 60% trở lên đến năm 2025?")
"""

from service.client.errors import NotUnderstood, ServiceError, Unreachable
from service.client.transport import AsyncClient, Client

__all__ = ["AsyncClient", "Client", "NotUnderstood", "ServiceError", "Unreachable"]
