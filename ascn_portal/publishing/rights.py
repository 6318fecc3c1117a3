"""Who may do what to a record: asked here by the admin, previews, exports and imports alike."""

from django.contrib.auth import get_permission_codename, get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from .models import Card, Revision, record_models
from .services.review import APPROVE

TRANSLATE = "publishing.translate_records"
# A kind of record -> the function of a user that gives the rows to which they may propose changes.
PROPOSERS = {}


def may_look(user, model) -> bool:
    """Whether `user` may look at all rows of `model` in the admin."""
    return may_translate(user) or may_change(user, model) or has_model_right(user, "view", model)


def may_change(user, model) -> bool:
    """Whether `user` may change every field of the records of `model`."""
    return has_model_right(user, "change", model)


def may_translate(user) -> bool:
    """Whether `user` may change the texts of every record, and nothing else of it."""
    return user.is_active and user.has_perm(TRANSLATE)


def may_approve(user) -> bool:
    """Whether `user` may publish, return and withdraw."""
    return user.is_active and user.has_perm(APPROVE)


def may_edit(user, record) -> bool:
    """Whether `user` may save a draft of `record`, be it of all its fields or of its texts."""
    model = type(record)
    if may_change(user, model) or may_translate(user):
        return True
    return model in PROPOSERS and proposed_by(user, model).filter(pk=record.pk).exists()


def may_restore(user, record) -> bool:
    """Whether `user` may give `record` an older content: all of it, not its texts alone."""
    return may_edit(user, record) and not only_texts(user, type(record))


def may_take_back(user, record, draft: Revision) -> bool:
    """Whether `user` may make `draft` a draft again: what is planned, only approvers."""
    if draft.state == Revision.State.SCHEDULED:
        return may_approve(user)
    return may_edit(user, record)


def may_edit_some(user, model) -> bool:
    """Whether there are records of `model` that `user` may edit."""
    if may_change(user, model) or may_translate(user):
        return True
    return model in PROPOSERS and proposed_by(user, model).exists()


def only_texts(user, model) -> bool:
    """Whether of the records of `model` `user` may change the texts alone."""
    return may_translate(user) and not may_change(user, model)


def only_own(user, model) -> bool:
    """Whether `user` sees of `model` nothing but the records they may propose changes to."""
    return model in PROPOSERS and not may_look(user, model)


def may_assign(user) -> bool:
    """Whether `user` may ask others for translations; who translates takes them for themselves."""
    return may_approve(user) or any(may_change(user, model) for model in record_models())


def translators():
    """The staff who may be asked for a translation: who may change texts of records."""
    codenames = [get_permission_codename("change", model._meta) for model in record_models()]
    held = Permission.objects.filter(codename__in=[*codenames, TRANSLATE.partition(".")[2]])
    may = Q(is_superuser=True) | Q(groups__permissions__in=held) | Q(user_permissions__in=held)
    staff = get_user_model().objects.filter(may, is_active=True, is_staff=True)
    return staff.distinct().order_by("username")


def in_sight(user) -> Q:
    """The condition that `user` may look at the record that a row names by kind and uid."""
    whole, own = [], Q(pk__in=[])
    for model, kind in ContentType.objects.get_for_models(*record_models()).items():
        if only_own(user, model):
            own |= Q(content_type=kind, uid__in=proposed_by(user, model).values("uid"))
        elif may_look(user, model):
            whole.append(kind)
    return Q(content_type__in=whole) | own


def visible_cards(user):
    """The cards of all records that `user` may look at in the admin."""
    return Card.objects.filter(in_sight(user))


def proposed_by(user, model):
    """The records of `model` to which `user` may propose changes though they may change none."""
    return PROPOSERS[model](user) if user.is_active else model.objects.none()


def has_model_right(user, action: str, model) -> bool:
    """Whether Django's permission of that name was given to `user`."""
    codename = get_permission_codename(action, model._meta)
    return user.is_active and user.has_perm(f"{model._meta.app_label}.{codename}")
