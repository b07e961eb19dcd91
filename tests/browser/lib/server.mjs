// A plain static server. The page lies at a sub-path, as on many hosts; other first folders serve it broken on purpose.
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css",
  ".svg": "image/svg+xml", ".png": "image/png", ".json": "application/json", ".webmanifest": "application/manifest+json",
  ".ico": "image/x-icon", ".txt": "text/plain; charset=utf-8",
};

export const SITE = "/sub/path/";

// What each broken server does with the program; everything else it serves as it should.
const faults = {
  "wasm-missing": (_, response) => response.writeHead(404).end("not found"),
  "wasm-truncated": (file, response) => {
    const bytes = readFileSync(file);
    response.writeHead(200, { "content-type": "application/wasm" }).end(bytes.subarray(0, bytes.length / 2));
  },
  "wasm-broken-off": (file, response) => {
    const bytes = readFileSync(file);
    response.writeHead(200, { "content-type": "application/wasm", "content-length": bytes.length });
    response.write(bytes.subarray(0, 1000), () => response.destroy());
  },
  "wasm-is-html": (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Welcome</title>"),
  "wasm-untyped": (file, response) => response.writeHead(200, { "content-type": "application/octet-stream" }).end(readFileSync(file)),
  "wasm-blocked": (_, response) => response.destroy(),
  "wasm-slow": (file, response) => {
    const timer = setTimeout(() => response.writeHead(200, { "content-type": "application/wasm" }).end(readFileSync(file)), 11_000);
    response.on("close", () => clearTimeout(timer));
  },
};

// The browsers that have the old release in their cache.
const cached = new Set();

// Whole answers instead of a file that is there: by the name of the file.
const answers = {
  // A release ago: what a browser has asked for first stays in its cache and names files that are gone by now.
  "old-release": (name, file, request) => {
    if (name !== "index.html" || cached.has(request.headers["user-agent"])) return undefined;
    cached.add(request.headers["user-agent"]);
    return { type: "text/html; charset=utf-8", body: readFileSync(file, "utf8").replace(/(slow-elevator-)[0-9a-f]+(_bg)?/g, "$10ld$2"), cache: "max-age=600" };
  },
  "boot-missing": (name) => name === "boot.js" ? { status: 404 } : undefined,
  "styles-missing": (name) => /^styles-first/.test(name) ? { status: 404 } : undefined,
  "styles-stalled": (name) => /^styles-first/.test(name) ? { stalled: true } : undefined,
  "parts-stalled": (name) => /^part-queue-/.test(name) ? { stalled: true } : undefined,
  "parts-gone": (name) => /^part-tail-/.test(name) ? { status: 404 } : undefined,
};

/** Serves `folder` until closed. */
export async function serve(folder) {
  const mended = new Set();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (path === "/favicon.ico") return response.writeHead(204).end();
    if (path === "/empty") return response.writeHead(200, { "content-type": "text/plain" }).end("empty");
    const [, first] = path.split("/");
    const broken = first.startsWith("parts-late") && `${first} ${request.headers["user-agent"]}`;
    if (broken && path === `/${first}/mend`) {
      mended.add(broken);
      return response.writeHead(204).end();
    }
    const base = path.startsWith(SITE) ? SITE : `/${first}/`;
    const file = join(folder, normalize(`/${path.slice(base.length) || "index.html"}`));
    if (!(base === SITE || first in faults || ["policy-refuses-wasm", "glue-missing"].includes(first) || first in answers || broken) || !isFile(file)) {
      return response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    }
    const extension = extname(file);
    const answer = answers[first]?.(file.split("/").pop(), file, request);
    if (answer?.stalled) return;
    if (answer?.status) return response.writeHead(answer.status).end();
    if (answer) return response.writeHead(200, { "content-type": answer.type, "cache-control": answer.cache }).end(answer.body);
    if (extension === ".wasm" && faults[first]) return faults[first](file, response);
    if (first === "glue-missing" && /^slow-elevator.*\.js$/.test(file.split("/").pop())) return response.writeHead(404).end("not found");
    // What comes later does not arrive, as on a broken connection, until a browser asks for the connection to be mended.
    if (broken && /^(parts?-.*\.(wasm|bin)|styles-later-.*\.css)$/.test(file.split("/").pop()) && !mended.has(broken)) {
      return response.writeHead(503).end();
    }
    const headers = { "content-type": types[extension] ?? "application/octet-stream", "cache-control": "max-age=600" };
    if (first === "policy-refuses-wasm") headers["content-security-policy"] = "script-src 'self'";
    response.writeHead(200, headers);
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => { server.closeAllConnections?.(); return new Promise((resolve) => server.close(resolve)); },
  };
}

function isFile(path) {
  try { return statSync(path).isFile(); } catch { return false; }
}
