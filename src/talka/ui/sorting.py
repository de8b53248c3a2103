"""Latvian alphabetical order as a plain string, for a stored column that any database sorts byte by byte."""

import re
import unicodedata

# The Latvian alphabet with the letters it does not use put where its dictionaries put them (Q after P, W after V,
# X after W; Y stands beside I, as in the standard LVS 24).
ALPHABET = "aābcčdeēfgģhiīyjkķlļmnņoōpqrŗsštuūvwxzž"
_PLACE = {letter: chr(0x61 + place // 26) + chr(0x61 + place % 26) for place, letter in enumerate(ALPHABET)}
_DIGITS = re.compile(r"\d+")
_NUMBER_WIDTH = 8


def latvian_key(text: str) -> str:
    """A key in ASCII whose byte order is the Latvian order of the texts.

    A Ā B C Č D E Ē F G Ģ H I Ī (Y) J K Ķ L Ļ M N Ņ O P Q R S Š T U Ū V W X Z Ž; case does not count until all else
    is equal; numbers count by their value (2 before 10); punctuation only parts words. Foreign letters are
    sorted as their base letter. Two texts that differ only by case or marks outside the alphabet get different keys.
    """
    words = []
    for word in re.split(r"[\s\-‐-―/,;:()\"'“”„«».]+", unicodedata.normalize("NFC", text.casefold())):
        if word:
            words.append(_word_key(word))
    # "!" sorts before every sign used in words, so "Ape" comes before "Apes pagasts".
    first = "!".join(words)
    # The tie-break: lower case and plain texts first, always in ASCII.
    last = text.strip().swapcase().encode("unicode_escape").decode("ascii")
    return f"{first}  {last}"


def _word_key(word: str) -> str:
    parts = []
    position = 0
    for number in _DIGITS.finditer(word):
        parts += [_sign_key(sign) for sign in word[position : number.start()]]
        value = str(int(number.group()))
        # The length first, so that a number of any size keeps its order.
        parts.append("0" + value.zfill(_NUMBER_WIDTH) if len(value) <= _NUMBER_WIDTH else f"1{len(value):03}{value}")
        position = number.end()
    parts += [_sign_key(sign) for sign in word[position:]]
    return "".join(parts)


def _sign_key(sign: str) -> str:
    if sign in _PLACE:
        return _PLACE[sign]
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    if bare and bare != sign:
        return "".join(_sign_key(part) for part in bare)
    if sign.isascii():
        return f'"{sign}' if not sign.isalnum() else sign
    return f"~{ord(sign):06x}"
