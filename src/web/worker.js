// What the worker of the codecs module does: it gets the program, then does one job after another and tells how far it is.
// It stands in one script with the glue of wasm-bindgen before it.
// A program that comes slowly is awaited; when nothing comes for ten seconds it is said.
const unstalled = (promise) => {
  let timer;
  const stalled = new Promise((_, failed) => { timer = setTimeout(() => failed(new Error("nothing arrived for ten seconds")), 10_000); });
  return Promise.race([promise, stalled]).finally(() => clearTimeout(timer));
};
const bytesOf = async (response, told) => {
  const all = Number(response.headers.get("content-encoding") ? 0 : response.headers.get("content-length")) || 0;
  const parts = [];
  let done = 0;
  for (const reader = response.body.getReader(); ;) {
    const { value, done: end } = await unstalled(reader.read());
    if (end) break;
    parts.push(value);
    done += value.length;
    told(done, all);
  }
  return new Response(new Blob(parts)).arrayBuffer();
};

// A compiled program, its bytes, or its address.
const compiled = async (from) => {
  if (from instanceof ArrayBuffer) return WebAssembly.compile(from);
  if (typeof from !== "string") return from;
  const response = await unstalled(fetch(from, { credentials: "same-origin" }));
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  return WebAssembly.compile(await bytesOf(response, (fetched, all) => postMessage({ fetched, all })));
};

// What the browser's own gzip makes of the same bytes: a witness that is not of our making.
const witness = async ({ head, bytes }) => {
  const input = bytes.length ? bytes : wasm_bindgen.input(head);
  if (!input.length || typeof CompressionStream !== "function") return undefined;
  const stream = new Blob([input]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
};

let memory;
onmessage = async ({ data }) => {
  if (data.program !== undefined) {
    try {
      const module = await compiled(data.program);
      memory = (await wasm_bindgen({ module_or_path: module })).memory;
      globalThis.codecsPrepare?.(memory); // script/codecs.mjs
      postMessage({ module });
    } catch (error) {
      postMessage({ missing: String(error?.message ?? error) });
    }
    return;
  }
  try {
    const outcome = wasm_bindgen.work(data.head, data.bytes, (share, at) => postMessage({ share, at }));
    const browser = await witness(data);
    postMessage({ outcome, browser, memory: memory.buffer.byteLength }, [outcome.buffer]);
  } catch (error) {
    postMessage({ died: String(error?.message ?? error), memory: memory.buffer.byteLength });
  }
};
