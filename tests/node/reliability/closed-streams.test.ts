/** Standard streams that are closed, unread, or nonblocking. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { few, isThorough } from "../../settings.js";
import { runShell } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { assertBeginning, numberedLines, type Stream } from "./streams.js";

let folder = "";
let stream: Stream;

before(async () => {
  folder = await temporaryFolder();
  stream = await numberedLines(isThorough ? 20_000 : 6000);
  await writeFile(join(folder, "in.ndjson"), stream.input);
  await writeFile(join(folder, "keyward.json"), '{"denied":"annotate"}');
});

describe("keyward with a standard stream closed", () => {
  it("reads nothing from a closed standard input", async () => {
    const { code, stdout, stderr } = await runShell("keyward tag <&-", folder);
    assert.deepEqual([code, stdout.length], [2, 0]);
    const nothing = "keyward: no CloudTrail event was recognized in 0 records\n";
    assert.equal(stderr, nothing + "keyward: 0 records, 0 matches, 0 dropped, 0 not JSON, N s\n");
  });

  it("writes to a file, whichever streams are closed", async () => {
    for (const closed of few(["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"], 2)) {
      const { code } = await runShell(`rm -f out; keyward tag in.ndjson -o out ${closed}`, folder);
      assert.equal(code, 0, closed);
      assert.ok(stream.output.equals(readFileSync(join(folder, "out"))), closed);
    }
  });

  it("writes records if standard error is closed, and messages if standard output is", async () => {
    const { code, stdout } = await runShell("keyward tag in.ndjson none 2>&-", folder);
    assert.equal(code, 2);
    assert.ok(stdout.equals(stream.output));
    for (const line of few(["keyward tag none >&-", "keyward check none >&-", "keyward inspect none >&-"], 1)) {
      const { code, stderr } = await runShell(line, folder);
      assert.equal(code, 2, line);
      assert.match(stderr, /^keyward: none: no such file\n/, line);
    }
  });
});

describe("keyward with a reader that has enough", () => {
  it("ends silently, whatever it writes to", async () => {
    const lines = [
      ["keyward tag -q in.ndjson | head -n 1; echo ${PIPESTATUS[0]}", stream.outputLines[0]?.toString() ?? ""],
      [
        "keyward tag -q in.ndjson -o /dev/stdout | head -n 1; echo ${PIPESTATUS[0]}",
        stream.outputLines[0]?.toString() ?? "",
      ],
      ["mkfifo p; (head -n 1 p > first &); keyward tag -q in.ndjson -o p; echo $?", ""],
      ["keyward --help | true; echo ${PIPESTATUS[0]}", ""],
      ["keyward check keyward.json | true; echo ${PIPESTATUS[0]}", ""],
    ] as const;
    for (const [line, first] of few(lines, 2)) {
      const { stdout, stderr } = await runShell(line, folder);
      assert.deepEqual([stdout.toString(), stderr], [`${first}0\n`, ""], line);
    }
  });

  it("still reports an invalid configuration", async () => {
    const { stdout } = await runShell("keyward check in.ndjson | true; echo ${PIPESTATUS[0]}", folder);
    assert.equal(stdout.toString(), "1\n");
  });
});

describe("keyward tag on nonblocking pipes", () => {
  it("loses nothing to a slow reader or a slow writer", { timeout: 30_000 }, async () => {
    // A reader of standard input makes the pipe nonblocking for all that share it; this one does not read.
    const hold = `"$NODE" -e 'process.stdin; console.error("ready"); setTimeout(() => {}, 20000)'`;
    const length = stream.output.length;
    const script = `
      mkfifo slow-in slow-out; exec 3<> slow-in 4<> slow-out
      ${hold} <&3 2> ready3 & first=$!; ${hold} <&4 2> ready4 & second=$!
      until [ -s ready3 ] && [ -s ready4 ]; do sleep 0.02; done
      grep -h flags /proc/$$/fdinfo/3 /proc/$$/fdinfo/4
      (cat in.ndjson; echo '{"last":1}') > slow-in &
      "$NODE" "$CLI" tag -q <&3 >&4 & tagger=$!
      { head -c 1000; sleep 0.3; head -c ${length - 1000}; } < slow-out > read
      kill $tagger $first $second`;
    const { stdout, stderr } = await runShell(script, folder);
    const flags = [...stdout.toString().matchAll(/flags:\s+([0-7]+)/g)].map(([, octal]) => parseInt(octal ?? "", 8));
    assert.equal(flags.length, 2);
    for (const flag of flags) assert.ok((flag & 0o4000) !== 0, "the pipe waits");
    assert.equal(stderr, "");
    const read = readFileSync(join(folder, "read"));
    assert.equal(read.length, length);
    assertBeginning(read, stream.output, "what was read");
  });
});
