"""Makes the pictures of the handbook: ``python tests/docs/pictures.py [NAME…]``.

Each desk over the digests that ship and nothing else, in Vietnamese and in English, at one width, in few colours. What
differs from run to run (how long an answer took) is not on them.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE.parent / "serving")]

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOCS = ROOT / "docs"
WIDTH = 1024  # points, the same for all; a page of the handbook shows them at about two thirds
COLOURS = 64
LANGUAGES = {"vi": "", "en": ".en"}
HIDE = "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"
UNSTEADY = ".took, .history { display: none !important; }"


@dataclass(frozen=True)
class Shot:
    """One picture: an address, what is done there, the element that it begins above (none: the top), its height.

    ``upload`` is a file given to the page, ``click`` what is pressed, ``wait`` what must then be there.
    """

    name: str
    address: str
    height: int = 640
    upload: Path | None = None
    click: str = ""
    wait: str = "main"
    top: str = ""
    above: int = 24


ASKED = "/?q=Xã+nào+đặt+chỉ+tiêu+phủ+sóng+5G+≥+60%25+đến+hết+năm+2025?"
SENT: dict[str, str] = {}
"""Where an upload was answered: in the other language the same page is shown, the file is not sent twice."""
DIGEST = "tom-luoc-xuan-thanh"
SHOTS = (
    Shot("hoi-dap", ASKED, 760),
    Shot("van-ban", ASKED, 640, click=f"main a[href^='/van-ban/{DIGEST}']", wait="mark", top="mark", above=110),
    Shot("chi-tieu", "/chi-tieu?indicator=phu_song_5g&plot=phu_song_5g", 760),
    Shot("nghia-vu", "/nghia-vu?body=Phòng+Văn+hóa+-+Xã+hội", 700),
    Shot("soan-thao", "/soan-thao?doan=Kinh+phí+thực+hiện+Kế+hoạch+do+ngân+sách+xã+bảo+đảm", 700),
    Shot(
        "kiem-tra",
        "/kiem-tra",
        700,
        click=f"main a[href*='{DIGEST}'][href*='phat-hien']",
        wait=".finding",
        top=".finding",
        above=6,
    ),
    Shot("ma-tran", "/kiem-tra", 700, top="#ma-tran"),
    Shot(
        "nap",
        "/nap",
        400,
        upload=HERE / "samples" / "khe-moi.md",
        click="main form button[type=submit]",
        wait=".is-ok",
        top="#cac-tep",
    ),
)


@contextmanager
def desks() -> Iterator[str]:
    """The address of the pages over the shipped digests, read with the shipped model."""
    from serving import served

    from index.library import Library
    from web.app import create_web

    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder))
        library.sync([ROOT / "corpus" / "ke-hoach"])
        with served(create_web(library)) as address:
            yield address


def taken(page: Page, shot: Shot, base: str, language: str) -> bytes:
    """The picture as PNG, in few colours and without what differs from run to run."""
    from PIL import Image

    done = SENT.get(shot.name)
    address = done or base + shot.address
    page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
    if shot.upload and not done:
        page.set_input_files("#tep", str(shot.upload))
    if shot.click and not done:
        page.locator(shot.click).first.click()
    page.locator(shot.wait).first.wait_for(timeout=60_000)
    if shot.upload:
        SENT[shot.name] = page.url
    page.evaluate(HIDE, UNSTEADY)
    page.evaluate("document.fonts.ready")
    box = page.locator(shot.top).first.bounding_box() if shot.top else None
    scrolled = page.evaluate("scrollY")
    top = max(box["y"] + scrolled - shot.above, 0) if box else 0
    raw = page.screenshot(clip={"x": 0, "y": top, "width": WIDTH, "height": shot.height}, full_page=True)
    picture = (
        Image.open(io.BytesIO(raw))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    )
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def main(wanted: list[str]) -> None:
    """Writes the pictures named, all if none is."""
    from playwright.sync_api import sync_playwright

    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.exit("No Chromium on this machine: install the system package chromium.")
    with desks() as base, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            if wanted and shot.name not in wanted:
                continue
            for language, suffix in LANGUAGES.items():
                page = chromium.new_page(viewport={"width": WIDTH, "height": shot.height})
                path = DOCS / f"{shot.name}{suffix}.png"
                path.write_bytes(taken(page, shot, base, language))
                page.close()
                print(f"{path.name}: {path.stat().st_size // 1024} KB")
        chromium.close()


if __name__ == "__main__":
    main(sys.argv[1:])
