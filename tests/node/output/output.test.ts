import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Output, OutputClosed } from "#keyward/output/output.js";

interface Made {
  output: Output;
  written: Buffer[];
  /** Returns how often the destination was closed. */
  closings: () => number;
}

function makeOutput(write?: () => Promise<void>, isFile = false): Made {
  const written: Buffer[] = [];
  let closings = 0;
  const output = new Output({
    name: "here",
    isFile,
    write: async (parts) => {
      await write?.();
      written.push(Buffer.concat(parts));
    },
    close: () => {
      closings++;
      return Promise.reject(new Error("not told: the write that failed is"));
    },
  });
  return { output, written, closings: () => closings };
}

function failure(code: string): () => Promise<void> {
  return () => Promise.reject(Object.assign(new Error(`${code}: some words, write`), { code }));
}

describe("Output", () => {
  it("writes small and large parts in order", async () => {
    const { output, written } = makeOutput();
    const parts = [10, 300_000, 1, 200_000, 100_000, 262_144, 5].map((size, n) => Buffer.alloc(size, 0x61 + n));
    for (const part of parts) output.append(part);
    await output.flush();
    assert.ok(Buffer.concat(written).equals(Buffer.concat(parts)));
  });

  it("writes nothing before a flush, and nothing twice", async () => {
    const { output, written } = makeOutput();
    output.append(Buffer.from("a"));
    assert.equal(written.length, 0);
    await output.flush();
    await output.flush();
    assert.equal(Buffer.concat(written).toString(), "a");
  });

  it("copies small bytes, which their owner may overwrite", async () => {
    const { output, written } = makeOutput();
    const bytes = Buffer.from("a");
    output.append(bytes);
    bytes.write("b");
    await output.flush();
    assert.equal(Buffer.concat(written).toString(), "a");
  });

  it("writes a large view without a copy, and copies a small one", async () => {
    const { output, written } = makeOutput();
    const bytes = Buffer.alloc(100_000, "a");
    const small = Buffer.from("b");
    output.append(Buffer.from("<"));
    output.appendView(bytes);
    output.appendView(small);
    output.appendView(Buffer.alloc(0));
    output.append(Buffer.from(">"));
    bytes.fill("A");
    small.write("B");
    await output.flush();
    assert.equal(Buffer.concat(written).toString(), `<${"A".repeat(100_000)}b>`);
  });

  it("writes a newline before a view that follows an unfinished input", async () => {
    for (const size of [1, 100_000]) {
      const { output, written } = makeOutput();
      output.append(Buffer.from("a"));
      output.endInput();
      output.appendView(Buffer.alloc(size, "b"));
      output.endInput();
      output.append(Buffer.from("c"));
      await output.flush();
      assert.equal(Buffer.concat(written).toString(), `a\n${"b".repeat(size)}\nc`);
    }
  });

  it("puts a newline between inputs if the first lacks one, and something follows", async () => {
    for (const [inputs, expected] of [
      [["a", "b"], "a\nb"],
      [["a\n", "b"], "a\nb"],
      [["a", "", "b\n"], "a\nb\n"],
      [["a", ""], "a"],
      [["", "b"], "b"],
    ] as const) {
      const { output, written } = makeOutput();
      for (const input of inputs) {
        output.append(Buffer.from(input));
        output.endInput();
        await output.flush();
      }
      assert.equal(Buffer.concat(written).toString(), expected);
    }
  });

  it("goes on writing to a file while more is added, in order, and does not touch what it writes", async () => {
    const release: (() => void)[] = [];
    const { output, written } = makeOutput(() => new Promise((resolve) => release.push(resolve)), true);
    const lines = ["a", "b", "c", "d"].map((letter) => letter.repeat(20_000));
    for (const line of lines) {
      output.append(Buffer.from(line));
      const flushed = output.flushBehind();
      const tick = new Promise((resolve) => setImmediate(resolve, "waits"));
      // Except for the first one, a write is in progress, and the next begins at its end.
      assert.equal(await Promise.race([flushed, tick]), line === lines[0] ? undefined : "waits");
      if (line !== lines[0]) release.shift()?.();
      await flushed;
    }
    const ended = output.flush();
    release.shift()?.();
    await ended;
    assert.equal(Buffer.concat(written).toString(), lines.join(""));
  });

  it("reports a failed write to a file at the next flush, or when it is closed", async () => {
    for (const next of ["flushBehind", "flush", "close"] as const) {
      const { output } = makeOutput(failure("ENOSPC"), true);
      output.append(Buffer.from("a"));
      await output.flushBehind();
      await new Promise((resolve) => setTimeout(resolve, 5));
      output.append(Buffer.from("b"));
      await assert.rejects(output[next](), { name: "OutputError", message: "here: no space left on device" });
    }
  });

  it("closes its file when a write fails, but not before", async () => {
    const fine = makeOutput(undefined, true);
    fine.output.append(Buffer.from("a"));
    await fine.output.flush();
    assert.equal(fine.closings(), 0);
    for (const isFile of [true, false]) {
      const { output, closings } = makeOutput(failure("ENOSPC"), isFile);
      output.append(Buffer.from("a"));
      await assert.rejects(output.flush(), { message: "here: no space left on device" });
      assert.equal(closings(), 1);
    }
  });

  it("distinguishes a reader that went away from a failed write", async () => {
    const closed = makeOutput(failure("EPIPE")).output;
    closed.append(Buffer.from("a"));
    await assert.rejects(closed.flush(), OutputClosed);
    for (const [code, message] of [
      ["ENOSPC", "here: no space left on device"],
      ["EIO", "here: some words"],
    ] as const) {
      const { output } = makeOutput(failure(code));
      output.append(Buffer.from("a"));
      await assert.rejects(output.flush(), { name: "OutputError", message });
    }
  });
});
