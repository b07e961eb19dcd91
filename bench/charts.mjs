// Races the explorer's charts (SVG) against uPlot (canvas) in one page of headless Chromium, frame by frame in turn; prints one JSON object.
//   node bench/charts.mjs <folder with explorer_bench.js and explorer_bench_bg.wasm> <folder of uplot> [redraws]
// A redraw is timed from the call until after the frame it is in: script, style, layout and painting, not the raster threads.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const puppeteer = createRequire(new URL("../tests/browser/run.mjs", import.meta.url))("puppeteer-core");
const [folder, uplot, redraws = "200"] = process.argv.slice(2);
const glue = readFileSync(join(folder, "explorer_bench.js"), "utf8");
const wasm = readFileSync(join(folder, "explorer_bench_bg.wasm")).toString("base64");
const style = ["tokens", "base", "chart"].map((name) => readFileSync(new URL(`../style/${name}.css`, import.meta.url), "utf8")).join("\n");
const uplotFile = (name) => readFileSync(join(uplot, "node_modules/uplot/dist", name), "utf8");

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => { throw error; });
  await page.setViewport({ width: 1280, height: 1400 });
  await page.setContent(`<!doctype html><style>${style}\n${uplotFile("uPlot.min.css")}</style><figure class="chart"><div class="chart-picture" id="ours"></div></figure><div id="theirs"></div>`);
  await page.evaluate(`globalThis.wasm_bindgen = ((document) => { ${glue}\nreturn wasm_bindgen; })({ currentScript: null });\n${uplotFile("uPlot.iife.min.js")}\nglobalThis.uPlot = uPlot;`);
  const found = await page.evaluate(async (base64, redraws) => {
    await wasm_bindgen({ module_or_path: Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)) });
    const [ours, theirs] = ["ours", "theirs"].map((id) => document.getElementById(id));
    const WIDTH = 900;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const afterFrame = () => new Promise((resolve) => { const c = new MessageChannel(); c.port1.onmessage = resolve; c.port2.postMessage(0); });
    const timed = async (redraw) => {
      await frame();
      const begun = performance.now();
      redraw();
      await afterFrame();
      return performance.now() - begun;
    };
    const lines = (points, step) => {
      const x = Float64Array.from({ length: points }, (_, i) => i / points);
      return [x, ...[0, 1, 2].map((j) => x.map((x) => (j + 1) * 80 + 60 * Math.sin(x * 40 + step * 0.1 + j)))];
    };
    const result = {};
    for (const points of [400, 2000]) {
      const chart = new wasm_bindgen.MovingLines(points, WIDTH);
      theirs.replaceChildren();
      const colours = ["#3867d6", "#d4472b", "#2b8a3e"];
      const plot = new uPlot({
        width: WIDTH, height: chart.height_px(), legend: { show: false }, cursor: { show: false },
        scales: { x: { time: false, range: [0, 1] }, y: { range: [0, 400] } },
        axes: [{ label: "Share" }, { label: "Time, ms" }],
        series: [{}, ...colours.map((stroke) => ({ stroke, width: 2 }))],
      }, lines(points, 0), theirs);
      const times = { ours: [], uplot: [] };
      for (let step = 0; step < redraws + 20; step++) {
        chart.advance(step);
        const mine = await timed(() => { ours.innerHTML = chart.paint(); });
        const data = lines(points, step);
        const other = await timed(() => plot.setData(data));
        if (step >= 20) { times.ours.push(mine); times.uplot.push(other); }
      }
      // Both have drawn, and draw something else when asked.
      const pictures = [() => ours.innerHTML, () => theirs.querySelector("canvas").toDataURL()];
      const before = pictures.map((picture) => picture());
      chart.advance(redraws + 100);
      ours.innerHTML = chart.paint();
      plot.setData(lines(points, redraws + 100));
      await afterFrame();
      if (pictures.some((picture, i) => picture() === before[i])) throw new Error("one of the charts did not move");
      plot.destroy();
      for (const [who, list] of Object.entries(times)) {
        list.sort((a, b) => a - b);
        const at = (share) => list[Math.floor(share * (list.length - 1))];
        result[`${who}_${points}`] = { p50_ms: at(0.5), p99_ms: at(0.99) };
      }
    }
    return result;
  }, wasm, Number(redraws));
  console.log(JSON.stringify({ uplot: JSON.parse(readFileSync(join(uplot, "node_modules/uplot/package.json"), "utf8")).version, times: found }));
} finally {
  await browser.close();
}
