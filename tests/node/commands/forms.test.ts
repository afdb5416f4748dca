/** Every form of a sequence of JSON texts, through every command that reads records. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { few, inTurn, isThorough } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { otherEvent, rawEvent, s3File } from "../support/logs.js";

const MATCHES = ["a", "b"];
const EVENTS = [
  otherEvent("o"),
  rawEvent({ id: "a" }),
  { ...otherEvent("p"), note: "not DisableKey" },
  rawEvent({ id: "b" }),
];
const TEXTS = EVENTS.map((event) => JSON.stringify(event));
const PRETTY = EVENTS.map((event) => JSON.stringify(event, undefined, 2));
const TIME = "2026-03-04T09:03:41.123456789Z";

/** The beginning of an annotation. */
const TAGS = ',"tags":["aws-kms-key-loss"]';
/** Cut off in an event after the matches. */
const CUT = '{"eventSource":"kms.amazonaws.com","eventN';

interface Form {
  name: string;
  input: string | Buffer;
  /** Whether it ends too early. */
  isCut?: boolean;
}

const FORMS: Form[] = [
  { name: "one a line", input: TEXTS.map((text) => `${text}\n`).join("") },
  { name: "without anything between them", input: TEXTS.join("") },
  { name: "with spaces between them", input: TEXTS.join(" ") },
  { name: "pretty-printed, one after the other", input: PRETTY.map((text) => `${text}\n`).join("") },
  { name: "pretty-printed without newlines between them", input: PRETTY.join("") },
  { name: "some on a line and some over several", input: [TEXTS[0], PRETTY[1], TEXTS[2], PRETTY[3]].join("\n") },
  { name: "as RFC 7464 has them", input: TEXTS.map((text) => `\u001e${text}\n`).join("") },
  { name: "with carriage returns alone", input: TEXTS.map((text) => `${text}\r`).join("") },
  { name: "with CRLF", input: PRETTY.map((text) => `${text.replaceAll("\n", "\r\n")}\r\n`).join("") },
  { name: "after a byte order mark", input: `\ufeff${TEXTS.join("\n")}` },
  { name: "as gzip members", input: Buffer.concat(TEXTS.map((text) => gzipSync(text))) },
  { name: "as CloudWatch exports them", input: TEXTS.map((text) => `2026-03-04T09:03:41.123Z ${text}\n`).join("") },
  { name: "as container logs", input: TEXTS.map((text) => `${TIME} stdout F ${text}\n`).join("") },
  { name: "as syslog", input: TEXTS.map((text) => `<134>1 ${TIME} host app[7] - - ${text}\n`).join("") },
  { name: "after text in brackets", input: TEXTS.map((text) => `[INFO] [${TIME}] ${text}\n`).join("") },
  { name: "pretty-printed after text", input: PRETTY.map((text) => `${TIME} stream ${text}\n`).join("") },
  { name: "with commas after them", input: `[\n${TEXTS.join(",\n")}\n`, isCut: true },
  { name: "cut off after the last whole one", input: `${TEXTS.join("\n")}\n${CUT}`, isCut: true },
  { name: "in an S3 file that is cut off", input: `${s3File(EVENTS).slice(0, -2)},${CUT}`, isCut: true },
  {
    name: "in a pretty-printed S3 file that is cut off",
    input: JSON.stringify({ Records: EVENTS }, undefined, 2).slice(0, -6),
    isCut: true,
  },
  { name: "with one between them that is not JSON", input: `${TEXTS[0] ?? ""}\n{"a":x}\n${TEXTS.slice(1).join("")}` },
  {
    name: "with a beginning between them that never ends",
    input: `${TEXTS[0] ?? ""}\n{"a":[\n${TEXTS.slice(1).join("\n")}`,
  },
  { name: "as UTF-16 with its lower bytes first", input: Buffer.from(`\ufeff${TEXTS.join("\r\n")}`, "utf16le") },
  {
    name: "as UTF-16 with its higher bytes first",
    input: Buffer.from(`\ufeff${TEXTS.join("\r\n")}`, "utf16le").swap16(),
  },
];

