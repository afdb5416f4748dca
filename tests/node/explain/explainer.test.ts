import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadExplainer } from "#keyward/explain/load-explainer.js";
import { JsonText, writeJson } from "#keyward/explain/json.js";
import { exceptionLines } from "#keyward/explain/text-exceptions.js";
import { ConfigError } from "#keyward/config/check-config.js";

const MATCH = Buffer.from('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}');
const OTHER = Buffer.from('{"eventSource":"s3.amazonaws.com","eventName":"GetObject"}');

describe("Explainer", () => {
  it("explains what is asked for, and counts the rest", async () => {
    const explainer = await loadExplainer();
    const bare = { places: [], isPartial: false, ofService: 0 };
    assert.equal(explainer.explain(MATCH, 1, "near-misses").events.length, 1);
    assert.deepEqual(explainer.explain(OTHER, 1, "near-misses"), { ...bare, events: [], others: 1 });
    assert.equal(explainer.explain(OTHER, 1, "all").events.length, 1);
    const empty = Buffer.from('{"log":"x"}');
    assert.deepEqual(explainer.explain(empty, 1, "near-misses"), { ...bare, events: [], others: 0 });
    assert.equal(explainer.explain(empty, 1, "all").places.length, 2);
  });

  it("keeps its memory and its configuration from record to record", async () => {
    const config = Buffer.from('{"exceptions":[{"id":"a","reason":"r","when":{"action":["Dis*"]}}]}');
    const explainer = await loadExplainer({ name: "c", bytes: config });
    const large = Buffer.from(`{"log":${JSON.stringify(`{"x":"${"y".repeat(3_000_000)}"}`)}}`);
    for (let count = 0; count < 300; count++) {
      if (count % 50 === 0) explainer.explain(large, 1, "all");
      const [event] = explainer.explain(MATCH, 1, "all").events;
      assert.deepEqual([event?.verdict, event?.suppressedBy], ["suppressed", "a"]);
    }
  });

  it("reports a record that does not fit, and goes on", async () => {
    const explainer = await loadExplainer();
    const { unreadable, events } = explainer.explain(Buffer.allocUnsafeSlow(256 * 1024 * 1024), 1, "all");
    assert.deepEqual([unreadable, events], [{ reason: "no_memory" }, []]);
    assert.equal(explainer.explain(MATCH, 1, "all").events.length, 1);
  });

  it("reports when part of a record could not be read", async () => {
    const explainer = await loadExplainer();
    // The content of the string needs as much room again, which does not exist.
    const record = Buffer.alloc(160 * 1024 * 1024, 0x61);
    record.write('{"eventName":"DisableKey","eventSource":1,"log":"');
    record.write('"}', record.length - 2);
    const { isPartial, events } = explainer.explain(record, 1, "all");
    assert.deepEqual([isPartial, events], [true, []]);
  });

  it("reports an address of a VPC endpoint if the exception names no endpoint", async () => {
    const exceptions = [
      { id: "a", reason: "r", when: { source_ip: ["10.0.0.0/8"] } },
      { id: "b", reason: "r", when: { source_ip: ["10.0.0.0/8"], vpc_endpoint: ["vpce-1"] } },
    ];
    const explainer = await loadExplainer({ name: "c", bytes: Buffer.from(JSON.stringify({ exceptions })) });
    const conditionsOf = (endpoint: string): object[] => {
      const event = {
        ...(JSON.parse(MATCH.toString()) as object),
        sourceIPAddress: "10.1.2.3",
        vpcEndpointId: endpoint,
      };
      const [explained] = explainer.explain(Buffer.from(JSON.stringify(event)), 1, "all").events;
      return (explained?.exceptions ?? []).map(({ holds, conditions: [condition] }) => ({
        ...{ holds, isMet: condition?.holds },
        endpoint: condition?.kind === "when" ? condition.endpoint : undefined,
      }));
    };
    assert.deepEqual(conditionsOf("vpce-1"), [
      { holds: false, isMet: false, endpoint: "vpce-1" },
      { holds: true, isMet: true, endpoint: undefined },
    ]);
    assert.deepEqual(conditionsOf(""), [
      { holds: true, isMet: true, endpoint: undefined },
      { holds: false, isMet: true, endpoint: undefined },
    ]);
  });

  it("reports a value that is too long for any pattern", async () => {
    const exceptions = [{ id: "a", reason: "r", when: { user_agent: ["*"] } }];
    const explainer = await loadExplainer({ name: "c", bytes: Buffer.from(JSON.stringify({ exceptions })) });
    const linesOf = (userAgent: string) => {
      const event = { ...(JSON.parse(MATCH.toString()) as object), userAgent };
      const [explained] = explainer.explain(Buffer.from(JSON.stringify(event)), 1, "all").events;
      assert.ok(explained);
      return exceptionLines(explained, 200).join("\n");
    };
    assert.match(
      linesOf("\u00e9".repeat(2049)),
      /does not hold[^]* no [^]*more than 4096 bytes, which no pattern matches/,
    );
    assert.doesNotMatch(linesOf("\u00e9".repeat(2048)), /does not hold|4096/);
  });

  it("rejects an invalid configuration", async () => {
    await assert.rejects(
      loadExplainer({ name: "k.json", bytes: Buffer.from('{"denied":"x"}') }),
      (error) => error instanceof ConfigError && error.message.startsWith("k.json:1: /denied: x is invalid"),
    );
  });
});

describe("JSON with raw JSON parts", () => {
  it("has the parts unchanged", () => {
    const text = writeJson({
      a: new JsonText("1e400"),
      b: [new JsonText('"\\u0061"'), "\u2028é\ud800", null],
      c: undefined,
      d: -1,
    });
    assert.equal(text, '{"a":1e400,"b":["\\u0061","\u2028é\\ud800",null],"d":-1}');
  });
});
