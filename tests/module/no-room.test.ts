/** An exception when memory is too short for the comparison. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadModule } from "#keyward/module-files.js";
import type { KeywardModule } from "#keyward/module.js";
import { Guest } from "#keyward/hosts/guest.js";
import { bound, PAGE } from "./little-memory.js";

const TAG = Buffer.from("cloudtrail");
const NO_TIME = { seconds: 0, nanoseconds: 0 };
/** Longer than its pattern, and than the available room. */
const AGENT = "aws-cli/2.27.41 ".repeat(2500);
const MATCH = `{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","userAgent":"${AGENT}"}`;
const CONFIG = { exceptions: [{ id: "a", reason: "b", when: { user_agent: ["*"] } }] };

const guestTag = (module: KeywardModule, guest: Guest, record: Buffer): string => {
  const call = guest.call(module.tag, TAG, record, NO_TIME);
  const text = guest.readString(call.result)?.toString() ?? "";
  guest.free(call);
  return text;
};

test("a text without room to be compared overwrites nothing", async () => {
  const module = await loadModule(undefined, { files: { "keyward.json": JSON.stringify(CONFIG) } });
  const guest = new Guest(module);
  const { room } = bound(module);
  const small = Buffer.from('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","userAgent":"a"}');
  const expected = guestTag(module, guest, small);
  assert.match(expected, /"verdict":"suppressed"/);
  for (const left of [16, 64, 256, 1024, 4096, 16_384]) {
    // White space after the record takes all room but this many bytes.
    const bytes = Buffer.alloc(room - left - TAG.length, " ");
    bytes.write(MATCH);
    assert.equal(guestTag(module, guest, bytes), bytes.toString(), `${left} bytes left`);
    assert.equal(guestTag(module, guest, small), expected, `after one with ${left} bytes left`);
  }
});

test("brackets that cannot all be closed write nothing beyond their room", async () => {
  const module = await loadModule();
  const guest = new Guest(module);
  const { room, end } = bound(module);
  const record = Buffer.from(`{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","a":${"[".repeat(7000)}`);
  // A level that is an array clears its bit.
  guest.bytes().fill(0xff, end, end + PAGE);
  for (let left = 16; left < 1000; left += 8) {
    // The tag takes all room but this many bytes after the record.
    const call = guest.call(module.tag, Buffer.alloc(room - record.length - left, "t"), record, NO_TIME);
    assert.notEqual(call.recordAddress, 0, `${left} bytes left`);
    assert.equal(call.result, call.recordAddress, `${left} bytes left`);
    const others = Buffer.from(module.memory.buffer, end, PAGE);
    assert.ok(
      others.every((byte) => byte === 0xff),
      `${left} bytes left: memory of somebody else was written to`,
    );
    guest.free(call);
  }
});
