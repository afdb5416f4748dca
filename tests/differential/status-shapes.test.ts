/** Key events are read in every shape and schema, and the answer does not depend on it. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { KeyStatus } from "#keyward/keys/key-status.js";
import { readKeys, statusesOf } from "#keyward/scan/read-keys.js";
import type { Scanned } from "#keyward/scan/workers.js";
import { temporaryFolder } from "../node/support/files.js";
import type { JsonObject } from "../oracle/json.js";
import { liveKey } from "../oracle/key-lives.js";
import { randomFor } from "../oracle/random.js";
import { inTurn, isThorough } from "../settings.js";
import { WRAPPINGS, type RealEvent } from "./shape-wrappings.js";

const KEY = "arn:aws:kms:us-east-1:444455556666:key/5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26";
const ALICE = "arn:aws:iam::444455556666:user/alice";
let folder = "";

before(async () => {
  folder = await temporaryFolder();
});

function event(name: string, time: string, members: JsonObject = {}): RealEvent {
  const raw: JsonObject = {
    eventVersion: "1.08",
    userIdentity: { type: "IAMUser", arn: ALICE, accountId: "444455556666" },
    eventTime: time,
    eventSource: "kms.amazonaws.com",
    eventName: name,
    awsRegion: "us-east-1",
    requestParameters: { keyId: "alias/prod" },
    responseElements: { keyId: KEY },
    eventID: `id-${name}`,
    eventType: "AwsApiCall",
    recipientAccountId: "444455556666",
    eventCategory: "Management",
    ...members,
  };
  return { raw, text: JSON.stringify(raw) };
}

const SCHEDULED = event("ScheduleKeyDeletion", "2026-03-04T09:33:08Z", {
  requestParameters: { keyId: "alias/prod", pendingWindowInDays: 8 },
  responseElements: { keyId: KEY, keyState: "PendingDeletion" },
});
const CANCELLED = event("CancelKeyDeletion", "2026-03-05T09:33:08Z");
const ENDED = event("DeleteKey", "2026-03-12T19:33:08Z", {
  userIdentity: { accountId: "444455556666", invokedBy: "AWS Internal" },
  requestParameters: null,
  responseElements: null,
  eventType: "AwsServiceEvent",
  resources: [{ accountId: "444455556666", type: "AWS::KMS::Key", ARN: KEY }],
});
/** What becomes of the key by a later event, in either order. */
const LATER: [state: string, events: RealEvent[]][] = [
  ["cancelled", [CANCELLED, SCHEDULED]],
  ["deleted", [SCHEDULED, ENDED]],
];
const REFUSED = event("EnableKey", "2026-03-06T00:00:00Z", {
  responseElements: null,
  errorCode: "KMSInvalidStateException",
  errorMessage: "it is pending deletion",
});

async function read(records: readonly string[]): Promise<{ statuses: KeyStatus[]; read: Scanned }> {
  const path = join(folder, "events.ndjson");
  writeFileSync(path, records.map((record) => `${record}\n`).join(""));
  const result = await readKeys([{ path, bytes: 1, isRegular: true }], { config: undefined, until: Infinity });
  const now = Date.parse("2026-03-06T00:00:00Z");
  return { statuses: statusesOf(result, now), read: result };
}

