"""Forms of sign-in and of the administration of logins. allauth's get our words and no placeholders."""

from datetime import datetime, timedelta
from typing import Any, cast

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from qiao.accounts import rules
from qiao.accounts.models import Account
from qiao.rest import scopes

PASSWORD_HELP = _(
    "At least 10 characters, not only digits, nothing easily guessed. A short sentence is good."
)
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "20"}


def say(form: forms.BaseForm, name: str, label: Any, help_text: Any = "", **attrs: str) -> None:
    """Gives a field of allauth our label and help, and takes its placeholder away."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class SignInForm(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self,
            "login",
            _("Employee number or e-mail"),
            autocomplete="username",
            autocapitalize="none",
            spellcheck="false",
        )
        say(self, "password", _("Password"))


class ForgottenForm(account.ResetPasswordForm):  # type: ignore[misc]
    """Asks for an address; what is known about it never shows in the answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", _("E-mail address"))

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        self.users = list(Account.objects.by_email(email).able().with_person())
        return email


class NewPasswordForm(account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_new_password(self)


class FirstPasswordForm(account.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_new_password(self)


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "oldpassword", _("Current password"))
        say_new_password(self)


def say_new_password(form: forms.BaseForm) -> None:
    """The two fields of a new password."""
    say(form, "password1", _("New password"), PASSWORD_HELP)
    say(form, "password2", _("New password again"))


class ConfirmPasswordForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password", _("Password"))


class CodeForm(mfa.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self,
            "code",
            _("One-time code"),
            _("Six digits from your authenticator app, or one of your recovery codes."),
            **CODE,
        )


class ConfirmCodeForm(mfa.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self,
            "code",
            _("One-time code"),
            _("Six digits from your authenticator app, or one of your recovery codes."),
            **CODE,
        )


class ActivateAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", _("Code from the app"), _("Six digits."), **CODE)


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A key that signs in by itself where the device can keep one; else it is a second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "name", _("Name"), _("So that you recognise it: this phone, the key on my ring."))
        self.fields["name"].max_length = 60
        say(
            self,
            "passwordless",
            _("Sign in with it alone"),
            _("Fingerprint, face or PIN instead of a password. Else it is a second step after the password."),
        )
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "name", _("Name"))


class NewLoginForm(forms.Form):
    """What an administrator decides about a new login."""

    HOW = [
        ("link", _("Show me a one-time link\nto hand over")),
        ("mail", _("Send the link\nto the person's e-mail")),
    ]

    username = forms.CharField(
        label=_("User name"), max_length=80, help_text=_("Usually the employee number.")
    )
    how = forms.ChoiceField(
        label=_("How the person gets in"), choices=HOW, widget=forms.RadioSelect, initial="link"
    )

    def __init__(self, *args: Any, can_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update(
            autocomplete="off", autocapitalize="none", spellcheck="false"
        )
        if not can_mail:
            self.fields["how"].disabled = True
            self.fields["how"].help_text = _("This person has no e-mail address, so there is only the link.")


class TokenForm(forms.Form):
    """What a token is for, what it may, how long."""

    LASTS = [("7", _("A week")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))]

    name = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("So that you know later which program uses it: the line's display, a report."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may yourself."),
    )
    lasts = forms.ChoiceField(label=_("How long"), choices=LASTS, widget=forms.RadioSelect, initial="90")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["scopes"]
        field.choices = [(name, str(label)) for name, label in scopes.known().items()]
        field.error_messages["required"] = rules.SENTENCES[rules.Reason.NO_SCOPES]
        self.fields["name"].error_messages["required"] = rules.SENTENCES[rules.Reason.TOKEN_UNNAMED]
        cast(Any, self.fields["lasts"]).cols = 2

    def arguments(self, at: datetime) -> dict[str, Any]:
        """What the action is called with."""
        said = self.cleaned_data
        expires = at + timedelta(days=int(said["lasts"]))
        return {"name": said["name"], "scopes": said["scopes"], "expires_at": expires}


class NoteForm(forms.Form):
    """Why something is done to a login."""

    note = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the person's history."),
    )
