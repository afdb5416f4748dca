import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge, type Verdict } from "./rule.js";

const SOURCE = '"eventSource":"kms.amazonaws.com"';
const NAME = '"eventName":"DisableKey"';
const EVENT = '"provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"';
const DATASET = '"dataset":"aws.cloudtrail"';

const OCSF = '"api":{"service":{"name":"kms"},"operation":"DisableKey"}';
const LISTED =
  '{"key":"eventSource","value":{"stringValue":"kms.amazonaws.com"}},{"key":"eventName","value":{"stringValue":"DisableKey"}}';

function verdict(record: string | Uint8Array): Verdict {
  return judge(typeof record === "string" ? new TextEncoder().encode(record) : record).verdict;
}

/** Each case: what it shows, a record that matches, and its near miss. */
const PAIRS: [shows: string, match: string, nearMiss: string][] = [
  ["the name", `{${SOURCE},"eventName":"ScheduleKeyDeletion"}`, `{${SOURCE},"eventName":"ScheduleKeyDeletions"}`],
  ["escapes", `{${SOURCE},"\\u0065ventName":"Disable\\u004Bey"}`, `{${SOURCE},"eventName":"Disable\\\\u004bey"}`],
  ["the last duplicate", `{${SOURCE},"eventName":"x",${NAME}}`, `{${SOURCE},${NAME},"eventName":"x"}`],
  ["an explicit null error", `{${SOURCE},${NAME},"errorCode":null}`, `{${SOURCE},${NAME},"errorCode":"x"}`],
  ["an empty error", `{${SOURCE},${NAME},"errorMessage":""}`, `{${SOURCE},${NAME},"errorMessage":" "}`],
  [
    "an error object",
    `{${SOURCE},${NAME},"errorCode":{"a":{"b":null},"c":""}}`,
    `{${SOURCE},${NAME},"errorCode":{"a":{"b":0}}}`,
  ],
  ["an error array", `{${SOURCE},${NAME},"errorCode":[]}`, `{${SOURCE},${NAME},"errorCode":[0]}`],
  [
    "lists of nothing",
    `{${SOURCE},${NAME},"errorCode":[null,"",{},[[{"a":[]}]]]}`,
    `{${SOURCE},${NAME},"errorCode":[null,[[{"a":[false]}]]]}`,
  ],
  ["OCSF's message", `{${OCSF},"api.response.message":[""]}`, `{${OCSF},"api.response":{"message":"denied"}}`],
  ["OCSF's class", `{${OCSF},"class_uid":3005}`, `{${OCSF},"class_uid":3004}`],
  [
    "a qualified method",
    '{"rpc.method":"kms.amazonaws.com/DisableKey"}',
    '{"rpc.method":"kms.amazonaws.com/DescribeKey"}',
  ],
  [
    "whose method it is",
    '{"rpc.method":"kms.amazonaws.com/DisableKey"}',
    '{"rpc.method":"s3.amazonaws.com/DisableKey"}',
  ],
  [
    "a method that is qualified, whatever the service",
    '{"rpc.service":"s3.amazonaws.com","rpc.method":"kms.amazonaws.com/DisableKey"}',
    '{"rpc.service":"kms.amazonaws.com","rpc.method":"s3.amazonaws.com/DisableKey"}',
  ],
  [
    "methods one by one",
    '{"rpc.method":["kms.amazonaws.com/DescribeKey","kms.amazonaws.com/DisableKey"]}',
    '{"rpc.method":["kms.amazonaws.com/DescribeKey","s3.amazonaws.com/DisableKey"]}',
  ],
  [
    "a list of keys and values",
    `{"values":[${LISTED},{"key":"errorCode","value":{"stringValue":""}}]}`,
    `{"values":[${LISTED},{"key":"errorCode","value":{"stringValue":"AccessDenied"}}]}`,
  ],
  ["an Insight", `{${SOURCE},${NAME},"insightDetails":{}}`, `{"insightDetails":{${SOURCE},${NAME}}}`],
  [
    "an error's prototype",
    `{${SOURCE},${NAME},"errorCode":{"__proto__":null}}`,
    `{${SOURCE},${NAME},"errorCode":{"__proto__":1}}`,
  ],
  [
    "an error's duplicate",
    `{${SOURCE},${NAME},"errorCode":{"a":1,"a":null}}`,
    `{${SOURCE},${NAME},"errorCode":{"a":null,"a":1}}`,
  ],
  ["the type of the name", `{${SOURCE},${NAME}}`, `{${SOURCE},"eventName":["DisableKey"]}`],
  ["own members", `{${SOURCE},${NAME},"x":{"eventName":"x"}}`, `{${SOURCE},"x":{${NAME}}}`],
  ["dotted raw names", `{${SOURCE},${NAME}}`, `{${SOURCE},"event.Name":"DisableKey"}`],
  [
    "an ECS field of no value",
    `{${SOURCE},${NAME},"event":{"action":null}}`,
    `{${SOURCE},${NAME},"event":{"action":""}}`,
  ],
  ["ECS decides alone", `{${SOURCE},${NAME},"event":{"kind":"x"}}`, `{${SOURCE},${NAME},"event.outcome":"success"}`],
  ["nested ECS", `{"event":{${EVENT},${DATASET}}}`, `{"event":{${EVENT},"dataset":"aws"}}`],
  [
    "the data stream",
    `{"event":{${EVENT}},"data_stream":{${DATASET}}}`,
    `{"event":{${EVENT}},"data_stream":"aws.cloudtrail"}`,
  ],
  [
    "several values",
    `{"event":[{${EVENT}},{"action":"x",${DATASET}}]}`,
    `{"event":[{"action":{${EVENT}}},{${DATASET}}]}`,
  ],
  [
    "one event over two spellings",
    `{"event":{${EVENT}},"event.dataset":"aws.cloudtrail"}`,
    `{"event":{${EVENT}},"event":{${DATASET}}}`,
  ],
  ["a nested keyward", `{${SOURCE},${NAME},"x":{"keyward":1}}`, `{${SOURCE},"x":{${NAME},"keyward":1}}`],
];

