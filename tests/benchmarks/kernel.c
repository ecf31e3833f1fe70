/* The measure of the kernel benchmark: the same steps, the same recording, the same order of operations, in C.

   Built with -O3 -ffp-contract=off. Each rule has its own loop over its own step, so that the compiler can inline it. */

#include <math.h>
#include <string.h>

typedef void step_function(double *x, const double *g, double *state, const double *p);

static inline double evaluate(const double *x, double *g, const double *q)
{
    double along = q[0] - x[0];
    double wall = x[1] - x[0] * x[0];
    g[0] = -2.0 * along - 4.0 * q[1] * x[0] * wall;
    g[1] = 2.0 * q[1] * wall;
    return along * along + q[1] * (wall * wall);
}

/* p: lr */
static inline void sgd(double *x, const double *g, double *state, const double *p)
{
    (void)state;
    for (int i = 0; i < 2; i++)
        x[i] -= p[0] * g[i];
}

/* p: lr, beta, form, nesterov; state: V */
static inline void momentum(double *x, const double *g, double *state, const double *p)
{
    double weight = p[2] == 1.0 ? 1.0 : 1.0 - p[1];
    for (int i = 0; i < 2; i++) {
        state[i] = p[1] * state[i] + weight * g[i];
        double direction = state[i];
        if (p[3] != 0.0)
            direction = p[1] * state[i] + weight * g[i];
        x[i] -= p[0] * direction;
    }
}

/* p: lr, beta, eps, eps_inside, bias_correction, s0, centered; state: S, M, beta^t */
static inline void rmsprop(double *x, const double *g, double *state, const double *p)
{
    for (int i = 0; i < 2; i++) {
        state[i] = p[1] * state[i] + (1.0 - p[1]) * (g[i] * g[i]);
        state[2 + i] = p[1] * state[2 + i] + (1.0 - p[1]) * g[i];
        state[4 + i] *= p[1];
        double s = state[i];
        double m = state[2 + i];
        if (p[4] != 0.0) {
            s = s / (1.0 - state[4 + i]);
            m = m / (1.0 - state[4 + i]);
        }
        if (p[6] != 0.0) {
            s = s - m * m;
            if (s < 0.0)
                s = 0.0;
        }
        double root = p[3] != 0.0 ? sqrt(s + p[2]) : sqrt(s) + p[2];
        if (g[i] != 0.0)
            x[i] -= p[0] * g[i] / root;
    }
}

/* p: lr, beta1, beta2, eps, bias_correction; state: m, v, beta1^t, beta2^t */
static inline void adam(double *x, const double *g, double *state, const double *p)
{
    for (int i = 0; i < 2; i++) {
        state[i] = p[1] * state[i] + (1.0 - p[1]) * g[i];
        state[2 + i] = p[2] * state[2 + i] + (1.0 - p[2]) * (g[i] * g[i]);
        state[4 + i] *= p[1];
        state[6 + i] *= p[2];
        double m = state[i];
        double v = state[2 + i];
        if (p[4] != 0.0) {
            m = m / (1.0 - state[4 + i]);
            v = v / (1.0 - state[6 + i]);
        }
        if (m != 0.0)
            x[i] -= p[0] * m / (sqrt(v) + p[3]);
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
        step(here, slope - 2, memory, p);
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
            last[r] = descend(rmsprop, 3, x[r], loss[r], gradient[r], state[r], p[r], q, steps);
            break;
        default:
            last[r] = descend(adam, 4, x[r], loss[r], gradient[r], state[r], p[r], q, steps);
        }
    }
}
