"""What a store itself finds wrong with book and vault: broken pages, indexes that do not agree, tables not ours."""

from pathlib import Path

VAULT_KEY_ALTERED = "姓名库里用来认出密钥的那一行不在或被改动过;请用备份恢复姓名库。"
_OF_VAULT = ("vault_key", "person", "particulars", "access", "forgotten")
SINCE_SEALED = ["access", "forgotten"]
"""The vault's tables that came with the seal: a ledger of an earlier release lacks them until it is opened."""


def faults_of_store(place: Path | str) -> list[str]:
    """What is wrong with the book at a place, each as a sentence; every page and every index is read.

    May be asked in a thread beside one who reads the rows. Raises what the driver raises where nothing can be read.
    """
    if isinstance(place, Path):
        from ledger.store.soundness_sqlite import faults_of_file

        return faults_of_file(place)
    from ledger.store.soundness_postgres import faults_of_schema  # loads psycopg, which SQLite does without

    return faults_of_schema(place)


def faults_of_vault(place: Path | str) -> list[str]:
    """The same of the vault at a place. The vault itself puts back what it lacks when it is opened: ask this before.

    `VAULT_KEY_ALTERED` is one of them.
    """
    if isinstance(place, Path):
        from ledger.store.soundness_sqlite import faults_of_vault_file

        return faults_of_vault_file(place)
    from ledger.store.soundness_postgres import faults_of_vault_schema

    return faults_of_vault_schema(place)


def lacking_in_vault(place: Path | str) -> list[str]:
    """The tables that the vault at a place lacks; opening it makes them anew."""
    if isinstance(place, Path):
        from ledger.store.soundness_sqlite import lacking_in_file

        return lacking_in_file(place, _OF_VAULT)
    from ledger.store.soundness_postgres import lacking_in_schema

    return lacking_in_schema(place, _OF_VAULT)
