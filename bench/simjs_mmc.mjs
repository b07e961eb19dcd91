// M/M/c as SIM.JS' documentation writes it, in Node: node bench/simjs_mmc.mjs <folder of simjs> rounds customers
// Prints millions of customers a second for one and for four servers, a number a round.
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, rounds, customers] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const require = createRequire(join(folder, "package.json"));
// It is made for browsers and hangs itself on the window.
globalThis.window = globalThis;
require("simjs");
const { Sim: Simulation, Entity, Facility, Random } = globalThis.Sim;

function race(servers, seed) {
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
      this.setTimer(random.exponential(0.9 * servers)).done(this.arrive, this);
    }
  }
  sim.addEntity(Source);
  const began = performance.now();
  sim.simulate(1e12);
  const took = performance.now() - began;
  if (total.served !== customers || !(total.waited > 0)) throw new Error(`${total.served} served of ${customers}`);
  race.mean = total.waited / customers;
  return customers / took / 1e3;
}

const millions = { simjs_mm1: [], simjs_mm4: [] };
for (let round = 0; round < rounds; round++) {
  millions.simjs_mm1.push(race(1, round + 1));
  millions.simjs_mm4.push(race(4, round + 1));
}
console.log(JSON.stringify({ simjs: require("simjs/package.json").version, node: process.version.slice(1), mean_wait_mm4: race.mean, millions }));
