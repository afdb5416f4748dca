/** A recording of outputs shows every changed byte, and nothing else. */
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { PROJECT_ROOT } from "../oracle/project.js";
import { Comparison } from "./compare.js";
import { mask, MASKS } from "./masks.js";
import { Build, runOver } from "./modules.js";
import { firstDifference, lineOfCommand, lineOfModule } from "./recording.js";

const BUILD = join(PROJECT_ROOT, "build");
const MATCH = Buffer.from('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}');
const OTHER = Buffer.from('{"eventSource":"kms.amazonaws.com","eventName":"Decrypt"}');
const FILES = [
  "keyward.wasm",
  "keyward.alert.wasm",
  "keyward.bento.wasm",
  "keyward.connect.wasm",
  "keyward.redpanda.wasm",
  "keyward.kafka-connect.wasm",
  "keyward.clickhouse.wasm",
  "keyward.wasi.wasm",
  "keyward.wasi-plain.wasm",
];
/** The rule's ID, as modules copy it into annotations; `is` has its fifth byte incremented. */
const RULE_ID = { bytes: Buffer.from("6951f15e"), was: "6951f15e", is: "6951g15e" };
/** ClickHouse's functions return verdicts instead: UTF-16 after its length, which takes four bytes. */
const VERDICT = {
  bytes: Buffer.concat([Buffer.of(10, 0, 0, 0), Buffer.from("match", "utf16le")]),
  was: "match 1",
  is: "natch 1",
};
const textIn = (file: string) => (file === "keyward.clickhouse.wasm" ? VERDICT : RULE_ID);

describe("the recorded outputs of modules", () => {
  const folder = mkdtempSync(join(tmpdir(), "keyward-outputs-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("cover every module, with a match annotated", () => {
    const groups = runOver("test", [OTHER, MATCH]);
    assert.equal(groups.length, 14);
    assert.deepEqual([...new Set(groups.map(({ subject }) => subject.split(" ")[0]))].sort(), [...FILES].sort());
    for (const { subject, run } of groups) {
      const { each, told } = run(new Build(BUILD));
      const match = subject === "keyward.clickhouse.wasm" ? "match 1" : '"verdict":"match"';
      assert.ok(Buffer.concat(each).includes(match), `${subject}: ${Buffer.concat(each).toString()}`);
      assert.ok(!(told + Buffer.concat(each).toString()).includes("trap"), subject);
    }
  });

  it("differ if a module writes another byte, and the first of a subject is shown", () => {
    for (const file of FILES) {
      copyFileSync(join(BUILD, file), join(folder, file));
      const bytes = readFileSync(join(folder, file));
      // Texts of its output are in the module verbatim.
      const text = textIn(file).bytes;
      let at = bytes.indexOf(text);
      assert.ok(at > 0, file);
      for (; at > 0; at = bytes.indexOf(text, at)) bytes.writeUInt8(bytes.readUInt8(at + 4) + 1, at + 4);
      writeFileSync(join(folder, file), bytes);
    }
    const [before, changed] = [new Build(BUILD), new Build(folder)];
    for (const group of runOver("test", [OTHER, MATCH])) {
      const printed: string[] = [];
      const was = lineOfModule(group.name, group.subject, group.run(before));
      const again = lineOfModule(group.name, group.subject, group.run(before));
      assert.deepEqual(again, was);
      const recorded = new Map([[was.group, was]]);
      const options = { recording: join(folder, "recording"), recorded, print: (text: string) => printed.push(text) };
      const same = new Comparison({ ...options, against: before });
      same.takeModule(group, again, group.run(before));
      assert.equal(same.end(false), 0);
      const outcome = group.run(changed);
      const line = lineOfModule(group.name, group.subject, outcome);
      assert.equal(
        firstDifference(was, line),
        group.subject.endsWith("keep") && group.subject.includes("wasi") ? 0 : 1,
      );
      const comparison = new Comparison({ ...options, against: before });
      comparison.takeModule(group, line, outcome);
      assert.equal(comparison.end(false), 1);
      const text = printed.join("\n");
      const changes = textIn(group.subject);
      assert.ok(text.includes(changes.was) && text.includes(changes.is), text);
    }
  });

  it("must be complete: a missing or additional one is a difference", () => {
    const line = { group: "a", subject: "s", sha256: "0" };
    const print = () => undefined;
    assert.equal(new Comparison({ recording: "", recorded: new Map([["a", line]]), print }).end(false), 1);
    const comparison = new Comparison({ recording: "", recorded: new Map(), print });
    comparison.takeCommand(line, { code: 0, stdout: "", stderr: "" });
    assert.equal(comparison.end(false), 1);
  });
});

describe("the recorded outcome of a command", () => {
  const outcome = { code: 0, stdout: "a\n", stderr: "b\n" };
  const shaOf = (other: object) => lineOfCommand("g", "s", { ...outcome, ...other }).sha256;

  it("is its exit code and both its outputs", () => {
    const all = [{}, { code: 1 }, { stdout: "c\n" }, { stderr: "c\n" }].map(shaOf);
    assert.equal(new Set(all).size, 4);
    assert.equal(shaOf({}), all[0]);
  });

  it("leaves out what varies from run to run, and no more", () => {
    const summary = "keyward: 44 matches, 4 found more than once, ";
    assert.equal(mask(`${summary}0.1 s\n`), mask(`${summary}12.7 s\n`));
    assert.notEqual(mask(`${summary}0.1 s\n`), mask(`${summary.replace("44", "45")}0.1 s\n`));
    const report = (time: string) => `{"scanned_at": "${time}","until":"2026"}`;
    assert.equal(mask(report("2026-03-04T00:00:00.000Z")), '{"scanned_at": "<NOW>","until":"2026"}');
    const module = (bytes: number) => `module   x.wasm, ${bytes} bytes, sha256 ${"0".repeat(64)}\ncarries  7 bytes\n`;
    assert.equal(mask(module(1)), "module   x.wasm, <MODULE>\ncarries  7 bytes\n");
    assert.equal(mask("keyward: x.wasm: 7 bytes, carries a.json\n"), "keyward: x.wasm: <MODULE>, carries a.json\n");
    const page = "script-src 'sha256-a=' style <script type=\"application/json\">{}</script> <script>1</script>";
    assert.equal(
      mask(page),
      "script-src '<SCRIPT>' style <script type=\"application/json\">{}</script> <script><SCRIPT></script>",
    );
    assert.equal(new Set(MASKS.map(({ name }) => name)).size, MASKS.length);
  });
});
