/**
 * Small inputs next to the project that Keyward once got wrong (../shared/data/cases/README.md), through `tag`, `tag --keep` and
 * `scan`; and near misses of each kind, which must get another answer.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it, type TestContext } from "node:test";
import type { AnnotatedEvent } from "#keyward/findings/annotation.js";
import type { ReportedFinding } from "#keyward/report/report.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { few } from "../settings.js";
import { runCli } from "./support/cli.js";
import { temporaryFolder } from "./support/files.js";

const FOLDER = join(PROJECT_ROOT, "..", "shared", "data", "cases");
/** A matching event, and the same call of another service. */
const EVENT = { eventID: "n-1", eventSource: "kms.amazonaws.com", eventName: "DisableKey" };
const OTHER = { ...EVENT, eventSource: "s3.amazonaws.com" };
const LOGS = "/resourceLogs/0/scopeLogs/0/logRecords/0";

interface Case {
  name: string;
  /** The files of its row. */
  files: string[];
  /** The events with a verdict: `LINE PATH VERDICT`. */
  events: string[];
  /** Other members of the first of them. */
  says?: Partial<Omit<AnnotatedEvent, "path" | "verdict">>;
  /** Members that it must not have. */
  lacks?: (event: AnnotatedEvent) => unknown;
  /** Configuration for all of it. */
  config?: string;
  /** Inputs that are nearly the same, and their events with a verdict. */
  near: [input: string | Buffer, events: string[]][];
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function otlp(record: object, resource: object = {}): string {
  return line({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] });
}

function attribute(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}

function ocsf(more: object, response: object = {}): string {
  const api = { service: { name: "kms.amazonaws.com" }, operation: "DisableKey", response };
  return line({ class_uid: 6003, api, metadata: { uid: "n-1" }, ...more });
}

const OTEL = { "rpc.system.name": "aws-api", "rpc.service": "kms.amazonaws.com", "rpc.method": "DisableKey" };

