import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { chooseAnchors } from "#keyward/rules/anchors.js";
import { compileQuery, MAX_BEGINNINGS, MAX_PARTS, Op, type CompiledQuery } from "#keyward/rules/compile.js";
import { readDefaultRule } from "#keyward/rules/rule.js";
import { compileRule, MARK, ROOM } from "#keyward/rules/table.js";
import { PROJECT_ROOT } from "../../oracle/project.js";

const DEFAULT = readDefaultRule();
const ACTION = 'event.action:"DisableKey"';

function complaint(query: string): string {
  try {
    compileRule({ ...DEFAULT, query });
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
}

/** Returns the texts that a clue's value is compared with, by bit. */
function testsOf(query: CompiledQuery, name: string): string[] {
  const clue = query.clues.find((one) => one.name === name);
  return (clue?.tests ?? []).map(({ bit, test }) => {
    const text = test.kind === "equals" ? test.text : test.kind === "exists" ? "*" : test.parts.join("*");
    return `${bit} ${text}`;
  });
}

describe("the default rule", () => {
  const rule = compileRule(DEFAULT);

  it("has four clauses, a bit each", () => {
    assert.deepEqual(rule.clauses, [
      { fields: ["event.dataset"], wanted: ["aws.cloudtrail"] },
      { fields: ["event.provider"], wanted: ["kms.amazonaws.com"] },
      { fields: ["event.action"], wanted: ["DisableKey", "ScheduleKeyDeletion"] },
      { fields: ["event.outcome"], wanted: ["success"] },
    ]);
    const { or, clause } = Op;
    assert.deepEqual(rule.program, [0, clause, 1, clause, 2, 3, or, clause, 4, clause]);
    assert.deepEqual([rule.dataset, rule.success, rule.failure, rule.outcome], [1n, 16n, 0n, 16n]);
    assert.deepEqual([rule.providers, rule.actions, rule.services], [2n, 12n, ["kms.amazonaws.com"]]);
  });

  it("prefers the actions that it is given, or all that are wanted", () => {
    const text =
      "event.action:(DisableKey or DeleteImported* or ScheduleKeyDeletion) and not event.action:DeleteImportedKey";
    assert.equal(compileQuery(text).preferred, 0b0111n);
    assert.equal(compileQuery(text, ["ScheduleKeyDeletion", "DeleteImportedKey"]).preferred, 0b0110n);
    assert.equal(compileQuery(text, []).preferred, 0n);
  });

  it("tests each schema's fields", () => {
    const actions = ["2 DisableKey", "3 ScheduleKeyDeletion"];
    for (const name of ["event.action", "eventName", "api.operation", "rpc.method"]) {
      assert.deepEqual(testsOf(rule, name), actions);
    }
    for (const name of ["event.provider", "eventSource", "rpc.service"]) {
      assert.deepEqual(testsOf(rule, name), ["1 kms.amazonaws.com"]);
    }
    assert.deepEqual(testsOf(rule, "api.service.name"), ["1 kms.amazonaws.com", "1 kms"]);
    for (const name of ["event.dataset", "data_stream.dataset"]) {
      assert.deepEqual(testsOf(rule, name), ["0 aws.cloudtrail"]);
    }
    assert.deepEqual(testsOf(rule, "event.outcome"), ["4 success"]);
    assert.deepEqual(testsOf(rule, "errorCode"), []);
  });

  it("is searched for by anchors that end in the same pair", () => {
    const { anchors, pairs } = chooseAnchors(rule.names);
    assert.deepEqual(anchors, [
      { text: "DisableKey", pairAt: 4 },
      { text: "ScheduleKey", pairAt: 4 },
    ]);
    assert.deepEqual(
      pairs.filter((pair) => pair !== undefined),
      ["eK"],
    );
  });

  it("fits into a module", () => {
    assert.ok(rule.table.length < ROOM);
    assert.ok(rule.table.subarray(0, MARK.length).equals(MARK));
    assert.equal(rule.table.readUInt16LE(MARK.length), rule.table.length);
  });
});

describe("a compiled query", () => {
  it("is its program, with a clause for each part that must hold", () => {
    const { and, or, not, clause } = Op;
    const programOf = (text: string): readonly number[] => compileQuery(text).program;
    assert.deepEqual(programOf(ACTION), [0, clause]);
    assert.deepEqual(programOf(`${ACTION} and not source.ip:(a or b)`), [0, clause, 1, 2, or, not, clause]);
    assert.deepEqual(programOf(`(${ACTION} and source.ip:a) or (${ACTION} and source.ip:b)`), [
      0,
      1,
      and,
      0,
      2,
      and,
      or,
      clause,
    ]);
  });

  it("treats both names of the dataset as one", () => {
    const query = compileQuery(`${ACTION} and (event.dataset:aws.cloudtrail or data_stream.dataset:aws.cloudtrail)`);
    assert.deepEqual(testsOf(query, "event.dataset"), ["1 aws.cloudtrail"]);
    assert.equal(query.dataset, 2n);
  });

  it("knows which tests success and failure meet", () => {
    const query = compileQuery(`${ACTION} and event.outcome:(succ* or failure or unknown or *)`);
    assert.deepEqual([query.success, query.failure, query.outcome], [0b10010n, 0b10100n, 0b11110n]);
  });

  it("knows what is wanted of action and provider", () => {
    const query = compileQuery(`${ACTION} and not event.action:x and event.provider:(a or not b or c*)`);
    assert.deepEqual([query.actions, query.providers, query.services], [1n, 0b10100n, ["a"]]);
  });

  it("has services without their suffix in OCSF", () => {
    const namesOf = (provider: string): string[] =>
      testsOf(compileQuery(`${ACTION} and event.provider:${provider}`), "api.service.name").map((text) =>
        text.slice(2),
      );
    assert.deepEqual(namesOf("iam.amazonaws.com"), ["iam.amazonaws.com", "iam"]);
    assert.deepEqual(namesOf("*.amazonaws.com"), ["*.amazonaws.com", "*"]);
    assert.deepEqual(namesOf("kms.*"), ["kms.*", "kms"]);
    assert.deepEqual(namesOf("kms.amaz*"), ["kms.amaz*", "kms"]);
    assert.deepEqual(namesOf("k*s.*"), ["k*s.*", "k*s"]);
    assert.deepEqual(namesOf("kms*"), ["kms*"]);
    assert.deepEqual(namesOf("kms.example.com"), ["kms.example.com"]);
    assert.deepEqual(namesOf("*"), ["*"]);
  });

  it("has a rule's other fields in each schema, with common prefixes of paths adjacent", () => {
    const query = compileQuery(`${ACTION} and not (user_agent.original:a* or aws.cloudtrail.error_code:b)`);
    for (const name of ["user_agent.original", "userAgent", "http_request.user_agent"]) {
      assert.deepEqual(testsOf(query, name), ["1 a*"]);
    }
    for (const name of ["aws.cloudtrail.error_code", "errorCode", "api.response.error", "aws.error.code"]) {
      assert.deepEqual(testsOf(query, name), ["2 b"]);
    }
    const agent = query.clues.find(({ name }) => name === "user_agent.original");
    assert.deepEqual(agent?.schemas, ["ecs", "otel"]);
    const first = query.paths.map((number) => query.clues[number]?.name.split(".")[0]);
    const beginnings = first.filter((name, index) => name !== first[index - 1]);
    assert.equal(new Set(beginnings).size, beginnings.length);
    assert.equal(new Set(query.paths).size, query.clues.length);
  });

  it("stays within the limits of the walk", () => {
    const source = readFileSync(join(PROJECT_ROOT, "assembly/event/paths.ts"), "utf8");
    assert.match(source, new RegExp(`MAX_PARTS: i32 = ${MAX_PARTS};`));
    assert.match(source, new RegExp(`MAX_BEGINNINGS: i32 = ${MAX_BEGINNINGS};`));
  });
});

describe("the names to search for", () => {
  it("are 9 to 11 letters and digits that end in a rare pair", () => {
    const chosen = (...names: string[]): string[] =>
      chooseAnchors(compileQuery(`event.action:(${names.join(" or ")})`).names).anchors.map(({ text }) => text);
    assert.deepEqual(chosen("CreateAccessKey"), ["eateAccessK"]);
    assert.deepEqual(chosen("GetObject"), ["GetObject"]);
    assert.deepEqual(chosen("CreateUser"), ["CreateUse"]);
    assert.deepEqual(chosen("BucketPolicy"), ["ucketPolicy"]);
    // Those that can share a pair do.
    assert.deepEqual(chosen("ScheduleKeyDeletion"), ["cheduleKeyD"]);
    assert.deepEqual(chosen("DisableKey", "ScheduleKeyDeletion"), ["DisableKey", "ScheduleKey"]);
  });

  it("are the longest parts of wildcards", () => {
    const { names } = compileQuery("event.action:(Put*BucketPolicy* or DeleteTrail)");
    assert.deepEqual(
      names.map(({ text, isPart }) => [text, isPart]),
      [
        ["BucketPolicy", true],
        ["DeleteTrail", false],
      ],
    );
  });
});

describe("an unsupported rule", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["event.action:Delete*", "column 14: Delete* cannot be searched for: it has no 9 letters and digits in a row"],
    [
      'event.action:"Put_It_In"',
      "column 14: Put_It_In cannot be searched for: it has no 9 letters and digits in a row",
    ],
    ["event.action:abcdefgner", "none"],
    [
      "event.action:abcdefger",
      "column 14: abcdefger cannot be searched for: each 9 letters of it end in a pair that is too common",
    ],
    ["event.provider:x", "column 1: the query can hold without an action that it names in event.action"],
    [`${ACTION} or event.provider:x`, "column 1: the query can hold without an action that it names in event.action"],
    [`not ${ACTION}`, "column 1: the query can hold without an action that it names in event.action"],
    ["event.action:*", "column 1: the query can hold without an action that it names in event.action"],
    [`${ACTION} and event.action:*`, "none"],
    [`${ACTION} and process.name:x`, "column 44: process.name is not a field that every kind of event has"],
    [`${ACTION} and source.ip:"é"`, "column 41: only ASCII is compared"],
    [`${ACTION} and source.ip:${"x".repeat(256)}`, "column 41: longer than 255 characters"],
    [
      `${ACTION} and source.ip:(${Array.from({ length: 64 }, (_, index) => `a${index}`).join(" or ")})`,
      "column 473: more than 64 values",
    ],
    [
      `${ACTION} and source.ip:(${Array.from({ length: 20 }, (_, index) => `${"x".repeat(200)}${index}`).join(" or ")})`,
      "the rule takes 6028 bytes; a module has room for 4096",
    ],
  ];
  for (const [query, wanted] of cases) {
    it(`is rejected: ${query.slice(0, 80)}`, () => {
      assert.equal(complaint(query), wanted);
    });
  }
});
