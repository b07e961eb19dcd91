#!/usr/bin/env python3
"""Writes crates/core/tests/data/closed_forms.json: queueing and statistics to 19 digits, by defining sums in high precision.

    pip install mpmath && python3 script/oracles/closed_forms.py

Every input is a double, taken exactly as it is (mpf(double)); every formula is the defining one (sums over states, series,
root search), never the rearrangement that the program uses. A row is one string: inputs, then outputs, so that the table is
read with correct rounding and stays small.
"""
import functools
import json
import pathlib
from fractions import Fraction

from mpmath import erfinv, exp, findroot, floor, inf, log, mp, mpf, nstr, quad, sqrt, betainc, factorial, binomial

mp.dps = 60
QS = [0.05, 0.5, 0.9, 0.95, 0.99, 0.999, 0.99999]
NEAR = [0.01, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1 - 1e-6, 1 - 1e-9]
families = {}


def family(name, inputs, outputs, rows):
    text = []
    for given, computed in rows:
        cells = [repr(x) if isinstance(x, (int, float)) else str(x) for x in given]
        cells += [nstr(mpf(x), 19, min_fixed=-3, max_fixed=9) if not isinstance(x, (int, str)) else str(x) for x in computed]
        text.append(" ".join(cells))
    families[name] = {"inputs": inputs, "outputs": outputs, "rows": text}
    print(f"{name}: {len(text)} rows", flush=True)


def illinois(f, low, high):
    """Root of a falling function to 30 digits."""
    a, b, fa, fb = mpf(low), mpf(high), f(mpf(low)), f(mpf(high))
    assert fa > 0 > fb
    for step in range(400):
        if b - a < mpf(10) ** -28 * b:
            break
        x = (a + b) / 2 if step % 4 == 3 else b - fb * (b - a) / (fb - fa)
        if not a < x < b:
            x = (a + b) / 2
        fx = f(x)
        if fx == 0:
            return x
        if fx > 0:
            a, fa, fb = x, fx, fb / 2
        else:
            b, fb, fa = x, fx, fa / 2
    return (a + b) / 2


def quantile(survival, q, scale):
    tail = 1 - mpf(q)
    if survival(mpf(0)) <= tail:
        return mpf(0)
    high = mpf(scale)
    while survival(high) > tail:
        high *= 2
    return illinois(lambda t: log(survival(t)) - log(tail), mpf(0) if high == scale else high / 2, high)


# --- Erlang ---------------------------------------------------------------------------------------------------------------


def erlang_b(c, a):
    a, term, total = mpf(a), mpf(1), mpf(1)
    for k in range(1, c + 1):
        term = term * a / k
        total += term
    return term / total


def erlang_c(c, a):
    b, rho = erlang_b(c, a), mpf(a) / c
    return b / (1 - rho * (1 - b))


def erlang_tables():
    loads = [0.01, 0.1, 0.5, 0.7, 0.9, 0.97, 1 - 1e-9, 1.0, 1 + 1e-9, 1.1, 2.0, 10.0, 1e3, 1e6]
    rows = []
    for c in [1, 2, 3, 4, 5, 8, 10, 16, 32, 50, 64, 100, 171, 300, 1000, 3000, 10000]:
        for r in loads:
            a = c * r
            b = erlang_b(c, a)
            if b > mpf(10) ** -290:
                rows.append(([c, a], [b, 1 - b]))
    family("erlang_b", ["servers", "offered_erlangs"], ["blocked", "accepted"], rows)
    rows = []
    for c in [1, 2, 3, 4, 5, 8, 10, 16, 32, 50, 64, 100, 171, 300, 1000, 3000, 10000]:
        for r in [0.01, 0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1 - 1e-6, 1 - 1e-9]:
            a = c * r
            share = erlang_c(c, a)
            if share > mpf(10) ** -290:
                rows.append(([c, a], [share]))
    family("erlang_c", ["servers", "offered_erlangs"], ["share"], rows)


