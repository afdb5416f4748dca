import "./liftoff.js";
import binaryen from "binaryen";
import type { GuestExports } from "#keyward/module.js";

/** Assembles a module in the WebAssembly text format. */
export function assemble(text: string): Uint8Array<ArrayBuffer> {
  const module = binaryen.parseText(text);
  const bytes = Uint8Array.from(module.emitBinary());
  module.dispose();
  return bytes;
}

/** Where the guest below puts the tag and the record: the first and second block allocated. */
export const TAG_ADDRESS = 1024;
export const RECORD_ADDRESS = 1024 + 1024;

/**
 * Returns the text of a guest with one page of memory and a malloc that hands out two blocks of 1 KiB alternately and counts
 * frees. `filter`: the body of the filters `tag` and `keep`, an i32 with the locals $tag, $tagLength, $seconds, $nanoseconds,
 * $record and $length; `data`: more fields of the module, such as an import or a data segment.
 */
export function guestText(filter: string, data = ""): string {
  const parameters = ["tag", "tagLength", "seconds", "nanoseconds", "record", "length"]
    .map((name) => `(param $${name} i32)`)
    .join(" ");
  return `(module
    ${data}
    (memory (export "memory") 1)
    (global $blocks (mut i32) (i32.const 0))
    (global $frees (mut i32) (i32.const 0))
    (func (export "malloc") (param $size i32) (result i32)
      (global.set $blocks (i32.xor (global.get $blocks) (i32.const 1)))
      (if (result i32) (global.get $blocks) (then (i32.const ${TAG_ADDRESS})) (else (i32.const ${RECORD_ADDRESS}))))
    (func (export "free") (param $address i32)
      (global.set $frees (i32.add (global.get $frees) (i32.const 1))))
    (func (export "frees") (result i32) (global.get $frees))
    (func $filter (export "tag") (export "keep") ${parameters} (result i32) ${filter}))`;
}

export type TestGuest = GuestExports & { frees: () => number };

/** Assembles and instantiates such a guest. */
export function makeGuest(filter: string, data = ""): TestGuest {
  return instantiate(guestText(filter, data));
}

/** Assembles and instantiates any text. */
export function instantiate(text: string): TestGuest {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble(text)));
  return instance.exports as unknown as TestGuest;
}
