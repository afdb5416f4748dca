/** Covers lines that other tests of the modules do not reach: rare settings and rare events. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileModule, loadModule } from "#keyward/module-files.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import type { KeywardModule } from "#keyward/module.js";
import { checkConfig } from "#keyward/config/check-config.js";
import { Wasi } from "#keyward/wasi.js";

const WHEN = { "actor.arn": ["*"] };
const ACTOR = '"userIdentity":{"arn":"arn:aws:iam::111122223333:user/a"}';

test("a pattern that would be slow is rejected, and its near miss is not", async () => {
  const module = await loadModule();
  const config = (length: number): Buffer =>
    Buffer.from(
      JSON.stringify({ exceptions: [{ id: "a", reason: "b", when: { user_agent: [`*?${"a".repeat(length)}*`] } }] }),
    );
  assert.deepEqual(checkConfig(module, config(64)), [
    "/exceptions/0/when/user_agent/0: a part with ? is too long; use at most 64 bytes between two *",
  ]);
  assert.deepEqual(checkConfig(module, config(63)), []);
});

test("a key with ~ and / is reported as a JSON Pointer", async () => {
  const [line = ""] = checkConfig(await loadModule(), Buffer.from('{"a~/b":1}'));
  assert.match(line, /^\/a~0~1b: unknown key; /);
});

/** Reports whether an event's time is covered by an exception that applies only on some days, or at some hours. */
async function isExpected(time: string, weekly: object): Promise<boolean> {
  const config = { exceptions: [{ id: "a", reason: "b", when: WHEN, weekly }] };
  const module = await loadModule(undefined, { files: { "keyward.json": JSON.stringify(config) } });
  const event = `{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventTime":"${time}",${ACTOR}}`;
  const result = new FluentBitHost(module).filter("tag", event);
  assert.equal(result.outcome, "modified");
  const text = Buffer.from("record" in result ? result.record : []).toString();
  const { keyward } = JSON.parse(text) as { keyward: { verdict: string } };
  assert.ok(keyward.verdict === "match" || keyward.verdict === "suppressed", text);
  return keyward.verdict === "suppressed";
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

for (const time of [
  "1970-01-01T00:00:00Z",
  "1969-12-31T23:59:59Z",
  "1969-12-28T00:00:00Z",
  "1904-02-29T12:00:00Z",
  "2000-02-29T12:00:00Z",
  "2024-02-29T23:30:00Z",
  "2024-03-01T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "0000-02-29T08:15:00Z",
  "9999-12-31T23:59:59Z",
]) {
  test(`${time} has the same day and hour as in JavaScript`, async () => {
    const date = new Date(time);
    for (const [index, day] of DAYS.entries()) {
      assert.equal(
        await isExpected(time, { days: [day], from: "00:00", until: "24:00" }),
        index === date.getUTCDay(),
        day,
      );
    }
    const hour = (offset: number): string => `${String((date.getUTCHours() + offset + 24) % 24).padStart(2, "0")}:00`;
    assert.equal(await isExpected(time, { days: DAYS, from: hour(0), until: hour(1) }), true);
    assert.equal(await isExpected(time, { days: DAYS, from: hour(1), until: hour(2) }), false);
  });
}

test("a host that never calls _initialize gets its configuration read at the first malloc", async () => {
  const config = { exceptions: [{ id: "a", reason: "b", when: WHEN }] };
  const wasi = new Wasi({ files: { "keyward.json": JSON.stringify(config) } });
  const { module } = await compileModule();
  const { exports } = await WebAssembly.instantiate(module, wasi.imports);
  const keyward = exports as unknown as KeywardModule;
  wasi.attach(keyward.memory);
  const record = `{"eventSource":"kms.amazonaws.com","eventName":"DisableKey",${ACTOR}}`;
  const result = new FluentBitHost(keyward).filter("tag", record);
  assert.equal(result.outcome, "modified");
  assert.match(Buffer.from("record" in result ? result.record : []).toString(), /"verdict":"suppressed"/);
});