# --- one and several servers ----------------------------------------------------------------------------------------------


def mm1_table():
    rows = []
    for i, rho in enumerate(NEAR):
        for secs in [1.0, 0.025, 3e-6]:
            for j, q in enumerate(QS):
                lam = rho / secs
                load = mpf(lam) * mpf(secs)
                idle = 1 - load
                mean = mpf(secs) / idle
                # A wait quantile a hair above zero is decided by the inputs' last bits: not a fair question.
                if abs(load / (1 - mpf(q)) - 1) < mpf(10) ** -4:
                    q = 0.97
                t = float(mean) * [0.01, 0.3, 1, 3, 10, 30, 100][(i + j) % 7]
                far = load * exp(-mpf(t) / mean)
                rows.append((
                    [lam, secs, q, t],
                    [load * mean, mean, load * load / idle, load / idle, far, exp(-mpf(t) / mean),
                     max(mpf(0), log(load / (1 - mpf(q)))) * mean, -log(1 - mpf(q)) * mean],
                ))
    family("mm1", ["arrivals_per_sec", "mean_service_secs", "q", "t"],
           ["mean_wait", "mean_response", "mean_queue", "mean_in_system", "wait_tail", "response_tail", "wait_q", "response_q"], rows)


def mmc_response_tail(lam, secs, c, share, t):
    """Distribution of service + wait, by its defining integral done in closed form for different rates."""
    mu = 1 / mpf(secs)
    delta = c * mu - mpf(lam)
    if delta == mu:
        both = exp(-mu * t) * (1 + mu * t)
    else:
        with mp.workdps(120):
            both = (delta * exp(-mu * t) - mu * exp(-delta * t)) / (delta - mu)
    return (1 - share) * exp(-mu * t) + share * both


def mmc_table():
    rows = []
    for i, c in enumerate([1, 2, 3, 5, 8, 10, 32, 64, 100, 1000]):
        for j, rho in enumerate(NEAR[1:]):
            for secs in [1.0, 0.025]:
                lam = rho * c / secs
                load = mpf(lam) * mpf(secs)
                idle = (c - load) / c
                share = erlang_c(c, load)
                if share < mpf(10) ** -200:
                    continue
                delay = mpf(secs) / (c * idle)
                wait = share * delay
                q = QS[(i + j) % 7]
                t = float(delay + mpf(secs)) * [0.01, 0.3, 1, 3, 10, 30][(i + 2 * j) % 6]
                tail = lambda t: mmc_response_tail(lam, secs, c, share, t)
                rows.append((
                    [lam, secs, c, q, t],
                    [share, wait, wait + mpf(secs), lam * wait, lam * wait + load,
                     share * exp(-mpf(t) / delay), tail(mpf(t)),
                     max(mpf(0), log(share / (1 - mpf(q)))) * delay, quantile(tail, q, float(wait) + secs)],
                ))
    # The degenerate case: c·mu − lambda = mu exactly.
    for c in [2, 3, 5, 9]:
        share = erlang_c(c, float(c - 1))
        for q, t in [(0.5, 0.4), (0.99, 3.0), (0.99999, 17.0)]:
            tail = lambda t: mmc_response_tail(float(c - 1), 1.0, c, share, t)
            rows.append(([float(c - 1), 1.0, c, q, t],
                         [share, share, share + 1, (c - 1) * share, (c - 1) * (share + 1), share * exp(-mpf(t)), tail(mpf(t)),
                          max(mpf(0), log(share / (1 - mpf(q)))), quantile(tail, q, 1.0)]))
    family("mmc", ["arrivals_per_sec", "mean_service_secs", "servers", "q", "t"],
           ["wait_probability", "mean_wait", "mean_response", "mean_queue", "mean_in_system", "wait_tail", "response_tail",
            "wait_q", "response_q"], rows)


