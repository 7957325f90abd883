"""The errors that a user can meet: one line each, and the line names the fix."""


class DeskError(Exception):
    """Base of every error that Claimdesk shows to a user."""


class ReadError(DeskError):
    """A file, folder, row or URL that could not be read into an article."""


class NotFoundError(DeskError):
    """An article, passage or suite that does not exist, or a reference that fits several."""


class ArchiveError(DeskError):
    """An archive that cannot be opened or written."""


class EncoderMismatchError(ArchiveError):
    """An archive indexed by another encoder than the one now configured."""


class ModelError(DeskError):
    """A model that is missing, damaged or not in a safe format."""


class InputError(DeskError):
    """A question, option, date or batch row that cannot be used as given."""


class AccessError(DeskError):
    """What this user may not read or change, or nobody may from elsewhere."""
