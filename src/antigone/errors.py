"""Faults a caller can act on: one class for each different thing to do about it.

A fault stops the work in hand. What is merely unsuitable (a photo without a face) is not a fault but a
:class:`antigone.types.Refusal`, which is an ordinary result.
"""


class AntigoneError(Exception):
    """Something went wrong: ``detail`` says what, ``hint`` says what to do next."""

    def __init__(self, detail: str, hint: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.detail} {self.hint}"


class UsageError(AntigoneError):
    """The request itself cannot be carried out as it was made."""


class ForbiddenOrigin(UsageError):
    """A picture was asked for from the web, a camera or another place Antigone never takes pictures from."""


class ConditionUnknown(UsageError):
    """A simulated condition or a severity was named that does not exist."""


class WeightsMissing(AntigoneError):
    """A model's file is not on this machine."""


class WeightsAltered(AntigoneError):
    """A model's file is there, but it is not the file its card describes."""


class CardInvalid(AntigoneError):
    """A model card does not say what is needed, or says it wrongly."""


class ManifestInvalid(AntigoneError):
    """A manifest of reference photos cannot be read as one."""


class GalleryMissing(AntigoneError):
    """There is no gallery where one was expected."""


class GalleryDamaged(AntigoneError):
    """The files of a gallery do not agree with each other."""


class GalleryForeign(AntigoneError):
    """The gallery was made with another model, or by a later version of Antigone."""


class GalleryBusy(AntigoneError):
    """Another process is writing to the gallery."""


class NotEnrolled(AntigoneError):
    """The person or photo named is not in the gallery."""


class SamplesInvalid(AntigoneError):
    """A table of templates cannot be measured: it is incomplete, contradicts itself, or holds too few people."""


class CalibrationInvalid(AntigoneError):
    """A calibration's file is not one, was changed after it was made, or is of a later version of Antigone."""


class CalibrationForeign(AntigoneError):
    """The calibration was made for another model than the one in use."""


class StorageFailed(AntigoneError):
    """The disk is full, read-only or failing: nothing was half-written."""


class NoRoom(StorageFailed):
    """So little of the disk is free that nothing more is taken."""


class NotAnswering(AntigoneError):
    """The desk's database was stopped, or others hold it for longer than anybody waits: it is tried again."""


class EvaluationForeign(AntigoneError):
    """The folder of an evaluation holds one that was made in another way."""


class PartMissing(AntigoneError):
    """An optional part of Antigone is not installed."""


class BundleFailed(AntigoneError):
    """A bundle could not be made: the package index does not answer, or lacks a wheel."""


class BundleDamaged(AntigoneError):
    """A bundle is not as it was made, or not signed by whom it should be."""


class BackupDamaged(AntigoneError):
    """A backup is not as it was written: cut off, altered, or not signed by the desk."""


class BackupLocked(UsageError):
    """A backup does not open with the private key that was given."""


class SettingsInvalid(UsageError):
    """The desk's settings are missing, unknown, contradictory or unsafe: it does not start."""


class NotAllowed(AntigoneError):
    """The person's roles, or the agency they work for, do not allow what they asked for."""


class NotThere(AntigoneError):
    """What was asked for does not exist, or the person may not know that it does."""


class RuleBroken(UsageError):
    """A rule of the desk stands against what was asked for: nothing was changed."""


class OutOfStep(RuleBroken):
    """A rule stands against it because of what is there now: it is closed, done already, or changed meanwhile."""


class ReasonMissing(RuleBroken):
    """Something that was written would change, and nobody said why."""


class DeskUnreachable(AntigoneError):
    """A desk on the network does not answer, or what answers is no desk."""


class SignInRefused(AntigoneError):
    """The e-mail address, the password or the code was wrong, or there were too many attempts."""


class TooOften(SignInRefused):
    """Too many tries from there, or of that account: more are not looked at for a while."""


class CheckpointInvalid(AntigoneError):
    """A checkpoint's file is not one, or it was not signed with the key given."""


class FileUnreadable(RuleBroken):
    """A file that came from others cannot be read: damaged, hostile, of another format or for somebody else's key."""


class VaultDamaged(AntigoneError):
    """An encrypted photograph is not there, is not what it was, or does not open with the desk's key."""


class ColumnDamaged(AntigoneError):
    """What stands encrypted in the desk's database does not open with the desk's key."""


class ProtocolDamaged(AntigoneError):
    """What was kept of a decision or of a log, such as an examiner's, cannot be read as it was written."""
