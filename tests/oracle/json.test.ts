import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseRecord, readText } from "./json.js";

const NO = "\ufffd";

describe("a record's text", () => {
  const readings: [shows: string, bytes: number[], text: string][] = [
    ["ASCII", [0x61, 0x62], "ab"],
    ["two, three and four bytes", [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x94, 0x91], "\u00e9\u20ac\ud83d\udd11"],
    ["a byte order mark", [0xef, 0xbb, 0xbf, 0x61], "\ufeffa"],
    ["a byte that begins nothing", [0x61, 0xff, 0x62], `a${NO}b`],
    ["a sequence cut short, byte by byte", [0xe2, 0x82, 0x61], `${NO}${NO}a`],
    ["four bytes cut short", [0xf0, 0x9f, 0x94], NO.repeat(3)],
    ["an overlong form", [0xc0, 0xaf, 0xe0, 0x9f, 0xbf], NO.repeat(5)],
    ["half a surrogate pair", [0xed, 0xa0, 0x80], NO.repeat(3)],
    ["more than Unicode has", [0xf4, 0x90, 0x80, 0x80], NO.repeat(4)],
    ["a sequence after a broken one", [0xc3, 0xc3, 0xa9], `${NO}\u00e9`],
  ];
  for (const [shows, bytes, text] of readings) {
    it(`reads ${shows}`, () => {
      assert.equal(readText(Uint8Array.from(bytes)), text);
    });
  }

  it("is JSON if it is ill-formed only in strings", () => {
    const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
    assert.deepEqual(parseRecord(bytes('{"a":"x\xffy","\xc3":1}')), { a: `x${NO}y`, [NO]: 1 });
    for (const text of ['{"a":\xff}', '\xff{"a":1}', '{"a":1}\x80', '{\xe2\x82"a":1}']) {
      assert.equal(parseRecord(bytes(text)), undefined, text);
    }
  });
});
