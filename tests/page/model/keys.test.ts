import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { timeOf, type PageData } from "#page/model/data.js";
import { groupsOf, keysAt, mainCommand, type Key } from "#page/model/keys.js";
import type { KeyState, KeyStatus } from "#keyward/keys/key-status.js";
import { makeReport } from "../support/make-report.js";

const ID = "12345678-1111-4111-a111-111111111111";
const NOW = Date.parse("2026-03-06T00:00:00Z");
const PASSED = /the deadline has passed/;

function keyIn(state: KeyState, rest: Partial<KeyStatus> = {}): Key {
  const [key] = keysAt(
    [
      {
        state,
        key: { id: ID },
        account: "111122223333",
        region: "eu-west-1",
        action: "DisableKey",
        file: "a",
        line: 1,
        path: "",
        notes: [],
        ...rest,
      },
    ],
    NOW,
  );
  return key ?? assert.fail();
}

describe("keys on the page", () => {
  it("are grouped: what can be saved, what is expected, and what is settled", () => {
    const exception = { id: "ci", reason: "its own" };
    const keys = [
      keyIn("unknown"),
      keyIn("disabled", { exception }),
      keyIn("enabled again", { exception }),
      keyIn("deleted"),
    ];
    const { open, expected, settled } = groupsOf(keys);
    assert.deepEqual(
      [open, expected, settled].map((group) => group.map(({ state }) => state)),
      [["unknown"], ["disabled"], ["enabled again", "deleted"]],
    );
  });

  it("count the time left from the requested time", () => {
    const deadline = "2026-03-11T09:33:08Z";
    const { keys } = makeReport({ findings: 60, days: 14 });
    const early = keysAt(keys, NOW);
    assert.equal(early.length, keys.length);
    assert.equal(keyIn("pending deletion", { deadline }).seconds_left, 466_388);
    assert.doesNotMatch(keyIn("pending deletion", { deadline }).notes.join(), PASSED);
    const over = keyIn("pending deletion", { deadline: "2026-03-05T00:00:00Z" });
    assert.match(over.notes.join(), PASSED);
    // A note that applied at scan time goes if the requested time is before the deadline.
    assert.doesNotMatch(keyIn("pending deletion", { deadline, notes: over.notes }).notes.join(), PASSED);
  });

  it("have one command that acts, and none that cancels after the deadline", () => {
    const nameOf = (key: Key): string | undefined => mainCommand(key)?.command.split(" ")[2];
    const deadline = "2026-03-11T09:33:08Z";
    assert.equal(nameOf(keyIn("pending deletion", { deadline })), "cancel-key-deletion");
    assert.equal(nameOf(keyIn("pending replica deletion")), "cancel-key-deletion");
    assert.equal(nameOf(keyIn("pending deletion", { deadline: "2026-03-06T00:00:00Z" })), "describe-key");
    assert.equal(nameOf(keyIn("disabled")), "enable-key");
    assert.equal(nameOf(keyIn("cancelled")), "enable-key");
    assert.equal(nameOf(keyIn("unknown")), "describe-key");
    assert.equal(nameOf(keyIn("material deleted")), "describe-key");
    assert.equal(nameOf(keyIn("enabled again")), undefined);
  });

  it("are as of the reader's clock, or of the requested time", () => {
    const status = { command: "status", now: "2026-03-06T00:00:00.000Z", filters: {} } as PageData;
    assert.equal(timeOf(status, 5), 5);
    const asOf = { ...status, filters: { as_of: "2026-03-06T00:00:00.000Z" } } as PageData;
    assert.equal(timeOf(asOf, 5), NOW);
  });
});
