// Races the WebAssembly racers and the hand-written JavaScript in headless Chromium, and then SIM.JS in a page of its own, so that what
// it leaves to collect slows nobody else; prints one JSON object.
//   node bench/browser.mjs <folder with explorer_bench.js and explorer_bench_bg.wasm> [rounds] [customers] [folder of simjs]
//   node bench/browser.mjs <folder> fingerprints firefox     only the fingerprints of seeded runs, in Firefox
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// puppeteer-core is where the browser tests have it.
const puppeteer = createRequire(new URL("../tests/browser/run.mjs", import.meta.url))("puppeteer-core");
const [folder, rounds = "7", customers = "1000000", simjs] = process.argv.slice(2);
const firefox = customers === "firefox";
const glue = readFileSync(join(folder, "explorer_bench.js"), "utf8");
const wasm = readFileSync(join(folder, "explorer_bench_bg.wasm")).toString("base64");

const browser = await puppeteer.launch(
  firefox
    ? { browser: "firefox", executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr", headless: true }
    : { executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"] },
);
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => { throw error; });
  await page.goto("about:blank");
  // The glue wants to know its own address, which a script typed into an empty page has not.
  const script = `globalThis.wasm_bindgen = ((document) => { ${glue}\nreturn wasm_bindgen; })({ currentScript: null });`;
  await page.evaluate(`${script}\n${readFileSync(new URL("bare.js", import.meta.url), "utf8")}`);
  const found = await page.evaluate(async (base64, rounds, customers) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    await wasm_bindgen({ module_or_path: bytes });
    const names = wasm_bindgen.names().split(",");
    const racers = names.map((name, i) => ({ name, race: (seed) => wasm_bindgen.run(i, customers, seed), work: wasm_bindgen.work(i, customers) }));
    racers.push({ name: "js_bare_heap_mm1", race: (seed) => bareHeap(0.9, 1, customers, seed), work: customers });
    racers.push({ name: "js_bare_heap_mm4", race: (seed) => bareHeap(0.9, 4, customers, seed), work: customers });
    const speeds = racers.map(() => []);
    // A round to warm up the compilers, then the ones that count, interleaved.
    for (let round = -1; round < rounds; round++) {
      racers.forEach((racer, i) => {
        const begun = performance.now();
        if (!(racer.race(round + 1) > 0)) throw new Error(`${racer.name} did nothing`);
        const millions = racer.work / (performance.now() - begun) / 1000;
        if (round >= 0) speeds[i].push(millions);
      });
    }
    return {
      browser: navigator.userAgent.match(/(Chrome|Firefox)\/[\d.]+/)?.[0],
      fingerprints: wasm_bindgen.fingerprints(),
      millions: Object.fromEntries(racers.map((racer, i) => [racer.name, speeds[i]])),
    };
  }, wasm, firefox ? -1 : Number(rounds), Number(customers) || 0);
  await page.close();
  if (simjs) {
    const [mm1, mm4] = await raceSimJs(Number(rounds), Number(customers));
    Object.assign(found.millions, { simjs_mm1: mm1.speeds, simjs_mm4: mm4.speeds });
    found.simjs = { version: JSON.parse(simjsFile("package.json")).version, mean_wait: { mm1: mm1.wait, mm4: mm4.wait } };
  }
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
}

function simjsFile(name) {
  return readFileSync(join(simjs, "node_modules/simjs", name), "utf8");
}

/** For one and for four servers: the speeds, in millions of customers a second, and the mean wait. */
async function raceSimJs(rounds, customers) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => { throw error; });
  await page.setOfflineMode(true);
  await page.evaluate(`${simjsFile("sim.js")}\n;${readFileSync(new URL("simjs_mmc.js", import.meta.url), "utf8")}`);
  return page.evaluate((rounds, customers) => {
    // How many servers, and what theory says of the mean wait.
    const races = [[1, 9], [4, 1.9694]].map(([servers, expected]) => ({ servers, expected, speeds: [], wait: 0 }));
    for (let round = -1; round < rounds; round++) {
      for (const race of races) {
        const begun = performance.now();
        const wait = simJs(0.9, race.servers, customers, round + 2);
        const millions = customers / (performance.now() - begun) / 1000;
        if (round < 0) continue;
        race.speeds.push(millions);
        race.wait += wait / rounds;
      }
    }
    for (const { wait, expected } of races) {
      if (!(Math.abs(wait / expected - 1) < 0.2)) throw new Error(`SIM.JS finds a mean wait of ${wait} where theory has ${expected}`);
    }
    return races;
  }, rounds, customers);
}
