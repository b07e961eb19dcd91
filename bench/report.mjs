// Joins the rounds of script/bench into docs/benchmarks.md.
//   node bench/report.mjs <folder with {native,browser,simpy,ciw,nexosim,cimba,charts,page}-N.json, firefox-1.json> > docs/benchmarks.md
// A ratio is taken round by round, between neighbours in time, and the median of those ratios is told: what else the machine does
// then weighs on both sides alike.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const read = (kind) =>
  readdirSync(folder).filter((f) => f.startsWith(`${kind}-`)).sort().map((f) => JSON.parse(readFileSync(join(folder, f), "utf8")));
const runs = Object.fromEntries(["native", "browser", "simpy", "ciw", "nexosim", "cimba", "charts", "page"].map((kind) => [kind, read(kind)]));
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
/** Every round's figure of one racer. */
const all = (kind, name) => runs[kind].flatMap((run) => run.millions[name]);
/** The median of each outer round, for ratios between processes. */
const outer = (kind, name) => runs[kind].map((run) => median(run.millions[name]));
const inside = (kind, a, b) => median(all(kind, a).map((x, i) => x / all(kind, b)[i]));
const across = ([kindA, a], [kindB, b]) => median(outer(kindA, a).map((x, i) => x / outer(kindB, b)[i]));
const speed = (kind, name) => {
  const m = median(all(kind, name));
  return m >= 0.5 ? `${m.toPrecision(3)} M` : `${Math.round(m * 1000)} k`;
};
const ratio = (x) => (x >= 20 ? Math.round(x).toString() : x.toFixed(2));

