/** The survey agrees with the oracle's counts on the fast and the slow path, by records and by lines. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule, CORE_MODULE } from "#keyward/module-files.js";
import { mergeCoverages } from "#keyward/survey/coverage.js";
import { generate } from "../oracle/generate.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { cloudTrailLines, fixtures } from "../oracle/project.js";
import { randomFor } from "../oracle/random.js";
import { few, inTurn, runSettings } from "../settings.js";
import { expectedCoverage, SurveyHost } from "./compare-survey.js";

const NEWLINE = 0x0a;
const SPACE = 0x20;
const encoder = new TextEncoder();

/** Forms of a raw event for the fast path. */
const FAST: [name: string, (event: string) => string][] = [
  ["alone", (event) => event],
  ["in a log file", (event) => `{"Records":[${event}]}`],
  ["in a log file with spaces", (event) => ` { "Records" : [ ${event} , ${event} ] } `],
  ["in an array", (event) => `[${event},${event}]`],
  [
    "in EventBridge's envelope",
    (event) =>
      `{"version":"0","id":"e","detail-type":"AWS API Call via CloudTrail","source":"aws.kms","resources":["{"],"detail":${event}}`,
  ],
];

/** Returns the same text in a form for the slow path: its first key, if any, has an escape. */
function slowly(text: string): string {
  return text.replace(/(?<=\{\s*")[^"\\]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

describe("the survey of generated records", () => {
  const { seed, records } = runSettings(150, 12_000);
  const generated = Array.from({ length: records }, (_, index) =>
    index % 2 === 0 ? generate(seed, index) : generateShape(seed, index),
  );

  it(`agrees with the oracle's counts, record by record (${records} of seed ${seed})`, async (t) => {
    const host = new SurveyHost(await compileModule(CORE_MODULE));
    let broken = 0;
    let takenAnyway = 0;
    let events = 0;
    for (const [index, { bytes, made }] of generated.entries()) {
      const where = `seed ${seed}, index ${index} (${made.join(", ")})`;
      const expected = expectedCoverage(bytes);
      const { text, coverage } = host.record(bytes);
      if (expected.notJson > 0) {
        // The inside of an event is not checked, so an error there goes unseen.
        broken++;
        if (text !== 0) takenAnyway++;
        else assert.deepEqual(coverage, expected, where);
        continue;
      }
      assert.deepEqual(coverage, expected, where);
      assert.equal(text, expected.events > 0 ? 2 : 1, where);
      events += expected.events;
    }
    assert.ok(events > records / 2, `${events} events`);
    assert.ok(takenAnyway < broken / 2, `${takenAnyway} of ${broken} broken records were taken for JSON`);
    t.diagnostic(`${events} events; ${takenAnyway} of ${broken} broken records count as JSON`);
  });

  it("counts the same in lines, also with several texts on one", async () => {
    const host = new SurveyHost(await compileModule(CORE_MODULE), 16 * 1024 * 1024);
    const random = randomFor(seed, records);
    const texts = generated
      .map(({ bytes }) => bytes.map((byte) => (byte === NEWLINE ? SPACE : byte)))
      .filter((bytes) => expectedCoverage(bytes).notJson === 0);
    for (let at = 0; at < texts.length;) {
      const part = texts.slice(at, at + 1 + random.below(40));
      at += part.length;
      const separators = part.map(() => random.pick(["\n", "\n", "\r\n", "\n\n \n", "", " ", "\t"]));
      const region = Buffer.concat(part.flatMap((bytes, index) => [bytes, Buffer.from(separators[index] ?? "")]));
      const { others, coverage } = host.lines(region);
      assert.equal(others, 0, region.toString());
      assert.deepEqual(coverage, mergeCoverages(part.map(expectedCoverage)), region.toString());
    }
  });
});

describe("the survey of real events and fixtures", () => {
  it("agrees with the oracle's counts for the fixtures, in every envelope", async () => {
    const host = new SurveyHost(await compileModule(CORE_MODULE));
    for (const [at, { where, bytes }] of fixtures().entries()) {
      const event = Buffer.from(bytes).toString();
      for (const [how, wrap] of inTurn(FAST, at)) {
        const text = wrap(event);
        for (const one of [text, slowly(text)]) {
          const encoded = encoder.encode(one);
          assert.deepEqual(host.record(encoded).coverage, expectedCoverage(encoded), `${where} ${how}`);
        }
      }
    }
  });

  it("agrees with the oracle's counts for real events, alone and together", async (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    const host = new SurveyHost(await compileModule(CORE_MODULE), 16 * 1024 * 1024);
    const events = lines.map(({ bytes }) => Buffer.from(bytes).toString());
    for (const [index, event] of few([...events.entries()], 199)) {
      const [how, wrap] = FAST[index % FAST.length] ?? ["", String];
      const expected = expectedCoverage(encoder.encode(wrap(event)));
      for (const text of [wrap(event), slowly(wrap(event))]) {
        assert.deepEqual(host.record(encoder.encode(text)).coverage, expected, `${lines[index]?.where} ${how}`);
      }
    }
    const coverages = events.map((event) => expectedCoverage(encoder.encode(event)));
    const all = mergeCoverages(coverages);
    assert.deepEqual(host.lines(encoder.encode(events.join("\n"))).coverage, all);
    // A few are not events, and then the whole text takes the slow path.
    const plain = events.filter((_, index) => coverages[index]?.events === 1);
    assert.ok(plain.length > 3400);
    for (const part of [events, plain]) {
      const together = `{"Records":[${part.join(",")}]}`;
      for (const text of [together, slowly(together)]) {
        assert.deepEqual(host.record(encoder.encode(text)).coverage, { ...all, withoutEvents: 0 });
      }
    }
  });
});

const EVENT =
  '{"eventSource":"kms.amazonaws.com","eventName":"Decrypt","eventTime":"2026-03-04T05:06:07Z","awsRegion":"eu-west-1","recipientAccountId":"111122223333"}';
const change = (from: string, to: string): string => EVENT.replace(from, to);
const add = (members: string): string => EVENT.replace("}", `,${members}}`);

/** Texts that the two paths could count differently. */
const NEAR: string[] = [
  EVENT,
  "{}",
  "[]",
  "[[]]",
  "[{}]",
  "[1]",
  `[${EVENT},1]`,
  `[${EVENT},[${EVENT}]]`,
  `[${EVENT},{}]`,
  `[${EVENT},]`,
  `[,${EVENT}]`,
  `[${EVENT}`,
  `[${EVENT}}`,
  `{"Records":[]}`,
  `{"Records":{}}`,
  `{"Records":${EVENT}}`,
  `{"Records":[${EVENT}],"Records":[]}`,
  `{"Records":[${EVENT}],"x":1}`,
  `{"Records":[${EVENT}],"eventSource":"a","eventName":"b"}`,
  `{"Records":[${EVENT}],}`,
  `{"Records":[${EVENT}]`,
  `{"Records":[${EVENT}}}`,
  `{"records":[${EVENT}]}`,
  `{"Records":[${EVENT},{"eventSource":"a"}]}`,
  `{"Records":[${EVENT},{"Sns":{"Message":${JSON.stringify(EVENT)}}}]}`,
  change("eventSource", "event\\u0053ource"),
  change("kms.amazonaws.com", "kms.amazonaws\\u002ecom"),
  change("kms.amazonaws.com", "KMS.amazonaws.com"),
  change("kms.amazonaws.com", "kms.amazonaws.com "),
  change("kms.amazonaws.com", "kms.amazonaws.co"),
  change('"kms.amazonaws.com"', '["kms.amazonaws.com"]'),
  change('"kms.amazonaws.com"', "null"),
  change("kms.amazonaws.com", ""),
  change('"Decrypt"', '""'),
  change('"Decrypt"', "7"),
  change('"Decrypt"', "null"),
  change("eventName", "eventName."),
  change("eventName", "eventNam"),
  change("2026-03-04T05:06:07Z", "2026-03-04 05:06:07.123+01:30"),
  change("2026-03-04T05:06:07Z", "2026-02-30T05:06:07Z"),
  change("2026-03-04T05:06:07Z", `2026-03-04T05:06:07.${"0".repeat(200)}Z`),
  change("2026-03-04T05:06:07Z", "1769904000000"),
  change("2026-03-04T05:06:07Z", ""),
  change("2026-03-04", "2026-03\\u002d04"),
  change('"2026-03-04T05:06:07Z"', "1769904000"),
  change('"2026-03-04T05:06:07Z"', "null"),
  change('"2026-03-04T05:06:07Z"', '["2026-03-04T05:06:07Z"]'),
  change('"eu-west-1"', "1"),
  change('"eu-west-1"', "-1.5e3"),
  change('"eu-west-1"', '["eu-west-1"]'),
  change('"eu-west-1"', '{"a":"eu-west-1"}'),
  change('"eu-west-1"', "true"),
  change("eu-west-1", "x".repeat(31)),
  change("eu-west-1", "x".repeat(32)),
  change("eu-west-1", "x".repeat(400)),
  change("eu-west-1", "\\u00e9"),
  change("eu-west-1", "é\\\\"),
  change('"111122223333"', "111122223333"),
  change('"111122223333"', "null"),
  change('"111122223333"', '""'),
  add('"recipientAccountId":"444455556666"'),
  add('"recipientAccountId":null,"userIdentity":{"accountId":"777788889999"}'),
  add('"recipientAccountId":null,"userIdentity":{"accountId":"1","accountId":"2"}'),
  add('"recipientAccountId":null,"userIdentity":{"account\\u0049d":"777788889999"}'),
  add('"recipientAccountId":null,"userIdentity":{"accountId":7}'),
  add('"recipientAccountId":null,"userIdentity":{"accountId":["7"],"x":{"accountId":"8"}}'),
  add('"recipientAccountId":null,"userIdentity":[{"accountId":"777788889999"}]'),
  add('"recipientAccountId":null,"userIdentity":{"accountId":"1"},"userIdentity":{}'),
  add('"recipientAccountId":null,"userIdentity":{ }'),
  add('"recipientAccountId":null,"userIdentity":"accountId"'),
  add('"recipientAccountId":null,"userIdentity.accountId":"777788889999"'),
  add('"recipientAccountId":null,"userIdentity":null'),
  add('"eventSource":"s3.amazonaws.com"'),
  add('"eventSource":1'),
  add('"eventName":"Other","eventName":null'),
  add('"event":{"action":"x"}'),
  add('"event":{"outcome":"success"}'),
  add('"event":null'),
  add('"event.action":"x"'),
  add('"event.id":"x"'),
  add('"events":{"action":"x"}'),
  add('"eventual":{"action":"x"}'),
  add('"\\u0065vent.action":"x"'),
  add('"keyward":{"verdict":"match","events":[]}'),
  add(`"log":${JSON.stringify(EVENT)}`),
  add(`"requestParameters":{"a":["{",["}"],{"b":"\\"}]","c":"\\\\"}],"eventSource":"x"}`),
  add('"x":"a\\\\\\"},{","y":[{"z":[]}]'),
  add('"":1'),
  add('"a":-0.5e+7,"b":true,"c":false,"d":null'),
  ...[
    "AWS API Call via CloudTrail",
    "AWS Service Event via CloudTrail",
    "AWS API Call",
    "",
    "\\u0041WS API Call via CloudTrail",
  ].map((type) => `{"version":"0","detail-type":"${type}","source":"aws.kms","detail":${EVENT}}`),
  `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":${JSON.stringify(EVENT)}}`,
  `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":[${EVENT}]}`,
  `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":${EVENT},"detail":{}}`,
  `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail-type":null,"detail":${EVENT}}`,
  `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":${EVENT},"Records":[${EVENT}]}`,
  `{"version":"0","detail":${EVENT}}`,
  `{"version":"0",${EVENT.slice(1)}`,
  `{"detail-type":"AWS API Call via CloudTrail","detail":${EVENT}}`,
  JSON.stringify({ message: EVENT }),
  JSON.stringify({ Message: JSON.stringify({ Records: [JSON.parse(EVENT)] }) }),
];

describe("the survey of texts that resemble something else", () => {
  it("agrees with the oracle's counts, with white space anywhere around", async () => {
    const host = new SurveyHost(await compileModule(CORE_MODULE));
    for (const near of NEAR) {
      const spaced = near.replaceAll(/(?<=[,:[\]{}])(?=["[\]{}])/g, " \t");
      for (const text of [near, ` \r\n${near}\t`, near.includes("\\") ? near : spaced]) {
        for (const wrapped of [
          text,
          `[${text}]`,
          `{"Records":[${text}, ${EVENT}]}`,
          `{"Records":[${EVENT},${text}]}`,
        ]) {
          const bytes = encoder.encode(wrapped);
          assert.deepEqual(host.record(bytes).coverage, expectedCoverage(bytes), wrapped);
        }
      }
    }
  });

  it("does not mistake the beginning of a text for all of it", async () => {
    const host = new SurveyHost(await compileModule(CORE_MODULE));
    for (const text of [EVENT, `[${EVENT}]`, `{"Records":[${EVENT},${EVENT}]}`]) {
      for (let length = 0; length < text.length; length++) {
        const bytes = encoder.encode(text.slice(0, length));
        const { text: answer, coverage } = host.record(bytes);
        assert.deepEqual([answer, coverage.events, coverage.notJson], [0, 0, 1], text.slice(0, length));
      }
    }
  });

  it("counts lines that are not JSON, and the JSON texts on them", async () => {
    const host = new SurveyHost(await compileModule(CORE_MODULE));
    const lines: [line: string, others: number, events: number, withoutEvents: number][] = [
      ["", 0, 0, 0],
      [" \t\r", 0, 0, 0],
      ["x", 1, 0, 0],
      ["{", 1, 0, 0],
      ["{x}", 1, 0, 0],
      ["{}", 0, 0, 1],
      ["{}{}[]", 0, 0, 3],
      [`${EVENT}${EVENT} ${EVENT}`, 0, 3, 0],
      [`${EVENT}{}${EVENT}`, 0, 2, 1],
      [`${EVENT}x`, 1, 1, 0],
      [`${EVENT},${EVENT}`, 1, 1, 0],
      [`${EVENT}${EVENT.slice(0, -1)}`, 1, 1, 0],
      [`${EVENT}{x}${EVENT}`, 1, 2, 0],
      [`text before ${EVENT}`, 1, 0, 0],
      [EVENT.slice(0, -1), 1, 0, 0],
      [`{"Records":[${EVENT}]}${EVENT}`, 0, 2, 0],
    ];
    for (const [line, others, events, withoutEvents] of lines) {
      for (const [before, after] of [
        ["", ""],
        ["", "\n"],
        [`${EVENT}\n`, `\n${EVENT}\n`],
      ] as const) {
        const extra = before === "" ? 0 : 2;
        const { others: found, coverage } = host.lines(encoder.encode(before + line + after));
        assert.deepEqual([found, coverage.notJson], [others, others], line);
        assert.deepEqual([coverage.events, coverage.withoutEvents], [events + extra, withoutEvents], line);
      }
    }
  });
});
