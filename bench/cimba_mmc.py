"""M/M/c on Cimba's C engine through its Python package, which compiles the model: as its documentation writes it, with a process for
the arrivals and one for each server; and as events alone, which is quicker.
Prints millions of customers a second for one and for four servers, a number a round."""

import json
import sys
import time

import cimba as cb
from cimba.random import exponential


def processes(servers):
    class Queue(cb.Model):
        customers: cb.Param[int] = 0
        waiting: cb.Store[float]
        waited: float = 0.0
        mean_wait: cb.Output[float]

        @cb.process
        def source(self):
            for _ in range(self.customers):
                cb.hold(exponential(1 / (0.9 * servers)))
                self.waiting.put(cb.now())

        @cb.process(copies=servers)
        def server(self):
            while True:
                came = self.waiting.get()
                self.waited += cb.now() - came
                cb.hold(exponential(1.0))

        @cb.on_end
        def tell(self):
            self.mean_wait = self.waited / self.customers

    return Queue


def events(servers):
    class Queue(cb.Model):
        customers: cb.Param[int] = 0
        # A ring for those who wait: at 90 % utilization never that many.
        waiting: cb.Array[float] = cb.Array(1 << 16)
        head: int = 0
        tail: int = 0
        busy: int = 0
        arrived: int = 0
        waited: float = 0.0
        mean_wait: cb.Output[float]

        @cb.on_start
        def begin(self):
            cb.schedule(self.arrive, exponential(1 / (0.9 * servers)))

        @cb.event
        def arrive(self):
            self.arrived += 1
            if self.arrived < self.customers:
                cb.schedule(self.arrive, exponential(1 / (0.9 * servers)))
            if self.busy < servers:
                self.busy += 1
                cb.schedule(self.depart, exponential(1.0))
            else:
                self.waiting[self.tail & 0xFFFF] = cb.now()
                self.tail += 1

        @cb.event
        def depart(self):
            if self.head == self.tail:
                self.busy -= 1
            else:
                self.waited += cb.now() - self.waiting[self.head & 0xFFFF]
                self.head += 1
                cb.schedule(self.depart, exponential(1.0))

        @cb.on_end
        def tell(self):
            self.mean_wait = self.waited / self.customers

    return Queue


def race(queue, customers, seed):
    model = queue()
    model.customers = customers
    # Everything happens while it warms up: it would otherwise keep the history of the queue's length, which nobody asks of it.
    experiment = cb.Experiment(model, window=cb.Window(warmup=1e12, duration=1), seed=seed)
    began = time.perf_counter()
    results = experiment.run(workers=1)
    took = time.perf_counter() - began
    return customers / took / 1e6, float(results[model].mean_wait.values[0, 0])


rounds, customers = int(sys.argv[1]), int(sys.argv[2])
speeds, waits = {}, {}
for name, make in [("cimba", processes), ("cimba_events", events)]:
    # How many servers, and what theory says of the mean wait.
    for servers, expected in [(1, 9), (4, 1.9694)]:
        queue = make(servers)
        race(queue, 1000, 0)  # compiles it
        runs = [race(queue, customers, seed) for seed in range(1, rounds + 1)]
        speeds[f"{name}_mm{servers}"] = [speed for speed, _ in runs]
        waits[f"{name}_mm{servers}"] = mean = sum(wait for _, wait in runs) / rounds
        assert abs(mean / expected - 1) < 0.2, f"a mean wait of {mean} where theory has {expected}"
print(json.dumps({"package": cb.__version__, "engine": cb.engine_version(), "mean_wait": waits, "millions": speeds}))