const firefox = read("firefox")[0];
const same = new Set([...runs.native, ...runs.browser, firefox].map((run) => run.fingerprints)).size === 1;
const rows = [
  ["event engine M/M/4 (browser) against SimPy", across(["browser", "engine_mm4"], ["simpy", "simpy_mm4"]), 100],
  ["event engine M/M/1 (browser) against SimPy", across(["browser", "engine_mm1"], ["simpy", "simpy_mm1"]), 100],
  ["event engine M/M/4 (browser) against Ciw", across(["browser", "engine_mm4"], ["ciw", "ciw_mm4"]), 200],
  ["event engine M/M/4 against SIM.JS, browser", across(["browser", "engine_mm4"], ["browser", "simjs_mm4"]), 20],
  ["event engine M/M/4 (browser) against NeXosim, native", across(["browser", "engine_mm4"], ["nexosim", "nexosim_mm4"]), 8],
  ["event engine M/M/4 (browser) against Cimba, processes", across(["browser", "engine_mm4"], ["cimba", "cimba_mm4"]), 2.5],
  ["event engine M/M/4 (browser) against Cimba, events alone", across(["browser", "engine_mm4"], ["cimba", "cimba_events_mm4"])],
  ["event engine M/M/4 against hand-written JavaScript, browser", inside("browser", "engine_mm4", "js_bare_heap_mm4"), 1.25],
  ["event engine M/M/4 against the bare heap, browser", inside("browser", "engine_mm4", "bare_heap_mm4"), 0.65],
  ["event engine M/M/4 against the bare heap, native", inside("native", "engine_mm4", "bare_heap_mm4")],
  ["event engine M/M/1 against the bare heap, browser", inside("browser", "engine_mm1", "bare_heap_mm1"), 0.65],
  ["event engine M/M/1 against the bare heap, native", inside("native", "engine_mm1", "bare_heap_mm1")],
  ["event engine M/M/4, browser against native", across(["browser", "engine_mm4"], ["native", "engine_mm4"]), 0.75],
  ["fast road M/M/1 against bare Lindley, browser", inside("browser", "road_mm1", "bare_lindley"), 0.7],
  ["fast road M/M/1 against bare Lindley, native", inside("native", "road_mm1", "bare_lindley")],
  ["fast road M/M/4 against bare Kiefer–Wolfowitz, browser", inside("browser", "road_mm4", "bare_kiefer_wolfowitz"), 0.7],
  ["fast road M/M/4 against bare Kiefer–Wolfowitz, native", inside("native", "road_mm4", "bare_kiefer_wolfowitz")],
];
/** The median over the rounds of how many times longer the explorer's charts take than uPlot, and of a time itself. */
const longer = (points, q) => median(runs.charts.map(({ times }) => times[`ours_${points}`][q] / times[`uplot_${points}`][q]));
const took = (who, points, q) => `${median(runs.charts.map(({ times }) => times[`${who}_${points}`][q])).toFixed(1)} ms`;
const chartRow = ([points, q, budget]) => [
  `3 × ${points.toLocaleString("en")} points, ${q.slice(0, 3)}`, took("ours", points, q), took("uplot", points, q),
  longer(points, q).toFixed(2), `≤ ${budget}`, longer(points, q) <= budget ? "met" : "**missed**",
];
/** The page: the median over the rounds of what bench/page.mjs found, against its budget. */
const found = (pick) => median(runs.page.map(pick));
const ms = (x) => `${x >= 100 ? Math.round(x) : x.toFixed(1)} ms`;
const most = (what, pick, budget, words = ms) => [what, words(found(pick)), budget === undefined ? "–" : `≤ ${words(budget)}`, budget === undefined ? "" : found(pick) <= budget ? "met" : "**missed**"];
const plain = (x) => String(Math.round(x * 1000) / 1000);
const percent = (x) => `${(100 * x).toFixed(1)} %`;
const pageRows = [
  most("first page on a slow phone: largest paint", ({ phone }) => phone[""].largest_ms, 1800),
  most("… its queue moves after", ({ phone }) => phone[""].lives_ms),
  most("… layout shift", ({ phone }) => phone[""].shift, 0.02, plain),
  most("a link to the queue's floor on a slow phone: its chart is there after", ({ phone }) => phone["#/queue"].lives_ms),
  most("… layout shift", ({ phone }) => phone["#/queue"].shift, 0.02, plain),
  most("slider input, script, p50", ({ input }) => input[1].script_p50_ms, 2.5),
  most("slider input, script, p99", ({ input }) => input[1].script_p99_ms, 8.3),
  most("slider input, script, p99, a quarter of the processor", ({ input }) => input[4].script_p99_ms, 16.7),
  most("slider input, all of the main thread in the two frames it takes, p50", ({ input }) => input[1].p50_ms),
  most("… p99", ({ input }) => input[1].p99_ms),
  most("inputs whose picture has not moved by then", ({ input }) => 1 - input[1].moved_share, 0.01, percent),
  most("slider to the first simulated estimate, p99", ({ input }) => input[1].estimate_p99_ms, 50),
  most("drag of the operating point, 10 s, simulation running: gap between frames, p50", ({ drag }) => drag[1].p50_ms),
  most("… p99", ({ drag }) => drag[1].p99_ms),
  most("… long tasks", ({ drag }) => drag[1].long, 0, plain),
  most("the same with a quarter of the processor: gap, p50", ({ drag }) => drag[4].p50_ms),
  most("… p99", ({ drag }) => drag[4].p99_ms),
  most("… long tasks", ({ drag }) => drag[4].long, undefined, plain),
  most("… the longest", ({ drag }) => drag[4].longest_ms),
];
const table = (head, lines) => [head, head.map((_, i) => (i ? "---:" : "---")), ...lines].map((l) => `| ${l.join(" | ")} |`).join("\n");
const cimba = runs.cimba[0].engine;
const pending = ["1e1", "1e3", "1e5", "1e6"];

