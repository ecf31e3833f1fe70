"""Numbers as text: written as JavaScript writes them, read strictly."""

import json
import math
import random
import struct
import subprocess
import time
import timeit

import pytest

from optimizers.terms.text import LONGEST, NUMBER, format_number, parse_number
from tests.__main__ import node

# One process for all: each number travels as its 16 hexadecimal digits.
SCRIPT = """
const view = new DataView(new ArrayBuffer(8));
const write = (hex) => (view.setBigUint64(0, BigInt("0x" + hex)), String(view.getFloat64(0)));
const input = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(input.map(write)));
"""


def doubles() -> list[float]:
    """Any bits, short decimals as people type them, and the places where the layout changes, with their neighbors."""
    dice = random.Random(0)
    anything = [struct.unpack(">d", dice.randbytes(8))[0] for _ in range(4000)]
    short = [round(dice.uniform(-1, 1) * 10.0 ** dice.randint(-9, 23), dice.randint(0, 9)) for _ in range(4000)]
    powers = [10.0**n for n in range(-323, 309)]
    edges = [
        0.0,
        -0.0,
        5e-324,
        2.2250738585072014e-308,
        1.7976931348623157e308,
        2.0**53,
        123456789012345680000.0,
        *powers,
    ]
    near = [math.nextafter(edge, toward) for edge in edges for toward in (-math.inf, math.inf)]
    return [number for number in [*anything, *short, *edges, *near] if math.isfinite(number)]


def test_numbers_are_written_as_javascript_writes_them() -> None:
    numbers = doubles()
    asked = json.dumps([struct.pack(">d", number).hex() for number in numbers])
    answer = subprocess.run([node(), "--eval", SCRIPT], input=asked, capture_output=True, text=True, check=True)
    written = json.loads(answer.stdout)
    assert len(written) == len(numbers)
    assert [(n, format_number(n)) for n in numbers] == list(zip(numbers, written, strict=True))


def test_numbers_read_back_as_themselves() -> None:
    for number in doubles():
        assert parse_number(format_number(number)) == number


def test_zero_has_no_sign() -> None:
    """It is written without one; a scenario and its canonical form shall be the same to the bit."""
    assert math.copysign(1.0, parse_number("-0.0") or 0.0) == 1.0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0.0),
        ("-0", 0.0),
        ("007", 7.0),
        ("5.", 5.0),
        (".5", 0.5),
        ("+1.5", 1.5),
        ("-2e3", -2000.0),
        ("1E-8", 1e-8),
        ("1e+21", 1e21),
        ("1e999", math.inf),
        ("-1e999", -math.inf),
        ("1e-999", 0.0),
    ],
)
def test_numbers_that_are_read(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ".", "-", "e5", "1e", "1e+", "1.2.3", "1,5", "1_000", " 1", "1 ", "1\n", "0x10", "1f", "--1", "1/2"),
        *("nan", "NaN", "inf", "Infinity", "-inf", "١٢", "１", "1\0", "½", "∞"),
    ],
)
def test_texts_that_are_no_numbers(text: str) -> None:
    assert parse_number(text) is None


def test_a_number_has_a_longest_length() -> None:
    assert parse_number("0" * (LONGEST - 1) + "7") == 7.0
    assert parse_number("0" * LONGEST + "7") is None
    assert max(len(format_number(number)) for number in doubles()) <= 25


@pytest.mark.parametrize("end", ["x", ".x", "e", "e5x", ".5.5"])
def test_a_text_of_any_length_is_refused_in_one_pass(end: str) -> None:
    def seconds(length: int) -> float:
        text = "9" * length + end
        return min(timeit.repeat(lambda: NUMBER.fullmatch(text), timer=time.thread_time, number=20, repeat=7))

    assert seconds(16000) < 24 * seconds(2000)  # eight times; where it grew with the square, 64 times