let folder = "";
before(async () => {
  folder = await temporaryFolder();
  FORMS.forEach(({ input }, index) => {
    writeFileSync(join(folder, `${index}.log`), input);
  });
});

/** Returns a text without its annotations: from the tags to the end of `keyward`. */
function plain(text: string): string {
  let rest = text;
  for (let at = rest.indexOf(TAGS); at >= 0; at = rest.indexOf(TAGS)) {
    let end = rest.indexOf('"keyward":', at) + '"keyward":'.length;
    let depth = 0;
    do {
      if (rest[end] === "{") depth++;
      if (rest[end] === "}") depth--;
      end++;
    } while (depth > 0);
    rest = rest.slice(0, at) + rest.slice(end);
  }
  return rest;
}

for (const [index, { name, input, isCut = false }] of few([...FORMS.entries()], 12)) {
  const file = `${index}.log`;
  const isUtf16 = name.includes("UTF-16");
  const commands = inTurn(["tag --keep", "scan", "tag", "explain", "triage"], index);

  describe(`events ${name}`, () => {
    if (commands.includes("scan")) {
      it("are found by scan", async () => {
        const { code, stdout, stderr } = await runCli(["scan", "--format", "ndjson", file], { cwd: folder });
        const found = stdout
          .toString()
          .trimEnd()
          .split("\n")
          .map((line) => (JSON.parse(line) as { id: string }).id);
        assert.deepEqual(found.sort(), MATCHES);
        assert.equal(code, isCut ? 2 : 0, stderr);
        assert.equal(/:\d+: the record is cut off/.test(stderr), isCut, stderr);
      });
    }

    if (commands.includes("tag")) {
      it("are found by tag, which keeps every other byte", async () => {
        const { code, stdout, stderr } = await runCli(["tag", file], { cwd: folder });
        if (isUtf16) {
          assert.deepEqual([code, stdout.length], [2, 0]);
          assert.match(stderr, /: UTF-16 text, which is not annotated: convert it first, e\.g\. iconv/);
          return;
        }
        assert.match(stderr, /, 2 matches, /);
        assert.equal(code, isCut ? 2 : 0, stderr);
        assert.equal([...stdout.toString().matchAll(/"keyward":/g)].length, 2);
        if (name !== "as gzip members") assert.equal(plain(stdout.toString()), plain(Buffer.from(input).toString()));
      });
    }

    // `tag` refuses UTF-16, see above.
    if (commands.includes("tag --keep") && !isUtf16) {
      it("are found by tag --keep, which drops events without an action's name", async () => {
        const { stdout, stderr } = await runCli(["tag", "--keep", file], { cwd: folder });
        assert.match(stderr, /, 2 matches, /);
        assert.equal([...stdout.toString().matchAll(/"keyward":/g)].length, 2);
        assert.doesNotMatch(stdout.toString(), /"[op]"/);
      });
    }

    if (commands.includes("explain")) {
      it("are explained", async () => {
        const { stdout } = await runCli(["explain", "--json", file], { cwd: folder });
        assert.equal([...stdout.toString().matchAll(/"verdict":"match"/g)].length, 2);
      });
    }

    if (commands.includes("triage")) {
      it("are found by triage", async () => {
        const { code, stdout } = await runCli(["triage", file], { cwd: folder });
        assert.equal([...stdout.toString().matchAll(new RegExp(`^${file}:\\d+`, "gm"))].length, 2, stdout.toString());
        assert.equal(code, isCut ? 2 : 0);
      });
    }
  });
}

describe("the records at a line", () => {
  it("are all records on it", async () => {
    const { stdout } = await runCli(["explain", "--json", "1.log:1"], { cwd: folder });
    assert.equal([...stdout.toString().matchAll(/"verdict":"match"/g)].length, 2);
    if (!isThorough) return;
    const guides = await runCli(["triage", "1.log:1"], { cwd: folder });
    assert.equal(guides.code, 0);
    assert.equal([...guides.stdout.toString().matchAll(/^1\.log:1/gm)].length, 2);
  });
});
