"""What a file says about its article. Untrusted, so it goes through one strict model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from index.errors import ReadError

_LONGEST = 500


def _written(value: object) -> object:
    """Accept what YAML and CSV make of a date or an empty cell."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def _names(value: object) -> object:
    """Accept a list of names."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return ", ".join(name.strip() for name in value if name.strip())
    return value


def _one_line(value: object) -> object:
    if not isinstance(value, str):
        return value
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return line[:_LONGEST] or None


Line = Annotated[str | None, BeforeValidator(_one_line)]
Names = Annotated[str | None, BeforeValidator(_one_line), BeforeValidator(_names)]
Written = Annotated[str | None, BeforeValidator(_one_line), BeforeValidator(_written)]


class Metadata(BaseModel):
    """The known keys; others are ignored. Each value is one line of at most 500 characters, or None."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, populate_by_name=True)

    title: Line = None
    publisher: Line = Field(default=None, validation_alias=AliasChoices("publisher", "source", "sitename", "site_name"))
    byline: Names = Field(default=None, validation_alias=AliasChoices("byline", "author", "authors"))
    url: Line = None
    language: Line = Field(default=None, validation_alias=AliasChoices("language", "lang"))
    published: Written = Field(default=None, validation_alias=AliasChoices("published", "date", "publication_date"))

    @field_validator("url")
    @classmethod
    def _web(cls, url: str | None) -> str | None:
        if url is not None and not url.lower().startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return url


def metadata(values: Mapping[Any, Any], where: str) -> Metadata:
    """Check the metadata found in ``where`` (named in the error).

    Raises:
        ReadError: a known key holds a value of the wrong type; the message names the key.
    """
    known = {str(key).strip().casefold(): value for key, value in values.items()}
    try:
        return Metadata.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "metadata"
        reason = first["msg"].removeprefix("Value error, ")
        raise ReadError(f"{where}: {field!r} cannot be used ({reason[0].lower()}{reason[1:]})") from None


def first_of(name: str, *ranked: Metadata) -> str | None:
    """Return the value of a field in the first metadata that has it."""
    return next((value for each in ranked if (value := getattr(each, name))), None)
