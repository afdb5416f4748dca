/** docs/reference/configuration.md, settings.md and exceptions.md: every example does what the table under it says. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { isOrigin } from "../../emulators/origin.js";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { runCli, runShell } from "../support/cli.js";
import { pageText } from "../support/docs.js";
import { temporaryFolder } from "../support/files.js";

const TEXT = pageText("reference/configuration", "reference/settings", "reference/exceptions");

interface Annotated {
  tags?: string[];
  keyward: {
    verdict: string;
    severity?: string;
    risk_score?: number;
    config_error?: string;
    burst?: object;
    events: { exception?: object }[];
  };
}

interface Example {
  heading: string;
  config: string;
  rows: { change: object; verdict: string }[];
}

function examples(): Example[] {
  return TEXT.split(/^## (?=`)/m)
    .slice(1)
    .map((section) => ({
      heading: section.slice(0, section.indexOf("\n")),
      config: /```json config\n([\s\S]*?)```/.exec(section)?.[1] ?? "",
      rows: [...section.matchAll(/^\| `(\{.*\})` \| (.*?) ?\|$/gm)].map(([, change, verdict]) => ({
        change: JSON.parse(change ?? "") as object,
        verdict: verdict ?? "",
      })),
    }));
}

/** Returns the event that the tables start from: each page with tables shows it, and it is the same. */
function event(): object {
  const shown = [...TEXT.matchAll(/```json event\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
  assert.deepEqual(shown, [shown[0], shown[0]]);
  return JSON.parse(shown[0] ?? "") as object;
}

/** A new host whose module has read this configuration. */
async function hostWith(
  config: string,
  stderr: (text: string) => void = (text) => {
    assert.ok(isOrigin(text), text);
  },
): Promise<FluentBitHost> {
  return new FluentBitHost(await loadModule(undefined, { files: { "keyward.json": config }, stderr }));
}

function annotationOf(host: FluentBitHost, change: object): Annotated | undefined {
  const result = host.filter("tag", JSON.stringify({ ...event(), ...change }));
  if (result.outcome === "kept") return undefined;
  assert.equal(result.outcome, "modified");
  return JSON.parse(Buffer.from(result.record).toString()) as Annotated;
}

describe("docs/reference: configuration.md, settings.md, exceptions.md", () => {
  it("has an example for each setting", () => {
    const settings =
      "tag severity risk_score exceptions from until weekly denied network_activity places elsewhere duplicates cap escalate";
    for (const setting of settings.split(" ")) {
      assert.ok(
        examples().some(({ heading, rows }) => heading.includes(`\`${setting}\``) && rows.length > 0),
        setting,
      );
    }
  });

  for (const { heading, config, rows } of examples()) {
    it(`${heading}: the table says what becomes of each event`, async () => {
      // What is not judged is told of; the tables have such rows.
      const host = await hostWith(config, (text) => {
        assert.ok(isOrigin(text) || text.includes("could not be judged"), text);
      });
      for (const { change, verdict } of rows) {
        const keyward = annotationOf(host, change)?.keyward;
        const [expected = "", severity] = verdict.split(", ");
        assert.equal(keyward?.verdict ?? "", expected, JSON.stringify(change));
        if (severity !== undefined) assert.equal(keyward?.severity, severity, JSON.stringify(change));
        assert.equal(keyward?.burst !== undefined, severity === "high", JSON.stringify(change));
        assert.equal(keyward?.events[0]?.exception !== undefined, expected === "suppressed");
      }
    });
  }

  it("shows the line about the configuration in force, with one and without", async () => {
    const settings = join(PROJECT_ROOT, "examples", "fluent-bit", "settings", "keyward.json");
    let stderr = "";
    for (const files of [{ "keyward.json": readFileSync(settings, "utf8") }, {}]) {
      const host = new FluentBitHost(await loadModule(undefined, { files, stderr: (text) => (stderr += text) }));
      for (let record = 0; record < 3; record++) annotationOf(host, {});
    }
    assert.equal(stderr, /```text\n(keyward: \{"rule"[^]*?)```/.exec(TEXT)?.[1]);
  });

  it("tells a match's name and worth", async () => {
    const [first] = examples();
    const annotated = annotationOf(await hostWith(first?.config ?? ""), {});
    const { severity, risk_score } = annotated?.keyward ?? {};
    assert.deepEqual([annotated?.tags, severity, risk_score], [["kms-key-loss"], "high", 73]);
  });

  it("shows what a mistake is told as", async () => {
    const shown = JSON.parse(/```json\n(\{"verdict".*)\n```/.exec(TEXT)?.[1] ?? "") as Annotated["keyward"];
    let told = "";
    const host = await hostWith('{"denied":"annotated"}', (text) => (told += text));
    const keyward = annotationOf(host, {})?.keyward;
    assert.deepEqual([keyward?.verdict, keyward?.config_error], [shown.verdict, shown.config_error]);
    assert.ok(told.startsWith(`keyward: keyward.json: ${shown.config_error ?? "?"}; `), told);
  });

  it("shows what is warned of, with each option of keyward check", async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, "keyward.json"), /```json warned\n([^]*?)```/.exec(TEXT)?.[1] ?? "");
    const [, line = "", shown] = /```sh\n(keyward check .*)\n```\n\n```text\n([^]*?)```/.exec(TEXT) ?? [];
    const { code, stdout, stderr } = await runShell(line, folder);
    assert.deepEqual([code, stdout.toString(), stderr], [1, shown, ""]);
    assert.equal((await runShell(line.replace("--strict", ""), folder)).code, 0);
    const help = (await runCli(["check", "--help"])).stdout.toString();
    const hosts = pageText("reference/fluent-bit");
    for (const [, short = "", long = ""] of help.matchAll(/^ {2}(-\w), (--\w+)/gm)) {
      const isEverywhere = long === "--help" || long === "--verbose";
      assert.ok(isEverywhere || TEXT.includes(`\`${short}\``) || hosts.includes(`keyward check ${long}`), long);
    }
  });
});