def mmck(lam, secs, c, k):
    a = mpf(lam) * mpf(secs)
    weights = [mpf(1)]
    for n in range(1, k + 1):
        weights.append(weights[-1] * a / min(n, c))
    total = sum(weights)
    return [w / total for w in weights]


def mmck_tails(p, secs, c):
    k = len(p) - 1
    entered = sum(p[:k])
    found = [x / entered for x in p[:k]]
    waiting = found[c:]  # j = 0 … finds c + j
    at_once = sum(found[:c])
    mu = 1 / mpf(secs)

    def wait_tail(t):
        x = c * mu * t
        term = head = exp(-x)
        result = mpf(0)
        for j, w in enumerate(waiting):
            if j:
                term = term * x / j
                head += term
            result += w * head
        return result

    def response_tail(t):
        if t == 0:
            return mpf(1)
        result = at_once * exp(-mu * t) + wait_tail(t)
        if c == 1:
            # Erlang(j + 2) in place of Erlang(j + 1) + service: P(N = j + 1) more.
            term = exp(-mu * t)
            for j, w in enumerate(waiting):
                term = term * (mu * t) / (j + 1)
                result += w * term
            return result
        y, kappa = (c - 1) * mu * t, mpf(c) / (c - 1)
        last = int(y + 40 * sqrt(y)) + len(waiting) + 400
        term = exp(-y) * y**last / factorial(last)
        over = [mpf(0)] * (last + 2)
        for i in range(last, 0, -1):
            over[i] = over[i + 1] + term  # P(N ≥ i)
            term = term * i / y
        more = mpf(0)
        power = kappa
        for j, w in enumerate(waiting):
            more += w * power * over[j + 1]
            power *= kappa
        return result + exp(-mu * t) * more

    return wait_tail, response_tail


def mmck_table():
    rows = []
    cases = []
    for c, k in [(1, 1), (1, 2), (1, 5), (1, 50), (2, 2), (2, 3), (2, 20), (3, 8), (4, 10), (5, 100), (8, 9), (10, 30), (50, 50),
                 (50, 60), (64, 200), (100, 150), (1000, 1000), (1000, 1100), (1, 1000), (2, 1500), (10, 4)]:
        for r in [0.05, 0.3, 0.5, 0.8, 0.95, 1 - 1e-9, 1.0, 1 + 1e-9, 1.05, 1.5, 4.0]:
            cases.append((c, k, r))
    for i, (servers, k, r) in enumerate(cases):
        c = min(servers, k)
        secs = [1.0, 0.025, 2e-4][i % 3]
        lam = r * c / secs
        p = mmck(lam, secs, c, k)
        through = mpf(lam) * sum(p[:k])
        queue = sum((n - c) * p[n] for n in range(c + 1, k + 1))
        wait_tail, response_tail = mmck_tails(p, secs, c)
        q = QS[i % 7]
        mean = queue / through + mpf(secs)
        t = float(mean) * [0.05, 0.5, 1, 2, 4, 8][i % 6]
        share = wait_tail(mpf(0))
        if abs(share / (1 - mpf(q)) - 1) < mpf(10) ** -4:
            q = 0.9999
        rows.append((
            [lam, secs, servers, k, q, t],
            [p[k], through, queue, queue / through, mean, p[0], share, wait_tail(mpf(t)), response_tail(mpf(t)),
             quantile(wait_tail, q, float(mean)) if c < k else mpf(0), quantile(response_tail, q, float(mean))],
        ))
    family("mmck", ["arrivals_per_sec", "mean_service_secs", "servers", "capacity", "q", "t"],
           ["blocked", "throughput", "mean_queue", "mean_wait", "mean_response", "empty", "wait_probability", "wait_tail",
            "response_tail", "wait_q", "response_q"], rows)


# --- constant and general service -----------------------------------------------------------------------------------------


@functools.lru_cache
def decay_root(rho):
    z = findroot(lambda z: log(z) - rho * (z - 1), 1 + 2 * (1 - rho) / rho + (1 - rho) ** 2)
    assert z > 1 and abs(log(z) - rho * (z - 1)) < mpf(10) ** -50
    return z


