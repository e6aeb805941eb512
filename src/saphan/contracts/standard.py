"""Does a file keep to the Open Data Contract Standard? Its published model decides, key by key, with the line."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Union, get_args, get_origin

from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import BaseModel, ValidationError

from saphan.contracts.document import Document, Value
from saphan.contracts.faults import Place, choose_from
from saphan.words import Words, say

_NEEDED = ("kind", "apiVersion", "id", "version")
_KINDS: dict[str, Words] = {
    "string_type": say("This must be text."),
    "bool_type": say("This must be true or false."),
    "bool_parsing": say("This must be true or false."),
    "int_type": say("This must be a whole number."),
    "int_parsing": say("This must be a whole number."),
    "list_type": say("This must be a list."),
    "dict_type": say("This must hold `name: value` lines."),
    "model_type": say("This must hold `name: value` lines."),
    "model_attributes_type": say("This must hold `name: value` lines."),
}


def standard_model(document: Document) -> OpenDataContractStandard | None:
    """The contract as the standard's model; None, with the faults kept in the document, when it does not fit."""
    _unknown_keys(document, document.value, OpenDataContractStandard, ())
    for key in _NEEDED:
        if document.value.get(key) in (None, ""):
            document.faults.add(
                (key,), say("`{key}` is missing.", key=key), say("Add a line `{key}: ...` at the top level.", key=key)
            )
    known = {key: value for key, value in document.value.items() if key in _keys(OpenDataContractStandard)}
    try:
        return OpenDataContractStandard.model_validate(known)
    except ValidationError as misfit:
        for error in misfit.errors(include_url=False, include_input=False):
            place = _place(document, error["loc"])
            what = _KINDS.get(error["type"], say("This does not fit the standard: {reason}.", reason=error["msg"]))
            document.faults.add(place, what, say("Correct the value; put text that looks like a number in quotes."))
        return None


def _unknown_keys(document: Document, value: Value, model: type[BaseModel], place: Place) -> None:
    if not isinstance(value, dict):
        return  # of the wrong kind: the model says so
    keys = _keys(model)
    for name, part in value.items():
        if name not in keys:
            document.faults.add(
                (*place, name), say("`{name}` is not a key of the standard here.", name=name), choose_from(name, keys)
            )
            continue
        inner = next(_models(keys[name], in_list=isinstance(part, list)), None)
        if inner is None:
            continue
        if isinstance(part, list):
            for at, each in enumerate(part):
                _unknown_keys(document, each, inner, (*place, name, at))
        else:
            _unknown_keys(document, part, inner, (*place, name))


def _keys(model: type[BaseModel]) -> dict[str, object]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _models(annotation: object, *, in_list: bool) -> Iterator[type[BaseModel]]:
    """The models an annotation may hold, those in its lists or those outside: `team` knows both."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not in_list:
            yield annotation
    elif get_origin(annotation) in (list, Union, UnionType):
        inside = in_list and get_origin(annotation) is not list
        for part in get_args(annotation):
            yield from _models(part, in_list=inside)


def _place(document: Document, steps: tuple[int | str, ...]) -> Place:
    """The part of a validation error's way that is in the file: the rest names alternatives of a union."""
    place: Place = ()
    for step in steps:
        if (*place, step) not in document.lines:
            break
        place = (*place, step)
    return place
