// Packs a built page into one HTML file: node script/single-file.mjs dist slow-elevator.html
// Styles, scripts and images go inline. The program goes in compressed by xz and as it is, byte for byte: the file calls itself
// windows-1252, in which every byte is a character, and all its words are ASCII. The policy names the inline parts by their hash.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";

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

// Bytes as characters. What HTML would change or end at is escaped: an equals sign, then the byte and 64.
const ESCAPED = new Set([0x00, 0x0d, 0x3c, 0x3d]); // NUL, carriage return, less-than, equals
function characters(bytes) {
  const made = [];
  for (const byte of bytes) ESCAPED.has(byte) ? made.push(0x3d, (byte + 64) & 255) : made.push(byte);
  return Buffer.from(made).toString("latin1");
}
// xz-embedded, which unpacks it, knows CRC32 only. What suits machine code: four bits of the byte before, none of the place.
const packed = (bytes) => execFileSync("xz", ["--format=xz", "--check=crc32", "--lzma2=preset=9e,lc=4,lp=0,pb=0,dict=8MiB", "--stdout"], { input: bytes, maxBuffer: 2 ** 26 });
const archive = (id, bytes) => `<script type="application/octet-stream" id="${id}">${characters(packed(bytes))}</script>`;
const ascii = (html) => html.replace(/[^\x00-\x7f]/gu, (letter) => `&#${letter.codePointAt(0)};`);

let page = ascii(read("index.html")).replace('<meta charset="utf-8">', '<meta charset="windows-1252">');
if (!page.includes('"windows-1252"')) fail("index.html does not say how its letters are written");
const scriptHashes = [];
const styleHashes = [];
const scripts = [];
const inlineScript = (text) => {
  const code = inert(text);
  scriptHashes.push(hash(code));
  scripts.push(`<script>${code}</script>`);
};

const program = page.match(/<meta name="app-program"[^>]*>/)?.[0] ?? fail("index.html names no program");
page = page.replace(program, "");
scripts.push(archive("app-wasm", readFileSync(join(folder, local(attribute(program, "data-wasm"))))));
// What travels later on a server is here too: names and lengths in a first line, then the bytes. The codecs module with its script.
const later = readdirSync(folder).filter((name) => /^part-.*\.wasm$|^parts-.*\.bin$|^codecs.*\.(js|wasm)$/.test(name)).sort();
const bytes = later.map((name) => readFileSync(join(folder, name)));
const head = Buffer.from(`${JSON.stringify(later.map((name, i) => [name, bytes[i].length]))}\n`);
scripts.push(archive("app-parts", Buffer.concat([head, ...bytes])));
const unpacker = process.env.XZ_DECOMPRESS ?? fail("XZ_DECOMPRESS does not say where xz-decompress is: run script/single-file");
inlineScript(readFileSync(join(unpacker, "dist/package/xz-decompress.min.js"), "utf8"));
inlineScript(`(() => {
  // In windows-1252 every byte is a character; which, says the browser.
  const letters = new TextDecoder("windows-1252");
  const byteOf = new Uint8Array(0x10000);
  for (let byte = 0; byte < 256; byte += 1) byteOf[letters.decode(Uint8Array.of(byte)).charCodeAt(0)] = byte;
  // A server may call this file something else than it calls itself; then its bytes are asked for once more.
  const asked = async () => letters.decode(await (await fetch(location.href)).arrayBuffer());
  let again;
  async function text(id) {
    if (document.characterSet === "windows-1252") return document.getElementById(id).textContent;
    const whole = await (again ??= asked());
    const from = whole.indexOf(\`id="\${id}">\`) + id.length + 6;
    return whole.slice(from, whole.indexOf("<", from));
  }
  async function unpacked(id) {
    const written = await text(id);
    const bytes = new Uint8Array(written.length);
    let length = 0;
    for (let i = 0; i < written.length; i += 1) {
      const byte = byteOf[written.charCodeAt(i)];
      bytes[length++] = byte === 0x3d ? byteOf[written.charCodeAt(++i)] - 64 : byte;
    }
    const { XzReadableStream } = globalThis["xz-decompress"];
    return new Response(new XzReadableStream(new Blob([bytes.subarray(0, length)]).stream())).arrayBuffer();
  }
  async function parts() {
    const all = new Uint8Array(await unpacked("app-parts"));
    const end = all.indexOf(10);
    const places = new Map();
    let at = end + 1;
    for (const [name, length] of JSON.parse(new TextDecoder().decode(all.subarray(0, end)))) places.set(name, [at, at += length]);
    return (name) => places.has(name) ? all.slice(...places.get(name)).buffer : undefined;
  }
  let made;
  globalThis.slowElevatorProgram = () => unpacked("app-wasm");
  globalThis.slowElevatorParts = () => made ??= parts();
})();`);
inlineScript(classic(read(local(attribute(program, "content")))));

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
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types default",
].join("; ");
const meta = /(<meta http-equiv="Content-Security-Policy" content=")[^"]*"/;
if (!meta.test(page)) fail("index.html has no policy");
page = page.replace(meta, (_, start) => `${start}${policy}"`);
page = page.replace("</body>", () => `${scripts.join("\n")}\n</body>`);
if (/<(?:script|link|img)\b[^>]*\s(?:src|href)="(?!data:|#|https?:)[^"]*"/.test(page)) fail("something still points to another file");

// Beside the archives everything is ASCII; the archives are bytes.
const words = page.replace(/(<script type="application\/octet-stream"[^>]*>)[^<]*/g, "$1");
if (/[^\x00-\x7f]/.test(words)) fail(`a letter that is not ASCII: ${words.match(/.{0,40}[^\x00-\x7f].{0,20}/)[0]}`);
const whole = Buffer.from(page, "latin1");
writeFileSync(target, whole);
console.log(`single file: ${target}, ${Math.round(whole.length / 1000)} kB`);
