"""Where quotations open and close."""

from __future__ import annotations

import pytest

from index.contents import layout


def quoted(text: str) -> list[str]:
    return [q.span.of(text) for q in layout(text).quotations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said ”yes” and left.", ["”yes”"]),
        ("He said 'yes, it's mine' and left.", ["'yes, it's mine'"]),
        ("The workers' club isn't the '90s club.", []),
        ("Rock ’n’ roll and the players’ tunnel.", []),
        ("“He told me ‘go away,’” she said.", ["“He told me ‘go away,’”"]),
        ("‘He told me “go away”,’ she said.", ["‘He told me “go away”,’"]),
        ("“No end, he said.\n\n“Another,” she said.", ["“No end, he said.", "“Another,”"]),
        ("“No end. “Another,” she said.", ["“Another,”"]),
        ('"The “great” plan," she said.', ['"The “great” plan,"']),
        ('"No end, he said. She said “no”.', ['"No end, he said. She said “no”.']),
        ("He is 6'2\" tall.", []),
    ],
)
def test_quotations_are_the_outermost_ones(text: str, found: list[str]) -> None:
    assert quoted(text) == found
