"""The typical mistakes of each task of *Write your own*, as parts of the draft of its update.

Two mistakes that write the same part cannot be made at once; all others can, and are recognized together.
"""

from .drafts import Mistake, Parts

ROOT = "Take the square root of the average of squared gradients before you divide by it."
INSIDE = "Did you add eps under the square root? Here it is outside: sqrt(s) + eps."
RATE = "Did you forget the learning rate lr?"
EPS = "Did you forget eps?"
PARENTHESES = "Parentheses are missing: eps belongs in the denominator, (sqrt(s) + eps)."
SIGN = "Did you add the step? A step goes against the gradient, so it is subtracted."
SWAPPED = "Did you swap beta and 1 - beta? The old average has the weight beta, the new gradient 1 - beta."
SQUARED = "Did you forget to square the gradient in the average?"
LATE = "Does x use the average from the previous step? Update the average first, then x."
START = "The new position starts from the old one: x = x - ..."

SGD = (
    Mistake(
        {"old": "x", "sign": "", "rate": "", "slope": "", "time": ""},
        "Now subtract lr times the gradient g.",
    ),
    Mistake({"sign": "+"}, SIGN),
    Mistake({"rate": ""}, RATE),
    Mistake({"old": ""}, START),
    Mistake({"old": "", "sign": ""}, START),
    Mistake({"slope": "g/norm(g)"}, "Do you divide by the length of the gradient? SGD does not."),
    Mistake({"slope": "g/abs(g)"}, "Do you use only the sign of the gradient? SGD uses the gradient itself."),
    Mistake({"time": "/t"}, "Do you divide by t? The learning rate of SGD stays the same."),
    Mistake({"slope": "x"}, "Did you write x where the gradient g belongs?"),
    Mistake({"slope": "g**2"}, "Do you square the gradient? SGD uses the gradient itself."),
    Mistake({"old": "g", "slope": "x"}, "Did you swap x and g? The new position is x - lr*g."),
)

MOMENTUM = (
    Mistake(
        {"weight": ""},
        "Did you forget the factor 1 - beta of the new gradient? Without it the weights add up to 1/(1 - beta) "
        "instead of 1, which is 10 at beta = 0.9, and steps become that many times as long.",
    ),
    Mistake({"kept": "(1-beta)*v + ", "weight": "beta*"}, SWAPPED),
    Mistake({"sign": "+"}, SIGN),
    Mistake({"direction": "g"}, "Do you subtract the gradient? Momentum subtracts the average v."),
    Mistake({"before": "", "after": "; {average}"}, LATE),
    Mistake({"rate": ""}, RATE),
    Mistake({"correction": "/(1-beta**t)"}, "Do you correct the bias? In this task Momentum has no bias correction."),
    Mistake(
        {"direction": "(beta*v + {new})"}, "Is that Nesterov's momentum? In this task x changes by lr times v only."
    ),
    Mistake({"gradient": "g**2"}, "Do you square the gradient? Momentum averages the gradient itself."),
    Mistake({"kept": ""}, "Did you forget the old average, beta*v?"),
)

RMSPROP = (
    Mistake({"square": "g"}, SQUARED),
    Mistake({"square": "abs(g)"}, SQUARED),
    Mistake({"below": "/sqrt({mean}+eps)"}, INSIDE),
    Mistake({"root": "{mean}"}, ROOT),
    Mistake({"below": "/{root}"}, EPS),
    Mistake({"sign": "+"}, SIGN),
    Mistake({"kept": "(1-beta)*s + ", "weight": "beta*"}, SWAPPED),
    Mistake({"weight": ""}, "Did you forget the factor 1 - beta of the new square?"),
    Mistake({"kept": "s + ", "weight": ""}, "Do you add up all squares? That is AdaGrad. RMSprop averages them."),
    Mistake({"mean": "(s/(1-beta**t))"}, "Do you correct the bias? In this task RMSprop has no bias correction."),
    Mistake({"before": "", "after": "; {average}"}, LATE),
    Mistake({"below": "*({root}+eps)"}, "Do you multiply by the square root? RMSprop divides by it."),
    Mistake({"below": "/{root}+eps"}, PARENTHESES),
    Mistake({"square": "dot(g,g)"}, "Do both coordinates share one average? RMSprop keeps one for each."),
    Mistake({"rate": ""}, RATE),
)

