"""The function that a drafter asks for."""

from __future__ import annotations

from service.precedents.functions import asked_function


def test_a_request_names_the_function_it_wants() -> None:
    assert asked_function("Cho tôi mẫu đoạn kết yêu cầu báo cáo") == "ket"
    assert asked_function("câu mẫu về kinh phí của xã") == "kinh_phi"
    assert asked_function("câu mẫu về lớp học buổi tối") is None
