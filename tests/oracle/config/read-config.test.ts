import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LARGEST_BYTES, readConfig } from "./read-config.js";
import { PLAIN_SETTINGS } from "./settings.js";

const read = (text: string | Uint8Array) => readConfig(typeof text === "string" ? Buffer.from(text) : text);
const faultsOf = (config: object | string | Uint8Array) =>
  [...read(typeof config === "string" || config instanceof Uint8Array ? config : JSON.stringify(config)).faults].join();
const exceptionOf = (members: object) => ({ exceptions: [{ id: "e", reason: "r", ...members }] });
const DAY = { from: "2026-12-05T22:00:00Z", until: "2026-12-06T22:00:00Z" };
const whenOf = (field: string, value: string) => exceptionOf({ when: { [field]: [value] } });

describe("reading a configuration", () => {
  it("gives the plain rule for an empty one", () => {
    // echo -n ' { } ' | sha256sum
    assert.deepEqual(read(" { } ").settings, { ...PLAIN_SETTINGS, digest: '"b8ec9516038e4c2c"' });
  });

  it("gives every setting, and texts as written", () => {
    const { settings = PLAIN_SETTINGS } = read(String.raw`{
      "$schema": "x", "tag": "a\u0062", "severity": "h\u0069gh", "\u0072isk_score": 0,
      "exceptions": [
        {"id": "\u0065", "reason": "r\/", "when": {"account": ["4444*"], "source_ip": ["::/0"]}, "from": "1970-01-01T00:01:00Z"},
        {"id": "f", "reason": "r", "from": "1969-12-31T00:00:00Z", "until": "1970-01-01T01:00:00+01:00", "weekly": {"days": ["Sat"], "from": "22:00", "until": "04:00"}}],
      "denied": "annotate", "network_activity": "ignore", "elsewhere": "match", "places": ["/a/*#", "/b~1\u0063"], "duplicates": {"window_seconds": 604800},
      "cap": {"count": 1000, "period_seconds": 1},
      "escalate": {"distinct_keys": 2, "window_seconds": 9, "severity": "low", "risk_score": 100}}`);
    const { digest = "", ...rest } = settings;
    assert.match(digest, /^"[0-9a-f]{16}"$/);
    assert.deepEqual(rest, {
      tag: '"a\\u0062"',
      severity: '"h\\u0069gh"',
      riskScore: 0,
      exceptions: [
        {
          id: '"\\u0065"',
          reason: '"r\\/"',
          when: [
            ["account", ["4444*"]],
            ["source_ip", ["::/0"]],
          ],
          from: 60,
        },
        {
          id: '"f"',
          reason: '"r"',
          when: [],
          from: -86_400,
          until: 0,
          weekly: { days: ["Sat"], from: 1320, until: 240 },
        },
      ],
      annotatesDenied: true,
      ignoresNetworkActivity: true,
      elsewhere: "match",
      places: ["/a/*#", "/b~1c"],
      duplicates: { windowSeconds: 604_800 },
      cap: { count: 1000, periodSeconds: 1 },
      escalate: { distinctKeys: 2, windowSeconds: 9, severity: '"low"', riskScore: 100 },
    });
  });

  it("accepts texts of 256 bytes and 256 KiB in total, and no more", () => {
    const full = `{"tag":"x"}${" ".repeat(LARGEST_BYTES - 11)}`;
    assert.equal(faultsOf(full), "");
    assert.equal(faultsOf(`${full} `), "size");
    assert.equal(faultsOf({ tag: "\u00e9".repeat(128) }), "");
    assert.equal(faultsOf({ tag: `${"\u00e9".repeat(128)}x` }), "text length");
    assert.equal(faultsOf(`{"tag":"${"\\u0061".repeat(256)}"}`), "");
  });

  it("accepts 32 places, and no more", () => {
    const places = (count: number) => ({ places: Array.from({ length: count }, (_, index) => `/p${index}#`) });
    assert.equal(faultsOf(places(32)), "");
    assert.equal(faultsOf(places(33)), "too many places");
  });

  const patterns = (count: number) => Array.from({ length: count }, (_, index) => `${index}*`);

  it("accepts values of 4,096 bytes, 64 with ? between two stars, and 500 patterns", () => {
    const times = (length: number) => `${"\u00e9".repeat(length / 2 - 1)}x?`;
    for (const value of [times(4096), `*${"x".repeat(4095)}`, `*${times(64)}*`, `${times(66)}*`, `*${times(66)}`]) {
      assert.equal(faultsOf(whenOf("region", value)), "", value);
    }
    const exact = Array.from({ length: 501 }, (_, index) => `10.0.0.${index % 256}`);
    const when = { region: patterns(250), "key.id": [...patterns(250), ...exact], source_ip: exact };
    assert.equal(faultsOf(exceptionOf({ when })), "");
  });

  const FAULTS: [fault: string, config: object | string | Uint8Array][] = [
    ["not JSON", ""],
    ["not JSON", "{} x"],
    ["not JSON", "\ufeff{}"],
    ["not JSON", Buffer.from([0x7b, 0x7d, 0xff])],
    ["type", "[]"],
    ["type", "null"],
    ["type", { tag: 1 }],
    ["type", { places: "/a" }],
    ["type", { places: [1] }],
    ["empty list", { places: [] }],
    ["choice", { elsewhere: "possible" }],
    ["place", { places: ["/a", "b"] }],
    ["place", { places: [""] }],
    ["place", { places: ["/a//b"] }],
    ["place", { places: ["/a~2"] }],
    ["place", { places: ["/\u00e9"] }],
    ["type", { risk_score: "1" }],
    ["type", { exceptions: {} }],
    ["type", { exceptions: [1] }],
    ["type", { duplicates: null }],
    ["type", exceptionOf({ when: { region: "x" } })],
    ["type", exceptionOf({ from: 1_796_508_000, until: "2026-12-06T22:00:00Z" })],
    ["unknown key", { Tag: "x" }],
    ["unknown key", { cap: { count: 1, period_seconds: 1, "": 1 } }],
    ["duplicate key", '{"tag":"a","t\\u0061g":"a"}'],
    ["missing key", { cap: { count: 1 } }],
    ["missing key", { exceptions: [{ reason: "r", ...DAY }] }],
    ["choice", { severity: "High" }],
    ["choice", exceptionOf({ ...DAY, weekly: { days: ["sat"], from: "00:00", until: "01:00" } })],
    ["text length", { tag: "" }],
    ["integer", '{"risk_score":1.0}'],
    ["integer", '{"risk_score":-0}'],
    ["integer", { risk_score: 101 }],
    ["integer", { duplicates: { window_seconds: 0 } }],
    ["integer", { duplicates: { window_seconds: 604_801 } }],
    ["empty list", exceptionOf({ when: { region: [] } })],
    ["empty when", exceptionOf({ when: {} })],
    ["no condition", exceptionOf({})],
    ["no condition", exceptionOf({ from: DAY.from })],
    ["no condition", exceptionOf({ until: DAY.until })],
    ["no condition", exceptionOf({ weekly: { days: ["Sat"], from: "00:00", until: "01:00" } })],
    ["time", exceptionOf({ ...DAY, from: "2026-02-29T00:00:00Z" })],
    ["from before until", exceptionOf({ from: "2026-12-05T22:00:00.1Z", until: "2026-12-05T22:00:00.9Z" })],
    ["clock", exceptionOf({ ...DAY, weekly: { days: ["Sat"], from: "24:01", until: "01:00" } })],
    ["empty weekly", exceptionOf({ ...DAY, weekly: { days: ["Sat"], from: "01:00", until: "01:00" } })],
    ["empty pattern", whenOf("region", "")],
    ["pattern length", whenOf("region", `${"\u00e9".repeat(2048)}*`)],
    ["pattern length", whenOf("actor.arn", "*".repeat(4097))],
    ["long part with ?", whenOf("region", `*?${"x".repeat(64)}*`)],
    ["long part with ?", whenOf("action", `x*${"\u00e9".repeat(32)}?*x`)],
    ["too many patterns", exceptionOf({ when: { region: patterns(250), "key.id": patterns(251) } })],
    ["action", whenOf("action", "EnableKey")],
    ["account", whenOf("account", "11112222333")],
    ["arn", whenOf("key.arn", "key/*")],
    ["arn", whenOf("actor.arn", "arn:aws:iam::1")],
    ["network", whenOf("source_ip", "*")],
    ["loose bits", whenOf("source_ip", "192.0.2.1/24")],
  ];
  for (const [fault, config] of FAULTS) {
    const told = config instanceof Uint8Array ? "bytes" : typeof config === "string" ? config : JSON.stringify(config);
    it(`finds ${fault} in ${told.slice(0, 60)}`, () => {
      assert.equal(faultsOf(config), fault);
      assert.equal(read(typeof config === "object" ? JSON.stringify(config) : config).settings, undefined);
    });
  }

  it("finds ids that are equal once decoded", () => {
    const exception = (id: string) => `{"id":"${id}","reason":"r",${JSON.stringify(DAY).slice(1)}`;
    assert.equal(faultsOf(`{"exceptions":[${exception("a")},${exception("\\u0061")}]}`), "id twice");
    assert.equal(faultsOf(`{"exceptions":[${exception("a")},${exception("A")}]}`), "");
  });

  it("accepts patterns that may match", () => {
    for (const [field, value] of [
      ["action", "Disable*"],
      ["action", "??????????"],
      ["account", "????????????"],
      ["account", "*"],
      ["actor.arn", "arn:*"],
      ["actor.arn", "?"],
      ["key.arn", "arn:::::"],
      ["key.id", "*".repeat(4096)],
      ["user_agent", "\ud800"],
    ] as const) {
      assert.equal(faultsOf(whenOf(field, value)), "", `${field} ${value.slice(0, 20)}`);
    }
  });
});