const CASES: Case[] = [
  {
    name: "several documents on a line",
    files: ["two-documents-on-a-line.json"],
    events: ["1  match", "1  match"],
    near: [
      [JSON.stringify(OTHER) + line(EVENT), ["1  match"]],
      [JSON.stringify(OTHER) + line(OTHER), []],
      [`${JSON.stringify(EVENT)}, ${line({ ...EVENT, eventID: "n-2" })}`, ["1  match", "1  match"]],
    ],
  },
  {
    name: "a byte that is not UTF-8",
    files: ["s3-one-bad-byte.json"],
    events: ["1 /Records/0 match"],
    near: [
      [Buffer.from(line({ ...EVENT, userAgent: "a\xffb" }), "latin1"), ["1  match"]],
      // Outside strings, only JSON is allowed.
      [Buffer.from(line(EVENT).replace("{", "{\xff"), "latin1"), []],
    ],
  },
  {
    name: "Kafka's payload",
    files: ["kafka-payload-object.json"],
    events: ["1 /payload match"],
    near: [
      [line({ payload: OTHER }), []],
      [line({ payload: { inner: EVENT } }), ["1 /payload/inner possible"]],
      [line({ payload: [EVENT] }), ["1 /payload/0 match"]],
    ],
  },
  {
    name: "Kafka's payload in a string",
    files: ["kafka-payload-string.json"],
    events: ["1 /payload# match"],
    near: [
      [line({ payload: JSON.stringify(OTHER) }), []],
      [line({ payloads: JSON.stringify(EVENT) }), ["1 /payloads# possible"]],
    ],
  },
  {
    name: "a parsed log line",
    files: ["log-object.json"],
    events: ["1 /log match"],
    near: [
      [line({ log: OTHER }), []],
      [line({ logs: EVENT }), ["1 /logs possible"]],
      // The same event as a line and parsed counts once.
      [line({ log: EVENT, log_processed: EVENT }), ["1 /log match"]],
    ],
  },
  {
    name: "one element of LookupEvents",
    files: ["lookup-event-element.json"],
    events: ["1 /CloudTrailEvent# match"],
    near: [
      [line({ EventName: "DisableKey", CloudTrailEvent: JSON.stringify(OTHER) }), []],
      // Its own members are not an event.
      [line({ EventName: "DisableKey", EventSource: "kms.amazonaws.com" }), []],
    ],
  },
  {
    name: "a bare array of SQS messages",
    files: ["pipes-sqs-array.json"],
    events: ["1 /Records/0/body# match"],
    near: [
      [line([{ body: JSON.stringify(OTHER) }]), []],
      [line([{ note: JSON.stringify(EVENT) }]), ["1 /Records/0/note# possible"]],
    ],
  },
  {
    name: "the body of an OTLP log record",
    files: ["otlp-body-string.json"],
    events: [`1 ${LOGS}/body/stringValue# match`],
    near: [
      [otlp({ body: { stringValue: JSON.stringify(OTHER) } }), []],
      [otlp({ body: { stringValue: "DisableKey was called" } }), []],
      [otlp({ note: { stringValue: JSON.stringify(EVENT) } }), [`1 ${LOGS}/note/stringValue# possible`]],
    ],
  },
  {
    name: "a qualified rpc.method",
    files: ["otlp-rpc-method-qualified.json"],
    events: [`1 ${LOGS} match`],
    says: { action: "ScheduleKeyDeletion" },
    near: [
      [otlp({ attributes: [attribute("rpc.method", "kms.amazonaws.com/DescribeKey")] }), []],
      [otlp({ attributes: [attribute("rpc.method", "s3.amazonaws.com/DisableKey")] }), []],
      [otlp({ attributes: [attribute("rpc.method", "kms.amazonaws.com/DisableKey")] }), [`1 ${LOGS} match`]],
    ],
  },
  {
    name: "no rpc.service",
    files: ["otel-rpc-service-gone.json"],
    events: ["1  match"],
    near: [
      [line({ attributes: { ...OTEL, "rpc.service": "s3.amazonaws.com" } }), []],
      // Nothing names the service, and an unqualified method alone does not either.
      [line({ attributes: { "rpc.method": "DisableKey" } }), []],
    ],
  },
  {
    name: "aws.user_identity.principal",
    files: ["otel-principal-prefix.json"],
    events: ["1  match"],
    says: { actor: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ops" } },
    near: [
      [line({ attributes: { ...OTEL, "rpc.method": "EnableKey", "aws.user_identity.principal.type": "Root" } }), []],
    ],
  },
  {
    name: "the attributes of an OTLP resource",
    files: ["otlp-resource-attributes.json"],
    events: [`1 ${LOGS} match`],
    says: { account: "111122223333", region: "eu-west-1" },
    near: [
      // A resource does not turn its records into events.
      [otlp({ attributes: [] }, { attributes: [attribute("rpc.method", "kms.amazonaws.com/DisableKey")] }), []],
    ],
  },
  {
    name: "a failure that is only a message, in OCSF",
    files: ["ocsf-message-alone.json"],
    events: [],
    near: [
      [ocsf({}, { message: "" }), ["1  match"]],
      [ocsf({}, { message: "not authorized" }), []],
    ],
  },
  {
    name: "OCSF's class 3005",
    files: ["ocsf-class-3005.json"],
    events: ["1  match"],
    says: { account: "111122223333", actor: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ops" } },
    near: [
      [ocsf({ class_uid: 3005 }), ["1  match"]],
      [ocsf({ class_uid: 3004 }), []],
    ],
  },
  {
    name: "an account in OCSF's unmapped",
    files: ["ocsf-account-unmapped.json"],
    events: ["1  match"],
    says: { account: "111122223333" },
    near: [
      [
        ocsf(
          { unmapped: { recipientAccountId: "111122223333", errorCode: "AccessDenied" } },
          { error: "AccessDenied" },
        ),
        [],
      ],
    ],
  },
  {
    name: "a principal's id in OCSF's uid",
    files: ["ocsf-uid-is-principal-id.json"],
    events: ["1  match"],
    lacks: ({ actor }) => actor?.arn,
    near: [[ocsf({ actor: { user: { uid: "arn:aws:iam::111122223333:user/ops" } } }), ["1  match"]]],
  },
  {
    name: "an error that is an empty list",
    files: ["error-code-empty-list.json"],
    events: ["1  match"],
    near: [
      [line({ ...EVENT, errorCode: [null, "", {}, []] }), ["1  match"]],
      [line({ ...EVENT, errorCode: ["AccessDenied"] }), []],
    ],
  },
  {
    name: "a member keyward that is no annotation",
    files: ["keyward-null.ndjson"],
    events: ["1  match"],
    near: [
      [line({ keyward: {}, ...EVENT }), ["1  match"]],
      [line({ keyward: null, ...OTHER }), []],
    ],
  },
  {
    name: "an id again with another key",
    files: ["same-id-other-key.ndjson"],
    events: ["1  match", "2  match"],
    near: [],
  },
  {
    name: "an id that was used up, with duplicates",
    files: ["same-id-poison.ndjson"],
    config: join(FOLDER, "duplicates.config.json"),
    events: ["1  match", "2  match"],
    near: [],
  },
  {
    name: "a formula after a semicolon",
    files: ["csv-semicolon-formula.ndjson"],
    events: ["1  match"],
    near: [],
  },
];

/** Returns the folder's path; undefined, with the test skipped, if it is not next to the project. */
function casesFor(t: TestContext): string | undefined {
  if (existsSync(FOLDER)) return FOLDER;
  assert.notEqual(process.env.CI, "true", "CI needs ../shared/data/cases");
  t.skip("no ../shared/data/cases beside the project: the cases were not tried");
  return undefined;
}

interface Annotated {
  keyward?: { verdict: string; burst?: { keys: number }; events: AnnotatedEvent[] };
}

/** Returns each record of an output, parsed; a line may hold several. */
function recordsOf(output: string): { line: number; record: Annotated }[] {
  return output.split("\n").flatMap((text, index) =>
    text
      .split(/(?<=\}),? *(?=\{"eventID")/)
      .filter((part) => part.startsWith("{") || part.startsWith("["))
      .flatMap((part) => {
        try {
          return [{ line: index + 1, record: JSON.parse(part) as Annotated }];
        } catch {
          return [];
        }
      }),
  );
}

function eventsIn(output: string): { where: string; event: AnnotatedEvent }[] {
  return recordsOf(output).flatMap(({ line: number, record }) =>
    (record.keyward?.events ?? []).map((event) => ({ where: `${number} ${event.path} ${event.verdict}`, event })),
  );
}

interface Input {
  bytes: Buffer;
  expected: string[];
  config?: string | undefined;
  /** Outputs of `tag` and `tag --keep`. */
  tagged: Record<"tag" | "keep", Buffer>;
}

function inputOf(bytes: Buffer, expected: string[], config?: string): Input {
  return { bytes, expected, config, tagged: { tag: Buffer.of(), keep: Buffer.of() } };
}

const FILES = new Map(
  (existsSync(FOLDER) ? CASES : []).flatMap(({ files, events, config }) =>
    files.map((file) => [file, inputOf(readFileSync(join(FOLDER, file)), events, config)]),
  ),
);

/** Returns the input in a file of a case. */
function fileNamed(name: string): Input {
  const input = FILES.get(name);
  assert.ok(input);
  return input;
}

const NEAR = new Map(
  CASES.map(({ name, near }) => [name, near.map(([input, events]) => inputOf(Buffer.from(input), events))]),
);
/** A line between two inputs, which `tag --keep` keeps too. */
const MARK = "not JSON\n";

/** Sets the outputs of both for all inputs, in one process for those with the same configuration and exit code. */
async function tagAll(): Promise<void> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "mark"), MARK);
  const groups = new Map<string, Input[]>();
  for (const input of [...FILES.values(), ...[...NEAR.values()].flat()]) {
    const key = JSON.stringify([input.config, input.expected.length > 0]);
    groups.set(key, [...(groups.get(key) ?? []), input]);
  }
  for (const inputs of groups.values()) {
    for (const [index, { bytes }] of inputs.entries()) await writeFile(join(folder, `${index}`), bytes);
    const paths = inputs.flatMap((_, index) => ["mark", `${index}`]);
    const [first] = inputs;
    const options = first?.config === undefined ? [] : ["-c", first.config];
    for (const way of ["tag", "keep"] as const) {
      const keep = way === "keep" ? ["--keep"] : [];
      const { code, stdout } = await runCli(["tag", "-q", ...keep, ...options, ...paths], { cwd: folder });
      if ((first?.expected.length ?? 0) > 0) assert.equal(code, 0);
      const [, ...outputs] = stdout.toString("latin1").split(MARK);
      assert.equal(outputs.length, inputs.length);
      for (const [index, { tagged }] of inputs.entries()) tagged[way] = Buffer.from(outputs[index] ?? "", "latin1");
    }
  }
}

