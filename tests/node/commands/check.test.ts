/** `keyward check` on broken configurations: an actionable line for each error. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { modulePath } from "#keyward/hosts/module-kinds.js";
import { few, isThorough } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { assemble, guestText } from "../support/wat.js";

const TIME = "a time like 2026-12-05T22:00:00Z";
const ARN = "an ARN like arn:aws:kms:eu-west-1:111122223333:key/*, or a pattern that begins with *";
const NETWORK = "an IPv4 or IPv6 address or network like 192.0.2.0/24, with no bit set after the prefix";
const ONE = '"id":"a","reason":"b"';
const SETTINGS =
  "$schema, tag, severity, risk_score, exceptions, places, elsewhere, denied, network_activity, duplicates, cap, escalate";
const ENDLESS = "/exceptions/0: without when the exception holds for every event; use when, or both from and until";

/** Configurations with one error each, and the line that reports it. */
const BROKEN: [text: string, line: string][] = [
  ['{"tag":"x",}', "the configuration is not JSON (line 1, column 12); use one object as RFC 8259 has it, in UTF-8"],
  [
    '{\n  "tag": "x"\n',
    "the configuration is not JSON (it ends too early, in line 3); use one object as RFC 8259 has it, in UTF-8",
  ],
  ["[]", `the configuration: an empty list is invalid; use an object with ${SETTINGS}`],
  ['{"exception":[]}', `/exception: unknown key; use one of: ${SETTINGS}`],
  ['{"tag":"x","tag":"y"}', "/tag: duplicate key; use each key once"],
  ['{"tag":""}', "/tag: an empty string is invalid; use a string of 1 to 256 bytes"],
  ['{"severity":"Medium"}', "/severity: Medium is invalid; use low, medium, high, critical"],
  ['{"risk_score":101}', "/risk_score: 101 is invalid; use an integer from 0 to 100"],
  ['{"risk_score":"47"}', "/risk_score: 47 is invalid; use an integer from 0 to 100"],
  [
    `{"exceptions":[{"id":"a","when":{"region":["x"]}}]}`,
    "/exceptions/0: reason is missing; use a string of 1 to 256 bytes",
  ],
  [`{"exceptions":[{${ONE}}]}`, ENDLESS],
  [`{"exceptions":[{${ONE},"from":"2026-12-05T00:00:00Z"}]}`, ENDLESS],
  [`{"exceptions":[{${ONE},"weekly":{"days":["Sat"],"from":"02:00","until":"04:00"}}]}`, ENDLESS],
  [`{"exceptions":[{${ONE},"when":{}}]}`, "/exceptions/0/when: no field; use at least one"],
  [
    `{"exceptions":[{${ONE},"when":{"actor":["x"]}}]}`,
    "/exceptions/0/when/actor: unknown key; use one of: action, account, region, actor.arn, actor.type, source_ip, user_agent, key.arn, key.id, actor.role, source_identity, vpc_endpoint",
  ],
  [
    `{"exceptions":[{${ONE},"when":{"account":["44445555666"]}}]}`,
    "/exceptions/0/when/account/0: 44445555666 is invalid; use 12 digits, or a pattern of digits, * and ?",
  ],
  [
    `{"exceptions":[{${ONE},"when":{"key.arn":["alias/app"]}}]}`,
    `/exceptions/0/when/key.arn/0: alias/app is invalid; use ${ARN}`,
  ],
  [
    `{"exceptions":[{${ONE},"when":{"source_ip":["10.1.2.3/8"]}}]}`,
    `/exceptions/0/when/source_ip/0: 10.1.2.3/8 is invalid; use ${NETWORK}`,
  ],
  [
    `{"exceptions":[{${ONE},"when":{"action":["EnableKey"]}}]}`,
    "/exceptions/0/when/action/0: EnableKey is invalid; use DisableKey, ScheduleKeyDeletion, or a pattern with * and ? that matches one",
  ],
  [
    `{"exceptions":[{${ONE},"when":{"user_agent":["?${"x".repeat(65)}*","?*${"x".repeat(64)}?*","${"x".repeat(4097)}"]}}]}`,
    "/exceptions/0/when/user_agent/1: a part with ? is too long; use at most 64 bytes between two *\n" +
      "/exceptions/0/when/user_agent/2: the value is too long; use at most 4096 bytes",
  ],
  [
    `{"exceptions":[{${ONE},"when":{"region":[${'"a","*",'.repeat(500)}"?"]}}]}`,
    "/exceptions: more than 500 patterns; use at most 500",
  ],
  [
    `{"exceptions":[{${ONE},"until":"2026-02-30T00:00:00Z"}]}`,
    `/exceptions/0/until: 2026-02-30T00:00:00Z is invalid; use ${TIME}\n${ENDLESS}`,
  ],
  [
    `{"exceptions":[{${ONE},"from":"2026-12-06T00:00:00Z","until":"2026-12-05T00:00:00Z"}]}`,
    "/exceptions/0: the window ends before it begins; use a from before until",
  ],
  [
    `{"exceptions":[{${ONE},"weekly":{"days":["Saturday"],"from":"02:00","until":"04:00"}}]}`,
    `/exceptions/0/weekly/days/0: Saturday is invalid; use Mon, Tue, Wed, Thu, Fri, Sat, Sun\n${ENDLESS}`,
  ],
  [
    `{"exceptions":[{${ONE},"weekly":{"days":["Sat"],"from":"2:00","until":"04:00"}}]}`,
    `/exceptions/0/weekly/from: 2:00 is invalid; use a time of day in UTC, from 00:00 to 24:00\n${ENDLESS}`,
  ],
  [
    `{"exceptions":[{${ONE},"when":{"region":["a"]}},{${ONE},"when":{"region":["b"]}}]}`,
    "/exceptions/1: the id is that of an exception before; use an id of its own",
  ],
  ['{"cap":{"count":100}}', "/cap: period_seconds is missing; use an integer from 1 to 604800"],
  ['{"duplicates":3600}', "/duplicates: 3600 is invalid; use an object with window_seconds"],
];

