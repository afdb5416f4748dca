/** Fuel: a loop that runs too long ends in a trap, however many globals the module has. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { GLOBAL_SECTION, unsigned, writeSections } from "#keyward/wasm-sections.js";
import { refuel, withFuel } from "./fuel.js";

const [TYPE, FUNCTION, EXPORT, CODE] = [1, 3, 7, 10] as const;
const I32 = 0x7f;

/** Returns a module with this many globals, whose function `run` loops as often as it is told. */
function looping(globals: number): Uint8Array {
  // global i32 = 0
  const global = Buffer.of(I32, 0, 0x41, 0, 0x0b);
  // loop; local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0; end; end
  const body = Buffer.of(0, 0x03, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x0b);
  return writeSections(Buffer.from("\0asm\x01\0\0\0", "latin1"), [
    { id: TYPE, content: Buffer.of(1, 0x60, 1, I32, 0) },
    { id: FUNCTION, content: Buffer.of(1, 0) },
    {
      id: GLOBAL_SECTION,
      content: Buffer.concat([unsigned(globals), ...Array.from({ length: globals }, () => global)]),
    },
    { id: EXPORT, content: Buffer.of(1, 3, ...Buffer.from("run"), 0, 0) },
    { id: CODE, content: Buffer.concat([Buffer.of(1, body.length), body]) },
  ]);
}

describe("fuel", () => {
  it("ends a loop that runs too long, and can be refilled", () => {
    for (let globals = 0; globals < 300; globals++) {
      const { exports } = new WebAssembly.Instance(
        new WebAssembly.Module(Uint8Array.from(withFuel(looping(globals), 100))),
      );
      const run = exports.run as (rounds: number) => void;
      run(100);
      assert.throws(
        () => {
          run(1);
        },
        /unreachable/,
        `${globals} globals`,
      );
      refuel(exports);
      run(100);
    }
  });
});
