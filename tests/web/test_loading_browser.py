"""Loading in a real browser: dropped or chosen, watched page by page, decided and removed; with and without scripts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from serving import served
from test_browser import Opener, open_page  # noqa: F401 the fixture of all browser tests
from web_samples import PLAN as SAMPLE

from index.library import Library
from index.readings import Reader
from ingest.limits import tick
from ingest.pipeline import SUFFIXES, read_document
from ingest.types import Document
from web.app import create_web

pytestmark = pytest.mark.browser

PLAN = SAMPLE.replace("1.250 cây", "≥ 60% số xóm")
NEWER = PLAN.replace("75%", "85%")
WIDTHS = [1440, 390]
STEP = 0.15  # seconds a page of the slow reader takes
DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name));
  const how = {bubbles: true, cancelable: true, dataTransfer: transfer};
  for (const kind of ['dragenter', 'dragover', 'drop'])
    document.querySelector('form.drop').dispatchEvent(new DragEvent(kind, how));
}"""


def slowly(path: Path) -> Document:
    """Reads as a scan is read, page by page."""
    if path.stem.startswith("quet"):
        for page in range(1, 27):
            tick("recognise", page, 26)
            time.sleep(STEP)
    return read_document(path)


@pytest.fixture
def reader() -> Callable[[], Reader]:
    return lambda: Reader(slowly, "1", SUFFIXES)


@pytest.fixture
def base(own: Library) -> Iterator[str]:
    """The address of pages over a library of one's own."""
    with served(create_web(own)) as address:
        yield address


def written(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name.replace('_', '-')}.txt" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text, encoding="utf-8")
    return files


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_files_are_watched_from_sending_to_reading(
    open_page: Opener,  # noqa: F811
    tmp_path: Path,
    own: Library,
    width: int,
    scripts: bool,
) -> None:
    page = open_page("/nap", width=width, scripts=scripts)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    broken = tmp_path / "sent" / "hong.pdf"
    page.set_input_files("#tep", [*written(tmp_path / "sent", quet=PLAN), *_with(broken, b"%PDF-1.7 cut")])
    page.click("form.drop button")
    page.wait_for_url("**/nap/lan/*")
    page.wait_for_selector("text=/đang nhận dạng chữ, trang [0-9]+\\/26/")
    page.wait_for_selector("text=Đã xong cả 2 tệp.")
    assert page.locator("[data-poll]").count() == 0
    assert "Không nhận" in (page.text_content("#tep-1") or "")
    assert "12/KH-UBND" in (page.text_content("#tep-0") or "")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("#tep-0 .ways a")
    page.wait_for_selector("h1 >> text=Kế hoạch số 12/KH-UBND")
    assert [one.id for one in own.documents()] == ["quet"]


def _with(path: Path, content: bytes) -> list[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return [path]


def test_a_dropped_file_is_sent(open_page: Opener, own: Library) -> None:  # noqa: F811
    page = open_page("/nap", width=1440)
    page.evaluate(DROP, ["ke-hoach.txt", PLAN])
    page.wait_for_url("**/nap/lan/*")
    page.wait_for_selector("text=Đã xong cả 1 tệp.")
    assert [one.id for one in own.documents()] == ["ke-hoach"]


def test_what_cannot_be_read_is_said_before_it_is_sent(open_page: Opener, own: Library) -> None:  # noqa: F811
    page = open_page("/nap", width=1440)
    page.evaluate(DROP, ["phim.mp4", "x"])
    page.wait_for_selector("text=phim.mp4")
    assert "không có tệp nào đọc được" in (page.text_content(".sending") or "")
    page.click("form.drop button")
    page.wait_for_selector("text=Hãy chọn ít nhất một tệp")
    assert page.url.endswith("/nap")


def test_a_folder_is_sent_with_its_names(open_page: Opener, tmp_path: Path, own: Library) -> None:  # noqa: F811
    written(tmp_path / "ho-so" / "xa", mot=PLAN, hai=PLAN.replace("12/KH-UBND", "13/KH-UBND"))
    (tmp_path / "ho-so" / ".an").write_text("x", encoding="utf-8")
    page = open_page("/nap", width=1440)
    page.set_input_files("#thu-muc", tmp_path / "ho-so")
    page.click("form.drop button")
    page.wait_for_selector("text=Đã xong cả 2 tệp.")
    assert "ho-so/xa/hai.txt" in (page.text_content("#cac-tep") or "")
    assert {one.id for one in own.documents()} == {"mot", "hai"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_by_keyboard_alone_a_version_is_compared_and_put_in_place_and_removed(
    open_page: Opener,  # noqa: F811
    tmp_path: Path,
    own: Library,
    scripts: bool,
) -> None:
    own.sync(written(tmp_path / "kho", ke_hoach=PLAN))
    page = open_page("/nap", width=1440, scripts=scripts)
    page.set_input_files("#tep", written(tmp_path / "sent", ban_moi=NEWER))
    page.focus("#tep")
    _tab_to(page, "form.drop button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nap/lan/*")
    page.wait_for_selector("text=1 tệp chờ quyết định")
    _tab_to(page, ".question a >> text=Xem hai bản khác nhau ở đâu")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Sẽ đổi gì")
    assert "85%" in (page.text_content(".changes") or "")
    _tab_to(page, "button[value=replace]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đã thay bản trước")
    assert "85%" in own.text("ke-hoach")
    page.goto(page.url.split("/nap/")[0] + "/nap")
    _tab_to(page, "a >> text=/^gỡ$/")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Gỡ văn bản này?")
    _tab_to(page, "button.grave")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đã gỡ văn bản khỏi kho.")
    assert own.documents() == []


def _tab_to(page: object, selector: str) -> None:
    """Presses Tab until the element has the focus."""
    target = page.locator(selector).first  # type: ignore[attr-defined]
    for _ in range(60):
        page.keyboard.press("Tab")  # type: ignore[attr-defined]
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {selector}")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_graph_is_walked_by_keyboard_and_fits(
    open_page: Opener,  # noqa: F811
    tmp_path: Path,
    own: Library,
    width: int,
) -> None:
    own.sync(written(tmp_path / "kho", ke_hoach=PLAN))
    page = open_page("/so-do?it-nhat=1", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    _tab_to(page, "svg.graph a[href*='van-ban=ke-hoach']")
    assert "traced" in (page.get_attribute("svg.graph", "class") or "")
    page.keyboard.press("Enter")
    page.wait_for_selector(".focus")
    assert "57-NQ/TW" in (page.text_content("svg.graph") or "")
    page.click("#danh-sach li li a >> nth=0")
    page.wait_for_selector("#doan")
