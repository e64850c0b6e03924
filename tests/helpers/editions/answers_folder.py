"""A folder with a table of answers, written by hand; no Django here."""

import gzip
import hashlib
import json
from pathlib import Path

import brotli

HTML = "text/html; charset=utf-8"
LANGUAGES = ["en", "es"]


def write_folder(folder: Path) -> Path:
    """A plan with priority 1A, measure 1D-M2, and priority 1B, which is gone."""
    folder.mkdir(parents=True)
    pages: dict[str, str] = {}

    def file(status: int, name: str, text: str) -> list:
        pages[name] = f"<p>{text}</p>" + "-" * 500
        return [status, name, HTML]

    table = {"languages": LANGUAGES, "answers": {}}
    answers, codes = table["answers"], {}
    for language in LANGUAGES:
        plan = f"/{language}/2022-26"
        for address in ("/", "/measures/", "/1a-title/", "/measures/1d-m2-share/"):
            name = f"{plan}{address}index.html"[1:]
            answers[plan + address] = file(200, name, f"Page {language} {address}")
        answers[f"/{language}/"] = [302, f"{plan}/"]
        codes[f"{plan}/1a"] = [301, f"{plan}/1a-title/"]
        codes[f"{plan}/measures/1d-m2"] = [301, f"{plan}/measures/1d-m2-share/"]
        codes[f"{plan}/1d"] = [301, f"{plan}/1a-title/"]
        codes[f"{plan}/1d-m2"] = [302, f"{plan}/measures/1d-m2-share/"]
        gone = file(410, f"gone/{language}/1b.html", f"1B is gone {language}")
        codes[f"{plan}/1b"] = codes[f"{plan}/measures/1d-m3"] = gone
        for short in (f"/{language}", plan):
            answers[f"{short}/1a"] = [302, f"{plan}/1a-title/"]
            answers[f"{short}/1d-m2"] = [302, f"{plan}/measures/1d-m2-share/"]
            answers[f"{short}/1b"] = gone
    for address, entry in list(answers.items()):
        if address.startswith("/en/") and not address.endswith("/"):
            rest = address.removeprefix("/en")
            answers[rest] = {"en": entry, "es": answers[f"/es{rest}"]}
    for address, entry in codes.items():
        answers.setdefault(f"{address}/", entry)
    table["codes"] = list(codes)
    answers["/"] = {language: [302, f"/{language}/2022-26/"] for language in LANGUAGES}
    table["errors"] = {
        str(status): {
            language: file(status, f"errors/{language}/{status}.html", f"{status}")
            for language in LANGUAGES
        }
        for status in (400, 404, 405, 414, 503)
    }
    for name, text in pages.items():
        save(folder / "pages" / name, text.encode())
    (folder / "answers.json").write_text(json.dumps(table))
    digests = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    (folder / "digests.json").write_text(json.dumps(digests))
    return folder


def save(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    path.with_name(path.name + ".br").write_bytes(brotli.compress(body))
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, mtime=0))
