/* The measure of the kernel benchmark: the same steps, the same recording, the same order of operations, in C.

   Built with -O3 -ffp-contract=off. Each rule has its own loop over its own step, so that the compiler can inline it. */

#include <math.h>
#include <string.h>

typedef void step_function(double *x, const double *g, double *state, long t, const double *p);

static inline double evaluate(const double *x, double *g, const double *q)
{
    double along = q[0] - x[0];
    double wall = x[1] - x[0] * x[0];
    g[0] = -2.0 * along - 4.0 * q[1] * x[0] * wall;
    g[1] = 2.0 * q[1] * wall;
    return along * along + q[1] * (wall * wall);
}

/* p: lr */
static inline void sgd(double *x, const double *g, double *state, long t, const double *p)
{
    (void)state;
    (void)t;
    for (int i = 0; i < 2; i++)
        x[i] -= p[0] * g[i];
}

/* p: lr, beta, form, nesterov, dampening; state: V */
static inline void momentum(double *x, const double *g, double *state, long t, const double *p)
{
    int heavy = p[2] == 1.0;
    double weight = heavy ? 1.0 : 1.0 - p[1];
    double added = heavy && p[1] > 0.0 && t > 1 ? weight - p[4] : weight;
    for (int i = 0; i < 2; i++) {
        state[i] = p[1] * state[i] + added * g[i];
        double direction = state[i];
        if (p[3] != 0.0)
            direction = p[1] * state[i] + weight * g[i];
        x[i] -= p[0] * direction;
    }
}

/* The root of beta root^2 + weight d^2, its squares never taken. */
static double carried_root(double root, double beta, double weight, double d)
{
    double a = sqrt(beta) * root;
    double b = sqrt(weight) * fabs(d);
    if (b == 0.0 && weight > 0.0 && d != 0.0)
        b = 5e-324;
    double larger = a > b ? a : b;
    if (larger == 0.0)
        return 0.0;
    double ratio = (a > b ? b : a) / larger;
    return larger * sqrt(1.0 + ratio * ratio);
}

static inline void mean_square(double *s, double *root, double beta, double weight, double d)
{
    *s = beta * *s + weight * (d * d);
    if (1e-280 <= *s && *s <= 1e300) {
        *root = sqrt(*s);
    } else {
        *root = carried_root(*root, beta, weight, d);
        *s = *root * *root;
    }
}

/* p: lr, beta, eps, eps_inside, bias_correction, s0, centered, momentum; state: S, M, beta^t, R, b */
static inline void rmsprop(double *x, const double *g, double *state, long t, const double *p)
{
    for (int i = 0; i < 2; i++) {
        if (t == 1)
            state[6 + i] = sqrt(state[i]);
        double before = p[4] != 0.0 ? 1.0 - state[4 + i] : 1.0;
        state[4 + i] *= p[1];
        double left = p[4] != 0.0 ? 1.0 - state[4 + i] : 1.0;
        double d = g[i], weight = 1.0 - p[1];
        if (p[6] != 0.0) {
            d = g[i] - state[2 + i];
            weight = weight * p[1] * before / left;
            state[2 + i] += (1.0 - p[1]) / left * d;
        }
        mean_square(&state[i], &state[6 + i], p[1], weight, d);
        double root = p[4] != 0.0 ? state[6 + i] / sqrt(left) : state[6 + i];
        root = p[3] != 0.0 ? carried_root(root, 1.0, 1.0, sqrt(p[2])) : root + p[2];
        double ratio = g[i] != 0.0 ? g[i] / root : 0.0;
        if (p[7] != 0.0) {
            state[8 + i] = p[7] * state[8 + i] + ratio;
            ratio = state[8 + i];
        }
        x[i] -= p[0] * ratio;
    }
}

/* p: lr, beta1, beta2, eps, bias_correction, form; state: m, v, beta1^t, beta2^t, R */
static inline void adam(double *x, const double *g, double *state, long t, const double *p)
{
    (void)t;
    for (int i = 0; i < 2; i++) {
        state[i] = p[1] * state[i] + (1.0 - p[1]) * g[i];
        mean_square(&state[2 + i], &state[8 + i], p[2], 1.0 - p[2], g[i]);
        state[4 + i] *= p[1];
        state[6 + i] *= p[2];
        double left1 = p[4] != 0.0 ? 1.0 - state[4 + i] : 1.0;
        double left2 = p[4] != 0.0 ? sqrt(1.0 - state[6 + i]) : 1.0;
        if (state[i] == 0.0)
            continue;
        if (p[5] == 1.0)
            x[i] -= p[0] * (left2 / left1 * (state[i] / (state[8 + i] + p[3])));
        else
            x[i] -= p[0] * (state[i] / left1 / (state[8 + i] / left2 + p[3]));
    }
}

/* x, gradient: (steps + 1, 2); loss: (steps + 1); state: (steps + 1, slots, 2). Row 0 of x and state is given. */
static inline __attribute__((always_inline)) long descend(step_function *step, int slots, double *x, double *loss,
                                                          double *gradient, double *state, const double *p,
                                                          const double *q, long steps)
{
    long width = 2L * slots;
    loss[0] = evaluate(x, gradient, q);
    for (long t = 0; t < steps; t++) {
        double *here = x + 2 * (t + 1), *slope = gradient + 2 * (t + 1), *memory = state + width * (t + 1);
        memcpy(here, here - 2, 2 * sizeof(double));
        memcpy(memory, memory - width, width * sizeof(double));
        step(here, slope - 2, memory, t + 1, p);
        loss[t + 1] = evaluate(here, slope, q);
        double zero = loss[t + 1] - loss[t + 1];
        for (int i = 0; i < 2; i++)
            zero += (here[i] - here[i]) + (slope[i] - slope[i]);
        if (zero != 0.0)
            return t;
    }
    return steps;
}

/* All runs in one call: the arrays of run r are at x[r], loss[r] and so on; rule[r] is 0 to 3. */
void descend_all(int runs, const int *rule, double **x, double **loss, double **gradient, double **state, double **p,
                 const double *q, long steps, long *last)
{
    for (int r = 0; r < runs; r++) {
        switch (rule[r]) {
        case 0:
            last[r] = descend(sgd, 0, x[r], loss[r], gradient[r], state[r], p[r], q, steps);
            break;
        case 1:
            last[r] = descend(momentum, 1, x[r], loss[r], gradient[r], state[r], p[r], q, steps);
            break;
        case 2:
            last[r] = descend(rmsprop, 5, x[r], loss[r], gradient[r], state[r], p[r], q, steps);
            break;
        default:
            last[r] = descend(adam, 5, x[r], loss[r], gradient[r], state[r], p[r], q, steps);
        }
    }
}
