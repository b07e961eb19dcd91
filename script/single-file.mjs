// Packs a built page into one HTML file: node script/single-file.mjs dist slow-elevator.html
// Styles, scripts and images go inline; the program goes in compressed. The policy names the inline parts by their hash.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
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

// wasm-bindgen writes a module; without its exports it is an ordinary script that leaves its starter where boot.js looks.
function classic(glue) {
  const body = glue
    .replace(/^export (?=class|function|const|let)/gm, "")
    .replace(/^export\s*\{[^}]*\};?\s*$/gm, "")
    .replaceAll("import.meta.url", "document.baseURI");
  if (/^\s*(import|export)\b/m.test(body)) fail("the glue still imports or exports something: it cannot go inline");
  return `(() => {\n${body}\nglobalThis.slowElevatorGlue = __wbg_init;\n})();`;
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
inlineScript(classic(read(local(attribute(program, "content")))));

page = page.replace(/<link\b[^>]*>/g, (tag) => {
  const rel = attribute(tag, "rel");
  const name = local(attribute(tag, "href") ?? "");
  if (/^(modulepreload|preload|prefetch|manifest|apple-touch-icon)$/.test(rel)) return "";
  if (rel === "stylesheet") {
    const style = read(name).replace(/url\(\s*["']?([^"')]+)["']?\s*\)/g, (whole, address) => {
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