console.log(`# How fast the simulator is

Written by \`script/bench\`; run it again rather than edit this. ${runs.native.length} rounds, the processes taking turns on one machine;
figures are medians. Speeds differ from machine to machine and with what else it does; **trust the ratios**.

The engine and the fast roads do all they do in the explorer: every discipline available, percentiles, batches for the intervals, areas
for Little's law. Their bare opponents do nothing but the heap or the recursion and the mean, with the same generator and the same
exponential draws (\`bench/bare.rs\`, \`bench/bare.js\`). M/M/1 and M/M/4 at 90 % utilization.

## Ratios

The budgets are for the browser, where the explorer runs. NeXosim and Cimba run natively. Cimba's budget is for models as its
documentation writes them, a process for each server; a model of events alone, each scheduling the next, is quicker there, has no
budget, and is told beside it.

${table(["", "ratio", "budget", ""], rows.map(([what, x, budget]) => [what, ratio(x), ...(budget ? [`≥ ${budget}`, x >= budget ? "met" : "**missed**"] : ["–", ""])]))}

Seeded runs (${runs.native[0].fingerprints.trim().split("\n").length} of them: every law, discipline and road) give the same digits natively, in ${runs.browser[0].browser} and in
${firefox.browser}: ${same ? "yes" : "**no**"}.

## Customers a second, one thread

${table(["", "M/M/1", "M/M/4"], [
  [`SimPy ${runs.simpy[0].simpy} (Python ${runs.simpy[0].python})`, speed("simpy", "simpy_mm1"), speed("simpy", "simpy_mm4")],
  [`Ciw ${runs.ciw[0].ciw} (Python)`, speed("ciw", "ciw_mm1"), speed("ciw", "ciw_mm4")],
  [`SIM.JS ${runs.browser[0].simjs.version} (JavaScript), in the browser`, speed("browser", "simjs_mm1"), speed("browser", "simjs_mm4")],
  ["NeXosim 1.0.0 (Rust), native", speed("nexosim", "nexosim_mm1"), speed("nexosim", "nexosim_mm4")],
  [`Cimba ${cimba} (C, through Python), processes, native`, speed("cimba", "cimba_mm1"), speed("cimba", "cimba_mm4")],
  [`Cimba ${cimba} (C, through Python), events alone, native`, speed("cimba", "cimba_events_mm1"), speed("cimba", "cimba_events_mm4")],
  ["hand-written JavaScript, bare heap, in the browser", speed("browser", "js_bare_heap_mm1"), speed("browser", "js_bare_heap_mm4")],
  ["bare heap, Rust, native", speed("native", "bare_heap_mm1"), speed("native", "bare_heap_mm4")],
  ["bare heap, Rust, in the browser", speed("browser", "bare_heap_mm1"), speed("browser", "bare_heap_mm4")],
  ["**event engine**, native", speed("native", "engine_mm1"), speed("native", "engine_mm4")],
  ["**event engine**, in the browser", speed("browser", "engine_mm1"), speed("browser", "engine_mm4")],
  ["bare recursion, Rust, native", speed("native", "bare_lindley"), speed("native", "bare_kiefer_wolfowitz")],
  ["bare recursion, Rust, in the browser", speed("browser", "bare_lindley"), speed("browser", "bare_kiefer_wolfowitz")],
  ["**fast road**, native", speed("native", "road_mm1"), speed("native", "road_mm4")],
  ["**fast road**, in the browser", speed("browser", "road_mm1"), speed("browser", "road_mm4")],
])}

## Redrawing a chart

Three lines that move, 900 px wide, without graphics hardware: the explorer's charts (SVG, made anew) and uPlot ${runs.charts[0].uplot} (canvas) in
one page, in turn. Timed from the call until after the frame it is in: script, style, layout and painting, not the raster threads.

${table(["", "explorer", "uPlot", "ratio", "budget", ""], [[400, "p50_ms", 2], [400, "p99_ms", 1], [2000, "p50_ms", 2], [2000, "p99_ms", 1]].map(chartRow))}

## The page

The release build, answered with Brotli. A slow phone is 1.6 Mbit/s, 150 ms there and back and a quarter of the processor. The script of
a slider input is its handler's and that of the two frames after, the simulation's slice of a millisecond in each among it; the main
thread's work is all of it, style, layout and painting too. Budgets are told as they are, without slack for a shared machine.

${table(["", "", "budget", ""], pageRows)}

## Events a second, by how many are pending

The general event list (\`EventList\`: any payload, cancellation by id): each event taken out schedules the next.

${table(["pending", "native", "in the browser"], pending.map((p) => [`10${"¹³⁵⁶"[pending.indexOf(p)]}`, speed("native", `events_pending_${p}`), speed("browser", `events_pending_${p}`)]))}

The cost grows with the depth of the heap until the list outgrows the processor's caches, and from there with the trips to memory.

Browser: ${runs.browser[0].browser}, headless.`);
