/** What the kernel has to do for a rule, as the sum of these; the numbers of optimizers/run/needs.py. */

/** It needs more than the gradient. */
export const ANY = 1;
/** It needs the gradient at another point too. */
export const ELSEWHERE = 2;
/** It needs the Hessian. */
export const CURVED = 4;
/** It reads its position, so that its steps cannot be taken from the origin. */
export const PLACED = 8;
