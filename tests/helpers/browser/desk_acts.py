"""What an editor does at the desk to come to a page that no address leads to."""

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from pillars.models import Priority, StudentGroup
from tests.helpers.desk import form_of, list_of
from tests.helpers.people import client_of
from tests.helpers.plan_files import as_json, example_file
from tests.helpers.sign_in import LOGIN, WRONG
from tests.helpers.translation_pages import fill_in
from tests.helpers.two_editors import save, second_editor


def cause_conflict(desk: Page, priority: Priority) -> None:
    """Somebody else saves first."""
    desk.goto(form_of(priority))
    other: Client = second_editor()
    save(other, priority, title_en="Theirs", why_en="Because it is so.")
    desk.locator("#id_title_en").fill("Mine")
    desk.locator("button[name='_save']").click()
    expect(desk.locator("body")).to_contain_text("Ana Ruiz")


def import_translations(desk: Page, _priority: Priority) -> None:
    """A translator's file comes back."""
    address = reverse("admin:pillars_plan_translators_file_xlsx")
    client = client_of(User.objects.get(username="ana"))
    file = fill_in(client.get(address), wording="Escuelas tranquilas")
    desk.goto(reverse("admin:pillars_plan_translators_file"))
    upload(desk, "texts.xlsx", file)


def import_plan(desk: Page, _priority: Priority) -> None:
    """A whole plan comes from a file."""
    desk.goto(reverse("admin:pillars_plan_from_file"))
    upload(desk, "plan.json", as_json(example_file()))


def import_results(desk: Page, _priority: Priority) -> None:
    """A year's results come from a file; one row would change what is there."""
    rows = ["1A-M1,2023,corrected,85", "1A-M1,2024,reported,0.5", "1A-M1,2025,,"]
    import_rows(desk, *rows)
    desk.locator("input[name='rows']").wait_for(state="attached")


def import_bad_results(desk: Page, _priority: Priority) -> None:
    """A year's results come from a file with a fault in each row."""
    import_rows(desk, "1A-M1,2023,reported,eighty", "9Z-M9,2024,reported,5")
    expect(desk.get_by_role("alert")).to_contain_text("eighty")


def import_rows(desk: Page, *rows: str) -> None:
    desk.goto(reverse("admin:pillars_result_in_bulk"))
    group = StudentGroup.objects.first().code
    head = "code,school_year,state,value,group"
    text = "\n".join([head, *(f"{row},{group}" for row in rows)])
    send(desk, "results.csv", text.encode())


def delete_selected_rows(desk: Page, _priority: Priority) -> None:
    """Somebody chooses rows of a list, and what is done with them."""
    desk.goto(list_of("strategy"))
    desk.locator("input.action-select").first.check()
    desk.locator("select[name='action']").select_option("delete_selected")
    desk.locator("button[name='index']").click()
    expect(desk.locator("input[name='post']")).to_be_attached()


def search(desk: Page, _priority: Priority) -> None:
    """Somebody types into the palette."""
    desk.goto(reverse("admin:index"))
    desk.keyboard.press("Control+k")
    desk.locator("#search-input-command").press_sequentially("calm")
    expect(desk.locator("#command-results-list a").first).to_be_visible()


def lock_out(desk: Page, _priority: Priority) -> None:
    """The fifth wrong password in a row."""
    desk.context.clear_cookies()
    for _try in range(5):
        desk.goto(LOGIN)
        desk.locator("input[name='login']").fill("ana")
        desk.locator("input[name='password']").fill(WRONG)
        desk.locator("main button[type='submit']").first.click()
    expect(desk.locator("h1")).to_be_visible()


def forget_password(desk: Page, _priority: Priority) -> None:
    """Somebody asks for a link."""
    desk.context.clear_cookies()
    desk.goto(reverse("account_reset_password"))


def upload(desk: Page, name: str, content: bytes) -> None:
    """Send a file and come to its preview."""
    send(desk, name, content)
    desk.locator("input[name='rows']").wait_for(state="attached")


def send(desk: Page, name: str, content: bytes) -> None:
    """Choose a file and send it."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    desk.locator("input[type='file']").set_input_files(file)
    desk.locator("form:has(input[type='file']) button[type='submit']").click()


ACTS = [
    *(cause_conflict, import_translations, import_plan, search),
    *(import_results, import_bad_results, delete_selected_rows),
    *(lock_out, forget_password),
]
