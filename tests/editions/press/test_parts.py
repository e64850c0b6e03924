"""Parts of a press: a second process, files taken over, headers of an answer's own."""

import os
import signal

import pytest
from django.http import HttpResponse

from plan_site.editions.press import files
from plan_site.editions.press.taken_over import EditionBefore
from plan_site.editions.press.two_processes import share
from plan_site.editions.serving.answers import with_own
from plan_site.editions.storage.digests import write_digests
from plan_site.web.headers import PUBLIC_HEADERS

BATCHES = [[(n,), (-n,)] for n in range(1, 400)]
PICTURE = "/2022-26/qr/1a-0123456789abcdef.svg"


def test_two_processes_make_each_call_once():
    found = share(lambda n: (n, os.getpid()), BATCHES, 2)

    assert {call: n for call, (n, _pid) in found.items()} == {
        call: call[0] for batch in BATCHES for call in batch
    }
    for (one,), (other,) in BATCHES:
        assert found[one,][1] == found[other,][1]


def test_error_in_either_process_stops_the_press():
    def fail_in_the_copy(press, n):
        if os.getpid() != press:
            raise ValueError("no page")
        signal.sigtimedwait([], 0.01)

    batches = [[(os.getpid(), n)] for n in range(40)]
    with pytest.raises(ValueError, match="no page"):
        share(fail_in_the_copy, batches, 2)


def test_copy_that_is_killed_stops_the_press():
    def die_in_the_copy(press, n):
        if os.getpid() != press:
            os.kill(os.getpid(), signal.SIGKILL)
        signal.sigtimedwait([], 0.01)

    batches = [[(os.getpid(), n)] for n in range(40)]
    with pytest.raises(RuntimeError, match="was killed"):
        share(die_in_the_copy, batches, 2)


def write_picture(folder):
    pages = folder / "pages"
    response = HttpResponse("<svg>" + " " * 200, content_type="image/svg+xml")
    entry = files.write(pages, PICTURE[1:], response)
    files.write_table(folder, answers={PICTURE: entry})
    write_digests(folder)
    return pages / PICTURE[1:], entry


def test_picture_of_the_edition_before_is_taken_over_while_it_is_whole(tmp_path):
    before, new = tmp_path / "before", tmp_path / "new"
    picture, entry = write_picture(before)

    taken = EditionBefore(before).take(PICTURE, new)

    assert taken == entry
    names = {path.name for path in (new / PICTURE[1:]).parent.iterdir()}
    assert names == {f"{picture.name}{ending}" for ending in ("", ".br", ".gz")}
    picture.write_text("damaged")
    assert EditionBefore(before).take(PICTURE, new) == ()
    assert EditionBefore(before).take("/2022-26/qr/1a.svg", new) == ()
    assert EditionBefore(tmp_path / "nothing").take(PICTURE, new) == ()


def test_answer_has_its_own_headers_in_place_of_every_answers(tmp_path):
    response = HttpResponse("{}", headers=PUBLIC_HEADERS)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    del response["X-Frame-Options"]

    own = [*files.own_headers(response)]

    assert own == [
        "X-Frame-Options: ",
        "Cross-Origin-Resource-Policy: cross-origin",
        "Access-Control-Allow-Origin: *",
    ]
    sent = dict(with_own(tuple(PUBLIC_HEADERS.items()), tuple(own)))
    assert sent == {k: v for k, v in response.items() if k != "Content-Type"}
