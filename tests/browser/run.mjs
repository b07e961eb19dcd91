// Runs the browser tests: node tests/browser/run.mjs [--browser chromium|firefox] [--only words] [files…]
// Each test runs in both browsers, the browsers side by side. Ends with "N passed, N failed".
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { browsers } from "./lib/browsers.mjs";
import { startFile, tests } from "./lib/registry.mjs";
import { serve } from "./lib/server.mjs";
import { Visit } from "./lib/visit.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { browser: { type: "string" }, only: { type: "string" }, dist: { type: "string", default: fileURLToPath(new URL("../../dist", import.meta.url)) } },
});

const wanted = positionals.map((name) => basename(name));
for (const name of readdirSync(here).filter((name) => name.endsWith(".test.mjs")).sort()) {
  if (wanted.length && !wanted.includes(name)) continue;
  startFile(name);
  await import(`./${name}`);
}
const chosen = tests.filter(({ name }) => !values.only || name.includes(values.only));

const server = await serve(values.dist);
let passed = 0;
const failures = [];

function within(seconds, promise) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`not done within ${seconds} s`)), seconds * 1000); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function walk(browserName) {
  const source = browsers(browserName);
  await source.get(); // a browser that does not start is one failure, not one for each test
  for (const { file, name, body, seconds } of chosen) {
    const visit = new Visit(source, server.origin);
    const begun = Date.now();
    const line = `${browserName} ${file}: ${name}`;
    try {
      await within(seconds, body(visit));
      await within(10, visit.finish());
      passed += 1;
      console.log(`ok     ${line} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failures.push(line);
      console.log(`FAILED ${line}\n       ${String(error?.stack ?? error).split("\n").slice(0, 40).join("\n       ")}`);
      const unsaid = visit.problems.slice(0, 5);
      if (unsaid.length) console.log(`       in the page: ${unsaid.join("\n       in the page: ")}`);
      await within(10, visit.close()).catch(() => {});
    }
  }
  await source.close();
}

const names = values.browser ? [values.browser] : ["chromium", "firefox"];
const lanes = await Promise.allSettled(names.map(walk));
for (const [index, lane] of lanes.entries()) {
  if (lane.status === "rejected") {
    failures.push(`${names[index]} did not start`);
    console.log(`FAILED ${names[index]} did not start: ${lane.reason?.stack ?? lane.reason}`);
  }
}
await server.close();
if (passed + failures.length === 0) failures.push("no test was found");
if (failures.length) console.log(`\nFailed:\n  ${failures.join("\n  ")}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
