"""What is no scenario: for each query what is wrong with it, and what the page shows in its place."""

from typing import NamedTuple

from app.embed_options import HIDABLE, LOCKABLE
from optimizers import OPTIMIZERS as RULES
from optimizers.query.registry import OPTIMIZER_NAMES, SURFACE_NAMES, parameters_of

SURFACES = "one of " + ", ".join(SURFACE_NAMES)
OPTIMIZERS = "one of " + ", ".join(OPTIMIZER_NAMES)
KEYS = "one of surface, optimizer, start, steps, fair, noise, seed, target, tolerance, v"
OLD_KEYS = KEYS.replace("target, ", "")
SGD = "one of " + ", ".join(parameter.name for parameter in parameters_of(RULES["sgd"]))
RATE = "a number from 1e-12 to 1e+100"
DECAY = "a number from 0 to 0.99999"
PLACE = "a number from -1000000 to 1000000"
LABEL = "a label of 1 to 12 letters and digits"
TOLERANCE = "a number from 1e-12 to 1"
LONGEST = ", of at most 100 characters"
VERSIONS = "1 or 2, the versions that this program reads"
ITEM = "name=value after each comma, and a point in decimal numbers"
STEPS = "a whole number from 1 to 10000"
STEP = "a whole number from 0 to 120"


class Bad(NamedTuple):
    """A query, its problems as (parameter, value, allowed), and a legal query that says what is shown instead."""

    query: str
    problems: tuple[tuple[str, str, str], ...]
    nearest: str = ""


def one(query: str, parameter: str, value: str, allowed: str, nearest: str = "") -> Bad:
    return Bad(query, ((parameter, value, allowed),), nearest)