describe("keyward check", async () => {
  const folder = await temporaryFolder();

  it("reports over twenty broken files, a line each, with exit code 1", async () => {
    assert.ok(BROKEN.length >= 20);
    for (const [index, [text]] of BROKEN.entries()) await writeFile(join(folder, `${index}.json`), text);
    const names = BROKEN.map((_, index) => `${index}.json`);
    const { code, stdout, stderr } = await runCli(["check", ...names], { cwd: folder });
    const expected = BROKEN.flatMap(([, lines], index) =>
      lines.split("\n").map((line) => `${index}.json:${/\bin line (\d+)/.exec(line)?.[1] ?? 1}: ${line}`),
    );
    assert.deepEqual(stdout.toString().trimEnd().split("\n"), expected);
    assert.deepEqual([code, stderr], [1, ""]);
  });

  it("accepts patterns that are just short enough", async () => {
    const text = `{"exceptions":[{${ONE},"when":{"user_agent":["?${"x".repeat(255)}*","${"x".repeat(2000)}*?"]}}]}`;
    await writeFile(join(folder, "short.json"), text);
    assert.equal((await runCli(["check", "short.json"], { cwd: folder })).stdout.toString(), "short.json: ok\n");
  });

  it("reports every error in a file", async () => {
    const text = '{"tag":1,"denied":"no","cap":{"count":0},"x":[],"exceptions":[{"id":"","from":"now"},5]}';
    await writeFile(join(folder, "many.json"), text);
    const { code, stdout } = await runCli(["check", "many.json"], { cwd: folder });
    const places = stdout
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => line.split(": ")[1]);
    assert.deepEqual(places, [
      "/tag",
      "/denied",
      "/cap/count",
      "/cap",
      "/x",
      "/exceptions/0/id",
      "/exceptions/0/from",
      "/exceptions/0",
      "/exceptions/0",
      "/exceptions/1",
    ]);
    assert.equal(code, 1);
  });

  it("accepts a valid file, and exits with 2 for one that cannot be read", async () => {
    await writeFile(join(folder, "good.json"), '{"denied":"annotate"}\n');
    const { code, stdout, stderr } = await runCli(["check", "good.json", "none.json"], { cwd: folder });
    assert.equal(stdout.toString(), "good.json: ok\n");
    assert.equal(stderr, "keyward: none.json: no such file\n");
    assert.equal(code, 2);
    if (isThorough) assert.equal((await runCli(["check", "good.json"], { cwd: folder })).code, 0);
  });

  it("takes the check of a module with --module, and the host that it is for", async () => {
    const said = `(data (i32.const 8192) "/tag: said by this module")
      (func (export "check") (param i32 i32) (result i32) (i32.const 8192))`;
    const passing = "(local.get $record)";
    await writeFile(join(folder, "other.wasm"), assemble(guestText(passing, said)));
    await writeFile(join(folder, "without.wasm"), assemble(guestText(passing)));
    await writeFile(join(folder, "score.json"), '{"risk_score":47}');
    await writeFile(join(folder, "capped.json"), '{"cap":{"count":1,"period_seconds":60}}');
    const run = async (...args: string[]): Promise<[code: number | null, text: string]> => {
      const { code, stdout, stderr } = await runCli(["check", ...args], { cwd: folder });
      return [code, stdout.toString() + stderr];
    };
    if (isThorough) assert.deepEqual(await run("score.json"), [0, "score.json: ok\n"]);
    assert.deepEqual(await run("--module", "other.wasm", "score.json"), [
      1,
      "score.json:1: /tag: said by this module\n",
    ]);
    assert.deepEqual(await run("--module", "without.wasm", "score.json"), [
      2,
      "keyward: without.wasm: not a Keyward module, it does not export check\n",
    ]);
    const forHost = await run("--host", "bento", "capped.json");
    assert.equal(forHost[0], 1);
    assert.deepEqual(await run("-m", modulePath("bento"), "capped.json"), forHost);
    assert.match(
      (await run("-m", modulePath("bento"), "-H", "wasi", "score.json"))[1],
      /: a module for bento, not for wasi\n$/,
    );
    if (!isThorough) return;
    const [code, text] = await run("-m", "score.json", "score.json");
    assert.equal(code, 2);
    assert.match(text, /^keyward: score\.json: not a WASM module \(.*\)\n$/);
  });

  it("warns of doubtful settings with their lines, which is an error only with --strict", async () => {
    const pasted = "arn:aws:iam::444455556666:role/ci-teardown";
    const meant = "arn:aws:sts::444455556666:assumed-role/ci-teardown/*";
    const config = (arn: string): string => `{\n"exceptions": [{\n${ONE},\n"when": {"actor.arn": ["${arn}"]}}]}\n`;
    await writeFile(join(folder, "pasted.json"), config(pasted));
    await writeFile(join(folder, "meant.json"), config(meant));
    await writeFile(join(folder, "broken.json"), config(pasted).replace('"id"', '"ID"'));
    const reason = `a role's own ARN never appears in events: CloudTrail writes the ARN of the session; write ${meant}`;
    const cases: [args: string[], kind: string, code: number][] = [
      [[], "warning", 0],
      [["--strict"], "error", 1],
      [["-s"], "error", 1],
    ];
    for (const [args, kind, code] of few(cases, 2)) {
      const checked = await runCli(["check", ...args, "pasted.json", "meant.json"], { cwd: folder });
      const line = `pasted.json:4: ${kind}: /exceptions/0/when/actor.arn/0: ${reason}`;
      assert.equal(checked.stdout.toString(), `${line}\nmeant.json: ok\n`);
      assert.deepEqual([checked.code, checked.stderr], [code, ""]);
    }
    // Errors come before warnings.
    const { stdout } = await runCli(["check", "--strict", "broken.json"], { cwd: folder });
    assert.doesNotMatch(stdout.toString(), /error|warning/);
    assert.match(stdout.toString(), /^broken\.json:3: \/exceptions\/0\/ID: unknown key/);
  });

  it("warns for Fluent Bit about what versions before 4.1 forget, and never fails because of it", async () => {
    const remembering = {
      duplicates: { window_seconds: 60 },
      cap: { count: 1, period_seconds: 60 },
      escalate: { distinct_keys: 2, window_seconds: 60, severity: "high", risk_score: 73 },
    };
    await writeFile(join(folder, "remembering.json"), JSON.stringify({ tag: "x", ...remembering }, undefined, 1));
    const line = (at: number, name: string): string =>
      `remembering.json:${at}: warning: /${name}: before 4.1 Fluent Bit forgets earlier matches with each chunk of ` +
      `records; use Fluent Bit 4.1 or newer, or leave ${name} out\n`;
    for (const host of few(["fluent-bit", "alert"], 1)) {
      const checked = await runCli(["check", "--strict", "--host", host, "remembering.json"], { cwd: folder });
      assert.equal(checked.stdout.toString(), line(3, "duplicates") + line(6, "cap") + line(10, "escalate"));
      assert.equal(checked.code, 0);
    }
    for (const args of few([["--host", "wasi", "remembering.json"], ["remembering.json"]], 1)) {
      assert.equal((await runCli(["check", ...args], { cwd: folder })).stdout.toString(), "remembering.json: ok\n");
    }
    if (!isThorough) return;
    await writeFile(join(folder, "forgetful.json"), '{"tag":"duplicates","places":["/cap"]}');
    const near = await runCli(["check", "--host", "fluent-bit", "forgetful.json"], { cwd: folder });
    assert.equal(near.stdout.toString(), "forgetful.json: ok\n");
  });

  it("escapes hostile text in a warning", async () => {
    await writeFile(
      join(folder, "text.json"),
      `{"exceptions":[{${ONE},"when":{"actor.arn":["*:role/\\u001b[31m\u202e"]}}]}`,
    );
    const { stdout } = await runCli(["check", "text.json"], { cwd: folder });
    assert.match(stdout.toString(), /:assumed-role\/\\u001b\[31m\\u202e\/\*\n$/);
  });

  it("rejects a file that is too large", async () => {
    await writeFile(join(folder, "large.json"), `{"tag":"${"x".repeat(262_144)}"}`);
    const { code, stdout } = await runCli(["check", "large.json"], { cwd: folder });
    assert.equal(stdout.toString(), "large.json: the configuration is too large; use at most 262144 bytes\n");
    assert.equal(code, 1);
  });

  it("escapes hostile keys", async () => {
    await writeFile(join(folder, "hostile.json"), '{"\\u001b[31m\u202e":1}');
    const { stdout } = await runCli(["check", "hostile.json"], { cwd: folder });
    // eslint-disable-next-line no-control-regex -- they must not be there
    assert.doesNotMatch(stdout.toString(), /[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
