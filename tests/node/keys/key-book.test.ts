/** What is said about a key by its events; one wrong word could cost the key. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KeyBook } from "#keyward/keys/key-book.js";
import type { KeyAction, KeyEvent } from "#keyward/keys/key-event.js";
import type { KeyStatus } from "#keyward/keys/key-status.js";

const ID = "5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26";
const ACCOUNT = "444455556666";
const ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/${ID}`;
const NOW = Date.parse("2026-03-06T00:00:00Z");
const HOUR = 3_600_000;

/** Returns an event at an hour of March 2026. */
function at(hour: number, action: KeyAction, members: Partial<KeyEvent> = {}): KeyEvent {
  return {
    action,
    time: Date.parse("2026-03-01T00:00:00Z") + hour * HOUR,
    key: { response: ARN, others: [] },
    account: ACCOUNT,
    region: "us-east-1",
    failed: false,
    place: { file: "a.ndjson", line: hour, path: "" },
    ...members,
  };
}

function without(event: KeyEvent, ...names: (keyof KeyEvent)[]): KeyEvent {
  return Object.fromEntries(
    Object.entries(event).filter(([name]) => !names.includes(name as keyof KeyEvent)),
  ) as unknown as KeyEvent;
}

function statuses(events: readonly KeyEvent[], lastEvent?: string): KeyStatus[] {
  const book = new KeyBook();
  for (const event of events) book.add(event);
  return book.statuses({ now: NOW, lastEvent: () => (lastEvent === undefined ? undefined : Date.parse(lastEvent)) });
}

function only(events: readonly KeyEvent[], lastEvent?: string): KeyStatus {
  const all = statuses(events, lastEvent);
  assert.equal(all.length, 1);
  return all[0] as KeyStatus;
}

const SCHEDULED = at(10, "ScheduleKeyDeletion", { pending_window_days: 7, key_state: "PendingDeletion" });

