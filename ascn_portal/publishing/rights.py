"""Who may do what to a record: asked here by the admin, previews, exports and imports alike."""

from django.contrib.auth import get_permission_codename

from .services.review import APPROVE, APPROVE_OWN, approvers

TRANSLATE = "publishing.translate_records"
# A kind of record -> the function of a user that gives the rows to which they may propose changes.
PROPOSERS = {}


def may_change(user, model) -> bool:
    """Whether `user` may change every field of the records of `model`."""
    return has_model_right(user, "change", model)


def may_translate(user) -> bool:
    """Whether `user` may change the texts of every record, and nothing else of it."""
    return user.is_active and user.has_perm(TRANSLATE)


def may_approve(user) -> bool:
    """Whether `user` may publish, return and withdraw."""
    return user.is_active and user.has_perm(APPROVE)


def may_approve_alone(user) -> bool:
    """Whether `user` may publish their own text, saying why: nobody else could approve it."""
    return user.has_perm(APPROVE_OWN) and not approvers().exclude(pk=user.pk).exists()


def may_edit(user, record) -> bool:
    """Whether `user` may save a draft of `record`, be it of all its fields or of its texts."""
    model = type(record)
    if may_change(user, model) or may_translate(user):
        return True
    return model in PROPOSERS and proposed_by(user, model).filter(pk=record.pk).exists()


def may_restore(user, record) -> bool:
    """Whether `user` may give `record` an older content: all of it, not its texts alone."""
    return may_edit(user, record) and not only_texts(user, type(record))


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
    if model not in PROPOSERS or may_change(user, model) or may_translate(user):
        return False
    return not has_model_right(user, "view", model)


def proposed_by(user, model):
    """The records of `model` to which `user` may propose changes though they may change none."""
    return PROPOSERS[model](user) if user.is_active else model.objects.none()


def has_model_right(user, action: str, model) -> bool:
    """Whether Django's permission of that name was given to `user`."""
    codename = get_permission_codename(action, model._meta)
    return user.is_active and user.has_perm(f"{model._meta.app_label}.{codename}")
