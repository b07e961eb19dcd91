// Packs a built page into one HTML file: node script/single-file.mjs dist slow-elevator.html
// Styles, scripts and images go inline; the program goes in compressed. The policy names the inline parts by their hash.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const [folder, target] = process.argv.slice(2);
const fail = (words) => { console.error(`single-file: ${words}`); process.exit(1); };
const read = (name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
const local = (address) => /^[a-z][a-z0-9+.-]*:/i.test(address) ? undefined : address.replace(/^\.\//, "").split(/[?#]/)[0];
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const attribute = (tag, name) => tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1];

const types = { ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".webp": "image/webp", ".jpg": "image/jpeg", ".woff2": "font/woff2" };
function dataAddress(name) {
  const type = types[extname(name)] ?? fail(`no type known for ${name}`);
  return `data:${type};base64,${readFileSync(join(folder, name)).toString("base64")}`;
}

// The program's script is a module with one export; without it, it is an ordinary script that leaves its starter where boot.js
// looks.
function classic(glue) {
  let found = false;
  const body = glue.replace(/export\s*\{\s*(\w[\w$]*) as default\s*\};?\s*$/, (_, starter) => {
    found = true;
    return `globalThis.slowElevatorGlue = ${starter};`;
  }).replaceAll("import.meta.url", "document.baseURI");
  if (!found || /\bimport\s*[{*"(]/.test(body)) fail("the program's script imports or exports something else: it cannot go inline");
  return `(() => {\n${body}\n})();`;
}
const inert = (script) => script.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");

let page = read("index.html");
const scriptHashes = [];
const styleHashes = [];
const scripts = [];
const inlineScript = (text) => {
  const code = inert(text);
  scriptHashes.push(hash(code));
  scripts.push(`<script>${code}</script>`);
};

const program = page.match(/<meta name="app-program"[^>]*>/)?.[0] ?? fail("index.html names no program");
const wasm = gzipSync(readFileSync(join(folder, local(attribute(program, "data-wasm")))), { level: 9 });
page = page.replace(program, "");
scripts.push(`<script type="application/octet-stream" id="app-wasm">${wasm.toString("base64")}</script>`);
// What travels later on a server is here too, packed the same way: names and lengths in a first line, then the bytes.
const later = readdirSync(folder).filter((name) => /^part-.*\.wasm$|^parts-.*\.bin$/.test(name)).sort();
if (later.length) {
  const bytes = later.map((name) => readFileSync(join(folder, name)));
  const head = Buffer.from(`${JSON.stringify(later.map((name, i) => [name, bytes[i].length]))}\n`);
  scripts.push(`<script type="application/octet-stream" id="app-parts">${gzipSync(Buffer.concat([head, ...bytes]), { level: 9 }).toString("base64")}</script>`);
  inlineScript(`(() => {
  let unpacked;
  async function unpack() {
    const packed = Uint8Array.from(atob(document.getElementById("app-parts").textContent.trim()), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const all = new Uint8Array(await new Response(stream).arrayBuffer());
    const end = all.indexOf(10);
    const places = new Map();
    let at = end + 1;
    for (const [name, length] of JSON.parse(new TextDecoder().decode(all.subarray(0, end)))) {
      places.set(name, all.slice(at, at + length).buffer);
      at += length;
    }
    return (name) => places.get(name);
  }
  globalThis.slowElevatorParts = () => unpacked ??= unpack();
})();`);
}
inlineScript(classic(read(local(attribute(program, "content")))));
// The codecs module: its glue as text, its program packed. The page makes a worker of them when it first needs one.
if (existsSync(join(folder, "codecs.js"))) {
  scripts.push(`<script type="text/plain" id="codecs-glue">${inert(read("codecs.js"))}</script>`);
  scripts.push(`<script type="application/octet-stream" id="codecs-wasm">${gzipSync(readFileSync(join(folder, "codecs_bg.wasm")), { level: 9 }).toString("base64")}</script>`);
}

const { styles } = JSON.parse(read("parts.json"));
page = page.replace(/<link\b[^>]*>/g, (tag) => {
  const rel = attribute(tag, "rel");
  const name = local(attribute(tag, "href") ?? "");
  if (/^(modulepreload|preload|prefetch|manifest|apple-touch-icon)$/.test(rel)) return "";
  if (rel === "stylesheet") {
    // All styles are here at once, those of later pages after those of the first.
    const style = (read(name) + (name === styles.first ? read(styles.later) : "")).replace(/url\(\s*["']?([^"')]+)["']?\s*\)/g, (whole, address) => {
      const file = local(address);
      return file && existsSync(join(folder, file)) ? `url("${dataAddress(file)}")` : whole;
    });
    styleHashes.push(hash(style));
    return `<style>${style}</style>`;
  }
  if (name && existsSync(join(folder, name)) && types[extname(name)]) return tag.replace(/href="[^"]*"/, () => `href="${dataAddress(name)}"`);
  return tag;
});
page = page.replace(/(<img\b[^>]*\ssrc=")([^"]+)"/g, (whole, start, address) => local(address) ? `${start}${dataAddress(local(address))}"` : whole);
page = page.replace(/<script\b([^>]*)\ssrc="([^"]+)"([^>]*)><\/script>/g, (_, before, address) => {
  inlineScript(read(local(address)));
  return "";
});

const policy = [
  "default-src 'none'",
  `script-src ${scriptHashes.join(" ")} 'wasm-unsafe-eval'`,
  `style-src ${styleHashes.join(" ") || "'none'"}`,
  "img-src data: blob:",
  "font-src data:",
  "worker-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const meta = /(<meta http-equiv="Content-Security-Policy" content=")[^"]*"/;
if (!meta.test(page)) fail("index.html has no policy");
page = page.replace(meta, (_, start) => `${start}${policy}"`);
page = page.replace("</body>", () => `${scripts.join("\n")}\n</body>`);
if (/<(?:script|link|img)\b[^>]*\s(?:src|href)="(?!data:|#|https?:)[^"]*"/.test(page)) fail("something still points to another file");

writeFileSync(target, page);
console.log(`single file: ${target}, ${Math.round(page.length / 1000)} kB`);
