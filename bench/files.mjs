// Times the reading of large files in headless Chromium, and the memory of the page meanwhile; prints a table.
//   node bench/files.mjs <dist> <folder with the files of import_speed>
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { browsers } from "../tests/browser/lib/browsers.mjs";
import { serve } from "../tests/browser/lib/server.mjs";
import { Visit } from "../tests/browser/lib/visit.mjs";

const [dist, folder] = process.argv.slice(2);
const server = await serve(dist);
const source = browsers("chromium");
const visit = new Visit(source, server.origin);

/** The largest resident memory of Chromium's pages so far, in MB: what the file takes is in another process. */
const peak = () => {
  const processes = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" }).split("\n").filter((line) => line.includes("--type=renderer"));
  const sizes = processes.map((line) => {
    try {
      return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${line.trim().split(" ")[0]}/status`, "utf8"))[1]) / 1000;
    } catch {
      return 0;
    }
  });
  return Math.max(...sizes);
};

async function read(name) {
  const page = await visit.openRoute("percentiles");
  const idle = peak();
  const field = await page.$("[data-file=data]");
  await page.evaluate(() => {
    const seen = globalThis.seen = { longest: 0, begun: 0, last: 0 };
    document.querySelector("[data-file=data]").addEventListener("change", () => { seen.begun = seen.last = performance.now(); }, { capture: true });
    setInterval(() => {
      const now = performance.now();
      if (seen.begun) seen.longest = Math.max(seen.longest, now - seen.last);
      seen.last = now;
    }, 10);
  });
  await field.uploadFile(join(folder, name));
  const found = await page.waitForFunction((name) => {
    const refusal = document.querySelector("[data-import-refusal]")?.innerText ?? "";
    const took = document.querySelector("[data-import-took]")?.innerText ?? "";
    const said = refusal.includes(name) ? refusal : took.includes(name) ? took : "";
    return said && { said, seconds: (performance.now() - seen.begun) / 1000, longest: seen.longest };
  }, { timeout: 300_000, polling: 10 }, name).then((handle) => handle.jsonValue());
  const most = peak();
  await visit.close();
  return { ...found, most, idle };
}

console.log(`| in ${await (await source.get()).version()} | time | longest pause | most memory (the idle page has) | what came of it |`);
console.log("| --- | ---: | ---: | ---: | --- |");
for (const [what, name] of [
  ["ten million numbers", "numbers.txt"],
  ["ten million with units", "units.txt"],
  ["table of 200 MB", "table.csv"],
  ["list of 200 MB in one line", "one-line-list.txt"],
  ["words of 200 MB in one line", "one-line-words.txt"],
]) {
  const { said, seconds, longest, most, idle } = await read(name);
  console.log(`| ${what} | ${seconds.toFixed(2)} s | ${longest.toFixed(0)} ms | ${most.toFixed(0)} MB (${idle.toFixed(0)} MB) | ${said.replaceAll("|", "\\|")} |`);
}
await source.close();
await server.close();
