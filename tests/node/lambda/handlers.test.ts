/** Handlers that deliver what they find: what is opened, what goes where, and what is retried after a failure. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import {
  eventBridgeHandler,
  kinesisHandler,
  logsHandler,
  s3Handler,
  sqsHandler,
  type DeliveryOptions,
} from "#keyward/lambda/index.js";
import { EVENT, kinesisEvent, logsEvent, logsMessage, MATCH, OTHER, s3Event, sqsEvent } from "./aws-events.js";

interface Heard {
  alerts: string[];
  problems: string[];
  options: Required<Pick<DeliveryOptions, "onAlerts" | "onProblem">>;
}

/** Returns options that note what they hear; alerts from a source in `failing` are not accepted. */
function listen(...failing: string[]): Heard {
  const alerts: string[] = [];
  const problems: string[] = [];
  return {
    alerts,
    problems,
    options: {
      onAlerts: (found, source) => {
        if (failing.includes(source)) throw new Error(`${source} is not taken`);
        alerts.push(...found.map(({ file, line, path, id }) => `${file}:${line} ${path} ${id ?? ""}`));
      },
      onProblem: ({ source, line, reason }) => problems.push(`${source}:${line}: ${reason}`),
    },
  };
}

const LOG_FILE = gzipSync(JSON.stringify({ Records: [JSON.parse(OTHER), EVENT] }));

/** Returns a bucket; missing objects cannot be read. */
function bucketOf(objects: Record<string, Uint8Array>): (bucket: string, key: string) => Promise<Uint8Array> {
  return (bucket, key) => {
    const found = objects[`${bucket}/${key}`];
    return found === undefined ? Promise.reject(new Error(`no ${bucket}/${key}`)) : Promise.resolve(found);
  };
}

describe("logsHandler", () => {
  it("judges each event of a subscription, by its line", async () => {
    const { alerts, problems, options } = listen();
    const handler = logsHandler(options);
    await handler(logsEvent([OTHER, MATCH]));
    await handler(logsEvent(["CWL CONTROL MESSAGE: Checking health of destination Lambda."], "CONTROL_MESSAGE"));
    assert.deepEqual([alerts, problems], [["logs:2  1"], []]);
  });

  it("rejects if its alerts are not taken, so that Lambda retries", async () => {
    await assert.rejects(logsHandler(listen("logs").options)(logsEvent([MATCH])), /logs is not taken/);
  });

  it("writes only alerts and problems to the function's log", async (t) => {
    const log = t.mock.method(console, "log", () => undefined);
    const error = t.mock.method(console, "error", () => undefined);
    await logsHandler()(logsEvent([MATCH, '{"eventName":"DisableKey"}']));
    assert.equal((JSON.parse(log.mock.calls[0]?.arguments[0] as string) as { id: string }).id, "1");
    assert.match(error.mock.calls[0]?.arguments[0] as string, /^keyward: logs:2: names an action of the rule/);
  });

  it("delivers all records, opened and annotated", async () => {
    const written: string[] = [];
    const onRecords = (records: Uint8Array): void => void written.push(Buffer.from(records).toString());
    await logsHandler({ ...listen().options, onRecords })(logsEvent([OTHER, MATCH]));
    const lines = written.join().trimEnd().split("\n");
    assert.equal(lines[0], OTHER);
    assert.match(lines[1] ?? "", /"keyward":\{"verdict":"match"/);
  });
});

describe("eventBridgeHandler", () => {
  it("judges the event in its envelope", async () => {
    const { alerts, options } = listen();
    const event = {
      version: "0",
      id: "e",
      "detail-type": "AWS API Call via CloudTrail",
      source: "aws.kms",
      detail: EVENT,
    };
    await eventBridgeHandler(options)(event);
    assert.deepEqual(alerts, ["eventbridge:e:1 /detail 1"]);
  });
});

describe("s3Handler", () => {
  const key = "AWSLogs/1/CloudTrail/eu-west-1/a+b c.json.gz";
  const objects = { [`bucket/${key}`]: LOG_FILE, "bucket/empty.json": Buffer.from('{"Records":[]}') };
  const encoded = encodeURIComponent(key).replaceAll("%20", "+");
  const expected = [`s3://bucket/${key}:1 /Records/1 1`];

  it("reads the objects that a notification names, whole or in pieces", async () => {
    const { alerts, problems, options } = listen();
    await s3Handler({ ...options, getObject: bucketOf(objects) })(s3Event(encoded));
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < LOG_FILE.length; at += 50) yield await Promise.resolve(LOG_FILE.subarray(at, at + 50));
    }
    await s3Handler({ ...options, getObject: () => Promise.resolve(pieces()) })(s3Event(encoded));
    assert.deepEqual([alerts, problems], [[...expected, ...expected], []]);
  });

  it("finds the notification in SNS and in an event of EventBridge", async () => {
    const { alerts, options } = listen();
    const handler = s3Handler({ ...options, getObject: bucketOf(objects) });
    await handler({ Records: [{ Sns: { Message: JSON.stringify(s3Event(encoded)) } }] });
    await handler({ "detail-type": "Object Created", detail: { bucket: { name: "bucket" }, object: { key } } });
    await handler({ Records: [{ Sns: { Message: JSON.stringify({ s3Bucket: "bucket", s3ObjectKey: [key] }) } }] });
    assert.deepEqual(alerts, [...expected, ...expected, ...expected]);
  });

  it("reads no digest, nothing that was removed, and nothing for S3's test", async () => {
    const { alerts, problems, options } = listen();
    const handler = s3Handler({ ...options, getObject: bucketOf({}) });
    await handler(s3Event("AWSLogs/1/CloudTrail-Digest/eu-west-1/a.json.gz"));
    await handler({ Records: [{ ...s3Event("a").Records[0], eventName: "ObjectRemoved:Delete" }] });
    await handler({ Service: "Amazon S3", Event: "s3:TestEvent" });
    assert.deepEqual([alerts, problems], [[], []]);
  });

  it("reports an object without events, or one that cannot be opened", async () => {
    const { problems, options } = listen();
    const all = { ...objects, "bucket/broken.gz": LOG_FILE.subarray(0, 40) };
    await s3Handler({ ...options, getObject: bucketOf(all) })(s3Event("empty.json", "broken.gz"));
    assert.deepEqual(problems, [
      "s3://bucket/empty.json:1: no CloudTrail event was recognized in it",
      "s3://bucket/broken.gz:1: the gzip cannot be opened (unexpected end of file)",
    ]);
  });

  it("judges the other objects before it rejects for an unreadable one", async (t) => {
    t.mock.method(console, "error", () => undefined);
    const { alerts, options } = listen();
    const handler = s3Handler({ ...options, getObject: bucketOf(objects) });
    await assert.rejects(handler(s3Event("missing", encoded)), /no bucket\/missing/);
    assert.deepEqual(alerts, expected);
    await assert.rejects(handler({ a: 1 }), /the event is not an S3 notification/);
    await assert.rejects(handler({ Records: [] }), /the event is not an S3 notification/);
    // Even if the others are notifications: nobody else would report it.
    const mixed = { Records: [{ body: "{}" }, { body: JSON.stringify(s3Event(encoded)) }] };
    await assert.rejects(handler(mixed), /the event is not an S3 notification/);
    assert.deepEqual(alerts, [...expected, ...expected]);
  });
});

