"""The desk's words in Spanish: bent to no gender, groups and languages by name."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from pillars.models import Priority
from tests.helpers.desk import form_data, form_of, list_of
from tests.helpers.makers import make_priority
from tests.helpers.people import client_of, make_person

pytestmark = pytest.mark.django_db
SPANISH = {"Accept-Language": "es"}


def read(client, address: str) -> str:
    """A page of the desk as it reads in Spanish."""
    return client.get(address, headers=SPANISH).content.decode()


def test_deletion_is_asked_for_without_bending_a_word(admin_client):
    priority = make_priority(title_es="Escuelas tranquilas")

    page = read(
        admin_client, reverse("admin:pillars_priority_delete", args=[priority.pk])
    )

    assert "Escuelas tranquilas” (prioridad)? Se eliminará todo esto:" in page
    assert "Sí, eliminar" in page
    assert "No, volver" in page


def test_saving_is_told_without_bending_a_word(admin_client):
    priority = make_priority(title_es="Escuelas tranquilas")
    sent = form_data(admin_client.get(form_of(priority)))

    answer = admin_client.post(
        form_of(priority),
        sent | {"title_es": "Escuelas en calma"},
        follow=True,
        headers=SPANISH,
    )

    assert Priority.objects.get().title_es == "Escuelas en calma"
    assert "Se guardaron los cambios: prioridad" in answer.content.decode()


def test_list_offers_to_delete_without_bending_a_word(admin_client):
    make_priority()

    page = read(admin_client, list_of("priority"))

    assert "Eliminar lo seleccionado (prioridades)" in page
    assert "seleccionado/s" not in page


def test_labels_write_the_names_of_languages_small(admin_client):
    page = read(admin_client, form_of(make_priority()))

    assert "Título (inglés)" in page
    assert "(Inglés)" not in page
    assert "(Español)" not in page


def test_own_groups_are_named_in_the_language_of_the_desk():
    page = read(client_of(make_person("Data steward")), reverse("account_mine"))

    assert "Responsable de datos" in page
    assert "Data steward" not in page


def test_filter_of_people_names_the_groups_in_the_language_of_the_desk(admin_client):
    page = read(admin_client, reverse("admin:auth_user_changelist"))

    assert "Responsable de datos" in page
    assert "Data steward" not in page


def test_filter_of_people_leaves_those_of_the_group(admin_client):
    make_person("Data steward", name="dan")
    make_person("Editor", name="ed")
    steward = Group.objects.get(name="Data steward")
    address = reverse("admin:auth_user_changelist")

    page = admin_client.get(address, {"groups__id__exact": steward.pk})

    assert list(page.context["cl"].queryset) == [User.objects.get(username="dan")]


def test_group_says_in_words_what_its_people_may_do():
    administrator = client_of(make_person("Administrator"))
    group = Group.objects.get(name="Publisher")

    page = read(administrator, reverse("admin:auth_group_change", args=[group.pk]))

    assert "Prioridad: agregar, modificar, eliminar, ver" in page
    assert "Publicación" in page
    assert "Can " not in page


def test_form_of_a_group_names_it_and_its_permissions_in_spanish(admin_client):
    group = Group.objects.get(name="Data steward")

    form = read(admin_client, reverse("admin:auth_group_change", args=[group.pk]))
    asked = read(admin_client, reverse("admin:auth_group_delete", args=[group.pk]))

    assert "Responsable de datos" in form
    assert "Resultado: modificar" in form
    assert "Puede publicar ediciones" in form
    assert "Can change" not in form
    assert "“Responsable de datos” (grupo)?" in asked
    assert "relationship" not in asked
