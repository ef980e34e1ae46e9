"""Words of the command line into the values of a command's parameters.

Newer versions of typer have each value made by Pydantic, also where none was given or a text is wanted, and loading
that takes as long as NumPy. So what needs no making is not given to it; it makes the numbers, and objects to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def taking_words_as_they_are(parameters: Iterable[Any]) -> list[Any]:
    """Return parameters that, where they want text, take their words without typer, and nothing if left out."""
    parameters = list(parameters)
    for parameter in parameters:
        # Older versions have no descriptor, and load nothing.
        if hasattr(parameter, "type_descriptor") and "process_value" not in vars(parameter):
            parameter.process_value = _sparing(parameter, parameter.process_value)
    return parameters


def _sparing(parameter: Any, make: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return a function of the context and the words typed that calls `make` only where it has something to make."""
    wanted = parameter.type_descriptor.annotation

    def value(context: Any, typed: Any) -> Any:
        if typed is None and not parameter.required:
            taken: Any = () if parameter.multiple or parameter.nargs == -1 else None
        elif wanted is str and isinstance(typed, str):
            taken = typed
        elif wanted == list[str] and isinstance(typed, tuple | list) and (typed or not parameter.required):
            taken = list(typed)
        else:
            return make(context, typed)
        return parameter.callback(context, parameter, taken) if parameter.callback else taken

    return value
