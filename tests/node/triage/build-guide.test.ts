import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { buildGuide } from "#keyward/triage/build-guide.js";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { DAY, formatDuration, formatTime, HOUR, MINUTE } from "#keyward/findings/times.js";
import {
  blocksOf,
  BY_ROLE,
  BY_USER,
  commandsOf,
  factsOf,
  findingOf,
  guideOf,
  KEY_ARN,
  KEY_ID,
  NOW,
  proseOf,
} from "./support.js";

const ALL = [
  "What is known",
  "What happened",
  "Who did it",
  "How long is left",
  "How to undo it",
  "What to look at next",
  "If it was not authorized",
  "If it was expected",
];
const MRK = "mrk-2d6f0b8c1e5a47f39b7c0d4e8a6f1b35";

describe("a guide", () => {
  it("has all sections, and names the key and the time", async () => {
    const guide = await guideOf(BY_ROLE);
    assert.equal(guide.title, `KMS key ${KEY_ID} scheduled for deletion, 2026-03-04T09:33:08Z`);
    assert.deepEqual(
      guide.sections.map(({ title }) => title),
      ALL,
    );
    assert.equal((await guideOf(BY_USER)).title, `KMS key ${KEY_ID} disabled, 2026-03-04T09:33:08Z`);
  });

  it("shows the event's values unchanged", async () => {
    const facts = factsOf(
      await guideOf({ ...BY_ROLE, requestID: "r-1", sharedEventID: "s-1", vpcEndpointId: "vpce-1" }),
    );
    const expected = {
      call: "ScheduleKeyDeletion",
      time: "2026-03-04T09:33:08Z",
      key: KEY_ARN,
      "named in the call": KEY_ID,
      "state after it": "PendingDeletion",
      account: "444455556666",
      region: "us-east-1",
      verdict: "match",
      severity: "medium, risk score 47",
      "event id": "e-1",
      "shared event id": "s-1",
      "request id": "r-1",
      "found at": "trail.ndjson:1",
      principal: "arn:aws:sts::444455556666:assumed-role/Admin/mallory@example.com",
      type: "AssumedRole",
      "principal id": "AROAEXAMPLE:mallory@example.com",
      "session of": "arn:aws:iam::444455556666:role/ops/Admin (Role)",
      "session began": "2026-03-04T09:31:57Z",
      MFA: "yes",
      "caller's account": "444455556666",
      "access key": "ASIAIOSFODNN7EXAMPLE (of a session, temporary)",
      "source address": "203.0.113.9",
      "user agent": "aws-cli/2.27.41",
      by: "the API: the AWS CLI",
      "VPC endpoint": "vpce-1",
      "event type": "AwsApiCall",
      "waiting period": "7 days",
      "deleted at the earliest": "2026-03-11T09:33:08Z",
      left: "5 days 9 hours",
      "deletion date in the event": "Mar 11, 2026, 9:33:08 AM",
      "counted from": "2026-03-06T00:00:00Z",
      state: "pending deletion",
      since: "2026-03-04T09:33:08Z",
      "as of": "2026-03-04T09:33:08Z",
    };
    assert.deepEqual(facts, expected);
  });

  it("is the same for the same finding at the same time", async () => {
    const finding = await findingOf(BY_ROLE);
    assert.deepEqual(buildGuide(finding, NOW), buildGuide(structuredClone(finding), NOW));
  });

  it("has all that can be said about an almost empty event", async () => {
    const guide = await guideOf({ eventSource: "kms.amazonaws.com", eventName: "DisableKey" });
    assert.equal(guide.title, "A KMS key disabled");
    assert.deepEqual(
      guide.sections.map(({ title }) => title),
      ALL,
    );
    assert.equal(proseOf(guide, "Who did it"), "The event does not name the caller.");
    assert.match(proseOf(guide, "How to undo it"), /<key-id> is for you to fill in: the event names no key\./);
    assert.match(proseOf(guide, "How to undo it"), /<region> is for you to fill in: the event names no region\./);
  });

  it("can be built in the page too", () => {
    const root = join(PROJECT_ROOT, "src");
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const text = readFileSync(path, "utf8");
      assert.doesNotMatch(text, /\bBuffer\b|\bprocess\b/, path);
      for (const [, target = ""] of text.matchAll(/from "([^"]+)"/g)) {
        assert.match(target, /^\./, `${path} imports ${target}`);
        visit(join(path, "..", target.replace(/\.js$/, ".ts")));
      }
    };
    visit(join(root, "triage", "build-guide.ts"));
    const sections = readdirSync(join(root, "triage", "sections"));
    assert.ok(sections.length >= 7 && sections.every((name) => seen.has(join(root, "triage", "sections", name))));
  });
});

