"""Local accounts: names, audiences and password hashes in one JSON file, written whole or not at all, for its owner alone.

Hashes are Argon2id with 19 MiB and two passes (OWASP's first choice, https://cheatsheetseries.owasp.org), from argon2-cffi.
Werkzeug's scrypt would need 128 MiB for the same strength, and whoever may try to sign in may make the server spend it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.audience import BY_WORD, Audience
from data.schema import DataError
from data.store import sync, take, why

SHORTEST: Final = 12  # characters of a password
LONGEST: Final = 1000
LONGEST_NAME: Final = 100
FEWEST_KINDS: Final = 5  # different characters
VERSION: Final = 1
PRIVATE: Final = 0o600
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Of a password nobody has: a name without an account costs as long to refuse as one with it.
NOBODY: Final = "$argon2id$v=19$m=19456,t=2,p=1$87ag3qeyDROUrrywTJyKhw$dfGjHai6DsPB4CqIAR9xAoX/CWd6FOJbe7cNOgut5BE"


@dataclass(frozen=True)
class Account:
    name: str
    audience: Audience
    password: str  # its hash

    @property
    def mark(self) -> str:
        """Changes with password and audience: a session that carries another mark has ended."""
        return hashlib.sha256(f"{self.name}\0{self.audience.word}\0{self.password}".encode()).hexdigest()[:20]

    def with_audience(self, audience: Audience) -> Account:
        return Account(self.name, audience, self.password)


Accounts = Mapping[str, Account]


def account_name(text: str) -> str:
    """A name as it is kept and compared: no capitals, one way to write each letter; DataError for what is no name."""
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise DataError(
            "this cannot be the name of an account",
            mend=f"Give up to {LONGEST_NAME} letters, digits, dots, dashes or @",
        )
    return name


def check_password(password: str, name: str) -> None:
    """DataError for a password that would soon be guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        many = f"{len(password)} {'character' if len(password) == 1 else 'characters'}"
        raise DataError(f"the password has {many}", mend=f"Give {SHORTEST} to {LONGEST:,}")
    if len(set(password)) < FEWEST_KINDS or name in password.casefold():
        raise DataError(
            "the password is easily guessed",
            mend=f"Give one with {FEWEST_KINDS} different characters or more, without the name",
        )


def new_account(name: str, audience: Audience, password: str) -> Account:
    """An account with the hash of its password; DataError for a name or password that cannot be."""
    kept = account_name(name)
    check_password(password, kept)
    return Account(kept, audience, HASHER.hash(password))


def fits(account: Account | None, password: str) -> bool:
    """Whether the password is the account's; takes as long without an account."""
    with suppress(VerificationError, InvalidHashError):
        return HASHER.verify(account.password if account else NOBODY, password[:LONGEST]) and account is not None
    return False


def load_accounts(path: Path) -> dict[str, Account]:
    """The accounts of a file by name; DataError where it cannot be read or others may change it."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o022:
            raise DataError("others may write the file of accounts", where=str(path), mend=f"chmod 600 {path}")
        told = json.loads(path.read_text(encoding="utf-8"))
        read = [account_of(row) for row in told["accounts"]]
    except FileNotFoundError as error:
        mend = f"Make the first with: swp accounts add NAME --audience analyst --accounts {path}"
        raise DataError("there is no file of accounts", where=str(path), mend=mend) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            "the file of accounts cannot be read", where=str(path), mend="Check its rights, or put back a copy"
        ) from error
    return {account.name: account for account in read}


def account_of(row: Mapping[str, Any]) -> Account:
    """One row of the file; KeyError or ValueError for one that is not whole."""
    name, password = row["name"], row["password"]
    if not isinstance(name, str) or not isinstance(password, str):
        raise ValueError(row)
    return Account(name, BY_WORD[row["audience"]], password)


@contextmanager
def changing_accounts(path: Path) -> Iterator[dict[str, Account]]:
    """The accounts to change, written back whole at the end; nothing changes where the block raises."""
    lock = path.with_name(f".{path.name}.lock")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, PRIVATE)
    except OSError as error:
        mend = "Check its folder and the rights on it"
        raise DataError(f"the accounts cannot be changed ({why(error)})", where=str(path), mend=mend) from error
    with open(descriptor, "w") as held:  # noqa: PTH123 - rights from the start
        try:
            take(held)
        except OSError as error:
            raise DataError("another command is changing the accounts", where=str(path), mend="Try again") from error
        accounts = load_accounts(path) if path.exists() else {}
        yield accounts
        save_accounts(path, accounts)


def save_accounts(path: Path, accounts: Accounts) -> None:
    """Write the file beside its place, readable by its owner alone, then put it there by one rename."""
    rows = [
        {"name": one.name, "audience": one.audience.word, "password": one.password}
        for one in sorted(accounts.values(), key=lambda one: one.name)
    ]
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with rights 0600
    try:
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - an open descriptor
            json.dump({"version": VERSION, "accounts": rows}, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)  # noqa: PTH105 - the one atomic step
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    sync(path.parent)