/** Asserts the events from `tag` or `tag --keep`; returns them. */
function assertTagged({ tagged, expected }: Input, way: "tag" | "keep"): AnnotatedEvent[] {
  const found = eventsIn(tagged[way].toString());
  // Dropped records leave no line, so later line numbers differ.
  const placeOf = (where: string): string => (way === "keep" ? where.replace(/^\d+/, "") : where);
  assert.deepEqual(
    found.map(({ where }) => placeOf(where)),
    expected.map(placeOf),
    way,
  );
  return found.map(({ event }) => event);
}

/** Asserts the findings of `scan`. */
async function assertScanned({ bytes, expected, config }: Input): Promise<void> {
  const options = config === undefined ? [] : ["-c", config];
  const { code, stdout } = await runCli(["scan", "-q", "-f", "ndjson", ...options, "-"], { input: bytes });
  const findings = stdout
    .toString()
    .split("\n")
    .slice(0, -1)
    .map((text) => JSON.parse(text) as ReportedFinding);
  const found = findings.map(({ line: at, path, verdict }) => `${at} ${path} ${verdict}`);
  assert.deepEqual(found.sort(), [...expected].sort(), "scan");
  if (expected.length > 0) assert.equal(code, 0);
}

describe("past mistakes of Keyward", () => {
  before(tagAll);
  const scanned = few(CASES, 2);

  for (const one of CASES) {
    const { name, files, says, lacks } = one;
    it(`${name}: ${files.join()}`, async (t) => {
      if (casesFor(t) === undefined) return;
      for (const file of files) {
        const input = fileNamed(file);
        const listed = assertTagged(input, "tag");
        assert.deepEqual(assertTagged(input, "keep"), listed);
        if (scanned.includes(one)) await assertScanned(input);
        const [first] = listed;
        for (const [member, value] of Object.entries(says ?? {})) {
          assert.deepEqual(first?.[member as keyof AnnotatedEvent], value, member);
        }
        if (lacks !== undefined && first !== undefined) assert.equal(lacks(first), undefined);
      }
    });
  }

  const scannedNear = few([...NEAR.values()].flat(), 2);
  for (const [name, inputs] of NEAR) {
    if (inputs.length === 0) continue;
    it(`${name}: near misses`, async () => {
      for (const input of inputs) {
        assertTagged(input, "tag");
        assertTagged(input, "keep");
        if (scannedNear.includes(input)) await assertScanned(input);
      }
    });
  }

  it("leaves the bytes of a text that is not UTF-8 unchanged", (t) => {
    if (casesFor(t) === undefined) return;
    const { bytes, tagged } = fileNamed("s3-one-bad-byte.json");
    const own = bytes.subarray(0, bytes.lastIndexOf("}"));
    assert.ok(tagged.tag.subarray(0, own.length).equals(own));
  });

  it("renames a member keyward that is not an annotation", (t) => {
    if (casesFor(t) === undefined) return;
    assert.match(fileNamed("keyward-null.ndjson").tagged.tag.toString(), /^\{"keyward_original":null,/);
  });

  it("alerts on each of 20 keys after a flood, as a burst", async (t) => {
    const folder = casesFor(t);
    if (folder === undefined) return;
    const file = join(folder, "cap-flood-then-20-keys.ndjson");
    const options = ["-c", join(folder, "cap-escalate.config.json"), file];
    for (const keep of few([["--keep"], []], 1)) {
      const { stdout } = await runCli(["tag", "-q", ...keep, ...options]);
      const others = recordsOf(stdout.toString()).filter(({ record }) =>
        record.keyward?.events[0]?.id?.startsWith("m"),
      );
      assert.equal(others.length, 20);
      assert.ok(others.every(({ record }) => record.keyward?.verdict === "match"));
      // The burst begins with the second of them: the flood's own key is the third.
      assert.ok(others.slice(1).every(({ record }) => (record.keyward?.burst?.keys ?? 0) >= 3));
    }
    const { stdout } = await runCli(["scan", "-q", "-f", "ndjson", ...options]);
    const found = stdout
      .toString()
      .split("\n")
      .slice(0, -1)
      .map((text) => JSON.parse(text) as ReportedFinding);
    const others = found.filter(({ id }) => id?.startsWith("m"));
    assert.equal(others.filter(({ verdict }) => verdict === "match").length, 20);
    assert.ok(others.slice(1).every(({ burst, severity }) => burst !== undefined && severity === "critical"));
  });

  it("still caps a flood about one key, and still finds a duplicate", async () => {
    const folder = await temporaryFolder();
    const config = join(folder, "keyward.json");
    const event = { ...EVENT, eventTime: "2026-03-04T09:33:08Z", requestParameters: { keyId: "own" } };
    await writeFile(config, '{"cap":{"count":10,"period_seconds":3600},"duplicates":{"window_seconds":3600}}');
    const flood = Array.from({ length: 12 }, (_, index) => line({ ...event, eventID: `f${index}` }));
    const { stdout } = await runCli(["tag", "-q", "-c", config], { input: [flood[0], ...flood].join("") });
    const verdicts = recordsOf(stdout.toString()).map(({ record }) => record.keyward?.verdict);
    const passed = new Array<string>(9).fill("match");
    assert.deepEqual(verdicts, ["match", "duplicate", ...passed, "capped", "capped"]);
  });

  it("rejects an exception without an end, and accepts one with both ends or a condition", async (t) => {
    const folder = casesFor(t);
    if (folder === undefined) return;
    const { code, stdout } = await runCli(["check", join(folder, "open-ended-exception.json")]);
    assert.equal(code, 1);
    assert.match(stdout.toString(), /\/exceptions\/0: without when the exception holds for every event; use /);
    const here = await temporaryFolder();
    const until = { until: "2026-01-02T00:00:00Z" };
    for (const more of [until, { when: { account: ["111122223333"] } }]) {
      const exception = { id: "mig", reason: "CHG-1", from: "2026-01-01T00:00:00Z", ...more };
      await writeFile(join(here, `${Object.keys(more).join()}.json`), JSON.stringify({ exceptions: [exception] }));
    }
    const accepted = await runCli(["check", "until.json", "when.json"], { cwd: here });
    assert.equal(accepted.code, 0);
    assert.match(accepted.stdout.toString(), /^until\.json:1: warning: .*\nwhen\.json: ok\n$/);
  });

  it("writes no cell that a spreadsheet set to semicolons runs", async (t) => {
    const folder = casesFor(t);
    if (folder === undefined) return;
    const { stdout } = await runCli(["scan", "-q", "-f", "csv", join(folder, "csv-semicolon-formula.ndjson")]);
    const csv = stdout.toString();
    assert.ok(csv.includes(";'=cmd"));
    for (const cell of csv.split(/[;,\t|\n]/)) assert.doesNotMatch(cell, /^["\s]*[=+@-]/);
  });

  it("distinguishes records by the ids of all their events, not just the first", async (t) => {
    const folder = casesFor(t);
    if (folder === undefined) return;
    const { stdout } = await runCli(["tag", "-q", join(folder, "first-event-id-collision.ndjson")]);
    const ids = recordsOf(stdout.toString()).map(({ record }) => record.keyward?.events.map(({ id }) => id) ?? []);
    assert.deepEqual(ids, [
      ["id-A", "id-B"],
      ["id-A", "id-C"],
    ]);
  });
});
