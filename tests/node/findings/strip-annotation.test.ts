/** Stripping annotations restores the original bytes of any record, and removes only what Keyward writes. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { builtCore, compileModule, CORE_MODULE, readModule } from "#keyward/module-files.js";
import { Tally } from "#keyward/records/counts.js";
import { Judge } from "#keyward/records/judge.js";
import { stripAnnotation, writtenBy, type Written } from "#keyward/findings/strip-annotation.js";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { rawEvent } from "../support/logs.js";

const CONFIG = { tag: "lost-key", severity: "high", risk_score: 73 };
const EVENT = JSON.stringify(rawEvent({ id: "e-1" }));
const members = EVENT.slice(1, -1);

let judge: Judge;
let configured: Judge;
let written: Written;

before(async () => {
  const plain = await compileModule(CORE_MODULE);
  const { name, bytes } = await readModule(CORE_MODULE);
  const compiled = await compileModule(embedConfig(name, bytes, Buffer.from(JSON.stringify(CONFIG))));
  [judge, configured] = [plain, compiled].map((module) => new Judge(module, new Tally(() => undefined))) as [
    Judge,
    Judge,
  ];
  written = writtenBy(compiled, builtCore());
});

function annotate(record: string, by = judge): Buffer {
  const fate = by.judge("tag", Buffer.from(record));
  assert.ok(typeof fate !== "string", record);
  return fate;
}

function strip(record: Buffer | string): string | undefined {
  return stripAnnotation(Buffer.from(record), written)?.record.toString();
}

describe("stripAnnotation", () => {
  it("knows the tags of the configuration and of the plain rule", () => {
    assert.deepEqual([...written.tags], ["aws-kms-key-loss", "lost-key"]);
    assert.deepEqual([written.rule.size, written.threat.size], [1, 1]);
  });

  for (const [title, record] of [
    ["a plain event", EVENT],
    ["white space, and none", ` { ${members}\t} `],
    ["tags of its own", `{"tags":["a", "b"],${members}}`],
    ["tags at the end", `{${members},"tags":["a"]}`],
    ["an empty list of tags in the middle", `{"tags":[ ],${members}}`],
    ["an event object", `{"event":{"kind":"x" },${members}}`],
    ["an empty event object in the middle", `{"event":{},${members}}`],
    ["one score", `{${members},"event":{"severity":3}}`],
    ["a rule and a threat of its own", `{"rule":{"id":"x"},${members},"threat":null}`],
    ["dotted scores", `{${members},"event.severity":1,"event.risk_score":2}`],
    ["escapes in names", `{"t\\u0061gs":["x"],${members},"k":"\\"keyward\\":{"}`],
  ] as const) {
    it(`restores the bytes: ${title}`, () => {
      assert.equal(strip(annotate(record)), record);
      assert.equal(strip(annotate(record, configured)), record);
    });
  }

  it("restores the bytes of every fixture", () => {
    let matches = 0;
    for (const folder of ["raw", "ecs", "shapes"]) {
      const path = join(PROJECT_ROOT, "tests/fixtures", folder);
      for (const name of readdirSync(path).filter((file) => file.endsWith(".match.json"))) {
        const record = readFileSync(join(path, name), "utf8");
        const fate = annotate(record);
        matches++;
        const isArray = /^\s*\[/.test(record);
        assert.equal(strip(fate), isArray ? record.replace(/^(\s*)\[([^]*)\]/, '$1{"Records":[$2]}') : record, name);
      }
    }
    assert.ok(matches > 50);
  });

  it("leaves an array in the object in which it came back", () => {
    assert.equal(strip(annotate(`[${EVENT}]`)), `{"Records":[${EVENT}]}`);
  });

  it("strips matches, suppressed and lost records completely, and only the annotation otherwise", () => {
    const suppressed = `{"verdict":"suppressed","matches":0,"events":[]}`;
    const tags = `"tags":["aws-kms-key-loss"]`;
    assert.equal(strip(`{${tags},"keyward":${suppressed}}`), `{${tags}}`);
    assert.equal(strip(`{"keyward":${suppressed} , "a":1}`), `{"a":1}`);
    assert.equal(strip(`{"keyward":${suppressed}}`), `{}`);
    assert.equal(strip(`{"a":1,"keyward":{"verdict":"lost","bytes":3,"reason":"…"}}`), `{"a":1}`);
    assert.equal(strip(`{"keyward":${suppressed},"a":1,"keyw\\u0061rd":${suppressed}}`), `{"a":1}`);
  });

  it("ignores what only has the name of an annotation", () => {
    for (const value of ["null", "{}", '"match"', '{"verdict":"match"}', '{"verdict":"fine","events":[]}']) {
      assert.equal(strip(`{"a":1,"keyward":${value}}`), undefined, value);
    }
    assert.equal(strip(`[{"keyward":{"verdict":"match","events":[]}}]`), undefined);
    assert.equal(strip(EVENT), undefined);
  });

  it("leaves what others wrote: another rule, another score, another tag", () => {
    const forged = `{"verdict":"match","risk_score":47,"matches":1,"events":[]}`;
    const others = `"rule":{"id":"other"},"event":{"severity":48},"tags":["aws-kms-key-loss-2"]`;
    assert.equal(strip(`{${others},"keyward":${forged}}`), `{${others}}`);
  });
});