describe("KeyBook: states", () => {
  for (const [events, state] of [
    [["DisableKey"], "disabled"],
    [["DisableKey", "EnableKey"], "enabled again"],
    [["ScheduleKeyDeletion"], "pending deletion"],
    [["ScheduleKeyDeletion", "CancelKeyDeletion"], "cancelled"],
    [["ScheduleKeyDeletion", "CancelKeyDeletion", "DisableKey"], "disabled"],
    [["ScheduleKeyDeletion", "CancelKeyDeletion", "EnableKey"], "enabled again"],
    [["DisableKey", "ScheduleKeyDeletion", "DeleteKey"], "deleted"],
    [["DeleteKey"], "deleted"],
    [["DeleteImportedKeyMaterial"], "material deleted"],
    [["DeleteExpiredKeyMaterial", "ImportKeyMaterial"], "enabled again"],
    [["ScheduleKeyDeletion", "DeleteImportedKeyMaterial"], "pending deletion"],
    [["DisableKey", "ImportKeyMaterial"], "unknown"],
    [["DeleteKey", "EnableKey"], "unknown"],
    [["DeleteImportedKeyMaterial", "ScheduleKeyDeletion", "CancelKeyDeletion"], "unknown"],
  ] as const) {
    it(`${events.join(", ")}: ${state}`, () => {
      const lived = events.map((action, hour) => at(hour, action));
      assert.equal(only(lived).state, state);
      assert.equal(only([...lived].reverse()).state, state);
      assert.equal(only([...lived, ...lived]).state, state);
    });
  }

  it("has no row for a key that nothing can have lost", () => {
    assert.deepEqual(statuses([at(1, "CreateKey"), at(2, "ImportKeyMaterial"), at(3, "ReplicateKey")]), []);
  });

  it("ignores failed calls", () => {
    assert.equal(only([SCHEDULED, at(11, "CancelKeyDeletion", { failed: true })]).state, "pending deletion");
    assert.deepEqual(statuses([at(1, "DisableKey", { failed: true })]), []);
  });

  it("uses what KMS allows to order events of one second, and reports if that is not enough", () => {
    assert.equal(only([SCHEDULED, at(11, "EnableKey"), at(11, "CancelKeyDeletion")]).state, "enabled again");
    assert.equal(only([at(10, "ScheduleKeyDeletion"), at(10, "DisableKey")]).state, "pending deletion");
    const both = only([at(10, "EnableKey"), at(10, "DisableKey")]);
    assert.equal(both.state, "unknown");
    assert.match(both.notes.join(), /DisableKey and EnableKey at .*: the key can be enabled or disabled/);
  });

  it("notes a missing event, and keeps a certain state", () => {
    const status = only([SCHEDULED, at(20, "EnableKey")]);
    assert.equal(status.state, "enabled again");
    assert.match(status.notes.join(), /an event before it is missing, since the key was pending deletion/);
    assert.deepEqual(only([SCHEDULED, at(20, "CancelKeyDeletion"), at(21, "EnableKey")]).notes, []);
    const ended = only([at(1, "EnableKey"), at(900, "DeleteKey")]);
    assert.equal(ended.state, "deleted");
    assert.match(ended.notes.join(), /DeleteKey at .*: an event before it is missing, since the key was enabled/);
  });

  it("does not know the state after an event without a time", () => {
    const untimed = without(at(1, "EnableKey"), "time");
    const status = only([SCHEDULED, untimed]);
    assert.equal(status.state, "unknown");
    assert.ok(status.deadline !== undefined, "what may be pending has its deadline");
    assert.deepEqual(status.notes, ["EnableKey: the event has no readable time"]);
  });

  it("does not report pending if KMS should have deleted the key by the last event read", () => {
    assert.equal(only([SCHEDULED], "2026-03-09T09:00:00Z").state, "pending deletion");
    const late = only([SCHEDULED], "2026-03-09T11:00:00Z");
    assert.equal(late.state, "unknown");
    assert.match(late.notes.join(), /neither DeleteKey nor CancelKeyDeletion is in the logs/);
  });
});

