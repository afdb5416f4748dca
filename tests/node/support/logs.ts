/** CloudTrail log files for tests. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

export interface EventFacts {
  id?: string;
  time?: string;
  action?: string;
  account?: string;
  region?: string;
  /** An ARN. */
  actor?: string;
  /** The id of a key in the same account and region. */
  key?: string;
  error?: string;
}

/** Returns a raw event; default: `DisableKey` by a user of its account. */
export function rawEvent(facts: EventFacts): Record<string, unknown> {
  const { account = "111122223333", region = "eu-west-1", key = "8e21c7b4-50d3-4f6a-b8e9-61f0a2d94c35" } = facts;
  const actor = facts.actor ?? `arn:aws:iam::${account}:user/alice`;
  return {
    eventVersion: "1.11",
    eventSource: "kms.amazonaws.com",
    eventName: facts.action ?? "DisableKey",
    ...(facts.time !== undefined && { eventTime: facts.time }),
    ...(facts.id !== undefined && { eventID: facts.id }),
    awsRegion: region,
    sourceIPAddress: "198.51.100.23",
    userAgent: "aws-cli/2.27.41",
    userIdentity: {
      type: actor.includes(":assumed-role/") ? "AssumedRole" : "IAMUser",
      arn: actor,
      accountId: account,
    },
    recipientAccountId: account,
    ...(facts.error === undefined
      ? { responseElements: { keyId: `arn:aws:kms:${region}:${account}:key/${key}` } }
      : { errorCode: facts.error, errorMessage: "not authorized" }),
  };
}

/** Returns a call that the rule does not cover. */
export function otherEvent(id: string): Record<string, unknown> {
  return { ...rawEvent({ id, time: "2026-03-04T08:00:00Z" }), eventName: "Decrypt" };
}

/** Returns a log file as CloudTrail writes it to S3: one record on one line. */
export function s3File(events: readonly object[]): string {
  return JSON.stringify({ Records: events });
}

/** Writes a file, as gzip if its name says so, with its parent folders. */
export function writeLog(folder: string, path: string, text: string | Buffer): void {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, path.endsWith(".gz") ? gzipSync(text) : text);
}

/** Returns the folder of a day in a bucket. */
export function s3Folder(account: string, region: string, day: string): string {
  return `AWSLogs/${account}/CloudTrail/${region}/${day.replaceAll("-", "/")}`;
}

const CI = "arn:aws:sts::444455556666:assumed-role/ci-teardown/run-4182";
const MALLORY = "arn:aws:sts::444455556666:assumed-role/OrganizationAdmin/mallory@example.com";

/** A configuration that expects one of the calls of `writeSampleLogs`. */
export const SAMPLE_CONFIG = {
  denied: "annotate",
  exceptions: [
    { id: "ci-teardown", reason: "CI deletes its own stacks", when: { "actor.arn": [`${CI.slice(0, -9)}*`] } },
  ],
};

/** Writes a small bucket and a file of lines: shapes from three accounts, a call delivered twice, and files that are not logs. */
export function writeSampleLogs(folder: string): void {
  const disabled = rawEvent({ id: "e-1", time: "2026-03-04T09:03:41Z" });
  const scheduled = rawEvent({
    id: "e-2",
    time: "2026-03-05T09:33:08Z",
    action: "ScheduleKeyDeletion",
    account: "444455556666",
    region: "us-east-1",
    actor: CI,
    key: "5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26",
  });
  const denied = rawEvent({
    id: "e-3",
    time: "2026-03-05T10:00:00Z",
    action: "ScheduleKeyDeletion",
    account: "444455556666",
    region: "us-east-1",
    actor: MALLORY,
    error: "AccessDenied",
  });
  const traveled = rawEvent({
    id: "e-4",
    time: "2026-03-05T23:59:59.500Z",
    account: "444455556666",
    region: "us-east-1",
    actor: MALLORY,
    key: "mrk-2d6f0b8c1e5a47f39b7c0d4e8a6f1b35",
  });
  const timeless = rawEvent({ id: "e-5", key: "3fc77c25-b583-48f1-a38a-54598b7eda11" });
  const [first, second, third] = [
    s3Folder("111122223333", "eu-west-1", "2026-03-04"),
    s3Folder("111122223333", "eu-west-1", "2026-03-05"),
    s3Folder("444455556666", "us-east-1", "2026-03-05"),
  ];
  writeLog(folder, `${first}/a.json.gz`, s3File([otherEvent("o-1"), disabled]));
  writeLog(folder, `${second}/b.json.gz`, s3File([disabled, otherEvent("o-2")]));
  writeLog(folder, `${third}/c.json.gz`, s3File([scheduled, denied]));
  const bus = { "detail-type": "AWS API Call via CloudTrail", source: "aws.kms", detail: traveled };
  const lines = [otherEvent("o-3"), bus, timeless].map((event) => JSON.stringify(event));
  writeLog(folder, "stream.ndjson", `${lines.slice(0, 2).join("\n")}\n\n${lines[2] ?? ""}\n`);
  writeLog(folder, "README.md", "no log");
}
