// Writes file.br and file.gz beside every file of a built page that they make smaller: node script/compress.mjs dist
// Many web servers and hosts send these as they are to browsers that take them, and need not compress anything themselves.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [folder] = process.argv.slice(2);
const TEXT_OR_CODE = /\.(html|js|css|wasm|bin|json|svg|webmanifest|txt)$/;
const smallest = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
let [files, sum, brotli] = [0, 0, 0];
for (const name of readdirSync(folder, { recursive: true })) {
  const file = join(folder, name);
  if (!statSync(file).isFile() || !TEXT_OR_CODE.test(name)) continue;
  const bytes = readFileSync(file);
  for (const [ending, packed] of [["br", smallest(bytes)], ["gz", gzipSync(bytes, { level: 9 })]]) {
    if (packed.length < bytes.length) writeFileSync(`${file}.${ending}`, packed);
    if (ending === "br") brotli += Math.min(packed.length, bytes.length);
  }
  files += 1;
  sum += bytes.length;
}
console.log(`compressed: ${files} files, ${Math.round(sum / 1000)} kB, ${Math.round(brotli / 1000)} kB in Brotli`);
