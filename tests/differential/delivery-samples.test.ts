/** Real payloads of AWS services and others, with real KMS events in place of their own content. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, describe, it, type TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import { compileModule } from "#keyward/module-files.js";
import { cloudTrailLines, MODULE_PATH, PROJECT_ROOT } from "../oracle/project.js";
import { tellDisagreement } from "./compare.js";
import { FilterHost } from "./filter-host.js";

/** The samples, and their parts in which events are put. */
interface Samples {
  "cloudwatch-logs-event.json": { awslogs: { data: string } };
  "datadog-cloudwatch-log-cloudtrail.json": { messageType: string; logEvents: { message: string }[] };
  "kinesis-event.json": { Records: { kinesis: { data: string } }[] };
  "kinesis-firehose-event.json": { records: { data: string }[] };
  "s3-event.json": { Records: object[] };
  "sns-event.json": { Records: { Sns: { Message: string } }[] };
  "sqs-event.json": { Records: { body: string }[] };
}
type SampleName = keyof Samples;

const SAMPLES: readonly SampleName[] = [
  "cloudwatch-logs-event.json",
  "datadog-cloudwatch-log-cloudtrail.json",
  "kinesis-event.json",
  "kinesis-firehose-event.json",
  "s3-event.json",
  "sns-event.json",
  "sqs-event.json",
];

interface Given {
  sample: <Name extends SampleName>(name: Name) => Samples[Name];
  /** A matching call, the same call failed, and another kind of call. */
  match: string;
  failed: string;
  other: string;
}

describe("the module on real deliveries", () => {
  let host: FilterHost;
  before(async () => {
    host = new FilterHost(await compileModule(MODULE_PATH));
  });

  /** Asserts that the delivery has matches at exactly these paths; without any, it must pass byte for byte. */
  function check(delivery: unknown, paths: string[]): void {
    const record = new TextEncoder().encode(JSON.stringify(delivery, null, 2));
    const tagged = host.filter("tag", record);
    assert.equal(tagged.outcome, paths.length > 0 ? "modified" : "kept");
    if (tagged.outcome === "modified") {
      const { keyward } = JSON.parse(Buffer.from(tagged.record).toString()) as {
        keyward: { events: { path: string }[] };
      };
      assert.deepEqual(
        keyward.events.map(({ path }) => path),
        paths,
      );
    }
    assert.equal(tellDisagreement(host, record, "the delivery"), undefined);
  }

  it("leaves the samples unchanged", (t) => {
    const { sample } = given(t) ?? {};
    if (sample === undefined) return;
    for (const name of SAMPLES) check(sample(name), []);
  });

  it("finds events in a CloudWatch Logs subscription with CloudTrail events", (t) => {
    const all = given(t);
    if (all === undefined) return;
    const { match, failed, other } = all;
    const deliver = (...messages: string[]): Samples["datadog-cloudwatch-log-cloudtrail.json"] => {
      const delivery = all.sample("datadog-cloudwatch-log-cloudtrail.json");
      assert.ok(delivery.logEvents.length >= 2);
      messages.forEach((message, index) => ((delivery.logEvents[index] as { message: string }).message = message));
      return delivery;
    };
    check(deliver(failed, match), ["/logEvents/1/message#"]);
    // An event that occurs twice in a delivery counts once.
    check(deliver(match, match), ["/logEvents/0/message#"]);
    check(deliver(failed, other), []);
    // Not a known place of such a message, so it is possible.
    check({ ...deliver(match, match), messageType: "CONTROL_MESSAGE" }, ["/logEvents/0/message#"]);
  });

  it("finds an event in an SNS notification", (t) => {
    const all = given(t);
    if (all === undefined) return;
    const deliver = (message: string): Samples["sns-event.json"] => {
      const delivery = all.sample("sns-event.json");
      first(delivery.Records).Sns.Message = message;
      return delivery;
    };
    check(deliver(all.match), ["/Records/0/Sns/Message#"]);
    check(deliver(all.failed), []);
    check(deliver(all.other), []);
  });

  it("finds an event in an SQS message, and in an SNS notification inside one", (t) => {
    const all = given(t);
    if (all === undefined) return;
    const deliver = (body: string): Samples["sqs-event.json"] => {
      const delivery = all.sample("sqs-event.json");
      first(delivery.Records).body = body;
      return delivery;
    };
    const notify = (message: string): string => {
      const { Sns } = first(all.sample("sns-event.json").Records);
      return JSON.stringify({ ...Sns, Message: message });
    };
    check(deliver(all.match), ["/Records/0/body#"]);
    check(deliver(all.failed), []);
    check(deliver(notify(all.match)), ["/Records/0/body#/Message#"]);
    check(deliver(notify(all.other)), []);
  });

  it("finds events among an S3 notification's records", (t) => {
    const all = given(t);
    if (all === undefined) return;
    const [match, failed, other] = [all.match, all.failed, all.other].map((text) => JSON.parse(text) as object);
    const delivery = all.sample("s3-event.json");
    check({ ...delivery, Records: [...delivery.Records, failed, match] }, ["/Records/2"]);
    check({ ...delivery, Records: [...delivery.Records, failed, other] }, []);
    // A notification is itself an event, with an event's names: nothing is searched for in it.
    check({ ...delivery, Records: [{ ...first(delivery.Records), body: all.match }] }, []);
  });

  it("does not open base64 or gzip", (t) => {
    const all = given(t);
    if (all === undefined) return;
    const { sample, match } = all;
    const base64 = Buffer.from(match).toString("base64");

    const kinesis = sample("kinesis-event.json");
    for (const { kinesis: inner } of kinesis.Records) inner.data = base64;
    check(kinesis, []);

    const firehose = sample("kinesis-firehose-event.json");
    for (const record of firehose.records) record.data = base64;
    check(firehose, []);

    const subscription = sample("datadog-cloudwatch-log-cloudtrail.json");
    for (const event of subscription.logEvents) event.message = match;
    const logs = sample("cloudwatch-logs-event.json");
    logs.awslogs.data = gzipSync(JSON.stringify(subscription)).toString("base64");
    check(logs, []);
  });
});

/** Returns the samples and the events; undefined, with the test skipped for that reason, if their folders are absent. */
function given(t: TestContext): Given | undefined {
  const lines = cloudTrailLines(t);
  if (lines === undefined) return undefined;
  const folder = resolve(PROJECT_ROOT, "..", "shared", "data", "shapes");
  if (!existsSync(folder)) {
    const reason = "no ../shared/data/shapes beside the project: the real deliveries were not tried";
    if (process.env.CI === "true") throw new Error(`${reason}, and CI=true demands them`);
    t.skip(reason);
    return undefined;
  }
  assert.deepEqual(readdirSync(folder).sort(), SAMPLES);
  const lineAt = (where: string): string => {
    const line = lines.find((candidate) => candidate.where === where);
    if (line === undefined) throw new Error(`there is no ${where}`);
    return Buffer.from(line.bytes).toString();
  };
  return {
    sample: <Name extends SampleName>(name: Name) =>
      JSON.parse(readFileSync(join(folder, name), "utf8")) as Samples[Name],
    match: lineAt("aws-kms-docs.ndjson:59"),
    failed: lineAt("panther-tests.ndjson:217"),
    other: lineAt("aws-kms-docs.ndjson:60"),
  };
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error("there is no first");
  return item;
}
