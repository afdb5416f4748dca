/**
 * Another provider's rule in a built module, whose table it replaces. The module's results for generated events in every schema
 * are compared with the query, which the oracle parses itself and applies to ECS fields.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import type { InstanceOptions } from "#keyward/module.js";
import { compileModule } from "#keyward/module-files.js";
import { embedTable } from "#keyward/rules/embed-table.js";
import { readDefaultRule } from "#keyward/rules/rule.js";
import { compileRule, ROOM } from "#keyward/rules/table.js";
import { fieldValues } from "../oracle/fields.js";
import type { Json, JsonObject } from "../oracle/json.js";
import { matchesQuery, parseKql } from "../oracle/kql.js";
import { MODULE_PATH } from "../oracle/project.js";
import { randomFor, type Random } from "../oracle/random.js";
import { toEcsDotted, toEcsMixed, toEcsNested } from "../oracle/to-ecs.js";
import { toOcsf } from "../oracle/to-ocsf.js";
import { toOtelFlat, toOtelNested, toOtlp } from "../oracle/to-otel.js";
import { runSettings } from "../settings.js";
import { FilterHost } from "./filter-host.js";

const RULE = {
  ...readDefaultRule(),
  id: "00000000-0000-4000-8000-000000000000",
  name: "Access that outlives its owner",
  version: "1",
  severity: "high",
  risk_score: 73,
  tag: "iam-access",
  query:
    "event.dataset:aws.cloudtrail and event.provider:(iam.amazonaws.com or s3.*) and " +
    'event.action:(CreateAccessKey or "UploadSSHPublicKey" or Put*BucketPolicy*) and event.outcome:success and ' +
    "not (aws.cloudtrail.user_identity.type:AWSService or user_agent.original:*terraform*1.5*)",
};
const QUERY = parseKql(RULE.query);

const PROVIDERS = ["iam.amazonaws.com", "s3.amazonaws.com", "sts.amazonaws.com", "kms.amazonaws.com", "iam"];
const ACTIONS = [
  "CreateAccessKey",
  "UploadSSHPublicKey",
  "PutBucketPolicy",
  "PutTheBucketPolicyStatus",
  "DeleteBucketPolicy",
  "CreateAccessKeys",
  "PutBucketPolic",
  "DisableKey",
];
const TYPES = ["IAMUser", "AssumedRole", "AWSService", "AWSServices"];
const AGENTS = [
  "aws-cli/2.2.0",
  "terraform 1.5",
  "HashiCorp terraform/1.5.7 (linux)",
  "Terraform 1.5",
  "terraform 1.4",
];

interface RawEvent extends JsonObject {
  eventSource: string;
  eventName: string;
}

/** Returns a raw event; half of the time, each field has a value that the rule wants. */
function rawEvent(random: Random): RawEvent {
  const pick = (values: readonly string[], wanted: number): string =>
    random.pick(random.pick([true, false]) ? values.slice(0, wanted) : values);
  const errors: JsonObject = random.pick<JsonObject>([
    {},
    {},
    {},
    { errorCode: "AccessDenied" },
    { errorMessage: "no" },
  ]);
  return {
    eventVersion: "1.08",
    userIdentity: { type: pick(TYPES, 2), arn: "arn:aws:iam::111122223333:user/Alice" },
    eventTime: "2026-03-04T09:00:00Z",
    eventSource: pick(PROVIDERS, 2),
    eventName: pick(ACTIONS, 4),
    userAgent: pick(AGENTS, 1),
    ...errors,
    eventID: "1",
  };
}

/** The ways in which an event reaches the module. */
const WAYS: Readonly<Record<string, (raw: RawEvent, random: Random) => JsonObject>> = {
  raw: (raw) => raw,
  "raw in a log file": (raw) => ({ Records: [raw] }),
  "ECS, nested": (raw) => toEcsNested(raw),
  "ECS, dotted": (raw) => toEcsDotted(raw),
  "ECS, mixed": (raw, random) => toEcsMixed(raw, () => random.pick([true, false])),
  OCSF: (raw) => toOcsf(raw),
  "OCSF, by the short name of the service": (raw) => {
    const event = toOcsf(raw);
    const api = event.api as { service: { name: Json } };
    api.service.name = raw.eventSource.replace(".amazonaws.com", "");
    return event;
  },
  "OpenTelemetry, flat": (raw) => toOtelFlat(raw),
  "OpenTelemetry, nested": (raw) => toOtelNested(raw, { nestedObjects: true }),
  OTLP: (raw) => toOtlp(raw),
  "OpenTelemetry, by qualified methods": (raw) => {
    const attributes = toOtelFlat(raw);
    attributes["rpc.method"] = ["sts.amazonaws.com/GetCallerIdentity", `${raw.eventSource}/${raw.eventName}`];
    attributes["rpc.service"] = "iam.amazonaws.com";
    return attributes;
  },
};