def md1_tail(lam, secs, t):
    """P(wait > t): Erlang's alternating series with as many digits as it eats; far out the exact exponential."""
    rho = mpf(lam) * mpf(secs)
    if t / mpf(secs) > 150:
        z = decay_root(rho)
        return (1 - rho) / (rho * z - 1) * exp(-mpf(lam) * (z - 1) * t)
    with mp.workdps(80 + int(2 * t / mpf(secs))):
        total = mpf(0)
        for k in range(int(floor(t / mpf(secs))) + 1):
            x = mpf(lam) * (t - k * mpf(secs))
            total += (-x) ** k / factorial(k) * exp(x)
        return 1 - (1 - rho) * total


def md1_table():
    rows = []
    for i, rho in enumerate(NEAR):
        for secs in [1.0, 0.025, 2e-3]:
            for j, q in enumerate(QS):
                lam = rho / secs
                load = mpf(lam) * mpf(secs)
                mean = load * mpf(secs) / (2 * (1 - load))
                steps = [0.3, 1.0, 1.5, 3.25, 10.5, 40.0, 90.0]
                t = secs * steps[(i + j) % 7]
                far = md1_tail(lam, secs, mpf(t))
                while far < mpf(10) ** -250:
                    t /= 3
                    far = md1_tail(lam, secs, mpf(t))
                if abs(load / (1 - mpf(q)) - 1) < mpf(10) ** -4:
                    q = 0.97
                rows.append(([lam, secs, q, t], [mean, mean + mpf(secs), far,
                                                 quantile(lambda t: md1_tail(lam, secs, t), q, float(mean) + secs)]))
    family("md1", ["arrivals_per_sec", "service_secs", "q", "t"], ["mean_wait", "mean_response", "wait_tail", "wait_q"], rows)


def mg1_table():
    rows = []
    for i, rho in enumerate(NEAR):
        for secs in [1.0, 0.0137]:
            for scv in [0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 30.0, 1e4]:
                lam = rho / secs
                m, second = mpf(secs), mpf(secs) ** 2 * (1 + mpf(scv))
                idle = 1 - mpf(lam) * m
                # A gamma law's third moment, as a double that both sides are given.
                third = float(m**3 * (1 + mpf(scv)) * (1 + 2 * mpf(scv)))
                wait = mpf(lam) * second / (2 * idle)
                square = 2 * wait**2 + mpf(lam) * mpf(third) / (3 * idle)
                rows.append(([lam, secs, scv, third], [wait, wait + m, mpf(lam) * wait, square, square / idle]))
    family("mg1", ["arrivals_per_sec", "mean_service_secs", "service_scv", "third_moment"],
           ["mean_wait", "mean_response", "mean_queue", "wait_second_moment", "lifo_wait_second_moment"], rows)


def two_moment_table():
    rows = []
    for rho in NEAR:
        for ca2, cs2 in [(0.0, 0.0), (0.0, 1.0), (0.5, 0.25), (1.0, 4.0), (8.0, 0.5)]:
            for c in [1, 2, 16, 64]:
                lam, secs = rho * c, 1.0
                load = mpf(lam)
                idle = (c - load) / c
                share = erlang_c(c, lam)
                if share < mpf(10) ** -200:
                    continue
                allen = share / (c * idle) * (mpf(ca2) + mpf(cs2)) / 2
                if c == 1:
                    kingman = load / idle * (mpf(ca2) + mpf(cs2)) / 2
                    bound = (mpf(ca2) + load**2 * mpf(cs2)) / (2 * load * idle)
                    daley = (load * (2 - load) * mpf(ca2) + load**2 * mpf(cs2)) / (2 * load * idle)
                    low = max(mpf(0), (load**2 * mpf(cs2) + load * (load - 2)) / (2 * load * idle))
                    rows.append(([lam, secs, c, ca2, cs2], [allen, kingman, bound, daley, low]))
                else:
                    rows.append(([lam, secs, c, ca2, cs2], [allen, mpf(0), mpf(0), mpf(0), mpf(0)]))
    family("two_moments", ["arrivals_per_sec", "mean_service_secs", "servers", "arrival_scv", "service_scv"],
           ["allen_cunneen", "kingman", "kingman_bound", "daley_bound", "marchal_bound"], rows)


