"""M/M/c as Ciw's documentation writes it; prints millions of customers a second for one and for four servers, a number a round."""

import json
import sys
import time

import ciw


def race(servers, customers, seed):
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=0.9 * servers)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[servers],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    began = time.perf_counter()
    simulation.simulate_until_max_customers(customers)
    waits = [record.waiting_time for record in simulation.get_all_records()]
    took = time.perf_counter() - began
    assert len(waits) == customers
    return customers / took / 1e6


rounds, customers = int(sys.argv[1]), int(sys.argv[2])
speeds = {"ciw_mm1": [], "ciw_mm4": []}
for round_ in range(rounds):
    speeds["ciw_mm1"].append(race(1, customers, round_))
    speeds["ciw_mm4"].append(race(4, customers, round_))
print(json.dumps({"ciw": ciw.__version__, "millions": speeds}))