ADAM_DRAFT = "{before}x = x {sign} {rate}{scale}{above}{below}{after}"
ADAM_PARTS: Parts = {
    "before": "{averages}; {corrections}; ",
    "after": "",
    "averages": "m = {kept1}{weight1}{gradient}; v = {kept2}{weight2}{square}",
    "kept1": "{one}*m + ",
    "kept2": "{two}*v + ",
    "weight1": "(1-{one})*",
    "weight2": "(1-{two})*",
    "one": "beta1",
    "two": "beta2",
    "gradient": "g",
    "square": "{gradient}**2",
    "corrections": "{a} = m{over1}; {b} = v{over2}",
    "a": "a",
    "b": "b",
    "over1": "/(1-{power1})",
    "over2": "/(1-{power2})",
    "power1": "{decay1}**{time}",
    "power2": "{decay2}**{time}",
    "decay1": "{one}",
    "decay2": "{two}",
    "time": "t",
    "sign": "-",
    "rate": "lr*",
    "scale": "",
    "above": "{a}",
    "below": "/({root}+eps)",
    "root": "sqrt({b})",
}
ADAM = (
    Mistake(
        {"over1": "", "over2": ""},
        "Did you forget the bias correction? Both averages start at 0, so divide them by 1 - beta1**t and "
        "1 - beta2**t.",
    ),
    Mistake({"over2": ""}, "Did you forget the bias correction of the second average? Divide it by 1 - beta2**t."),
    Mistake({"over1": ""}, "Did you forget the bias correction of the first average? Divide it by 1 - beta1**t."),
    Mistake(
        {"scale": "sqrt(1-{power2})*", "root": "sqrt(v)"},
        "Did you add eps before the bias correction? Correct the second average first, then add eps to its square "
        "root.",
    ),
    Mistake(
        {"below": "/sqrt({b}+eps)"}, "Did you add eps under the square root? Here it is outside: sqrt(v_hat) + eps."
    ),
    Mistake({"sign": "+"}, SIGN),
    Mistake({"root": "{b}"}, ROOT),
    Mistake({"above": "g"}, "Do you divide the gradient itself? Adam divides the average of the gradients."),
    Mistake({"time": "(t+1)"}, "Is t too large by one? t is 1 in the first step."),
    Mistake({"time": "(t-1)"}, "Is t too small by one? t is 1 in the first step, so 1 - beta1**(t-1) is 0 there."),
    Mistake(
        {"power1": "{decay1}", "power2": "{decay2}"},
        "Did you forget the power? The bias correction divides by 1 - beta1**t.",
    ),
    Mistake(
        {"power1": "{decay1}*{time}", "power2": "{decay2}*{time}"}, "Did you multiply by t? The power is beta1**t."
    ),
    Mistake(
        {"over1": "*(1-{power1})", "over2": "*(1-{power2})"},
        "Do you multiply by 1 - beta1**t? The bias correction divides by it.",
    ),
    Mistake(
        {"over1": "/(1+{power1})", "over2": "/(1+{power2})"},
        "Is there a wrong sign in the bias correction? It divides by 1 - beta1**t.",
    ),
    Mistake(
        {"over1": "/1-{power1}", "over2": "/1-{power2}"},
        "Parentheses are missing in the bias correction: m/(1 - beta1**t).",
    ),
    Mistake(
        {"one": "beta2", "two": "beta1"},
        "Did you swap beta1 and beta2? beta1 belongs to the average of gradients, beta2 to the average of squares.",
    ),
    Mistake({"decay1": "{two}", "decay2": "{one}"}, "Did you swap beta1 and beta2 in the bias correction?"),
    Mistake({"kept1": "(1-{one})*m + ", "weight1": "{one}*", "kept2": "(1-{two})*v + ", "weight2": "{two}*"}, SWAPPED),
    Mistake({"square": "{gradient}"}, SQUARED),
    Mistake({"weight1": "", "weight2": ""}, "Did you forget the factors 1 - beta1 and 1 - beta2 of the new gradient?"),
    Mistake(
        {"a": "m", "b": "v"},
        "Do you write the corrected averages over the averages? Give them names of their own, such as m_hat, so that "
        "they are corrected once only.",
    ),
    Mistake({"before": "{corrections}; ", "after": "; {averages}"}, LATE),
    Mistake({"rate": ""}, RATE),
    Mistake({"below": "/{root}"}, EPS),
    Mistake({"below": "/{root}+eps"}, "Parentheses are missing: eps belongs in the denominator, (sqrt(v_hat) + eps)."),
    Mistake({"below": "*({root}+eps)"}, "Do you multiply by the square root? Adam divides by it."),
)

ADAMW = (
    Mistake({"shrink": ""}, "That is Adam without weight decay: x does not shrink yet."),
    Mistake(
        {"shrink": "", "gradient": "(g + weight_decay*x)"},
        "Did you add the weight decay to the gradient? That is Adam with coupled decay, which the averages then "
        "rescale. AdamW shrinks x itself.",
    ),
    Mistake({"decay": "weight_decay"}, "Did you forget the learning rate in the decay? x shrinks by lr*weight_decay."),
    Mistake({"shrink": "x = x*(1+{decay}); "}, "Does x grow? Weight decay makes it smaller."),
    Mistake(
        {"shrink": "", "end": "; x = x*(1-{decay})"},
        "Does x shrink after the step? In AdamW it shrinks first, so that the decay does not touch this step.",
    ),
    Mistake(
        {"shrink": "", "above": "({a} + weight_decay*x)"},
        "Is the decay divided by the square root? It belongs outside the fraction.",
    ),
    *ADAM,
)