def gm1_table():
    rows = []
    laws = [("deterministic", 0.0, 0.0), ("erlang", 2.0, 0.0), ("erlang", 7.0, 0.0), ("erlang", 100.0, 0.0),
            ("hyper", 0.3, 2.5), ("hyper", 0.9, 0.2), ("hyper", 0.001, 300.0)]
    for i, rho in enumerate(NEAR):
        for j, (name, first, second) in enumerate(laws):
            for secs in [1.0, 0.025, 3e-6]:
                lam = rho / secs
                load = mpf(lam) * mpf(secs)
                if name == "deterministic":
                    transform = lambda x: exp(-x)
                elif name == "erlang":
                    transform = lambda x, k=first: (1 + x / mpf(k)) ** -mpf(k)
                else:
                    p, m1 = mpf(first), mpf(second)
                    m2 = (1 - p * m1) / (1 - p)
                    transform = lambda x, p=p, m1=m1, m2=m2: p / (1 + x * m1) + (1 - p) / (1 + x * m2)
                # sigma = A*(mu (1 - sigma)): y = 1 − sigma in (0, 1).
                gap = lambda y: (1 - transform(y / load)) / y - 1
                with mp.workdps(90):
                    y = illinois(gap, mpf(10) ** -25, mpf(1) - mpf(10) ** -75 if gap(mpf(1)) >= 0 else mpf(1))
                sigma = transform(y / load)
                q = QS[(i + j) % 7]
                if abs(sigma / (1 - mpf(q)) - 1) < mpf(10) ** -4:
                    q = 0.97
                mean = mpf(secs) / y
                rows.append(([lam, secs, name, first, second, q],
                             [sigma, sigma * mean, mean, max(mpf(0), log(sigma / (1 - mpf(q)))) * mean, -log(1 - mpf(q)) * mean]))
    family("gm1", ["arrivals_per_sec", "mean_service_secs", "law", "first", "second", "q"],
           ["wait_probability", "mean_wait", "mean_response", "wait_q", "response_q"], rows)


def disciplines_table():
    rows = []
    for rho in NEAR:
        lam = rho
        r = mpf(lam)
        points = [0, 1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 160]
        integral = quad(lambda x: exp(-x) / (1 - r + r * exp(-x) * (1 + x)) ** 2, points)
        rows.append(([lam, 1.0], [r * integral, 1 / (1 - r)]))
    family("sjf_and_sharing", ["arrivals_per_sec", "mean_service_secs"], ["sjf_mean_wait", "ps_mean_response"], rows)
    rows = []
    for l1, s1, v1, l2, s2, v2 in [(0.2, 1.0, 1.0, 0.6, 1.0, 1.0), (0.5, 0.5, 0.0, 0.1, 5.0, 4.0), (3.0, 0.1, 2.0, 0.4, 1.0, 0.5),
                                   (0.9, 1.0, 1.0, 0.09, 1.0, 1.0), (0.3, 1.0, 0.0, 0.7 - 1e-9, 1.0, 0.0),
                                   (100.0, 0.001, 10.0, 30.0, 0.025, 1.0)] + \
            [(rho * share, 1.0, 0.5, rho * (1 - share), 1.0, 0.5) for rho in NEAR for share in (0.1, 0.5, 0.9)]:
        a1, a2 = mpf(l1) * mpf(s1), mpf(l2) * mpf(s2)
        e1, e2 = mpf(l1) * mpf(s1) ** 2 * (1 + mpf(v1)) / 2, mpf(l2) * mpf(s2) ** 2 * (1 + mpf(v2)) / 2
        idle1, idle = 1 - a1, 1 - a1 - a2
        plain = [(e1 + e2) / idle1, (e1 + e2) / (idle1 * idle)]
        resume = [mpf(s1) + e1 / idle1, mpf(s2) / idle1 + (e1 + e2) / (idle1 * idle)]
        overall = (mpf(l1) * plain[0] + mpf(l2) * plain[1]) / (mpf(l1) + mpf(l2))
        rows.append(([l1, s1, v1, l2, s2, v2], plain + resume + [overall]))
    family("priority", ["arrivals_1", "service_1", "scv_1", "arrivals_2", "service_2", "scv_2"],
           ["wait_1", "wait_2", "resume_response_1", "resume_response_2", "wait_overall"], rows)


