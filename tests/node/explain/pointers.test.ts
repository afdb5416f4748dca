import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findPointers } from "#keyward/explain/pointers.js";
import { randomFor, type Random } from "../../oracle/random.js";

/** A text being written, with the pointer of each value by its offset. */
interface Written {
  text: string;
  pointers: Map<number, string>;
}

const SPACES = ["", "", " ", "\n\t", "  "];
const KEYS = ["a", "", "a/b", "~", "~1", "#", "é", "\u{1f511}", 'q"q', "\\", "a", "event.action", "0"];
const SCALARS = ["1", "-0.5e+3", "true", "null", '""', '"x"', '"\\"]}\\\\"', '"é\\u0022"', '"[{,"'];

function write(written: Written, pointer: string, depth: number, random: Random): void {
  const space = (): void => {
    written.text += random.pick(SPACES);
  };
  const start = Buffer.byteLength(written.text);
  written.pointers.set(start, pointer);
  const kind = depth === 0 ? "scalar" : random.pick(["object", "array", "scalar"] as const);
  if (kind === "scalar") {
    const scalar = random.pick(SCALARS);
    written.text += scalar;
    // Each byte of a scalar is in it.
    for (let at = start; at < start + Buffer.byteLength(scalar); at++) written.pointers.set(at, pointer);
    return;
  }
  written.text += kind === "object" ? "{" : "[";
  space();
  for (let index = 0, count = random.below(4); index < count; index++) {
    if (index > 0) written.text += ",";
    space();
    let name = String(index);
    if (kind === "object") {
      name = random.pick(KEYS);
      const key = JSON.stringify(name);
      written.text += random.chance(0.2) ? key.replace("a", "\\u0061") : key;
      space();
      written.text += ":";
      space();
    }
    write(written, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth - 1, random);
    space();
  }
  written.text += kind === "object" ? "}" : "]";
}

describe("the pointer of an address", () => {
  it("leads to the value there, in 3,000 generated texts", () => {
    let values = 0;
    for (let index = 0; index < 3000; index++) {
      const random = randomFor(8, index);
      const lead = random.pick(["", "{", '"]"']);
      const written: Written = { text: lead, pointers: new Map() };
      const start = Buffer.byteLength(lead);
      write(written, "", 5, random);
      JSON.parse(written.text.slice(lead.length));
      written.text += random.pick(["", " ", "}"]);
      assert.deepEqual(
        findPointers(Buffer.from(written.text), start, [...written.pointers.keys()].reverse()),
        written.pointers,
        written.text,
      );
      values += written.pointers.size;
    }
    assert.ok(values > 30_000, `${values}`);
  });

  it("is missing where there is no value", () => {
    const text = Buffer.from('{ "key" : [1 , 2] }');
    for (const at of [1, 2, 5, 8, 12, 13, 16, 17, 18, 30]) {
      assert.deepEqual(findPointers(text, 0, [at]), new Map(), `${at}`);
    }
    assert.deepEqual(findPointers(text, 0, [0, 10, 11, 15]).size, 4);
    assert.deepEqual(findPointers(text, 0, []), new Map());
  });

  it("is that of the member itself, for a duplicate key", () => {
    const text = '{"a":1,"a":{"b":2}}';
    assert.deepEqual([...findPointers(Buffer.from(text), 0, [5, 16]).values()], ["/a", "/a/b"]);
  });

  it("is found after 100,000 brackets, and in many megabytes", () => {
    const deep = `${"[".repeat(100_000)}7${"]".repeat(100_000)}`;
    assert.equal(findPointers(Buffer.from(deep), 0, [100_000]).get(100_000), "/0".repeat(100_000));
    const objects = `${'{"a":'.repeat(100_000)}7${"}".repeat(100_000)}`;
    assert.equal(findPointers(Buffer.from(objects), 0, [500_000]).get(500_000), "/a".repeat(100_000));
    const wide = Buffer.from(`[${'{"a":"bcdefgh","c":[1,2,3]},'.repeat(400_000)}"z"]`);
    assert.equal(findPointers(wide, 0, [wide.length - 4]).get(wide.length - 4), "/400000");
  });

  it("takes one pass, however many are requested", () => {
    const text = Buffer.from(`[${'{"a":"bcdefgh","c":[1,2,3]},'.repeat(2000)}"z"]`);
    let reads = 0;
    const counted = new Proxy(text, {
      get: (bytes, name) => {
        const value: unknown = Reflect.get(bytes, name, bytes);
        if (typeof name === "string" && /^\d+$/.test(name)) reads++;
        return typeof value === "function" ? (value.bind(bytes) as unknown) : value;
      },
    });
    const addresses = Array.from({ length: text.length }, (_, at) => at);
    assert.ok(findPointers(counted, 0, addresses).size > text.length / 2);
    // A byte is read as the next one, in its string or number, and as part of a key.
    assert.ok(reads > text.length && reads < 4 * text.length, `${reads} reads of ${text.length} bytes`);
  });
});