describe("keyward status, in every shape", () => {
  for (const [index, { name, wrap, path }] of WRAPPINGS.entries()) {
    it(name, async () => {
      const one = await read([wrap(SCHEDULED), wrap(REFUSED)]);
      assert.deepEqual(one.read.results[0]?.unread, undefined);
      const [pending, ...others] = one.statuses;
      assert.equal(others.length, 0);
      const { state, key, since, deadline, actor, account, region, path: found } = pending ?? assert.fail();
      assert.deepEqual(
        { state, arn: key.arn, since, deadline, actor: actor?.arn, account, region, path: found },
        {
          state: "pending deletion",
          arn: KEY,
          since: "2026-03-04T09:33:08Z",
          deadline: "2026-03-12T09:33:08Z",
          actor: ALICE,
          account: "444455556666",
          region: "us-east-1",
          path,
        },
      );
      // In `npm test`, every third shape has one of them.
      if (!isThorough && index % 3 > 0) return;
      for (const [state, events] of inTurn(LATER, index)) {
        const { statuses } = await read(events.map(wrap));
        assert.deepEqual(
          statuses.map(({ state, actor }) => [state, actor?.arn]),
          [[state, ALICE]],
        );
      }
    });
  }

  it("gives the same answer for lives of keys whose events each have their own shape", async () => {
    const random = randomFor(7, 7);
    const lives = Array.from({ length: 30 }, (_, index) => liveKey(random, index, 0.1).events).flat();
    const arrived = lives.filter(({ lost }) => !lost).map(({ record }) => record as JsonObject);
    const plain = await read(arrived.map((record) => JSON.stringify(record)));
    const wrapped = await read(
      random.shuffle(arrived.map((raw) => random.pick(WRAPPINGS).wrap({ raw, text: JSON.stringify(raw) }))),
    );
    const withoutPlaces = (statuses: KeyStatus[]): unknown[] =>
      statuses.map((status) => ({ ...status, line: 0, path: "", actor: status.actor?.arn }));
    assert.ok(plain.statuses.length > 20);
    assert.deepEqual(withoutPlaces(wrapped.statuses), withoutPlaces(plain.statuses));
  });
});

describe("keyward status on what is not a key event", () => {
  const DECOY = { Statement: [{ Action: ["kms:EnableKey", "kms:ScheduleKeyDeletion"] }] };

  it("ignores another service's call of the same name, and a text in another event", async () => {
    const { statuses, read: result } = await read([
      event("DisableKey", "2026-03-04T09:33:08Z", { eventSource: "payment-cryptography.amazonaws.com" }).text,
      event("PutKeyPolicy", "2026-03-04T09:33:08Z", { requestParameters: { policy: JSON.stringify(DECOY) } }).text,
      event("PutKeyPolicy", "2026-03-04T09:33:08Z", { requestParameters: { inner: CANCELLED.raw } }).text,
    ]);
    assert.deepEqual(statuses, []);
    assert.equal(result.results[0]?.unread, undefined);
  });

  it("ignores a VPC endpoint's event, which repeats a call without its key", async () => {
    const members = { eventType: "AwsVpceEvent", eventCategory: "NetworkActivity", requestParameters: null };
    const { read: result } = await read([
      event("DisableKey", "2026-03-04T09:33:08Z", { ...members, responseElements: null }).text,
    ]);
    assert.deepEqual(
      result.results.map(({ lives }) => lives),
      [[]],
    );
    assert.equal(result.results[0]?.unread, undefined);
  });

  for (const [what, record] of [
    ["no event is recognized", JSON.stringify({ note: "EnableKey of kms.amazonaws.com was called" })],
    ["a filter lost it", '{"keyward":{"verdict":"lost","bytes":9,"reason":"no memory","actions":["DisableKey"]}}'],
    ["it is not JSON", CANCELLED.text.slice(0, -3)],
    ["an event at a path that is not known", JSON.stringify({ deep: { er: SCHEDULED.raw } })],
    [
      "an event that names no key",
      event("EnableKey", "2026-03-04T09:33:08Z", { requestParameters: null, responseElements: null }).text,
    ],
  ] as const) {
    it(`reports what could be one: ${what}`, async () => {
      const { statuses, read: result } = await read([SCHEDULED.text, record]);
      assert.equal(statuses.length, 1);
      assert.equal(result.results[0]?.unread?.line, 2);
    });
  }

  it("reads a name written with escapes", async () => {
    const { statuses } = await read([SCHEDULED.text, CANCELLED.text.replace("Cancel", "\\u0043ancel")]);
    assert.deepEqual(
      statuses.map(({ state }) => state),
      ["cancelled"],
    );
  });
});