def finite_source_table():
    rows = []
    for n in [1, 2, 3, 5, 10, 40, 80, 200, 500, 1000]:
        for think, secs in [(0.0, 1.0), (0.1, 1.0), (4.0, 0.5), (100.0, 1.0), (5.0, 0.004)]:
            for c in [1, 2, 5, 64]:
                if think == 0.0:
                    busy, queue, behind = mpf(min(n, c)), mpf(max(0, n - c)), mpf(1 if n > c else 0)
                else:
                    ratio, weights = mpf(secs) / mpf(think), [mpf(1)]
                    for i in range(1, n + 1):
                        weights.append(weights[-1] * (n - i + 1) * ratio / min(i, c))
                    total = sum(weights)
                    busy = sum(min(i, c) * w for i, w in enumerate(weights)) / total
                    queue = sum(max(0, i - c) * w for i, w in enumerate(weights)) / total
                    # Arrival theorem: who arrives sees the system of n − 1.
                    small = [mpf(1)]
                    for i in range(1, n):
                        small.append(small[-1] * (n - i) * ratio / min(i, c))
                    behind = sum(small[c:]) / sum(small)
                through = busy / mpf(secs)
                rows.append(([n, think, secs, c], [through, queue, mpf(n) / through - mpf(think), behind]))
    family("finite_source", ["sources", "mean_think_secs", "mean_service_secs", "servers"],
           ["throughput", "mean_queue", "mean_response", "wait_probability"], rows)


# --- scaling --------------------------------------------------------------------------------------------------------------


def scaling_tables():
    rows = []
    for s in [0.0, 1e-9, 1e-4, 0.001, 0.01, 0.02, 0.05, 0.1, 0.25, 0.3, 0.5, 0.75, 0.9, 0.99, 1 - 1e-9, 1.0]:
        for n in [1.0, 2.0, 3.0, 4.0, 7.5, 8.0, 16.0, 64.0, 100.0, 1e3, 1e4, 1e6, 1e9]:
            rows.append(([s, n], [1 / (mpf(s) + (1 - mpf(s)) / mpf(n)), mpf(n) - mpf(s) * (mpf(n) - 1)]))
    family("amdahl", ["serial_share", "workers"], ["speedup", "scaled_speedup"], rows)
    rows = []
    for one, alpha, beta in [(1.0, 0.02, 0.0005), (995.6, 0.0267, 0.000769), (64.9, 0.0, 1e-5), (3.0, 0.3, 0.01), (1e5, 1e-4, 1e-9),
                             (1.0, 0.99, 1e-6), (7.0, 0.05, 0.0), (20.0, 0.5, 0.5), (1.0, 0.0, 1e-12), (250.0, 0.08, 0.0002),
                             (1.0, 0.0, 0.0), (12.5, 1.0, 0.001), (1.0, 1e-9, 1e-3), (40.0, 0.015, 3e-5), (8.0, 0.6, 0.02),
                             (1.0, 0.1, 1e-4)]:
        for n in [1.0, 2.0, 3.0, 8.0, 10.0, 24.0, 44.27, 64.0, 100.0, 144.0, 1e3, 1e4, 1e6]:
            bottom = 1 + mpf(alpha) * (mpf(n) - 1) + mpf(beta) * mpf(n) * (mpf(n) - 1)
            peak = sqrt((1 - mpf(alpha)) / mpf(beta)) if beta > 0 else mpf(0)
            rows.append(([one, alpha, beta, n], [mpf(one) * mpf(n) / bottom, max(peak, mpf(1)) if beta > 0 else mpf(0)]))
    family("usl", ["one_worker_per_sec", "contention", "coherency", "workers"], ["throughput", "peak_workers"], rows)


