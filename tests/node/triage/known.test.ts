/** No sentence of a guide claims a state that is not in the logs, whatever happened to the key after the finding. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { few, inTurn, itThoroughly } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { assertNoClaim, CANCELLED, DELETED, ENABLED, OTHER, SCHEDULED } from "./claims.js";
import { BY_ROLE, BY_USER } from "./support.js";

let folder = "";

before(async () => {
  folder = await temporaryFolder();
});

/** Returns the guide through the first event of a file, one line per paragraph. */
async function guideThrough(events: readonly object[], now: string): Promise<string> {
  writeFileSync(join(folder, "e.ndjson"), events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  const { code, stdout, stderr } = await runCli(["triage", "--now", now, "e.ndjson:1"], { cwd: folder });
  assert.deepEqual([code, stderr], [0, ""]);
  const guide = stdout.toString().replaceAll(/(\S)\n {2}(?=\S)/g, "$1 ");
  assertNoClaim(guide);
  // What is known comes first, with its time; and an inspection before anything that changes the key.
  assert.match(guide, /^(?:[^\n]+\n)+\n(?:[^\n]+\n)+\nWhat is known state {2}/);
  assert.match(guide, /^What is known .* as of {2}2026-03-\d\dT/m);
  const look = guide.indexOf("aws kms describe-key");
  for (const change of guide.matchAll(/aws kms (?:cancel-key-deletion|enable-key) --key-id/g)) {
    assert.ok(look >= 0 && look < change.index);
  }
  return guide;
}

/** Asserts that a scan reports the state of the first event's key, as of when, and makes no claim either. */
async function assertScan(state: string): Promise<void> {
  const { code, stdout, stderr } = await runCli(["scan", "-q", "e.ndjson"], { cwd: folder });
  assert.deepEqual([code, stderr], [0, ""]);
  const [heading = "", first = ""] = stdout.toString().split("\n");
  assert.equal(first.slice(heading.indexOf("state"), heading.indexOf("key")).trim(), state);
  assert.match(stdout.toString(), /^States are as of the last event read .*; describe-key has the current state\.$/m);
  assertNoClaim(stdout.toString());
}

function offers(guide: string): string[] {
  return [...guide.matchAll(/^ {4}aws kms (cancel-key-deletion|enable-key) --key-id/gm)].map(([, call = ""]) => call);
}

describe("a guide claims no state that is not in the logs", () => {
  const SOON = "2026-03-06T00:00:00Z";
  const LATE = "2026-03-13T00:00:00Z";

  // In this order, every second one has another state.
  const HISTORIES = [
    ["disabled, and nothing later", [BY_USER], SOON, "disabled", ["enable-key"]],
    ["disabled, and enabled later", [BY_USER, ENABLED], SOON, "enabled again", []],
    [
      "disabled, and scheduled later",
      [BY_USER, SCHEDULED],
      SOON,
      "pending deletion",
      ["cancel-key-deletion", "enable-key"],
    ],
    ["disabled, and deleted later", [BY_USER, SCHEDULED, DELETED], LATE, "deleted", []],
    ["scheduled, and cancelled later", [BY_ROLE, CANCELLED], SOON, "cancelled", ["enable-key"]],
    ["scheduled, and nothing later", [BY_ROLE], SOON, "pending deletion", ["cancel-key-deletion", "enable-key"]],
    ["scheduled, and deleted later", [BY_ROLE, DELETED], LATE, "deleted", []],
    ["scheduled, and its deadline over", [BY_ROLE], LATE, "pending deletion", []],
    [
      "scheduled, and not heard of when it was to be deleted",
      [BY_ROLE, { ...OTHER, eventTime: "2026-03-12T12:00:00Z" }],
      LATE,
      "unknown",
      [],
    ],
    ["scheduled, and enabled later: an event is missing", [BY_ROLE, ENABLED], SOON, "enabled again", []],
    [
      "scheduled, and cancelled and enabled later",
      [BY_ROLE, CANCELLED, { ...ENABLED, eventTime: "2026-03-05T10:00:01Z" }],
      SOON,
      "enabled again",
      [],
    ],
  ] as const;
  for (const history of few(HISTORIES, 6)) {
    const [what, events, now, state, calls] = history;
    it(what, async () => {
      const guide = await guideThrough(events, now);
      assert.match(guide, new RegExp(`What is known state {2}${state}\\b`));
      assert.deepEqual(offers(guide), calls);
      const isLater = !guide.includes("This is the state in which the call left");
      assert.equal(isLater, events.length > 1);
      if (few(HISTORIES, 1).includes(history)) await assertScan(state);
    });
  }

  itThoroughly("says as of when, and up to when if another call changed the key", async () => {
    for (const [events, words] of [
      [[BY_USER, OTHER], /since {2}2026-03-04T09:33:08Z as of {2}2026-03-12T00:00:00Z/],
      [[BY_USER, SCHEDULED], /deleted at the earliest {2}2026-03-12T10:00:00Z/],
      [[BY_ROLE, ENABLED], /An event before it is missing|an event before it is missing/],
    ] as const) {
      assert.match(await guideThrough(events, SOON), words);
    }
  });

  for (const [index, [what, record, reason]] of (
    [
      ["it is not JSON", JSON.stringify(CANCELLED).slice(0, -3), "it is not JSON"],
      [
        "no event is recognized",
        JSON.stringify({ note: "kms.amazonaws.com CancelKeyDeletion" }),
        "no CloudTrail event is recognized in it",
      ],
      [
        "it is at a path that is not known",
        JSON.stringify({ deep: { er: CANCELLED } }),
        "an event is at an unknown path, and is not counted",
      ],
      [
        "it names no key",
        JSON.stringify({ ...CANCELLED, requestParameters: null, responseElements: null, resources: null }),
        "an event does not name its key",
      ],
    ] as const
  ).entries()) {
    it(`and reports what could have changed it and was not read: ${what}`, async () => {
      const lines = [JSON.stringify(BY_ROLE), record, JSON.stringify(OTHER), ""];
      writeFileSync(join(folder, "unsure.ndjson"), lines.join("\n"));
      const told = `keyward: unsure.ndjson:2: names an event of a key and could not be judged: ${reason}; a state may have changed in it\n`;
      for (const command of inTurn(["scan -q", `triage --now ${SOON}`, "status -q"], index)) {
        const { code, stdout, stderr } = await runCli([...command.split(" "), "unsure.ndjson"], { cwd: folder });
        if (command === "status -q") {
          assert.equal(code, 2);
          assert.ok(stderr.includes("unsure.ndjson:2: names an event of a key and could not be judged"));
          continue;
        }
        assert.deepEqual([code, stderr], [0, told]);
        assert.match(stdout.toString(), / pending deletion\b/);
      }
    });
  }

  it("uses the event alone if the logs cannot be read twice", async () => {
    const input = [BY_USER, ENABLED].map((event) => `${JSON.stringify(event)}\n`).join("");
    const { stdout } = await runCli(["triage", "-:1"], { input });
    assert.match(stdout.toString(), /What is known\n {2}state {2}disabled\n/);
    assert.match(stdout.toString(), /whether it still is/);
  });
});
