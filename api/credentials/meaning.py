"""What a credential says as a graph: JSON-LD read with the kept contexts, in canonical N-Quads (RDFC-1.0).

What JSON-LD would leave out without a word, a name or a type that no context defines, is refused: the signature would
not cover it (Data Integrity 1.0, section 2.4.2; VC Data Model 2.0, section 5.2).
"""

from collections.abc import Callable, Mapping
from typing import Any

from pyld import jsonld
from pyld.canon import URDNA2015

from api.credentials.published_contexts import UnknownContext, context_of

ContextOf = Callable[[str], dict[str, Any]]

_MOST_STEPS = 20_000
_TYPES_OF_1EDTECH = frozenset(("1EdTechJsonSchemaValidator2019", "1EdTechCredentialRefresh", "1EdTechRevocationList"))
"""Types that Open Badges 3.0 itself demands, and many issuers write without the context that defines them."""


class NotMeant(ValueError):
    """The document says nothing that could be signed; why, in Chinese."""


class _Canon(URDNA2015):  # type: ignore[misc]  # pyld is untyped
    """The canonicalization, ended where a graph is made to take for ever (RDFC-1.0, section 7.1)."""

    def __init__(self) -> None:
        super().__init__()
        self._steps = 0

    def hash_related_blank_node(self, *arguments: Any) -> Any:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise NotMeant("内容交错得无法核对")
        return super().hash_related_blank_node(*arguments)


def canonical_graph(document: Mapping[str, Any], contexts: ContextOf = context_of) -> bytes:
    """The canonical N-Quads of a JSON-LD document. Raises NotMeant."""
    unknown: list[str] = []

    def load(address: str, options: object) -> dict[str, Any]:
        try:
            found = contexts(address)
        except UnknownContext:
            unknown.append(address)
            raise
        return {"contextUrl": None, "documentUrl": address, "document": found, "contentType": "application/ld+json"}

    dropped: list[str] = []
    options = {"documentLoader": load, "base": ""}
    try:
        expanded = jsonld.expand(dict(document), options, on_property_dropped=lambda name: dropped.append(str(name)))
        _check_types(expanded)
        if dropped:
            raise NotMeant(f"“{dropped[0][:60]}”没有任何 @context 给出含义,签名管不到它")
        dataset = jsonld.to_rdf(expanded, options)
        quads: str = _Canon().main(dataset, {"format": "application/n-quads"})
    except NotMeant:
        raise
    except UnknownContext as error:
        raise NotMeant(f"不认识 @context {error.address[:100]}") from None
    except Exception as error:  # whatever somebody else's text makes the processor stumble over
        if unknown:
            raise NotMeant(f"不认识 @context {unknown[0][:100]};离线核对只用随程序带的标准 @context") from None
        raise NotMeant("按它自己的 @context 读不通") from error
    return quads.encode()


def _check_types(value: Any) -> None:
    """Refuse a type that no context defines, an identifier that is no address: neither would be in the graph."""
    if isinstance(value, list):
        for one in value:
            _check_types(one)
    elif isinstance(value, dict):
        for kind in _listed(value.get("@type")) if "@value" not in value else []:
            if ":" not in kind and kind not in _TYPES_OF_1EDTECH:
                raise NotMeant(f"类型“{kind[:60]}”没有任何 @context 给出含义,签名管不到它")
        named = value.get("@id")
        if isinstance(named, str) and ":" not in named:
            raise NotMeant(f"标识“{named[:60]}”不是完整的地址,签名管不到它")
        for name, one in value.items():
            if name != "@value":
                _check_types(one)


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [value]
