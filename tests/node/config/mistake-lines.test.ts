/** Errors in a configuration and their lines. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkConfig } from "#keyward/config/check-config.js";
import { locateMistakes } from "#keyward/config/mistake-lines.js";
import { loadModule } from "#keyward/module-files.js";

const module = await loadModule();

/** Returns each error's line and pointer. */
function placesOf(...lines: string[]): string[] {
  const config = Buffer.from(lines.join("\n"));
  return locateMistakes("k.json", config, checkConfig(module, config)).map((line) =>
    line.split(": ").slice(0, 2).join(" "),
  );
}

describe("an error in a configuration", () => {
  it("has the line of its value, at any depth", () => {
    assert.deepEqual(
      placesOf(
        "{",
        '  "denied": "no",',
        '  "exceptions": [',
        '    {"id": "a", "reason": "r", "when": {"account": ["1"]}},',
        "    {",
        '      "id": "b", "reason": "r", "when": {',
        '        "region": ["eu-*",',
        '          ""],',
        '        "actor": ["x"]',
        "      }",
        '    }, {"id": "c"}',
        "  ]",
        "}",
      ),
      [
        "k.json:2 /denied",
        "k.json:4 /exceptions/0/when/account/0",
        "k.json:8 /exceptions/1/when/region/1",
        "k.json:9 /exceptions/1/when/actor",
        "k.json:11 /exceptions/2",
        "k.json:11 /exceptions/2",
      ],
    );
  });

  it("has the line of the second of two equal keys, and of each unknown key", () => {
    assert.deepEqual(placesOf("{", '"tag": "a",', '"tag": "b",', '"tag": "c",', '"x": 1,', '"x": 2', "}"), [
      "k.json:3 /tag",
      "k.json:4 /tag",
      "k.json:5 /x",
      "k.json:6 /x",
    ]);
  });

  it("has the line of a key that is not plain ASCII, or long", () => {
    const long = "x".repeat(60);
    assert.deepEqual(placesOf("{", '"a~/b": 1,', `"${long}": 2,`, '"a: b": 3,', '"\u00e9": 4', "}"), [
      "k.json:2 /a~0~1b",
      `k.json:3 /${"x".repeat(48)}...`,
      "k.json:4 /a",
      "k.json:5 /...",
    ]);
  });

  it("has the first line for the whole, and none if the file is too large", () => {
    assert.deepEqual(placesOf("", "", "[]"), ["k.json:3 the configuration"]);
    assert.match(placesOf("{", '"tag": "a",', "}")[0] ?? "", /^k\.json:3 the configuration is not JSON/);
    assert.match(placesOf("{", '"tag": "a"')[0] ?? "", /^k\.json:2 the configuration is not JSON/);
    assert.match(placesOf(" ".repeat(262_145))[0] ?? "", /^k\.json the configuration is too large/);
  });
});