/** Escapes some letters of the actions' names. */
function escapeSome(text: string, random: Random): string {
  return text.replace(/(?<=")(?:Create|Upload|Put)[A-Za-z]+/g, (name) =>
    name.replace(/./g, (letter) =>
      random.pick([false, false, true]) ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter,
    ),
  );
}

describe("a rule of another provider, with a wildcard and a not", () => {
  const rule = compileRule(RULE);
  const binary = embedTable(readFileSync(MODULE_PATH), rule.table);
  const { seed, records } = runSettings(400, 4000);

  for (const [way, write] of Object.entries(WAYS)) {
    it(`is judged correctly in ${way}`, async () => {
      const host = new FilterHost(await compileModule(binary));
      let matches = 0;
      for (let index = 0; index < records; index++) {
        const random = randomFor(seed, index);
        const raw = rawEvent(random);
        // A bare service name is valid in OCSF only.
        const source = way.startsWith("OCSF") && raw.eventSource === "iam" ? "iam.amazonaws.com" : raw.eventSource;
        const ecs = toEcsNested({ ...raw, eventSource: source });
        const isMatch = matchesQuery(QUERY, (field) => fieldValues(ecs, field));
        const plain = JSON.stringify(write(raw, random));
        for (const text of [plain, escapeSome(plain, random)]) {
          const result = host.filter("tag", Buffer.from(text));
          assert.equal(result.outcome, isMatch ? "modified" : "kept", `seed ${seed}, index ${index}: ${text}`);
          if (result.outcome !== "modified") continue;
          const told = JSON.parse(Buffer.from(result.record).toString()) as { tags: Json; keyward: JsonObject };
          assert.deepEqual(told.tags, ["iam-access"]);
          assert.deepEqual(told.keyward.rule, { id: RULE.id, version: "1" });
          assert.equal(told.keyward.severity, "high");
          const [event] = told.keyward.events as { action: string }[];
          assert.equal(event?.action, raw.eventName);
          matches += 1;
        }
      }
      assert.ok(matches > records / 20 && matches < records, `${matches} matches`);
    });
  }

  it("passes the records of the module's built-in rule", async () => {
    const host = new FilterHost(await compileModule(binary));
    const record = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
    assert.equal(host.filter("tag", record).outcome, "kept");
    const built = new FilterHost(await compileModule(MODULE_PATH));
    assert.equal(built.filter("tag", record).outcome, "modified");
  });
});

describe("a rule whose actions fill more than a line", () => {
  const actions = Array.from({ length: 30 }, (_, index) => `DisableSomeKeyNumber${100 + index}`);
  const query = RULE.query.replace(/event\.action:\([^)]*\)/, `event.action:(${actions.join(" or ")})`);
  const binary = embedTable(readFileSync(MODULE_PATH), compileRule({ ...RULE, query }).table);

  it("leaves records whole where a mistake in the configuration names them all", async () => {
    const config = { exceptions: [{ id: "a", reason: "b", when: { action: ["nothing like it"] } }] };
    const carrying = embedConfig("module", binary, Buffer.from(JSON.stringify(config)));
    let stderr = "";
    const instance = (): InstanceOptions => ({ stderr: (text) => (stderr += Buffer.from(text).toString()) });
    const host = new FilterHost(await compileModule(carrying), { instance });
    const event = { eventSource: "iam.amazonaws.com", eventName: actions[0], userIdentity: { type: "IAMUser" } };
    const result = host.filter("tag", JSON.stringify(event));
    assert.equal(result.outcome, "modified");
    const { keyward } = JSON.parse(Buffer.from(result.record).toString()) as { keyward: { config_error: string } };
    const shown = /^\/exceptions\/0\/when\/action\/0: nothing like it is invalid; use (.*), $/.exec(
      keyward.config_error,
    );
    const named = shown?.[1]?.split(", ") ?? [];
    assert.ok(named.length > 10 && named.length < actions.length, keyward.config_error);
    assert.deepEqual(named, actions.slice(0, named.length));
    assert.ok(stderr.includes(keyward.config_error) && !stderr.includes("\0"), stderr);
  });
});

describe("a table that a module has no room for", () => {
  it("is rejected", () => {
    const module = readFileSync(MODULE_PATH);
    assert.throws(
      () => embedTable(module, new Uint8Array(ROOM + 1)),
      /a table of 4097 bytes; the module has room for 4096/,
    );
    const other = Buffer.from("0061736d010000000b0100", "hex");
    assert.throws(() => embedTable(other, new Uint8Array(8)), /no place for the table of a rule/);
  });
});
