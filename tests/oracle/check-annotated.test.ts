import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expectedKeyward } from "./annotation.js";
import { checkAnnotated } from "./check-annotated.js";
import { RULE } from "./project.js";
import { judge } from "./rule.js";

const EVENT = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const { id, name, version, author, license, reference } = RULE;
const RULE_MEMBER = `"rule":${JSON.stringify({ id, name, version, author, license, reference })}`;
const THREAT_MEMBER = `"threat":${JSON.stringify(RULE.threat)}`;
const SCORES = '"severity":47,"risk_score":47';
const TAG = '"aws-kms-key-loss"';

const encode = (text: string) => new TextEncoder().encode(text);

function check(input: string, output: string | Uint8Array): string[] {
  const bytes = typeof output === "string" ? encode(output) : output;
  return checkAnnotated(encode(input), bytes, judge(encode(input)).events);
}

function keyward(input: string): string {
  return `"keyward":${expectedKeyward(judge(encode(input)).events)}`;
}

/** An input without the members in question, and its expected output. */
const INPUT = `{ ${EVENT} , "n" : 1.0,"s":"\\u0061\u00e9" }`;
const BODY = INPUT.slice(0, -2);
const ADDED = `"tags":[${TAG}],${RULE_MEMBER},${THREAT_MEMBER},"event":{${SCORES}}`;
const OUTPUT = `${BODY},${ADDED},${keyward(INPUT)} }`;

