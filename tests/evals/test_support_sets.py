"""The gold of the suite *support*."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from evals.support_sets import FOLDER, is_held, support_set, support_sets


def row(n: int, **fields: Any) -> dict[str, Any]:
    return {"id": f"r{n}", "claim": f"Claim {n}.", "evidence": f"Evidence {n}.", "label": n % 2} | fields


def test_pieces_of_evidence_for_one_claim_are_one_unit() -> None:
    rows = [row(1, id="a", claim="C.", evidence="One."), row(1, id="a", claim="C.", evidence="Two."), row(2)]
    first, second = support_set("x", rows).units
    assert first.evidence == ("One.", "Two.")
    assert (first.supported, second.supported) == (True, False)


def test_a_list_of_sentences_is_one_text_that_keeps_them_apart() -> None:
    (unit,) = support_set("x", [{"id": 1, "claim": "C.", "evidence_sentences": ["One", "Two"], "label": 0}]).units
    assert unit.evidence == ("One\n\nTwo",)


def test_stances_are_read_where_the_set_tells_them() -> None:
    told = [("label3", "contradiction"), ("stance", "completely-support"), ("label4", "Not Enough Evidence")]
    units = support_set("x", [row(n, **{field: value}) for n, (field, value) in enumerate(told)]).units
    assert [unit.stance for unit in units] == ["refutes", "supports", "neutral"]
    assert support_set("x", [row(1, label3="partially_supported")]).units[0].stance is None


def test_a_sample_is_part_of_every_larger_one_and_has_its_own_digest() -> None:
    rows = [row(n) for n in range(50)]
    few, more, whole = (support_set("x", rows, most) for most in (5, 20, None))
    assert len(few.units) == 5
    assert set(few.units) < set(more.units) < set(whole.units)
    assert len({few.digest, more.digest, whole.digest}) == 3
    assert support_set("x", rows[::-1], 5).digest == few.digest


def test_claims_of_one_document_are_held_out_together() -> None:
    rows = [row(n, doc_id=n // 5) for n in range(200)]
    units = support_set("x", rows).units
    by_document = {unit.group: {is_held(u) for u in units if u.group == unit.group} for unit in units}
    assert all(len(sides) == 1 for sides in by_document.values())
    held = support_set("x", rows, held=True).units
    assert 0 < len(held) < len(units)
    assert all(map(is_held, held))


def test_a_set_that_is_not_here_is_skipped_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    with gzip.open(tmp_path / FOLDER / "healthver_dev.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row(1)))
    here, skipped = support_sets(tmp_path, names=["healthver_dev", "qags_cnndm_sent"])
    assert [one.name for one in here] == ["healthver_dev"]
    assert skipped[0].name == "qags_cnndm_sent"
    assert "there is no file" in skipped[0].reason