describe("KeyBook: when", () => {
  it("is as of the last event of the account and region, or the key's own if that is later", () => {
    assert.equal(only([SCHEDULED], "2026-03-05T00:00:00Z").as_of, "2026-03-05T00:00:00Z");
    assert.equal(only([SCHEDULED], "2026-02-05T00:00:00Z").as_of, "2026-03-01T10:00:00Z");
    assert.equal(only([SCHEDULED]).as_of, "2026-03-01T10:00:00Z");
  });

  it("has the event's deadline, in any form, or else that of the waiting period", () => {
    const deadline = (members: Partial<KeyEvent>): unknown[] => {
      const { deadline, deadline_computed, seconds_left } = only([at(10, "ScheduleKeyDeletion", members)]);
      return [deadline, deadline_computed, seconds_left];
    };
    for (const deletion_date of [
      "Mar 10, 2026 13:00:00 PM",
      "Mar 10, 2026, 1:00:00 PM",
      "Mar 10, 2026, 1:00:00\u202fPM",
      "2026-03-10T13:00:00Z",
      "2026-03-10T14:00:00.000+01:00",
      "2026-03-10 13:00:00",
      "1773147600",
      "1773147600.0",
      "1773147600000",
    ]) {
      assert.deepEqual(
        deadline({ deletion_date }),
        ["2026-03-10T13:00:00Z", false, 4 * 86_400 + 13 * 3600],
        deletion_date,
      );
    }
    assert.equal(deadline({ deletion_date: "Jan 1, 2027 12:00:00 AM" })[0], "2027-01-01T00:00:00Z");
    assert.deepEqual(deadline({ pending_window_days: 8 }).slice(0, 2), ["2026-03-09T10:00:00Z", true]);
    assert.equal(deadline({ key: { request: ID, response: ARN, others: [] } })[0], "2026-03-31T10:00:00Z");
    assert.equal(deadline({ deletion_date: "soon" })[0], "2026-03-08T10:00:00Z");
    assert.equal(deadline({ deletion_date: "Feb 30, 2026, 1:00:00 PM" })[0], "2026-03-08T10:00:00Z");
  });

  it("counts a primary key's waiting period from the end of its last replica", () => {
    const id = "mrk-1234abcd12ab34cd56ef1234567890ab";
    const of = (region: string): Partial<KeyEvent> => ({
      key: { response: `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`, others: [] },
    });
    const primary = at(1, "ScheduleKeyDeletion", {
      ...of("us-east-1"),
      key_state: "PendingReplicaDeletion",
      pending_window_days: 7,
    });
    const replicated = at(0, "ReplicateKey", { ...of("us-east-1"), other_region: "eu-west-1" });
    const find = (events: KeyEvent[]): KeyStatus =>
      statuses(events).find(({ region }) => region === "us-east-1") ?? assert.fail();
    assert.equal(find([primary]).deadline, undefined);
    assert.equal(find([replicated, primary]).deadline, undefined);
    const ended = find([replicated, primary, at(48, "DeleteKey", of("eu-west-1"))]);
    assert.equal(ended.state, "pending replica deletion");
    assert.equal(ended.deadline, "2026-03-10T00:00:00Z");
    assert.match(ended.notes.join(), /if there are no others/);
  });

  it("puts what can still be saved first, by deadline", () => {
    const key = (number: number): Partial<KeyEvent> => ({
      key: { response: ARN.replace("5b93e0fd", `0000000${number}`), others: [] },
    });
    const order = statuses([
      at(1, "DeleteKey", key(1)),
      at(1, "ScheduleKeyDeletion", { ...key(2), deletion_date: "2026-03-05T00:00:00Z" }),
      at(1, "ScheduleKeyDeletion", { ...key(3), deletion_date: "2026-03-08T00:00:00Z" }),
      at(1, "ScheduleKeyDeletion", { ...key(4), deletion_date: "2026-03-07T00:00:00Z" }),
      at(1, "DisableKey", key(5)),
      at(1, "EnableKey", key(6)),
    ]).map(({ key }) => key.id[7]);
    assert.equal(order.join(""), "432561");
  });
});

describe("KeyBook: which key", () => {
  it("is one key by id, by ARN, and by alias with the ARN in response or resources", () => {
    const spellings: KeyEvent["key"][] = [
      { request: ID, others: [] },
      { request: ARN, others: [] },
      { request: "alias/prod", response: ARN, others: [] },
      { request: "alias/prod", others: ["arn:aws:cloudhsm:us-east-1:1:cluster/c", ARN] },
      { others: [ID] },
    ];
    const status = only(spellings.map((key, hour) => at(hour, "DisableKey", { key })));
    assert.deepEqual(status.key, { id: ID, arn: ARN });
    assert.equal(status.since, "2026-03-01T04:00:00Z");
  });

  it("is one key if an event has neither account nor region, unless two keys have the id", () => {
    const placeless = without(at(9, "EnableKey", { key: { request: ID, others: [] } }), "account", "region");
    assert.equal(only([at(1, "DisableKey"), placeless]).state, "enabled again");
    const other = at(2, "DisableKey", { key: { response: ARN.replace("us-east-1", "eu-west-1"), others: [] } });
    assert.equal(statuses([at(1, "DisableKey"), other, placeless]).length, 3);
  });

  it("is a separate key for an alias alone, and none if nothing is named", () => {
    const [status] = statuses([at(1, "DisableKey", { key: { request: "alias/prod", others: [] } })]);
    assert.deepEqual(status?.key, { id: "alias/prod" });
    assert.equal(new KeyBook().add(at(1, "DisableKey", { key: { others: [] } })), "no key");
  });
});
