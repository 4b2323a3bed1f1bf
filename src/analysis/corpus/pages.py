"""Web pages and Markdown become plain text: one block of the page, one paragraph."""

import re

from analysis.corpus.patterns import words

BLOCKS, NO_TEXT = words("blocks_of_a_page"), words("no_text_of_a_page")
FRONT_MATTER = re.compile(r"\A\ufeff?---\r?\n.*?\n(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)


def text_of_page(source: str, *, markdown: bool = False) -> str:
    r"""Return the text of a web page, or of Markdown, as paragraphs with a blank line between.

    What is no text of the author is left out: scripts, menus, forms, the head and the foot of the
    page (a page without a heading keeps its title), the front matter of Markdown. An item of a
    list begins with a bullet, a line of a block quotation with ``>``.

    >>> text_of_page("<title>T</title><nav>Home</nav><p>One <b>two</b>.<ul><li>three</ul>")
    'T\n\nOne two.\n\n• three\n'
    >>> text_of_page("# A title\n\nSome *text* that\ngoes on.", markdown=True)
    'A title\n\nSome text that goes on.\n'
    """
    from bs4 import BeautifulSoup
    from bs4.element import CData, NavigableString

    if markdown:
        from markdown_it import MarkdownIt

        source = MarkdownIt().render(FRONT_MATTER.sub("", source))
    soup = BeautifulSoup(source, "html.parser")
    title = soup.title.get_text() if soup.title and not soup.find("h1") else ""
    for tag in soup.find_all(NO_TEXT):
        if tag.name != "header" or not tag.find("h1"):
            tag.extract()
    for string in list(soup.find_all(string=True)):
        if type(string) in (NavigableString, CData):
            string.replace_with(NavigableString(re.sub(r"\s+", " ", string)))
        else:
            string.extract()
    for tag in soup.find_all("br"):
        tag.replace_with("\n")
    for tag in soup.find_all(BLOCKS):
        quoted = tag.name == "p" and tag.find_parent("blockquote")
        mark = "• " if tag.name == "li" else "> " if quoted else ""
        tag.insert(0, f"\n\n{mark}")
        tag.append("\n\n")
    lines = (" ".join(line.split()) for line in f"{title}\n\n{soup.get_text()}".splitlines())
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip())
    return re.sub(r"•\s+", "• ", text) + "\n"