describe("the rule", () => {
  for (const [shows, match, nearMiss] of PAIRS) {
    it(`distinguishes a match from its near miss: ${shows}`, () => {
      assert.equal(verdict(match), "match", match);
      assert.equal(verdict(nearMiss), "no match", nearMiss);
    });
  }

  it("leaves annotated records alone, match or not", () => {
    const annotation = '{"verdict":"denied","events":[]}';
    for (const record of [`{${SOURCE},${NAME},"keyward":${annotation}}`, `{"key\\u0077ard":${annotation}}`]) {
      assert.equal(verdict(record), "already", record);
    }
    assert.equal(verdict('{"keyward":{"verdict":"lost"}}'), "already");
    assert.equal(verdict(`{"a":{"keyward":${annotation}}}`), "no match");
    for (const no of ["null", "{}", '"match"', '{"verdict":"match"}', '{"verdict":"none","events":[]}']) {
      assert.equal(verdict(`{${SOURCE},${NAME},"keyward":${no}}`), "match", no);
    }
  });

  it("does not accept what is not one JSON object or array", () => {
    const record = `{${SOURCE},${NAME}}`;
    const broken = [
      "",
      " ",
      "null",
      "47",
      `"${record.replaceAll('"', '\\"')}"`,
      `${record}x`,
      `${record}${record}`,
      `\ufeff${record}`,
      record.slice(0, -1),
      `${record}\u0000`,
    ];
    const members = ["01", "1.", "'a'", '"\\x"', '"\\u12"', '"\t"', "NaN", "[1,]", "+1", ".5"];
    for (const text of [...broken, ...members.map((member) => `{${SOURCE},${NAME},"n":${member}}`)]) {
      assert.equal(verdict(text), "not understood", JSON.stringify(text));
    }
    for (const bytes of [[0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]]) {
      const around = (before: string, after: string) =>
        Buffer.concat([Buffer.from(`{${SOURCE},${NAME},${before}`), Buffer.from(bytes), Buffer.from(`${after}}`)]);
      assert.equal(verdict(around('"a":', "")), "not understood", bytes.join());
      assert.equal(verdict(around('"a":"', '"')), "match", bytes.join());
      assert.equal(verdict(around('"', '":1')), "match", bytes.join());
    }
    assert.equal(verdict(` \n${record}\t\r`), "match");
    assert.equal(verdict(`{${SOURCE},${NAME},"a":"\\ud800","b":1e400}`), "match");
  });
});