describe("the time left", () => {
  it("depends on the waiting period, and ends with it", async () => {
    const finding = await findingOf(BY_ROLE);
    const deadline = Date.parse("2026-03-11T09:33:08Z");
    const left = (now: number) => factsOf(buildGuide(finding, now)).left;
    assert.equal(left(deadline - 1), "less than a minute");
    assert.equal(left(deadline), "none: expired less than a minute ago");
    assert.equal(left(deadline + 25 * HOUR), "none: expired 1 day 1 hour ago");
    assert.equal(left(Date.parse(BY_ROLE.eventTime) - DAY), "8 days");
    assert.match(
      proseOf(buildGuide(finding, deadline), "How long is left"),
      /^The waiting period that the call began has expired\. /,
    );
    assert.doesNotMatch(proseOf(buildGuide(finding, deadline - 1), "How long is left"), /has expired/);
  });

  it("is a range if the period is missing or invalid", async () => {
    for (const pendingWindowInDays of [undefined, 6, 31, 0]) {
      const guide = await guideOf({ ...BY_ROLE, requestParameters: { keyId: KEY_ID, pendingWindowInDays } });
      assert.equal(factsOf(guide)["deleted at the earliest"], "2026-03-11T09:33:08Z");
      assert.match(proseOf(guide, "How long is left"), /30 days, until 2026-04-03T09:33:08Z/);
      const said =
        pendingWindowInDays === undefined ? undefined : `${pendingWindowInDays} days, which KMS does not allow`;
      assert.equal(factsOf(guide)["waiting period"], said);
    }
    const longest = await guideOf({ ...BY_ROLE, requestParameters: { pendingWindowInDays: 30 } });
    assert.equal(factsOf(longest)["deleted at the earliest"], "2026-04-03T09:33:08Z");
  });

  it("is unknown without a time, or while replicas are left", async () => {
    const timeless = await guideOf({ ...BY_ROLE, eventTime: "yesterday" });
    assert.equal(factsOf(timeless)["deleted at the earliest"], undefined);
    assert.match(proseOf(timeless, "How long is left"), /no readable time/);
    const responseElements = { keyId: KEY_ARN, keyState: "PendingReplicaDeletion", pendingWindowInDays: 7 };
    const primary = await guideOf({ ...BY_ROLE, responseElements });
    assert.equal(factsOf(primary).left, undefined);
    assert.equal(factsOf(primary)["waiting period"], "7 days");
    assert.match(proseOf(primary, "How long is left"), /begins when the last replica is gone/);
  });

  it("has no end for a disabled key", async () => {
    assert.match(
      proseOf(await guideOf(BY_USER), "How long is left"),
      /no deadline.* 1 day 14 hours ago; describe-key shows whether it still is/,
    );
    assert.doesNotMatch(proseOf(await guideOf({ ...BY_USER, eventTime: "x" }), "How long is left"), / ago/);
    assert.doesNotMatch(proseOf(await guideOf(BY_USER, {}, 0), "How long is left"), / ago/);
  });

  it("is shown in its two largest units", () => {
    const durations: [number, string][] = [
      [0, "less than a minute"],
      [MINUTE - 1, "less than a minute"],
      [MINUTE, "1 minute"],
      [HOUR + 59 * MINUTE, "1 hour 59 minutes"],
      [DAY + 5 * MINUTE, "1 day"],
      [30 * DAY + HOUR, "30 days 1 hour"],
    ];
    for (const [duration, text] of durations) assert.equal(formatDuration(duration), text);
    assert.equal(formatTime(-1e18), "0000-01-01T00:00:00Z");
    assert.equal(formatTime(1e18), "9999-12-31T23:59:59Z");
  });
});

