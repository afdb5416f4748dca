/** Every command in guides, run in a real shell in which `aws` records its arguments. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding } from "#keyward/engine/finding.js";
import { buildGuide } from "#keyward/triage/build-guide.js";
import { few, inTurn } from "../../settings.js";
import { readCall, type Call } from "./commands.js";
import {
  blocksOf,
  BY_ROLE,
  BY_USER,
  commandsOf,
  findingOf,
  guideOf,
  HOSTILE,
  KEY_ARN,
  KEY_ID,
  NOW,
  proseOf,
  runLines,
} from "./support.js";

const EVENTS = [
  BY_ROLE,
  BY_USER,
  { ...BY_ROLE, eventTime: "never" },
  {
    ...BY_ROLE,
    userIdentity: { type: "Root", arn: "arn:aws:iam::444455556666:root", accessKeyId: "AKIAIOSFODNN7EXAMPLE" },
  },
  {
    ...BY_ROLE,
    responseElements: { keyId: "arn:aws:kms:eu-west-1:444455556666:key/mrk-2d6f0b8c1e5a47f39b7c0d4e8a6f1b35" },
  },
  { eventSource: "kms.amazonaws.com", eventName: "ScheduleKeyDeletion" },
];

async function callsOf(commands: string[]): Promise<Call[]> {
  // What a pipe does with the answer does not matter here.
  const calls = await runLines(commands.map((command) => command.replace(/ \| grep .*/, "")));
  assert.equal(calls.length, commands.length);
  return calls.map(readCall);
}

