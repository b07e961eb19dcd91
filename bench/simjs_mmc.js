// M/M/c as SIM.JS' documentation writes it, for a page that has SIM.JS: returns the mean wait.

function simJs(utilization, servers, customers, seed) {
  const { Sim: Simulation, Entity, Facility, Random } = globalThis.Sim;
  const random = new Random(seed);
  const sim = new Simulation();
  const facility = new Facility("server", Facility.FCFS, servers);
  const total = { left: customers, served: 0, waited: 0 };
  class Source extends Entity {
    start() { this.arrive(); }
    arrive() {
      if (total.left-- === 0) return;
      const service = random.exponential(1);
      const came = this.time();
      this.useFacility(facility, service).done(() => {
        total.served += 1;
        total.waited += this.time() - came - service;
      });
      this.setTimer(random.exponential(utilization * servers)).done(this.arrive, this);
    }
  }
  sim.addEntity(Source);
  sim.simulate(1e12);
  if (total.served !== customers) throw new Error(`${total.served} served of ${customers}`);
  return total.waited / customers;
}

globalThis.simJs = simJs;
