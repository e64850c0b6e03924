"""Nobody gets further through somebody else's account, or through a group."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from tests.helpers.desk import form_data
from tests.helpers.people import GROUPS, client_of, make_person, make_staff

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/auth/user/"
NO_MORE = ["Translator", "Data steward", "Pillar editor", "Editor"]
MORE = ["Publisher", "Administrator"]


def form(person: User) -> str:
    return f"{PEOPLE}{person.pk}/change/"


def help_for(person: User) -> str:
    return f"{PEOPLE}{person.pk}/sign-in-help/"


def group_form(group: Group) -> str:
    return f"/admin/auth/group/{group.pk}/change/"


@pytest.fixture
def helper():
    """An Editor who also looks after people and groups."""
    acts = [f"{act}_{kind}" for act in ("view", "add", "change", "delete")
            for kind in ("user", "account", "group")]  # fmt: skip
    person = make_person("Editor", name="helper")
    person.user_permissions.set(Permission.objects.filter(codename__in=acts))
    return person


@pytest.fixture
def desk(helper):
    return client_of(helper)


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("group", MORE)
def test_account_of_who_may_do_more_is_out_of_reach(
    desk, admin_client, group, is_active
):
    ana = make_person(group, name="ana")
    ana.authenticator_set.create(type="totp", data={})
    sent = form_data(admin_client.get(form(ana)))
    ana.is_active = is_active
    ana.save()

    link = desk.get(help_for(ana))
    acts = [
        desk.post(help_for(ana), {"act": act})
        for act in ("send", "forget_phone", "unlock")
    ]
    changed = desk.post(form(ana), {**sent, "email": "mine@example.org"})
    deleted = desk.post(f"{PEOPLE}{ana.pk}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": ana.pk, "post": "yes"}
    desk.post(PEOPLE, chosen)

    answers = [link, *acts, changed, deleted]
    assert [answer.status_code for answer in answers] == [403] * 6
    ana = User.objects.get(username="ana")
    assert ana.email != "mine@example.org"
    assert ana.authenticator_set.exists()
    page = desk.get(form(ana)).content.decode()
    assert "This person has more rights than you" in page
    assert help_for(ana) not in page


@pytest.mark.parametrize("group", NO_MORE)
def test_who_may_do_no_more_is_helped(desk, group):
    ana = make_person(group, name="ana")

    assert desk.get(help_for(ana)).status_code == 200


def test_right_beside_the_groups_counts_as_well(desk):
    ana = make_staff("ana", "publish")

    assert desk.get(help_for(ana)).status_code == 403


@pytest.mark.parametrize("group", GROUPS)
def test_administrators_look_after_everybody_but_superusers(group):
    desk = client_of(make_person("Administrator", name="one"))
    ana = make_person(group, name="ana")
    root = make_staff("root", is_superuser=True)

    sent = {**form_data(desk.get(form(ana))), "email": "new@example.org"}
    every = list(Group.objects.values_list("pk", flat=True))
    answer = desk.post(form(ana), {**sent, "groups": every})

    assert answer.status_code == 302
    ana.refresh_from_db()
    assert (ana.email, ana.groups.count()) == ("new@example.org", len(GROUPS))
    assert desk.get(help_for(ana)).status_code == 200
    assert desk.get(help_for(root)).status_code == 403


def test_nobody_gives_a_group_that_holds_more(desk, helper):
    page = desk.get(form(helper))
    sent = form_data(page)
    publisher = Group.objects.get(name="Publisher")

    forged = desk.post(form(helper), {**sent, "groups": [publisher.pk]})

    field = page.context["adminform"].form.fields["groups"]
    assert {group.name for group in field.queryset} == set(NO_MORE)
    assert (
        "Groups that have more rights than you are not listed." in page.content.decode()
    )
    assert "Select a valid choice" in forged.content.decode()
    assert {group.name for group in helper.groups.all()} == {"Editor"}


def test_nobody_gives_a_group_a_right_that_they_do_not_hold(desk):
    mine = Group.objects.create(name="Helpers")
    publish = Permission.objects.get(codename="publish")
    texts = Permission.objects.get(codename="write_texts")

    given = desk.post(group_form(mine), {"name": "H", "permissions": [texts.pk]})
    forged = desk.post(
        group_form(mine), {"name": "H", "permissions": [texts.pk, publish.pk]}
    )
    new = desk.post(
        "/admin/auth/group/add/", {"name": "New", "permissions": [publish.pk]}
    )

    assert given.status_code == 302
    assert forged.status_code == new.status_code == 200
    assert list(mine.permissions.all()) == [texts]
    assert not Group.objects.filter(name="New").exists()


@pytest.mark.parametrize("group", MORE)
def test_nobody_changes_or_deletes_a_group_that_holds_more(desk, group):
    group = Group.objects.get(name=group)
    before = group.permissions.count()

    changed = desk.post(group_form(group), {"name": "Weak", "permissions": []})
    away = group_form(group).replace("change", "delete")
    deleted = desk.post(away, {"post": "yes"})

    assert (changed.status_code, deleted.status_code) == (403, 403)
    group.refresh_from_db()
    assert (group.name, group.permissions.count()) != ("Weak", 0)
    assert group.permissions.count() == before


def test_superuser_gives_every_group_and_right(admin_client):
    ana = make_staff("ana")
    group = Group.objects.get(name="Administrator")

    person = admin_client.get(form(ana)).context["adminform"].form
    rights = admin_client.get(group_form(group)).context["adminform"].form

    assert person.fields["groups"].queryset.count() == Group.objects.count()
    assert rights.fields["permissions"].queryset.count() == Permission.objects.count()
