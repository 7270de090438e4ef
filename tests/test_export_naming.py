"""Names are stable and safe in every file system."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.naming import document_id, record_id, slug, table_file


def test_slugs() -> None:
    """Letters lose their marks, everything else becomes a hyphen."""
    assert slug("Kuusilahden Ohjelma 2024–2027 (LUONNOS)") == "kuusilahden-ohjelma-2024-2027-luonnos"
    assert slug("Åtgärdsprogram för närservice") == "atgardsprogram-for-narservice"
    assert slug("Ærø & Þing") == "aero-thing"
    assert slug("日本") == slug("") == "document"


@given(st.text())
def test_a_slug_is_always_a_safe_file_name(name: str) -> None:
    """Whatever a file is called, its slug is short, plain and not empty."""
    made = slug(name)
    assert 0 < len(made) <= 48
    assert made.strip("-") == made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_document_ids() -> None:
    """The folder and the ending of the file play no part, its bytes do."""
    assert document_id("a/b/Ohjelma 2024.final.pdf", "0123456789ab") == "ohjelma-2024-final-01234567"
    assert document_id("c\\Ohjelma 2024.final.pptx", "0123456789ab") == "ohjelma-2024-final-01234567"
    assert document_id("-", "0123456789ab") == "document-01234567"


def test_record_ids() -> None:
    """Ids depend on every part and on the borders between them; the value is part of the contract."""
    assert record_id("act", "deck", 2, "text") == "act-c2bb846e1926"
    assert record_id("act", "ab", "c") != record_id("act", "a", "bc")
    assert len(record_id("act", "\ud800")) == 16


def test_table_files() -> None:
    """Pages have two digits or more."""
    assert table_file("deck-1", 3, 1) == "documents/deck-1/tables/p03-t1.csv"
    assert table_file("deck-1", 120, 12) == "documents/deck-1/tables/p120-t12.csv"
