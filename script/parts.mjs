// Puts the parts of the program that travel later beside the first one: node script/parts.mjs <parts> dist
// The splitter leaves dozens of slivers of code that a few parts share; the small ones go into one file, so that opening a
// floor takes a handful of requests.
import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const [parts, dist] = process.argv.slice(2);
const SMALL_BYTES = 8_000;
const FEATURES = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];
const fail = (words) => { console.error(`parts: ${words}`); process.exit(1); };
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

const page = readFileSync(join(dist, "index.html"), "utf8");
const glueName = page.match(/<meta name="app-program" content="\.?\/?([^"]+\.js)"/)?.[1] ?? fail("index.html names no program");
const glue = readFileSync(join(dist, glueName), "utf8");
const link = readFileSync(join(parts, "__wasm_split.js"), "utf8");

const names = readdirSync(parts).filter((name) => name.endsWith(".wasm") && name !== "first.wasm").sort();
const optimised = {};
// The smallest are only stripped of their names: starting the optimiser takes longer than it would gain.
const TINY_BYTES = 4_000;
function stripped(bytes) {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length;) {
    let [length, shift, end] = [0, 0, at + 1];
    for (let more = true; more; end += 1, shift += 7) {
      length += (bytes[end] & 127) * 2 ** shift;
      more = bytes[end] > 127;
    }
    if (bytes[at] !== 0) kept.push(bytes.subarray(at, end + length));
    at = end + length;
  }
  return Buffer.concat(kept);
}
const waiting = [...names];
async function optimise() {
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    const whole = readFileSync(join(parts, name));
    if (whole.length < TINY_BYTES) {
      optimised[name] = stripped(whole);
      continue;
    }
    const target = join(parts, `${name}.optimised`);
    const flags = ["-Oz", "--strip-debug", "--strip-producers", ...FEATURES.map((feature) => `--enable-${feature}`)];
    await promisify(execFile)("wasm-opt", [...flags, "-o", target, join(parts, name)]);
    optimised[name] = readFileSync(target);
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, optimise));

// What the first page opens, by the loader's own words: its slivers are packed apart from those of the other floors.
const OPENING = "queue";
const chunks = link.match(new RegExp(`__wasm_split_load_${OPENING} = [^]*?, \\[([^\\]]*)\\]\\)\\);`))?.[1] ?? fail(`no floor is called ${OPENING}`);
const opening = new Set(chunks.split(", ").map((chunk) => `${chunk.replace(/^__/, "")}.wasm`));

// Where each part is: a file of its own, or a place in a pack of small ones.
const places = {};
const packs = { first: [], later: [] };
for (const name of names) {
  const bytes = optimised[name];
  if (bytes.length < SMALL_BYTES) {
    packs[opening.has(name) ? "first" : "later"].push(name);
  } else {
    places[name] = `part-${name.replace(/\.wasm$/, "").replace(/^split_/, "")}-${hash(bytes)}.wasm`;
    writeFileSync(join(dist, places[name]), bytes);
  }
}
for (const [which, packed] of Object.entries(packs)) {
  const all = Buffer.concat(packed.map((name) => optimised[name]));
  const file = `parts-${which}-${hash(all)}.bin`;
  writeFileSync(join(dist, file), all);
  let at = 0;
  for (const name of packed) places[name] = [file, at, at += optimised[name].length];
}

// The splitter's loader fetches each sliver by itself; ours knows the pack, and the single file that holds everything.
const loader = link
  .replace(/^import \{ initSync \} from "[^"]*";/m, () => `import { initSync } from "./${glueName}";
const PLACES = ${JSON.stringify(places)};
async function bytesOf(name) {
  const embedded = globalThis.slowElevatorParts;
  if (embedded) return (await embedded())(name);
  const response = await fetch(new URL(\`./\${name}\`, import.meta.url));
  if (!response.ok) throw new Error(\`\${name}: answer \${response.status}\`);
  return response.arrayBuffer();
}
const packs = {};
function piece(name) {
  const place = PLACES[name];
  if (typeof place === "string") return bytesOf(place);
  const [pack, from, to] = place;
  const whole = packs[pack] ??= bytesOf(pack);
  whole.catch(() => { delete packs[pack]; });
  return whole.then((all) => all.slice(from, to));
}
async function instantiate(bytes, imports) {
  return new WebAssembly.Instance(await WebAssembly.compile(await bytes), imports);
}`)
  .replace(/fetch\(new URL\("\.\/([^"]+)", import\.meta\.url\)\)/g, (_, name) => `piece("${name}")`)
  // The page itself says that a part did not arrive; here is only why.
  .replace("console.error(e);", "console.warn(`${e}`);")
  .replaceAll("WebAssembly.instantiateStreaming(src, imports)", "instantiate(src, imports)");
if (/instantiateStreaming|import \{ initSync \} from "\.\/first/.test(loader)) fail("the splitter's loader is not the one this script knows");
const loaderName = `parts-${hash(loader)}.js`;
writeFileSync(join(dist, loaderName), loader);
if (!glue.includes('"./__wasm_split.js"')) fail("the program was not split: build it with script/build");
writeFileSync(join(dist, glueName), glue.replaceAll(/from (["'])\.\/__wasm_split\.js\1/g, `from "./${loaderName}"`));
const sum = Object.values(optimised).reduce((total, bytes) => total + bytes.length, 0);
console.log(`parts: ${Object.keys(optimised).length}, ${Math.round(sum / 1000)} kB, ${packs.first.length + packs.later.length} of them in two packs`);
