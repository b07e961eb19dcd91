// The best JavaScript we can write for the same job: M/M/c on a binary heap of (time, sequence) in typed arrays, nothing but the mean.
// xoshiro128** (32-bit, as JavaScript likes it) and Marsaglia and Tsang's 32-bit exponential ziggurat. Runs in a page and in Node.

function xoshiro128(seed) {
  // Seeded by splitmix32.
  const mix = () => {
    seed = (seed + 0x9e3779b9) | 0;
    let z = seed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
  // In a typed array: captured variables would be boxed once they outgrow 31 bits.
  const state = Int32Array.of(mix(), mix(), mix(), mix());
  return () => {
    const a = state[0], b = state[1], c = state[2] ^ a, d = state[3] ^ b;
    const five = Math.imul(b, 5);
    state[0] = a ^ d;
    state[1] = b ^ c;
    state[2] = c ^ (b << 9);
    state[3] = (d << 11) | (d >>> 21);
    return Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
  };
}

const layers = (() => {
  const k = new Uint32Array(256), w = new Float64Array(256), f = new Float64Array(256);
  const m = 4294967296, v = 0.003949659822581572;
  let d = 7.69711747013104972, t = d;
  const q = v / Math.exp(-d);
  k[0] = (d / q) * m; k[1] = 0;
  w[0] = q / m; w[255] = d / m;
  f[0] = 1; f[255] = Math.exp(-d);
  for (let i = 254; i >= 1; i--) {
    d = -Math.log(v / d + Math.exp(-d));
    k[i + 1] = (d / t) * m;
    t = d;
    f[i] = Math.exp(-d);
    w[i] = d / m;
  }
  return { k, w, f };
})();

function exponentials(seed) {
  const next = xoshiro128(seed);
  const { k, w, f } = layers;
  return () => {
    for (;;) {
      const bits = next(), i = bits & 255;
      if (bits < k[i]) return bits * w[i];
      if (i === 0) return 7.69711747013104972 - Math.log((next() + 1) / 4294967296);
      const x = bits * w[i];
      if (f[i] + (next() / 4294967296) * (f[i - 1] - f[i]) < Math.exp(-x)) return x;
    }
  };
}

function bareHeap(utilization, servers, customers, seed) {
  const arrival = exponentials(2 * seed + 1), service = exponentials(2 * seed + 2);
  const meanGap = 1 / (utilization * servers);
  // At most one arrival and c departures are pending.
  const times = new Float64Array(servers + 2), order = new Float64Array(servers + 2), kinds = new Uint8Array(servers + 2);
  let size = 0, sequence = 0;
  const push = (time, kind) => {
    const mine = sequence++;
    let at = size++;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (times[up] < time || (times[up] === time && order[up] < mine)) break;
      times[at] = times[up]; order[at] = order[up]; kinds[at] = kinds[up];
      at = up;
    }
    times[at] = time; order[at] = mine; kinds[at] = kind;
  };
  const drop = () => {
    size--;
    const time = times[size], mine = order[size], kind = kinds[size];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && (times[right] < times[child] || (times[right] === times[child] && order[right] < order[child]))) child = right;
      if (time < times[child] || (time === times[child] && mine < order[child])) break;
      times[at] = times[child]; order[at] = order[child]; kinds[at] = kinds[child];
      at = child;
    }
    times[at] = time; order[at] = mine; kinds[at] = kind;
  };
  // A ring for those who wait, doubled when full.
  let ring = new Float64Array(1024), mask = 1023, head = 0, tail = 0;
  let busy = 0, arrived = 0, waits = 0;
  push(meanGap * arrival(), 0);
  while (size > 0) {
    const time = times[0], kind = kinds[0];
    drop();
    if (kind === 1) {
      if (head !== tail) {
        waits += time - ring[head & mask];
        head++;
        push(time + service(), 1);
      } else busy--;
    } else {
      if (++arrived < customers) push(time + meanGap * arrival(), 0);
      if (busy < servers) {
        busy++;
        push(time + service(), 1);
      } else {
        if (tail - head > mask) {
          const larger = new Float64Array(2 * ring.length);
          for (let i = head; i < tail; i++) larger[i & (2 * ring.length - 1)] = ring[i & mask];
          ring = larger;
          mask = ring.length - 1;
        }
        ring[tail & mask] = time;
        tail++;
      }
    }
  }
  return waits / customers;
}

globalThis.bareHeap = bareHeap;
