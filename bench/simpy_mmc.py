"""M/M/c as SimPy's documentation writes it; prints millions of customers a second for one and for four servers, a number a round."""

import json
import random
import sys
import time

import simpy


def customer(env, server, service, waits):
    arrived = env.now
    with server.request() as turn:
        yield turn
        waits.append(env.now - arrived)
        yield env.timeout(service())


def source(env, server, gap, service, customers, waits):
    for _ in range(customers):
        yield env.timeout(gap())
        env.process(customer(env, server, service, waits))


def race(servers, customers, seed):
    rng = random.Random(seed)
    env = simpy.Environment()
    server = simpy.Resource(env, capacity=servers)
    waits = []
    gap = lambda: rng.expovariate(0.9 * servers)
    service = lambda: rng.expovariate(1.0)
    env.process(source(env, server, gap, service, customers, waits))
    began = time.perf_counter()
    env.run()
    took = time.perf_counter() - began
    assert len(waits) == customers
    return customers / took / 1e6


rounds, customers = int(sys.argv[1]), int(sys.argv[2])
speeds = {"simpy_mm1": [], "simpy_mm4": []}
for round_ in range(rounds):
    speeds["simpy_mm1"].append(race(1, customers, round_))
    speeds["simpy_mm4"].append(race(4, customers, round_))
print(json.dumps({"simpy": simpy.__version__, "python": sys.version.split()[0], "millions": speeds}))
