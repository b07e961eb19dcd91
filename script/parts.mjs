// Puts the parts of the program that travel later beside the first one: node script/parts.mjs <parts> dist
// The splitter leaves dozens of slivers of code that a few parts share; the small ones go into one file, so that opening a
// floor takes a handful of requests. Then scripts and styles are packed: what the first page needs, and what the others do.
import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
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

// A whole number of WebAssembly (LEB128): its value, and where it ends.
function number(bytes, at) {
  let [value, shift] = [0, 0];
  for (let more = true; more; at += 1, shift += 7) {
    value += (bytes[at] & 127) * 2 ** shift;
    more = bytes[at] > 127;
  }
  return [value, at];
}
const written = (value) => value < 128 ? [value] : [value % 128 + 128, ...written(Math.floor(value / 128))];
// The sections of a WebAssembly module: what each is, where it begins, where its content begins, where it ends.
function* sections(bytes) {
  for (let at = 8; at < bytes.length;) {
    const [length, body] = number(bytes, at + 1);
    yield { id: bytes[at], from: at, body, to: body + length };
    at = body + length;
  }
}

const names = readdirSync(parts).filter((name) => name.endsWith(".wasm") && name !== "first.wasm").sort();
const optimised = {};
// The smallest are only stripped of their names: starting the optimiser takes longer than it would gain.
const TINY_BYTES = 4_000;
function stripped(bytes) {
  const kept = [bytes.subarray(0, 8)];
  for (const { id, from, to } of sections(bytes)) if (id !== 0) kept.push(bytes.subarray(from, to));
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

// What each part needs besides itself, by the loader that the splitter wrote.
const needs = {};
for (const [, part, own, chunks] of link.matchAll(/^export const __wasm_split_load_(\w+) = wrapAsyncCb\(makeLoad\(\(\) => \{\s*const src = fetch\(new URL\("\.\/([^"]+)"[^[]*\[([^\]]*)\]/gm)) {
  needs[part] = [own, ...chunks.split(", ").filter(Boolean).map((chunk) => `${chunk.replace(/^__/, "")}.wasm`)];
}
const shared = link.match(/const \{([^}]*)\} = initSync\(undefined, undefined\);/)?.[1].split(",").map((name) => name.trim()).filter(Boolean)
  ?? fail("the splitter's loader is not the one this script knows");

// Pieces are numbered so that those of one part lie together.
const users = (name) => Object.keys(needs).filter((part) => needs[part].includes(name)).join();
const order = [...names].sort((a, b) => users(a) < users(b) ? -1 : users(a) > users(b) ? 1 : names.indexOf(a) - names.indexOf(b));

// Where each part is: a file of its own, or a place in a pack of small ones.
const places = {};
const slivers = [];
for (const name of order) {
  const bytes = optimised[name];
  if (bytes.length < SMALL_BYTES) {
    slivers.push(name);
  } else {
    const file = `part-${name.replace(/\.wasm$/, "").replace(/^split_/, "")}-${hash(bytes)}.wasm`;
    places[name] = [file];
    writeFileSync(join(dist, file), bytes);
  }
}
const all = Buffer.concat(slivers.map((name) => optimised[name]));
const pack = `parts-${hash(all)}.bin`;
writeFileSync(join(dist, pack), all);
let at = 0;
for (const name of slivers) places[name] = [pack, at, at += optimised[name].length];

// --- The names that the first part and its script call each other by: wasm-bindgen's are long and end in a hash --------
const IMPORTS = 2;
const LONG_NAME = /^__(wbg|wbindgen)_\w{8,}$/;
const shortNames = new Map();
function renamed(bytes) {
  const kept = [bytes.subarray(0, 8)];
  for (const { id, from, body, to } of sections(bytes)) {
    if (id !== IMPORTS) { kept.push(bytes.subarray(from, to)); continue; }
    let [count, at] = number(bytes, body);
    const made = [Buffer.from(written(count))];
    const text = (start) => { const [length, begins] = number(bytes, start); return [bytes.toString("utf8", begins, begins + length), begins + length]; };
    for (; count; count -= 1) {
      const [module, afterModule] = text(at);
      const [name, afterName] = text(afterModule);
      // What is imported: a kind, then a type that is over before the next name; only functions are renamed.
      const kind = bytes[afterName];
      const [, end] = kind === 0 ? number(bytes, afterName + 1) : fail(`the program imports something that is no function: ${module} ${name}`);
      if (LONG_NAME.test(name) && !shortNames.has(name)) shortNames.set(name, `_${shortNames.size.toString(36)}`);
      const short = Buffer.from(shortNames.get(name) ?? name);
      made.push(bytes.subarray(at, afterModule), Buffer.from(written(short.length)), short, bytes.subarray(afterName, end));
      at = end;
    }
    const content = Buffer.concat(made);
    kept.push(Buffer.from([IMPORTS, ...written(content.length)]), content);
  }
  return Buffer.concat(kept);
}
const wasmName = page.match(/data-wasm="\.?\/?([^"]+\.wasm)"/)?.[1] ?? fail("index.html names no program");
const wasm = renamed(readFileSync(join(dist, wasmName)));
const wasmRenamed = `slow-elevator-${hash(wasm)}_bg.wasm`;
rmSync(join(dist, wasmName));
writeFileSync(join(dist, wasmRenamed), wasm);
const shortened = (text) => text.replace(/\b__(?:wbg|wbindgen)_\w+/g, (name) => shortNames.get(name) ?? name);

// --- Styles: one file for the first page, one more for all others ------------------------------------------------------
const LATER_STYLES = /^(data|readouts|experiments|network|payload|compression|map|chart|lesson|walkthrough)-/;
const sheets = [...page.matchAll(/<link rel="stylesheet" href="\.\/([^"]+\.css)"[^>]*>\s*/g)].map(([tag, name]) => ({ tag, name }));
if (!sheets.length) fail("index.html names no styles");
const work = mkdtempSync(join(tmpdir(), "parts-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
async function packed(name, text, ...flags) {
  const source = join(work, name);
  writeFileSync(source, text);
  const { stdout } = await promisify(execFile)("esbuild", [source, "--minify", "--legal-comments=none", "--log-level=warning", ...flags], { maxBuffer: 2 ** 26 });
  return stdout;
}
async function packedStyles(which, wanted) {
  const css = await packed(`${which}.css`, wanted.map(({ name }) => readFileSync(join(dist, name), "utf8")).join("\n"));
  const name = `styles-${which}-${hash(css)}.css`;
  writeFileSync(join(dist, name), css);
  return name;
}
const firstStyles = await packedStyles("first", sheets.filter(({ name }) => !LATER_STYLES.test(name)));
// What prints comes last in each.
const laterStyles = await packedStyles("later", sheets.filter(({ name }) => LATER_STYLES.test(name) || name.startsWith("print-")));

// --- The loader: which pieces a part needs, where they are, and what the splitter's own loader does -------------------
// What a part needs is written as runs of numbers, where a piece is as its file and, in the pack, its length.
const numbered = new Map(order.map((name, i) => [name, i]));
const files = [...new Set(order.map((name) => places[name][0]))];
const runs = (list) => {
  const made = [];
  for (const n of list.map((name) => numbered.get(name)).sort((a, b) => a - b)) {
    if (made.length && made.at(-1) === n - 1) made[made.length - 1] = n;
    else made.push(n, n);
  }
  return made;
};
const loader = `import { initSync } from "./${glueName}";
const FILES = ${JSON.stringify(files)};
const PIECES = ${JSON.stringify(order.map((name) => places[name].length > 1 ? places[name][2] - places[name][1] : [files.indexOf(places[name][0])]))};
const PACK = ${files.indexOf(pack)};
const STYLES = ${JSON.stringify(laterStyles)};
const STALLED_MS = 10_000;
// Successes are kept, failures are not: asking again tries again.
const once = (make) => {
  let made;
  return () => made ??= make().catch((error) => { made = undefined; throw error; });
};
// A file that comes slowly is awaited; one of which nothing comes for ten seconds has failed.
const arriving = (name, promise) => {
  let timer;
  const stalled = new Promise((_, failed) => { timer = setTimeout(() => failed(new Error(\`\${name}: nothing arrived for ten seconds\`)), STALLED_MS); });
  return Promise.race([promise, stalled]).finally(() => clearTimeout(timer));
};
const bytes = FILES.map((name) => once(async () => {
  const embedded = globalThis.slowElevatorParts;
  if (embedded) return (await embedded())(name);
  const response = await arriving(name, fetch(new URL(\`./\${name}\`, import.meta.url)));
  if (!response.ok) throw new Error(\`\${name}: answer \${response.status}\`);
  const read = [];
  for (const reader = response.body.getReader(); ;) {
    const { value, done } = await arriving(name, reader.read());
    if (done) return new Blob(read).arrayBuffer();
    read.push(value);
  }
}));
let shared;
function imports() {
  if (!shared) {
    const { ${shared.join(", ")} } = initSync(undefined, undefined);
    shared = { __wasm_split: { ${shared.join(", ")} } };
  }
  return shared;
}
let at = 0;
const piece = PIECES.map((place) => {
  if (place.length) return once(async () => WebAssembly.compile(await bytes[place[0]]()));
  const [from, to] = [at, at += place];
  return once(async () => WebAssembly.compile((await bytes[PACK]()).slice(from, to)));
});
const placed = PIECES.map((_, i) => once(async () => void new WebAssembly.Instance(await piece[i](), imports())));
// The styles of all pages but the first. The single file has them in itself.
const styled = once(() => new Promise((done, failed) => {
  if (globalThis.slowElevatorParts) return done();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(\`./\${STYLES}\`, import.meta.url);
  link.onload = () => done();
  link.onerror = () => { link.remove(); failed(new Error(\`\${STYLES}: did not arrive\`)); };
  setTimeout(() => { if (!link.sheet) link.onerror(); }, STALLED_MS);
  document.head.append(link);
}));
// A part goes in after the pieces it shares with others; meanwhile all are on their way.
const load = (own, runs) => async (callback, data) => {
  let arrived = false;
  try {
    const numbers = [];
    for (let i = 0; i < runs.length; i += 2) for (let n = runs[i]; n <= runs[i + 1]; n += 1) numbers.push(n);
    piece[own]().catch(() => {});
    await Promise.all([styled(), ...numbers.map((n) => placed[n]())]);
    await placed[own]();
    arrived = true;
  } catch (error) {
    // The page itself says that a part did not arrive; here is only why.
    console.warn(\`\${error}\`);
  }
  imports().__wasm_split.__indirect_function_table.get(callback)(data, arrived);
};
${Object.entries(needs).map(([part, [own, ...rest]]) =>
    `export const __wasm_split_load_${part} = load(${numbered.get(own)}, ${JSON.stringify(runs(rest))});`).join("\n")}
`;
if (!glue.includes('"./__wasm_split.js"')) fail("the program was not split: build it with script/build");
writeFileSync(join(work, "loader.js"), loader);
writeFileSync(join(work, glueName), shortened(glue).replaceAll(/from (["'])\.\/__wasm_split\.js\1/g, 'from "./loader.js"'));
// Only what starts the program leaves the module: what else the glue offers is for programs that others write.
const program = await packed("program.js", `export { default } from "./${glueName}";`, "--bundle", "--format=esm");
const programName = `slow-elevator-${hash(program)}.js`;
rmSync(join(dist, glueName));
writeFileSync(join(dist, programName), program);

// --- The page names what there is now ----------------------------------------------------------------------------------
let packedPage = page.replaceAll(glueName, programName).replaceAll(wasmName, wasmRenamed);
for (const [i, { tag, name }] of sheets.entries()) {
  packedPage = packedPage.replace(tag, i === 0 ? `<link rel="stylesheet" href="./${firstStyles}">\n` : "");
  rmSync(join(dist, name));
}
// What tells of failure keeps its name: a page that a cache has kept over a release must still find it.
const bootName = page.match(/src="\.\/(boot-[^"]+\.js)"/)?.[1] ?? fail("index.html names no boot script");
writeFileSync(join(dist, "boot.js"), await packed("boot.js", readFileSync(join(dist, bootName), "utf8")));
rmSync(join(dist, bootName));
packedPage = packedPage.replaceAll(bootName, "boot.js");
writeFileSync(join(dist, "index.html"), packedPage);
// What each part takes, for those who count bytes or warm a cache.
const filesOf = Object.fromEntries(Object.entries(needs).map(([part, list]) => [part, [...new Set(list.map((name) => places[name][0]))]]));
writeFileSync(join(dist, "parts.json"), `${JSON.stringify({ program: programName, styles: { first: firstStyles, later: laterStyles }, parts: filesOf }, null, 1)}\n`);
const sum = Object.values(optimised).reduce((total, bytes) => total + bytes.length, 0);
console.log(`parts: ${names.length}, ${Math.round(sum / 1000)} kB, ${slivers.length} of them in one pack`);
