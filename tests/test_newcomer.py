"""The README's first screen is enough: ten articles of one's own, a cited answer, a checked statement, a timeline."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.command import claimdesk
from tests.doc_blocks import blocks

PLAIN = {
    "inquiry.txt": "Inquiry into Eastmere crane opens\n\nRosa Kinnear of the dockers' union told the inquiry that she"
    " had written three letters about rust on the crane. Tom Adeyemi of Baltmar Ports said the company had never"
    " received any such letter.\n",
    "strike.txt": "Dockers walk out in Eastmere\n3 April 2025\n\nAbout 900 dockers in Eastmere went on strike on"
    " Thursday. The union says that Baltmar Ports cut its maintenance budget by 40 percent in 2023.\n",
    "ferry.md": "# New ferry to Osk delayed\n\nThe electric ferry to Osk will not sail before September, said Mia"
    " Stenberg, the director of Nordlin.\n",
    "quota.txt": "Herring quota cut\n\nMinister Paul Ostrow said on Wednesday that stocks had fallen to their lowest"
    " level since 1998.\n",
    "managers.txt": "Two managers of Baltmar Ports resign\n\nTwo managers of Baltmar Ports resigned on Friday, the"
    " company announced. Rosa Kinnear said that nobody would believe its reasons.\n",
    "tunnel.txt": "Tunnel to stay shut\n\nThe tunnel under the Eastmere lock stays shut until May, the city said.\n",
}
PAGE = (
    "<html><head><title>{0}</title><meta property='og:site_name' content='Northern Post'><meta"
    " property='article:published_time' content='2025-05-20'></head><body><article><h1>{0}</h1><p>{1}</p></article>"
)
STORIES = {
    "lease.html": (
        "Eastmere reviews port lease",
        "Councillor Idris Bell said that Baltmar Ports had lied to the inquiry. Baltmar Ports rejected the accusation"
        " and said it had acted in good faith. The council voted by 31 to 12 to review the lease of the harbour.",
    ),
    "mayor.html": (
        "Mayor shocked by letters",
        "Mayor Lena Voss said on Tuesday that she was shocked by the letters about rust on the crane.",
    ),
    "report.docx": (
        "Engineers find rust in crane joint",
        "Engineers hired by the inquiry found rust in a joint of the crane, Judge Harold Pym said on Monday.",
    ),
}


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with nine articles beside the one that the README shows, made the current one."""
    monkeypatch.chdir(tmp_path)
    (shown,) = [b for b in blocks("README.md") if b.is_file]
    shown.save(tmp_path)
    folder = (tmp_path / shown.heading).parent
    for name, text in PLAIN.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, story in STORIES.items():
        if name.endswith(".docx"):
            _word(folder / name, *story)
        else:
            (folder / name).write_text(PAGE.format(*story), encoding="utf-8")
    return folder


def _word(path: Path, title: str, text: str) -> None:
    from docx import Document

    made = Document()
    made.add_heading(title, 0)
    made.add_paragraph(text)
    made.save(str(path))


def test_the_first_screen_is_enough_for_ten_articles_of_your_own(news: Path) -> None:
    typed = [shlex.split(line, comments=True) for b in blocks("README.md") if b.typed for line in b.lines]
    added, tried = (words[1:] for words in typed if words[:3] == ["claimdesk", "--archive", "mine"])
    assert claimdesk(news.parent / "archive", *added).out == "10 added\n"
    home = claimdesk(news.parent / "archive", *tried).out
    steps = [shlex.split(line)[1:] for line in re.findall(r"^  (claimdesk .+)$", home, re.MULTILINE)]
    assert [step[2] for step in steps] == ["ask", "check", "timeline"]
    answer, verdict, told = (claimdesk(news.parent / "archive", *step, "--json").json for step in steps)
    assert answer["kind"] == "answer"
    assert answer["citations"]
    assert all(c["quote"] in _text(c["article_id"]) for c in (*answer["citations"], *verdict["evidence"]))
    assert steps[1][-1][1:-1] in verdict["evidence"][0]["quote"], "what somebody says is checked beside those words"
    assert told
    checked = claimdesk(Path("mine"), "check", "About 900 dockers went on strike.")
    assert checked.out.startswith("Supported")


def _text(article: str) -> str:
    return str(json.loads(claimdesk(Path("mine"), "show", article, "--json").out)["text"])


def test_what_the_readme_says_at_the_top_of_a_text_is_read(news: Path) -> None:
    claimdesk(Path("mine"), "add", str(news / "crane.txt"), str(news / "strike.txt"))
    crane, strike = claimdesk(Path("mine"), "articles", "--json").json
    assert (crane["title"], crane["publisher"], crane["published"]) == (
        "Harbour crane collapses",
        "Eastmere Courier",
        "2025-03-04",
    )
    assert (strike["title"], strike["published"]) == ("Dockers walk out in Eastmere", "2025-04-03")