describe("how to undo it", () => {
  const target = `--key-id ${KEY_ARN} --region us-east-1`;

  it("is to cancel the deletion, and then to enable the key", async () => {
    const commands = commandsOf(await guideOf(BY_ROLE));
    const cancel = commands.indexOf(`aws kms cancel-key-deletion ${target}`);
    assert.ok(cancel >= 0 && cancel < commands.indexOf(`aws kms enable-key ${target}`));
  });

  it("is to enable the key, if it was only disabled", async () => {
    const commands = commandsOf(await guideOf(BY_USER));
    assert.ok(commands.includes(`aws kms enable-key ${target}`));
    assert.ok(!commands.some((command) => command.includes("cancel-key-deletion")));
  });

  it("uses the key's region and partition, wherever the event was found", async () => {
    const places: [string, string][] = [
      ["arn:aws-cn:kms:cn-north-1", "cn-north-1"],
      ["arn:aws-us-gov:kms:us-gov-west-1", "us-gov-west-1"],
      ["arn:aws-iso-b:kms:us-isob-east-1", "us-isob-east-1"],
    ];
    for (const [start, region] of places) {
      const keyId = `${start}:444455556666:key/${KEY_ID}`;
      const commands = commandsOf(await guideOf({ ...BY_USER, responseElements: { keyId } }));
      assert.ok(commands.includes(`aws kms enable-key --key-id ${keyId} --region ${region}`));
      assert.ok(
        commands.every((command) => command.includes(` --region ${region}`)),
        region,
      );
      // By the id alone, the same key is found, in the event's own region.
      const byId = commandsOf(
        await guideOf({ ...BY_USER, responseElements: null, requestParameters: { keyId: KEY_ID }, awsRegion: region }),
      );
      assert.ok(byId.includes(`aws kms enable-key --key-id ${KEY_ID} --region ${region}`));
      assert.ok(
        byId.some((command) => command.includes(`AttributeKey=ResourceName,AttributeValue=${keyId} `)),
        keyId,
      );
    }
  });

  it("covers every region of a multi-Region key", async () => {
    const keyId = `arn:aws:kms:eu-west-1:444455556666:key/${MRK}`;
    const guide = await guideOf({ ...BY_ROLE, responseElements: { keyId, keyState: "PendingDeletion" } });
    assert.match(proseOf(guide, "How to undo it"), /The primary and each replica have their own state/);
    const commands = commandsOf(guide);
    assert.ok(commands.some((command) => command.endsWith("--query KeyMetadata.MultiRegionConfiguration")));
    assert.ok(commands.some((command) => command.startsWith("aws kms replicate-key ")));
    assert.ok(!commandsOf(await guideOf(BY_ROLE)).some((command) => /MultiRegion|replicate-key/.test(command)));
  });
});

