"""The forms in which an administrator writes down a person and what they look after."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from pillars.admin.choosing import name_to_choose
from pillars.models import Account, Pillar


class PersonForm(forms.ModelForm):
    """A person at the desk; nobody shares a name or an address with another one."""

    class Meta:
        model = User
        fields = ["username", "email"]
        field_classes = {"username": UsernameField}
        labels = {"is_staff": _("May come to the desk")}
        help_texts = {
            "username": "",
            "is_active": _("Switch an account off instead of deleting it."),
            "is_staff": "",
        }

    def clean_username(self):
        name = self.cleaned_data["username"]
        if self.others().filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Somebody has that user name already."))
        return name

    def clean_email(self):
        address = (self.cleaned_data.get("email") or "").lower()
        if address and self.others().filter(email__iexact=address).exists():
            raise forms.ValidationError(_("Somebody has that e-mail address already."))
        return address

    def others(self):
        return User.objects.exclude(pk=self.instance.pk)


class NewPersonForm(PersonForm):
    """A person who is invited: they choose a password themselves."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class PillarsOfPlans(forms.ModelMultipleChoiceField):
    """Pillars to be ticked, each with its plan."""

    def label_from_instance(self, pillar):
        return name_to_choose(pillar)


class AccountForm(forms.ModelForm):
    pillars = PillarsOfPlans(
        Pillar.objects.select_related("plan"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    text_languages = forms.MultipleChoiceField(
        choices=settings.LANGUAGES,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    class Meta:
        model = Account
        fields = ["pillars", "text_languages", "desk_language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("pillars", "text_languages"):
            column = Account._meta.get_field(name)
            self.fields[name].label = capfirst(column.verbose_name)
            self.fields[name].help_text = column.help_text
