"""The catalogues of texts: ``python -m tools.catalogues [collect | compile | check]``.

collect  bring ``locale/*/LC_MESSAGES/django.po`` up to date with the sources, then compile
compile  write the ``.mo`` files that Django reads, when a catalogue is newer
check    fail on a stale catalogue and on Arabic that is missing, fuzzy or breaks a placeholder
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import polib

from tools.texts import ROOT, Text, collect

LANGUAGES = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;",
    "en": "nplurals=2; plural=(n != 1);",
}
# English is the language of the sources: its catalogue holds only what must read otherwise.
COMPLETE = ("ar",)
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}")
# Zero, one and two are words of their own in Arabic; the number may stay away there.
NUMBERLESS_FORMS = {0, 1, 2}
Texts = dict[tuple[str, str], Text]


def catalogue_path(language: str) -> Path:
    """Answer where a language's catalogue stands."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> polib.POFile:
    """Read a catalogue; a new one when there is none yet."""
    path = catalogue_path(language)
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def write(language: str, texts: Texts) -> None:
    """Write a catalogue anew in the order of the sources, with the translations it had."""
    old = {(entry.msgctxt or "", entry.msgid): entry for entry in read(language)}
    new = polib.POFile(wrapwidth=96)
    new.header = "Every text of the product; written by make messages, translated by hand."
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    for key, text in texts.items():
        if language in COMPLETE or (key in old and old[key].translated()):
            new.append(_entry(text, old.get(key)))
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{new}\n", encoding="utf-8")


def _entry(text: Text, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=text.msgid,
        msgctxt=text.context or None,
        occurrences=[(name, "") for name in text.files],
        tcomment=old.tcomment if old else "",
        flags=["python-format"] if "%(" in text.msgid + text.plural else [],
    )
    if text.plural:
        forms = range(6)
        kept = old.msgstr_plural if old else {}
        entry.msgid_plural = text.plural
        entry.msgstr_plural = {form: kept.get(form, "") for form in forms}
    else:
        entry.msgstr = old.msgstr if old else ""
    return entry


def compile_all() -> None:
    """Write each ``.mo`` file that is older than its catalogue."""
    for language in LANGUAGES:
        path = catalogue_path(language)
        target = path.with_suffix(".mo")
        if not path.exists():
            continue
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            read(language).save_as_mofile(str(target))


def check() -> list[str]:
    """List everything that is wrong with the catalogues, one line each."""
    texts = collect()
    return [line for language in COMPLETE for line in faults(language, texts)]


def faults(language: str, texts: Texts) -> list[str]:
    """List what is wrong with one catalogue."""
    entries = {(entry.msgctxt or "", entry.msgid): entry for entry in read(language)}
    said = [f"not collected: {text.msgid!r} ({text.files[0]})" for key, text in texts.items()
            if key not in entries]  # fmt: skip
    for key, entry in entries.items():
        if key not in texts:
            said.append(f"no longer used: {entry.msgid!r}")
        else:
            said += [f"{fault}: {entry.msgid!r}" for fault in entry_faults(entry, texts[key])]
    return [f"{language}: {line}" for line in said]


def entry_faults(entry: polib.POEntry, text: Text) -> list[str]:
    """Name what is wrong with one translation."""
    if entry.fuzzy:
        return ["fuzzy"]
    if not text.plural:
        return _text_faults(entry.msgstr, entry.msgid, may_omit=False)
    forms = entry.msgstr_plural
    if sorted(forms) != list(range(6)):
        return ["not six plural forms"]
    return [
        f"form {form} {fault}"
        for form, said in sorted(forms.items())
        for fault in _text_faults(said, text.plural, may_omit=form in NUMBERLESS_FORMS)
    ]


def _text_faults(said: str, source: str, *, may_omit: bool) -> list[str]:
    if not said.strip():
        return ["not translated"]
    has, wants = placeholders(said), placeholders(source)
    if has - wants or (wants - has and not may_omit):
        return [f"placeholders {sorted(has)} for {sorted(wants)}"]
    if said.startswith("\n") != source.startswith("\n"):
        return ["white space differs"]
    return []


def placeholders(text: str) -> set[str]:
    """Answer the names of all placeholders of a text."""
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def main(arguments: list[str]) -> int:
    """Do what the command line asks."""
    act = arguments[0] if arguments else "collect"
    if act == "check":
        wrong = check()
        print("\n".join(wrong) or "Catalogues: complete.")
        return 1 if wrong else 0
    if act == "collect":
        texts = collect()
        for language in LANGUAGES:
            write(language, texts)
        print(f"Collected {len(texts)} texts.")
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