describe("the text for other verdicts", () => {
  it("denied: nothing was lost, and who tried", async () => {
    const event = { ...BY_USER, errorCode: "AccessDenied", errorMessage: "not authorized", responseElements: null };
    const guide = await guideOf(event, { denied: "annotate" });
    assert.equal(guide.title, `KMS key ${KEY_ID} not disabled: the call was denied, 2026-03-04T09:33:08Z`);
    assert.deepEqual(
      guide.sections.map(({ title }) => title),
      ["What happened", "Who tried it", "What to look at next", "If it was not authorized", "If it was expected"],
    );
    assert.equal(factsOf(guide).error, "AccessDenied: not authorized");
    assert.match(proseOf(guide, "What happened"), /^The call failed and did not change the key/);
    assert.match(proseOf(guide, "If it was expected"), /exceptions are for calls that succeeded/);
    assert.deepEqual(blocksOf(guide, "code"), []);
    assert.ok(!commandsOf(guide).some((command) => /enable-key|cancel|describe-volumes|EnableKey/.test(command)));
  });

  it("suppressed: which exception applied", async () => {
    const exceptions = [{ id: "ci", reason: "CI does", when: { region: ["us-*"] } }];
    const guide = await guideOf(BY_USER, { exceptions });
    assert.equal(factsOf(guide).exception, "ci: CI does");
    assert.match(proseOf(guide, "What happened"), /the exception above expects it\. The key was affected nevertheless/);
    assert.match(proseOf(guide, "If it was expected"), /^Nothing to add/);
    assert.deepEqual(blocksOf(guide, "code"), []);
    assert.ok(commandsOf(guide).some((command) => command.includes("enable-key")));
  });

  it("duplicate and capped: the reason, and everything else", async () => {
    const [finding, meaning] = [await findingOf(BY_USER), { duplicate: /came before/, capped: /too many matches/ }];
    for (const verdict of ["duplicate", "capped"] as const) {
      const guide = buildGuide({ ...finding, verdict }, NOW);
      assert.match(proseOf(guide, "What happened"), meaning[verdict]);
      assert.equal(guide.sections.length, ALL.length);
      assert.equal(blocksOf(guide, "code").length, 1);
    }
  });

  it("possible: its path, and the line that makes it a known place", async () => {
    const finding = { ...(await findingOf(BY_USER)), verdict: "possible", path: "/records/0/value#" } as const;
    const guide = buildGuide(finding, NOW);
    assert.match(guide.title, /^KMS key 5b93e0fd-\S+ possibly disabled, /);
    assert.match(proseOf(guide, "What happened"), /at a path that Keyward does not know/);
    assert.deepEqual(
      blocksOf(guide, "code").map(({ text }) => JSON.parse(text) as unknown),
      [{ places: ["/records/*/value#"] }],
    );
    assert.match(proseOf(guide, "If your events arrive like this"), /judged like all others/);
    // Exceptions do not apply to it.
    assert.ok(!guide.sections.some(({ title }) => title === "If it was expected"));
    const wordless = buildGuide({ ...finding, path: "/caf\u00e9" }, NOW);
    assert.deepEqual(blocksOf(wordless, "code"), []);
    assert.match(proseOf(wordless, "If your events arrive like this"), /"elsewhere": "match"/);
  });

  it("a burst, and the copy of a VPC endpoint", async () => {
    const burst = { keys: 3, window_seconds: 600 };
    assert.equal(factsOf(buildGuide({ ...(await findingOf(BY_USER)), burst }, NOW)).burst, "3 keys within 600 seconds");
    const guide = await guideOf({ ...BY_USER, eventType: "AwsVpceEvent" });
    assert.match(proseOf(guide, "What happened"), /^.*The VPC endpoint logged this event/s);
  });
});

describe("how the call was made", () => {
  it("follows from the user agent and the credentials", async () => {
    const agents: [string | undefined, string | undefined][] = [
      ["Mozilla/5.0 (X11)", "the AWS Management Console"],
      ["console.amazonaws.com", "the AWS Management Console"],
      ["AWS Internal", "the AWS Management Console, or an AWS service"],
      ["cloudformation.amazonaws.com", "an AWS service"],
      ["APN/1.0 HashiCorp/1.0 Terraform/1.9", "the API: Terraform"],
      ["aws-cli/2.27.41", "the API: the AWS CLI"],
      ["Boto3/1.34", "the API: an SDK or a tool"],
      ["evil.amazonaws.com.example", "the API: an SDK or a tool"],
      [undefined, undefined],
    ];
    for (const [userAgent, by] of agents)
      assert.equal(factsOf(await guideOf({ ...BY_USER, userAgent })).by, by, userAgent);
    const fromConsole = await guideOf({ ...BY_USER, sessionCredentialFromConsole: "true" });
    assert.equal(factsOf(fromConsole).by, "the AWS Management Console");
  });
});