BAD = (
    # unknown
    one("surface=no-such-surface", "surface", "no-such-surface", SURFACES),
    one("surface=", "surface", "", SURFACES),
    one("optimizer=no-such-optimizer", "optimizer", "no-such-optimizer", OPTIMIZERS),
    one(
        "optimizer=sgd,lr=0.1&optimizer=no-such-optimizer",
        "optimizer",
        "no-such-optimizer",
        OPTIMIZERS,
        "optimizer=sgd,lr=0.1",
    ),
    one("surface=ellipse,a=2", "surface ellipse: a", "2", "one of kappa, theta"),
    one("optimizer=sgd,rate=1", "optimizer sgd: rate", "1", SGD, "optimizer=sgd"),
    one("color=red&steps=7", "color", "red", KEYS, "steps=7"),
    # repeated
    one("optimizer=sgd,lr=0.1,lr=0.2", "optimizer sgd: lr", "0.2", "given once", "optimizer=sgd,lr=0.1"),
    one("surface=saddle&surface=ellipse", "surface", "ellipse", "given once", "surface=saddle"),
    one("steps=5&steps=6", "steps", "6", "given once", "steps=5"),
    one("theme=dark&theme=light", "theme", "light", "given once"),
    # a later version, and what is no option of an embed
    one("v=3&steps=7", "v", "3", VERSIONS, "steps=7"),
    one("v=02&steps=7", "v", "02", VERSIONS, "steps=7"),
    one("v=&steps=7", "v", "", VERSIONS, "steps=7"),
    one("v=1&target=distance", "target", "distance", OLD_KEYS, "v=1"),
    one("target=height", "target", "height", "one of distance, loss"),
    one("target=loss&tolerance=0", "tolerance", "0", TOLERANCE, "target=loss&tolerance=1e-12"),
    one("tolerance=two", "tolerance", "two", TOLERANCE),
    one("target=loss&tolerance=two", "tolerance", "two", TOLERANCE, "target=loss"),
    one("v=1&v=1", "v", "1", "given once", "v=1"),
    one("hide=chart,caption", "hide", "caption", "one of " + ", ".join(HIDABLE)),
    one("show=everything", "show", "everything", "one of " + ", ".join(HIDABLE)),
    one("lock=chart", "lock", "chart", "one of " + ", ".join(LOCKABLE)),
    one("ui=", "ui", "", "one of full, compact, minimal"),
    one("autoplay=yes", "autoplay", "yes", "one of 0, 1"),
    one("title=" + "x" * 81, "title", "x" * 59 + "…", "a line of at most 80 characters"),
    one("title=a%0Ab", "title", "a\nb", "a line of at most 80 characters"),
    # not a number, out of range, nothing
    one("optimizer=sgd,lr=nan", "optimizer sgd: lr", "nan", RATE, "optimizer=sgd"),
    one("optimizer=sgd,lr=Infinity", "optimizer sgd: lr", "Infinity", RATE, "optimizer=sgd"),
    one("optimizer=sgd,lr=1e999", "optimizer sgd: lr", "1e999", RATE, "optimizer=sgd,lr=1e100"),
    one("optimizer=sgd,lr=-1", "optimizer sgd: lr", "-1", RATE, "optimizer=sgd,lr=1e-12"),
    one("optimizer=sgd,lr=", "optimizer sgd: lr", "", RATE, "optimizer=sgd"),
    one(
        "optimizer=sgd,lr",
        "optimizer sgd",
        "lr",
        ITEM,
        "optimizer=sgd",
    ),
    one("optimizer=rmsprop,beta=1", "optimizer rmsprop: beta", "1", DECAY, "optimizer=rmsprop,beta=0.99999"),
    one("optimizer=rmsprop,centered=2", "optimizer rmsprop: centered", "2", "0 or 1", "optimizer=rmsprop"),
    one(
        "optimizer=momentum,form=new", "optimizer momentum: form", "new", "one of ewa, heavy-ball", "optimizer=momentum"
    ),
    # starts
    one("start=", "start", "", "label,x,y"),
    one("start=A", "start", "A", "label,x,y"),
    one("start=A,1", "start", "A,1", "label,x,y"),
    one("start=A,1,2,3", "start", "A,1,2,3", "label,x,y"),
    one("start=A,one,2&start=B,1,2", "start A: x", "one", PLACE, "start=B,1,2"),
    one("start=A,1,1e7", "start A: y", "1e7", PLACE, "start=A,1,1e6"),
    one("start=A,1,2&start=A,3,4", "start", "A", "a label that no other start has", "start=A,1,2&start=B,3,4"),
    one(
        "&".join(f"start=S{k},{k / 9},1" for k in range(27)),
        "start",
        "27 times",
        "at most 26",
        "&".join(f"start=S{k},{k / 9},1" for k in range(26)),
    ),
    # amounts
    one("steps=" + "7" * 101, "steps", "7" * 59 + "…", STEPS + LONGEST),
    one(
        "optimizer=sgd,lr=" + "0" * 98 + "0.1",
        "optimizer sgd: lr",
        "0" * 59 + "…",
        RATE + LONGEST,
        "optimizer=sgd",
    ),
    Bad("&".join(["x=1"] * 30), (("x", "1", KEYS),) * 20),
    one("&".join(["optimizer=sgd"] * 17), "optimizer", "17 times", "at most 16", "&".join(["optimizer=sgd"] * 16)),
    one("steps=", "steps", "", STEPS),
    one("steps=0", "steps", "0", STEPS, "steps=1"),
    one("steps=1e9", "steps", "1e9", STEPS, "steps=10000"),
    one("steps=1.5", "steps", "1.5", STEPS, "steps=1"),
    one("x" * 9000, "query", "x" * 59 + "…", "at most 8192 characters"),
    one(
        "&".join(f"start=S{k},1,1" for k in range(26)) + "&steps=9999",
        "steps",
        "9999",
        "at most 4807 with 4 optimizers from 26 starts, 500000 points in all",
        "&".join(f"start=S{k},1,1" for k in range(26)) + "&steps=4807",
    ),
    # bytes and markup
    one("surface=%FF&steps=9", "query", "surface=%FF", "UTF-8 text", "steps=9"),
    one("%FF=1", "query", "%FF=1", "UTF-8 text"),
    one("theme=%FF", "theme", "\N{REPLACEMENT CHARACTER}", "one of auto, light, dark"),
    one("start=<b>,1,2", "start", "<b>", LABEL, "start=A,1,2"),
    one("start=%3Cb%3E,1,2", "start", "<b>", LABEL, "start=A,1,2"),
    # the view
    one("layout=round", "layout", "round", "one of side-by-side, overlay, 3-d"),
    one("theme=blue", "theme", "blue", "one of auto, light, dark"),
    one("precision=f2", "precision", "f2", "one of f8, f4"),
    one("step=121", "step", "121", STEP),
    one("step=-1", "step", "-1", STEP),
    # everything at once
    Bad(
        "surface=no-such-surface&optimizer=adam,lr=0.1,beta1=1,beta2=x&start=A&steps=0&theme=blue",
        (
            ("theme", "blue", "one of auto, light, dark"),
            ("surface", "no-such-surface", SURFACES),
            ("optimizer adam: beta1", "1", DECAY),
            ("optimizer adam: beta2", "x", DECAY),
            ("start", "A", "label,x,y"),
            ("steps", "0", STEPS),
        ),
        "optimizer=adam,lr=0.1,beta1=0.99999&steps=1",
    ),
)

IDS = [bad.query[:40].replace("\\", "") for bad in BAD]