describe("sqsHandler", () => {
  const bridged = JSON.stringify({ "detail-type": "AWS API Call via CloudTrail", source: "aws.kms", detail: EVENT });
  const throughSns = JSON.stringify({ Type: "Notification", Message: bridged });

  it("judges messages, and reports as failed those whose alerts were not taken", async (t) => {
    t.mock.method(console, "error", () => undefined);
    const { alerts, options } = listen("sqs:m1");
    const response = await sqsHandler(options)(sqsEvent([bridged, bridged, throughSns, OTHER]));
    assert.deepEqual(response, { batchItemFailures: [{ itemIdentifier: "m1" }] });
    assert.deepEqual(alerts, ["sqs:m0:1 /detail 1", "sqs:m2:1 /Message#/detail 1"]);
  });

  it("stops at the first failure in a FIFO queue, and reports all messages from there", async (t) => {
    t.mock.method(console, "error", () => undefined);
    const { alerts, options } = listen("sqs:m1");
    const response = await sqsHandler(options)(sqsEvent([bridged, bridged, bridged], "queue.fifo"));
    assert.deepEqual(response, { batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m2" }] });
    assert.equal(alerts.length, 1);
  });

  it("reads the objects that notifications in the queue name", async (t) => {
    t.mock.method(console, "error", () => undefined);
    const { alerts, problems, options } = listen();
    const getObject = bucketOf({ "bucket/a": LOG_FILE });
    const notification = JSON.stringify(s3Event("a"));
    const bodies = [notification, JSON.stringify({ Message: notification }), JSON.stringify(s3Event("missing"))];
    const response = await sqsHandler({ ...options, getObject })(sqsEvent(bodies));
    assert.deepEqual(response, { batchItemFailures: [{ itemIdentifier: "m2" }] });
    assert.deepEqual(alerts, ["s3://bucket/a:1 /Records/1 1", "s3://bucket/a:1 /Records/1 1"]);
    await sqsHandler(options)(sqsEvent([notification]));
    assert.deepEqual(problems, ["sqs:m0:1: it names S3 objects, and the handler has no getObject to read them"]);
  });

  it("fails a message that could not be judged only if onProblem throws", async (t) => {
    t.mock.method(console, "error", () => undefined);
    const unread = sqsEvent(['{"eventName":"DisableKey"}']);
    const { problems, options } = listen();
    assert.deepEqual(await sqsHandler(options)(unread), { batchItemFailures: [] });
    assert.equal(problems.length, 1);
    const onProblem = (): void => {
      throw new Error("to the dead-letter queue");
    };
    assert.equal((await sqsHandler({ ...options, onProblem })(unread)).batchItemFailures.length, 1);
  });
});

describe("kinesisHandler", () => {
  it("judges records, compressed or not, and reports the first that failed", async (t) => {
    t.mock.method(console, "error", () => undefined);
    const { alerts, options } = listen("kinesis:2");
    const event = kinesisEvent([MATCH, logsMessage([OTHER, MATCH]), MATCH, MATCH]);
    const response = await kinesisHandler(options)(event);
    assert.deepEqual(response, { batchItemFailures: [{ itemIdentifier: "2" }] });
    assert.deepEqual(alerts, ["kinesis:0:1  1", "kinesis:1:2  1"]);
  });

  it("reports that it does not open records aggregated by the Kinesis Producer Library", async () => {
    const { problems, options } = listen();
    const aggregated = Buffer.concat([Buffer.of(0xf3, 0x89, 0x9a, 0xc2), Buffer.from(MATCH)]);
    assert.deepEqual(await kinesisHandler(options)(kinesisEvent([aggregated])), { batchItemFailures: [] });
    assert.match(problems.join(), /^kinesis:0:1: it is a batch of the Kinesis Producer Library/);
  });
});