# --- statistics -----------------------------------------------------------------------------------------------------------


def hyndman_fan(values, q, kind):
    """By the paper's definition in exact fractions; q is the decimal as written."""
    n, q = len(values), Fraction(q)
    shift = {1: 0, 2: 0, 3: Fraction(-1, 2), 4: 0, 5: Fraction(1, 2), 6: q, 7: 1 - q, 8: (q + 1) / 3, 9: q / 4 + Fraction(3, 8)}[kind]
    position = n * q + shift
    j = position.numerator // position.denominator
    g = position - j
    gamma = {1: Fraction(g > 0), 2: Fraction(1) if g > 0 else Fraction(1, 2), 3: Fraction(not (g == 0 and j % 2 == 0))}.get(kind, g)
    at = lambda rank: Fraction(values[min(max(rank, 1), n) - 1])
    return (1 - gamma) * at(j) + gamma * at(j + 1)


def quantile_table():
    samples = [
        [7.0],
        [1.0, 2.0],
        [float(i) for i in range(1, 11)],
        [50.0] * 95 + [500.0] * 4 + [8000.0],
        [-3.5, -1.0, 0.0, 0.0, 0.25, 1e-9, 4.0],
        sorted(float((i * 7919) % 1009) / 8 for i in range(101)),
        sorted(float((i * i * 31) % 4999) for i in range(1000)),
    ]
    rows = []
    for index, sample in enumerate(samples):
        sample.sort()
        for q in ["0", "0.001", "0.05", "0.07", "0.25", "0.29", "0.5", "0.58", "0.9", "0.95", "0.99", "0.999", "0.99999", "1"]:
            out = []
            for kind in range(1, 10):
                value = hyndman_fan(sample, q, kind)
                out.append(mpf(value.numerator) / value.denominator)
            n, f = len(sample), Fraction(q)
            rank = -(-n * f.numerator // f.denominator)
            out.append(mpf(sample[max(rank, 1) - 1]))
            out.append(mpf(sample[min(n * f.numerator // f.denominator, n - 1)]))
            rows.append(([index, q], out))
    family("quantiles", ["sample", "q"], [f"type{k}" for k in range(1, 10)] + ["nearest_rank", "floor_index"], rows)
    families["quantiles"]["samples"] = [" ".join(repr(x) for x in sample) for sample in samples]


def distribution_tables():
    rows = []
    ps = [1e-12, 1e-5, 0.001, 0.025, 0.1, 0.3, 0.5, 0.51, 0.6, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 0.99999, 1 - 1e-9, 1 - 1e-12]
    for p in ps:
        z = sqrt(mpf(2)) * erfinv(2 * mpf(p) - 1)
        rows.append(([p], [z]))
    family("normal", ["p"], ["quantile"], rows)
    rows = []
    for degrees in [1, 2, 3, 4, 5, 7, 9, 10, 15, 19, 20, 29, 30, 31, 63, 100, 999, 10000]:
        for p in [0.6, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 0.99999, 0.1, 0.025]:
            with mp.workdps(30):
                nu = mpf(degrees)
                tail = lambda t: betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + t * t), regularized=True) / 2
                small = min(mpf(p), 1 - mpf(p))
                high = mpf(1)
                while tail(high) > small:
                    high *= 2
                t = illinois(lambda t: log(tail(t)) - log(small), mpf(10) ** -9, high)
            rows.append(([float(degrees), p], [t if p > 0.5 else -t]))
    family("student", ["degrees", "p"], ["quantile"], rows)


def order_tables():
    rows = []
    for n in [1, 2, 3, 5, 7, 10, 18, 20, 40, 50, 64, 65, 100, 200, 365, 1000, 2000, 5000, 10**6, 10**9]:
        for q in [0.05, 0.1, 0.3, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999, 1 - 1e-9]:
            level = mpf(q) ** (mpf(1) / n)
            harmonic = sum(1 / mpf(k) for k in range(1, n + 1)) if n <= 5000 else mp.harmonic(n)
            rows.append(([n, q], [1 - mpf(q) ** n, level, -log(1 - level), harmonic, 1 - (1 - mpf(q)) ** (mpf(1) / n)]))
    family("order_statistics", ["n", "q"],
           ["any_above", "level_of_slowest", "slowest_exponential_q", "harmonic", "level_of_quickest"], rows)
    rows = []
    for n in [1, 5, 20, 59, 100, 298, 299, 368, 369, 500, 1000, 3000]:
        for q in [0.1, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999]:
            for confidence in [0.9, 0.95, 0.99]:
                with mp.workdps(30):
                    x, risk = mpf(q), (1 - mpf(confidence)) / 2
                    term, head, low, high = (1 - x) ** n, mpf(0), 0, n + 1
                    for k in range(n + 1):
                        # head = P(B < k)
                        if head <= risk and k >= 1:
                            low = k
                        if high == n + 1 and 1 - head <= risk and k >= 1:
                            high = k
                        head += term
                        term = term * (n - k) / (k + 1) * x / (1 - x)
                rows.append(([n, q, confidence], [low, high if high <= n else 0]))
    family("quantile_ranks", ["count", "q", "confidence"], ["low", "high"], rows)
    rows = []
    for q in [0.01, 0.1, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999, 0.99999]:
        for confidence in [0.5, 0.9, 0.95, 0.99, 0.999]:
            inside = max(mpf(q), 1 - mpf(q))
            n = max(1, int(mp.ceil(log(1 - mpf(confidence)) / log(inside))))
            rows.append(([q, confidence], [n]))
    family("samples_needed", ["q", "confidence"], ["count"], rows)
    rows = []
    for hits, n in [(0, 10), (1, 10), (5, 10), (10, 10), (3, 1000), (500, 1000), (999, 1000), (1, 10**6), (123456, 10**6)]:
        for confidence in [0.9, 0.95, 0.99]:
            z = sqrt(mpf(2)) * erfinv(mpf(0.5 + 0.5 * confidence) * 2 - 1)
            p = mpf(hits) / n
            half = z * sqrt(p * (1 - p) / n + z * z / (4 * mpf(n) ** 2))
            rows.append(([hits, n, confidence], [mpf(0) if hits == 0 else (p + z * z / (2 * n) - half) / (1 + z * z / n),
                                                 mpf(1) if hits == n else (p + z * z / (2 * n) + half) / (1 + z * z / n)]))
    family("share_interval", ["hits", "count", "confidence"], ["low", "high"], rows)


def main():
    erlang_tables()
    mm1_table()
    mmc_table()
    mmck_table()
    md1_table()
    mg1_table()
    two_moment_table()
    gm1_table()
    disciplines_table()
    finite_source_table()
    scaling_tables()
    quantile_table()
    distribution_tables()
    order_tables()
    path = pathlib.Path(__file__).resolve().parents[2] / "crates/core/tests/data/closed_forms.json"
    made = {"made_by": "script/oracles/closed_forms.py (mpmath, 60 digits)", "families": families}
    path.write_text(json.dumps(made, indent=0, ensure_ascii=False) + "\n")
    print(path.name, path.stat().st_size, "bytes,", sum(len(f["rows"]) for f in families.values()), "rows")


if __name__ == "__main__":
    main()