describe("the check of annotated output", () => {
  it("accepts additions at any legal position, keyward last", () => {
    assert.deepEqual(check(INPUT, OUTPUT), []);
    assert.deepEqual(check(INPUT, `${BODY} ,${ADDED},${keyward(INPUT)}}`), []);
    assert.deepEqual(check(INPUT, `{${ADDED}, ${BODY.slice(2)} ,${keyward(INPUT)}}`), []);
    const middle = BODY.replace(' "n"', ` ${ADDED},"n"`);
    assert.deepEqual(check(INPUT, `${middle},${keyward(INPUT)} }`), []);
  });

  const members: [shows: string, input: string, output: string][] = [
    ["an array of tags", '"tags":[ "a" ]', `"tags":[ "a",${TAG} ]`],
    ["an empty array of tags", '"tags":[ ]', `"tags":[ ${TAG}]`],
    ["a tag in a string", '"tags": "a\\u0062"', `"tags": ["a\\u0062",${TAG}]`],
    ["a tag that is there", '"tags":["a","aws\\u002dkms-key-loss"]', '"tags":["a","aws\\u002dkms-key-loss"]'],
    ["the tag as a string", `"tags":${TAG}`, `"tags":${TAG}`],
    ["tags of another type", '"tags":{"a":[]}', '"tags":{"a":[]}'],
    ["duplicates of tags", '"tags":"a","tags":[]', `"tags":"a","tags":[${TAG}]`],
    ["an event object", '"event":{ "a":1 }', `"event":{ "a":1,${SCORES} }`],
    ["an empty event object", '"event":{ }', `"event":{${SCORES} }`],
    ["a severity that is there", '"event":{"severity":null}', '"event":{"risk_score":47,"severity":null}'],
    ["a dotted severity", '"event.severity":1', '"event.severity":1,"event":{"risk_score":47}'],
    ["both scores dotted", '"event.severity":1,"event.risk_score":2', '"event.severity":1,"event.risk_score":2'],
    ["a dotted severity and an event", '"event.severity":1,"event":{}', '"event.severity":1,"event":{"risk_score":47}'],
    ["duplicates of event", '"event":{},"event":{}', `"event":{},"event":{${SCORES}}`],
    ["an event of another type", '"event":[{}]', '"event":[{}]'],
    ["rule and threat that are there", '"rule":1,"threat":null', '"rule":1,"threat":null'],
    ["a prototype", '"__proto__":{"a":1},"constructor":1', '"__proto__":{"a":1},"constructor":1'],
  ];
  for (const [shows, before, after] of members) {
    it(`knows the result for ${shows}`, () => {
      const input = `{${EVENT},${before}}`;
      const there = (key: string) => before.includes(`"${key}":`);
      const added = [
        ...(there("tags") ? [] : [`"tags":[${TAG}]`]),
        ...(there("rule") ? [] : [RULE_MEMBER, THREAT_MEMBER]),
        ...(after.includes('"event":') || after.includes("event.risk_score") ? [] : [`"event":{${SCORES}}`]),
      ];
      const output = `{${[EVENT, after, ...added, keyward(input)].join()}}`;
      assert.deepEqual(check(input, output), [], output);
      // The same with the record's own member unchanged, although it should have been changed.
      if (before !== after) assert.notDeepEqual(check(input, output.replace(after, before)), []);
    });
  }

  const corruptions: [what: string, from: string | RegExp, to: string][] = [
    ["an altered byte", '"n" : 1.0', '"n" : 1.1'],
    ["a number spelled anew", "1.0", "1"],
    ["an escape resolved", "\\u0061", "a"],
    ["an escape of other case", "\\u0061\u00e9", "\\u0061\\u00e9"],
    ["whitespace removed", '"n" : 1', '"n": 1'],
    ["whitespace removed beside an addition", " }", "}"],
    [
      "members in another order",
      `${EVENT} , "n" : 1.0`,
      '"n" : 1.0 , "eventName":"DisableKey","eventSource":"kms.amazonaws.com"',
    ],
    ["a member removed", ' , "n" : 1.0', " "],
    ["a member added", '"n" : 1.0', '"n" : 1.0,"m":1'],
    ["a wrong event severity", '"event":{"severity":47', '"event":{"severity":48'],
    ["an event severity in a string", '"severity":47', '"severity":"47"'],
    ["an event severity twice", '"severity":47', '"severity":47,"severity":47'],
    ["no risk score", ',"risk_score":47},', "},"],
    ["a wrong severity in keyward", '"severity":"medium"', '"severity":"high"'],
    ["a wrong risk score in keyward", '"risk_score":47,"matches"', '"risk_score":4.7e1,"matches"'],
    ["a wrong path", '"path":""', '"path":"/"'],
    ["a member of keyward in another place", '"path":"","verdict":"match"', '"verdict":"match","path":""'],
    ["a member too many in keyward", '"action":"DisableKey"', '"action":"DisableKey","account":null'],
    ["a tag twice", `[${TAG}]`, `[${TAG},${TAG}]`],
    ["a wrong tag", TAG, '"aws-kms-key-los"'],
    ["no tag", `"tags":[${TAG}],`, ""],
    ["no rule", `${RULE_MEMBER},`, ""],
    ["a wrong rule version", '"version":"107","author"', '"version":107,"author"'],
    ["no threat", `${THREAT_MEMBER},`, ""],
    ["threat twice", THREAT_MEMBER, `${THREAT_MEMBER},${THREAT_MEMBER}`],
    ["keyward not last", / }$/, ',"z":1 }'],
    ["keyward twice", /("keyward":.*) }$/, "$1,$1 }"],
    ["keyward before the record", /^\{(.*),("keyward":.*) \}$/, "{$2,$1 }"],
    ["no keyward", /,"keyward":.* }$/, " }"],
    ["an output cut short", / }$/, ""],
    ["an output with something behind", / }$/, " }}"],
    ["two outputs", / }$/, " } {}"],
    ["an output in an array", /^(.*)$/, "[$1]"],
    ["a comma too many", " }", ", }"],
  ];
  for (const [what, from, to] of corruptions) {
    it(`catches ${what}`, () => {
      const corrupted = OUTPUT.replace(from, to);
      assert.notEqual(corrupted, OUTPUT);
      assert.notDeepEqual(check(INPUT, corrupted), []);
    });
  }

  it("catches an unchanged input", () => {
    assert.notDeepEqual(check(INPUT, INPUT), []);
  });

  it("requires bytes that are not UTF-8 unchanged, and accepts either form of them in keyward", () => {
    const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
    const checkBytes = (input: Uint8Array, output: Uint8Array) => checkAnnotated(input, output, judge(input).events);
    const input = bytes(`{${EVENT},"userAgent":"a\xffb","\xe2\x82":1}`);
    const output = (agent: string, member = '"\xe2\x82":1'): Uint8Array => {
      const added = `${ADDED.replace(/,$/, "")},"keyward":${expectedKeyward(judge(input).events)}}`;
      return bytes(`{${EVENT},"userAgent":"a\xffb",${member},${added.replace("a\ufffdb", agent)}`);
    };
    assert.deepEqual(checkBytes(input, output("a\xffb")), []);
    assert.deepEqual(checkBytes(input, output("a\xef\xbf\xbdb")), []);
    assert.notDeepEqual(checkBytes(input, output("ab")), []);
    assert.notDeepEqual(checkBytes(input, output("a\xffb", '"\xef\xbf\xbd\xef\xbf\xbd":1')), []);
  });

  const renamings: [shows: string, before: string, after: string][] = [
    ["a null", '"keyward":null', '"keyward_original":null'],
    ["an escaped name", '"keywar\\u0064" : {}', '"keywar\\u0064_original" : {}'],
    ["two of them", '"keyward":1,"keyward":"x"', '"keyward_original":1,"keyward_original":"x"'],
    [
      "a name that is taken",
      '"keyward_original":1,"keyward":{}',
      '"keyward_original":1,"keyward_original_original":{}',
    ],
  ];
  for (const [shows, before, after] of renamings) {
    it(`renames a keyward that is not an annotation: ${shows}`, () => {
      const input = `{${before},${EVENT}}`;
      const output = (member: string) => `{${member},${EVENT},${ADDED},${keyward(input)}}`;
      assert.deepEqual(check(input, output(after)), []);
      assert.notDeepEqual(check(input, output(before)), []);
      assert.notDeepEqual(check(input, output(after.replace("_original", "_x"))), []);
    });
  }

  it("compares paths by meaning", () => {
    const input = `{"a/\u00e9":{"~":{${EVENT}}}}`;
    const output = (path: string) => `{"a/\u00e9":{"~":{${EVENT}}},${keyward(input).replace("/a~1\u00e9/~0", path)}}`;
    assert.deepEqual(check(input, output("/a~1\u00e9/~0")), []);
    assert.deepEqual(check(input, output("/a~1\\u00e9\\/~0")), []);
    assert.notDeepEqual(check(input, output("/a/\u00e9/~0")), []);
    // Only keyward is added.
    assert.notDeepEqual(check(input, `{"a/\u00e9":{"~":{${EVENT}}},"tags":[${TAG}],${keyward(input)}}`), []);
  });

  const HEC: [shows: string, event: string, isWritten: boolean][] = [
    ["an event", `{${EVENT}}`, false],
    ["an event that does not match", `{${EVENT},"errorCode":"x"}`, false],
    ["an envelope of one", `{"Records":[1,{${EVENT}}]}`, false],
    ["no event", `{"eventName":"DisableKey"}`, true],
    ["a string with an event", JSON.stringify(`{${EVENT}}`), false],
    ["an event in a string inside", `{"original":${JSON.stringify(`{${EVENT}}`)}}`, true],
  ];
  for (const [shows, event, isWritten] of HEC) {
    it(`knows the result for an event member that is ${shows}`, () => {
      const log = `"log":${JSON.stringify(`{${EVENT}}`)}`;
      const input = `{${log},"event":${event}}`;
      const output = (written: string) =>
        `{${log},"event":${written},"tags":[${TAG}],${RULE_MEMBER},${THREAT_MEMBER},${keyward(input)}}`;
      const withScores = event.replace(/\}$/, `,${SCORES}}`);
      assert.deepEqual(check(input, output(isWritten ? withScores : event)), []);
      if (isWritten) assert.notDeepEqual(check(input, output(event)), []);
      else if (event !== withScores) assert.notDeepEqual(check(input, output(withScores)), []);
    });
  }

  it("knows the result for a bare array", () => {
    const input = ` [ {${EVENT}} ,1] `;
    const behind = `,"tags":[${TAG}],"event":{${SCORES}},${RULE_MEMBER},${THREAT_MEMBER},${keyward(input)}}`;
    assert.match(keyward(input), /"path":"\/Records\/0"/);
    assert.deepEqual(check(input, `{"Records":${input}${behind}`), []);
    assert.deepEqual(check(input, ` {"Records":${input.trim()}${behind} `), []);
    for (const wrong of [
      `{"Records":${input.trim()}${behind}`,
      `{"Records":${input}${behind} `,
      ` {"Records":${input}${behind}`,
      `{"records":${input}${behind}`,
      `{${behind.slice(1, -1)},"Records":${input}}`,
      `{"Records":${input.replace("1", "2")}${behind}`,
      `{"Records":${input}${behind.replace("/Records/0", "/0")}`,
      `{"Records":${input}${behind.replace(`"tags":[${TAG}],`, "")}`,
      `{"Records":${input},"a":1${behind}`,
      input,
    ]) {
      assert.notDeepEqual(check(input, wrong), [], wrong);
    }
  });

  it("expects only keyward in a record that is not an alert", () => {
    const input = `{${EVENT},"tags":["a"],"event":{}, "n":1 }`;
    const { events } = judge(encode(input));
    const suppressed = events.map((event) => ({ ...event, verdict: "suppressed" as const }));
    const keyward = `,"keyward":${expectedKeyward(suppressed)}`;
    const output = `${input.slice(0, -2)}${keyward} }`;
    assert.match(
      keyward,
      /^,"keyward":\{"verdict":"suppressed","matches":0,"events":\[\{"path":"","verdict":"suppressed"/,
    );
    const problems = (text: string) => checkAnnotated(encode(input), encode(text), suppressed);
    assert.deepEqual(problems(output), []);
    for (const wrong of [
      output.replace('["a"]', `["a",${TAG}]`),
      output.replace('"event":{}', `"event":{${SCORES}}`),
      output.replace(keyward, `,${RULE_MEMBER}${keyward}`),
      output.replace(keyward, `,${THREAT_MEMBER}${keyward}`),
      output.replace('"verdict":"suppressed",', '"verdict":"match",'),
      output.replace('"n":1', '"n":2'),
      input,
    ]) {
      assert.notDeepEqual(problems(wrong), [], wrong);
    }
    const array = `[{${EVENT}}]`;
    const inArray = judge(encode(array)).events.map((event) => ({ ...event, verdict: "capped" as const }));
    const wrapped = `{"Records":${array},"keyward":${expectedKeyward(inArray)}}`;
    assert.deepEqual(checkAnnotated(encode(array), encode(wrapped), inArray), []);
  });

  it("knows the tag and worth of a match from the configuration", () => {
    const terms = {
      tag: String.raw`"k\u006ds"`,
      severity: '"high"',
      riskScore: 73,
      burst: { keys: 3, windowSeconds: 9 },
    };
    const input = `{${EVENT},"tags":["a"]}`;
    const { events } = judge(encode(input));
    const keyward = expectedKeyward(events, terms);
    assert.match(keyward, /"severity":"high","risk_score":73,"burst":\{"keys":3,"window_seconds":9\},"matches":1,/);
    const scores = '"event":{"severity":73,"risk_score":73}';
    const output = `{${EVENT},"tags":["a",${terms.tag}],${scores},${RULE_MEMBER},${THREAT_MEMBER},"keyward":${keyward}}`;
    const problems = (text: string, before = input) => checkAnnotated(encode(before), encode(text), events, terms);
    assert.deepEqual(problems(output), []);
    const added = output.replace('["a",', "[");
    assert.deepEqual(problems(added, `{${EVENT}}`), []);
    for (const [wrong, before] of [
      [output.replace("\\u006d", "m"), input],
      [output.replace(terms.tag, TAG), input],
      [output.replace('{"severity":73', '{"severity":47'), input],
      [added.replace("\\u006d", "m"), `{${EVENT}}`],
      [output.replace('"severity":"high"', '"severity":"medium"'), input],
    ] as const) {
      assert.notDeepEqual(problems(wrong, before), [], wrong);
    }
    // It is already there, however it is written.
    const there = output.replace(`["a",${terms.tag}]`, '["kms"]');
    assert.deepEqual(problems(there, `{${EVENT},"tags":["kms"]}`), []);
  });

  it("catches every single byte of the input that is removed or changed", () => {
    const output = Buffer.from(OUTPUT);
    for (let index = 0; index < Buffer.byteLength(BODY); index++) {
      const without = Buffer.concat([output.subarray(0, index), output.subarray(index + 1)]);
      assert.notDeepEqual(check(INPUT, without), [], `byte ${index} removed`);
      const changed = Buffer.from(output);
      changed[index] = (changed[index] as number) ^ 1;
      assert.notDeepEqual(check(INPUT, changed), [], `byte ${index} changed`);
    }
  });
});