describe("the commands of a guide", () => {
  for (const [index, event] of EVENTS.entries()) {
    it(`exist in the AWS CLI, on one line of printable ASCII: event ${index + 1}`, async () => {
      const commands = commandsOf(await guideOf(event));
      assert.ok(commands.length >= 12, `${commands.length}`);
      for (const command of commands) assert.match(command, /^aws [ -~]+$/);
      for (const { options } of await callsOf(commands)) assert.ok("region" in options);
    });
  }

  it("look up the caller, the key and the calls in the hours around", async () => {
    const calls = await callsOf(commandsOf(await guideOf(BY_ROLE)));
    const lookUps = calls.filter(({ command }) => command === "cloudtrail lookup-events").map(({ options }) => options);
    const around = { start: "2026-03-04T03:33:08Z", end: "2026-03-04T15:33:08Z" };
    const expected: [string, string, string, string][] = [
      ["AccessKeyId", "ASIAIOSFODNN7EXAMPLE", around.start, around.end],
      ["Username", "mallory@example.com", around.start, around.end],
      ["ResourceName", "arn:aws:iam::444455556666:role/ops/Admin", "2026-03-04T09:26:57Z", "2026-03-04T09:36:57Z"],
      ["ResourceName", KEY_ARN, around.start, around.end],
      ["EventName", "ScheduleKeyDeletion", around.start, around.end],
      ["EventName", "DisableKey", around.start, around.end],
      ["EventName", "CancelKeyDeletion", "2026-03-04T09:33:08Z", "2026-03-06T00:00:00Z"],
      ["ResourceName", KEY_ARN, "2026-02-25T09:33:08Z", "2026-03-04T09:33:08Z"],
    ];
    assert.deepEqual(
      lookUps.map((options) => [options["lookup-attributes"], options["start-time"], options["end-time"]]),
      expected.map(([key, value, from, to]) => [`AttributeKey=${key},AttributeValue=${value}`, from, to]),
    );
  });

  it("look up a name with a comma in the long form", async () => {
    const arn = "arn:aws:sts::444455556666:assumed-role/Admin/a,b=c";
    const commands = commandsOf(await guideOf({ ...BY_ROLE, userIdentity: { ...BY_ROLE.userIdentity, arn } }));
    const calls = await callsOf(commands);
    const lookUp = calls.find(({ options }) => options["lookup-attributes"]?.includes("Username"));
    const attributes = JSON.parse(lookUp?.options["lookup-attributes"] ?? "") as unknown;
    assert.deepEqual(attributes, [{ AttributeKey: "Username", AttributeValue: "a,b=c" }]);
  });

  it("cover the services that the answer names", async () => {
    const command = commandsOf(await guideOf(BY_ROLE)).find((line) => line.includes("| grep"));
    const count = command?.replace(/^.*? \| /, "") ?? "";
    const answer =
      '{"invokedBy":"rds.amazonaws.com"}\\t{"x":1}\\t{"invokedBy": "ebs.amazonaws.com"}\\t{"invokedBy":"rds.amazonaws.com"}';
    const script = `printf '${answer}\\n' | ${count} > counted; test "$(tr -s ' ' < counted | sort)" = ' 1 "invokedBy": "ebs.amazonaws.com"\n 2 "invokedBy":"rds.amazonaws.com"' && rm counted`;
    await runLines([script]);
  });

  it("say that the event history does not go back so far", async () => {
    const old = await guideOf(BY_ROLE, {}, NOW + 90 * 86_400_000);
    assert.match(proseOf(old, "What to look at next"), /older than CloudTrail's event history/);
    assert.doesNotMatch(proseOf(await guideOf(BY_ROLE), "What to look at next"), /90 days/);
  });

  it("have placeholders for values without AWS's form, and the text says why", async () => {
    const base = await findingOf(BY_ROLE);
    for (const [index, text] of HOSTILE.entries()) {
      const hostile = hostileFinding(base, text);
      for (const action of inTurn(["DisableKey", "ScheduleKeyDeletion"], index)) {
        const guide = buildGuide({ ...hostile, action }, NOW);
        const commands = commandsOf(guide);
        for (const command of commands) {
          assert.match(command, /^aws [ -~]+$/);
          assert.ok(command.length < 1000, command);
        }
        const calls = await callsOf(commands);
        const keys = calls.flatMap(({ options }) => ("key-id" in options ? [options["key-id"]] : []));
        assert.ok(keys.length >= 7 && keys.every((key) => key === "<key-id>"));
        assert.ok(calls.every(({ options }) => options.region === "<region>" || options.region === "<primary-region>"));
        const prose = proseOf(guide, "How to undo it");
        assert.match(prose, /<key-id> is for you to fill in: what the event calls its key does not have AWS's form/);
        assert.match(prose, /<region> is for you to fill in: what the event calls its region does not have AWS's form/);
        assertOwnWords(guide, text);
      }
    }
  });

  it("contain no single hostile value, whichever field has it", async () => {
    for (const identity of few([BY_ROLE, BY_USER], 1)) {
      const base = await findingOf(identity);
      const commands = HOSTILE.filter((text) => text !== "-owned").flatMap((text) =>
        oneHostile(base, text).flatMap((finding) => {
          const guide = buildGuide(finding, NOW);
          assertOwnWords(guide, text);
          return commandsOf(guide);
        }),
      );
      const different = [...new Set(commands)];
      assert.ok(
        different.length > 30 && !commandsOf(buildGuide(base, NOW)).some((command) => command.includes("owned")),
      );
      await callsOf(different);
    }
  });
});

/** Asserts that a guide's own words contain no part of a text. */
function assertOwnWords(guide: ReturnType<typeof buildGuide>, text: string): void {
  const parts = [
    guide.title,
    ...guide.sections.map(({ title }) => title),
    ...blocksOf(guide, "text").map((block) => block.text),
    ...blocksOf(guide, "command").flatMap(({ why, command }) => [why, command]),
  ];
  for (const part of parts) {
    assert.ok(!part.includes("owned") && !part.includes("192.0.2.1"), part);
    assert.match(part, /^[ -~]+$/);
    if (text !== "*") assert.ok(!part.includes(text), part);
  }
}

function hostileFinding(base: Finding, text: string): Finding {
  const details = Object.fromEntries(Object.keys(base.details).map((name) => [name, text]));
  return {
    ...base,
    id: text,
    time: text,
    account: text,
    region: text,
    actor: { type: text, arn: text },
    source_ip: text,
    user_agent: text,
    key: { id: text, arn: text, state: text },
    deletion_date: text,
    details,
  };
}

/** Yields the finding with one of its values replaced, in turn, and with one hidden in an ARN. */
function oneHostile(base: Finding, text: string): Finding[] {
  const arn = base.actor?.arn ?? "";
  const details = Object.keys(base.details).map((name) => ({ ...base, details: { ...base.details, [name]: text } }));
  return [
    ...details,
    { ...base, actor: { ...base.actor, arn: text } },
    { ...base, actor: { ...base.actor, arn: arn + text } },
    { ...base, actor: { ...base.actor, arn: arn.replace("444455556666", text) } },
    { ...base, details: { ...base.details, session_issuer_arn: `arn:aws:iam::444455556666:role/${text}` } },
    { ...base, key: { ...base.key, arn: KEY_ARN.replace("us-east-1", text) } },
    { ...base, key: { ...base.key, arn: KEY_ARN.replace(KEY_ID, text) } },
    { ...base, key: { id: KEY_ID }, region: text },
    { ...base, key: { id: KEY_ID }, account: text },
    { ...base, time: text },
  ];
}
