// Holds the built page to its budgets: node script/sizes.mjs dist slow-elevator.html
// The first load is every file that index.html names: the first page with its live queue. Other floors come when opened; what
// has `codecs` or `worker` in its name when first needed.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const KB = 1000;
// `aim` is what the page should come down to, `limit` what fails the run: never raise a limit without saying why.
const budgets = {
  firstLoadGzip: { aim: 230 * KB, limit: 230 * KB },
  firstLoadBrotli: { aim: 180 * KB, limit: 180 * KB },
  // What a link to the queue's floor loads: the first page's load, the page that every topic has, and the floor.
  // Own data may be traces and keys too: every page knows how such an input is written into a link.
  linkBrotli: { aim: 300 * KB, limit: 478 * KB },
  // 570 kB are the compressors; the six formats of `payload` came on top.
  codecsGzip: { aim: 600 * KB, limit: 650 * KB },
  // Everything at once: the codecs module takes half a megabyte of it. With all 25 floors and a database it may be 2.2 MB; the
  // readers of people's files took it past 1.5, those of more tools' reports past 1.6.
  singleFile: { aim: 1500 * KB, limit: 1700 * KB },
};
const [folder, singleFile] = process.argv.slice(2);

const page = readFileSync(join(folder, "index.html"), "utf8");
const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile() && !/\.(br|gz)$/.test(name));
const lazy = names.filter((name) => /codecs|worker/.test(name));
// What script/parts.mjs says of its work: which files each part takes.
const { styles, parts: floors } = JSON.parse(readFileSync(join(folder, "parts.json"), "utf8"));
const first = names.filter((name) => name === "index.html" || (page.includes(name) && /\.(js|wasm|css)$/.test(name) && !lazy.includes(name)));

const sizes = (list, compress) => list.map((name) => compress(readFileSync(join(folder, name))).length);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const gzip = sizes(first, (bytes) => gzipSync(bytes, { level: 9 }));
const brotli = sizes(first, (bytes) => brotliCompressSync(bytes));
for (const [index, name] of first.entries()) console.log(`${name}: gzip ${gzip[index]}, Brotli ${brotli[index]} bytes`);

for (const [floor, files] of Object.entries(floors).sort()) {
  const more = files.filter((name) => !first.includes(name));
  console.log(`floor ${floor}: ${(sum(sizes(more, (bytes) => brotliCompressSync(bytes))) / KB).toFixed(1)} kB Brotli more in ${more.length} files`);
}

let over = 0;
function hold(words, size, { aim, limit }) {
  const missed = size > aim ? `, ${(size / aim).toFixed(1)} times the aim of ${aim / KB}` : "";
  console.log(`${words}: ${(size / KB).toFixed(1)} kB of ${limit / KB}${missed}`);
  if (size > limit) { over += 1; console.log(`  over the limit by ${size - limit} bytes`); }
}
hold("first load, gzip", sum(gzip), budgets.firstLoadGzip);
hold("first load, Brotli", sum(brotli), budgets.firstLoadBrotli);
const pageFiles = [...new Set([styles.later, ...(floors.page_part ?? []), ...(floors.queue ?? [])])].filter((name) => !first.includes(name));
hold("a link to a floor (the queue), Brotli", sum(brotli) + sum(sizes(pageFiles, (bytes) => brotliCompressSync(bytes))), budgets.linkBrotli);
if (lazy.length) hold("codecs, gzip", sum(sizes(lazy, (bytes) => gzipSync(bytes, { level: 9 }))), budgets.codecsGzip);
hold("single file", statSync(singleFile).size, budgets.singleFile);
if (!floors.queue || !floors.page_part) { over += 1; console.log("the program is not cut into parts"); }
if (!first.some((name) => name.endsWith(".wasm"))) { over += 1; console.log("index.html names no program"); }
process.exit(over ? 1 : 0);
