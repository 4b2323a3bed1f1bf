"""The book as one PDF, printed from the built pages: ``python -m analysis.book.pdf``."""

import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from analysis.book.markup import markup

PAGES = re.compile(r"(?:root|file): (\S+)")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         "--generate-pdf-document-outline", "--virtual-time-budget=20000")  # fmt: skip
LEFT_OUT = "script, svg.on-phone, [popover], .made, .downloads, .headerlink, .page-foot button"
PRINTED = 12  # things of a note; the page on the screen has all


def print_book(html: Path, names: list[str]) -> Path:
    """Print the built pages as one PDF with contents, links and notes; return its path."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("The book was not printed: no Chromium or Chrome was found; install one.")
    if not (html / f"{names[0]}.html").exists():
        sys.exit("The book was not printed: it is not built; run make book first.")
    page, pdf = (html / names[0]).with_name("print.html"), html.parent / "book.pdf"
    page.write_text(one_page(html, names), "utf-8")
    command = [browser, *FLAGS, f"--print-to-pdf={pdf}", page.resolve().as_uri()]
    done = subprocess.run(command, capture_output=True, text=True)
    page.unlink()
    if done.returncode or not pdf.exists():
        sys.exit(f"The book was not printed: {done.stderr.strip().splitlines()[-1]}")
    return pdf


def one_page(html: Path, names: list[str]) -> str:
    """Return all pages as one, each an article; the foot stands once, on the title page."""
    pages = [(html / f"{name}.html").read_text("utf-8") for name in names]
    soups = [BeautifulSoup(page, "html.parser") for page in pages]
    articles = [_article(soup, name) for soup, name in zip(soups, names, strict=True)]
    places = {
        f"#{place['id']}" for article in articles for place in [article, *article.select("[id]")]
    }
    for link in [link for article in articles for link in article.select("a[href^='#']")]:
        if link["href"] not in places:  # a page that is not printed
            link.unwrap()
    feet = [foot.extract() for article in articles for foot in article.select(".page-foot")]
    styles = Markup("".join(map(str, soups[0].select("head > :not(script)"))))
    titles = [(article["id"], article.h1.get_text() if article.h1 else "") for article in articles]
    foot = Markup(str(feet[0])) if feet else ""
    return markup("printed", styles, foot, titles, Markup("".join(map(str, articles))))


def _article(soup: BeautifulSoup, name: str) -> Tag:
    """Return the article of a page, its links leading within the book, its numbers as notes."""
    article = soup.article
    assert article is not None
    for gone in article.select(LEFT_OUT):
        gone.decompose()
    for closed in article.find_all("details"):
        closed["open"] = ""
    notes: dict[str, str] = {}
    for link in article.select("a[href]"):
        target = str(link["href"])
        if "number" in link.get_attribute_list("class") and not link.find_parent(["table", "svg"]):
            link.append(soup.new_tag("sup", string=notes.setdefault(target, f"{len(notes) + 1}")))
        link["href"] = _within(target, name)
    for passages in article.select(".passages"):
        _as_notes(passages, notes)
    for place in article.select("[id]:not(svg *)"):
        place["id"] = _within(f"#{place['id']}", name)[1:]
    article["id"] = _within("#", name)[1:]
    return article


def _as_notes(passages: Tag, notes: dict[str, str]) -> None:
    """Keep what numbers of the prose count, in the order of their notes, long lists cut short.

    What only tables and figures count would fill as many pages again.
    """
    groups: list[tuple[list[int], list[Tag]]] = [([], [])]
    for part in passages.select("dt, dd"):
        numbers, own = groups[-1]
        if note := notes.get(f"#{part.get('id')}"):
            part.insert(0, f"{note} ")
            numbers.append(int(note))
        if note or part.name == "dd":
            own.append(part)
        if part.name == "dd":
            groups.append(([], []))
        for listed in part.select(".things"):
            things = listed.get_text().split("\n")
            if len(things) > PRINTED:
                shown, more = things[: PRINTED - 1], len(things) - PRINTED + 1
                listed.string = "\n".join([*shown, f"and {more} more"])
    kept = sorted((min(numbers), own) for numbers, own in groups if numbers)
    if kept and passages.dl is not None:
        passages.dl.clear()
        passages.dl.extend(part for _, own in kept for part in own)
    else:
        passages.decompose()


def _within(target: str, name: str) -> str:
    """Return where a link of a page leads in the book that is one page."""
    file, _, place = target.partition("#")
    if ":" in file or (file and not file.endswith(".html")):
        return target
    page = posixpath.normpath(posixpath.join(posixpath.dirname(name), file))[:-5] if file else name
    return "#" + "--".join(part for part in (page.replace("/", "-"), place) if part)


if __name__ == "__main__":
    names = PAGES.findall(Path("_toc.yml").read_text("utf-8"))
    print(f"The book: {print_book(Path('_build/html'), names)}")
