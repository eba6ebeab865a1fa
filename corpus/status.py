"""Owns the words for how firm something is: status of a document or instrument, authority."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Authority", "Status"]


class Status(StrEnum):
    """Status of an instrument or document, strongest first (the values are the contract's)."""

    VASTGESTELD = "vastgesteld"
    ONTWERP = "ontwerp"
    IN_VOORBEREIDING = "in_voorbereiding"
    AANGEKONDIGD = "aangekondigd"
    ONDERZOEK = "onderzoek"
    VEROUDERD = "verouderd"
    VERVALLEN = "vervallen"
    GENOEMD = "genoemd"
    NIET_AANGETROFFEN = "niet_aangetroffen"


class Authority(StrEnum):
    """What weight a document has, highest first."""

    WET = "wet"
    BELEID = "vastgesteld_beleid"
    BESLUIT = "besluit"
    POLITIEK = "politieke_afspraak"
    VERANTWOORDING = "verantwoording"
    VOORSTEL = "voorstel"
    METHODE = "methode"
    OPINIE = "opinie"
    ONBEKEND = "onbekend"
