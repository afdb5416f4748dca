import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readDetails } from "#keyward/findings/details.js";
import type { Details } from "#keyward/findings/finding.js";
import { findingsOf } from "#keyward/findings/findings-of.js";
import { detectSchema } from "#keyward/findings/schema.js";
import { FluentBitHost, loadModule } from "#keyward/index.js";
import { cloudTrailLines } from "../../oracle/project.js";
import { DETAILS, dotted, ECS, inArrays, mixed, OCSF, OTEL, otlp, RAW } from "./schemas.js";

/** OpenTelemetry's encoding drops the VPC endpoint. */
const OTEL_DETAILS = Object.fromEntries(Object.entries(DETAILS).filter(([name]) => name !== "vpc_endpoint_id"));
const ATTRIBUTES = Object.fromEntries(Object.entries(OTEL).filter(([name]) => name !== "timeUnixNano"));

/** An event with a change, as JSON has it. */
function changed(event: object, change: (copy: never) => void): object {
  const copy = structuredClone(event);
  change(copy as never);
  return copy;
}

function assertDetails(event: unknown, expected: Details, note?: string): void {
  assert.deepEqual(readDetails(JSON.parse(JSON.stringify(event)), ""), expected, note);
}

describe("the details of an event", () => {
  const spellings: Record<string, (event: object) => unknown> = {
    nested: (event) => event,
    dotted: (event) => dotted(event),
    mixed: (event) => mixed(event),
    "in arrays": (event) => inArrays(event),
  };
  for (const [spelling, spell] of Object.entries(spellings)) {
    it(`are the same in ECS, OCSF and OpenTelemetry, ${spelling}`, () => {
      assertDetails(spell(ECS), DETAILS, "ecs");
      assertDetails(spell(OCSF), DETAILS, "ocsf");
      assertDetails(spell(OTEL), OTEL_DETAILS, "otel");
      assertDetails({ attributes: spell(ATTRIBUTES) }, OTEL_DETAILS, "attributes");
      if (spelling !== "in arrays") {
        const list = otlp(spell(ATTRIBUTES) as object);
        assertDetails({ attributes: list }, OTEL_DETAILS, "an OTLP list");
      }
    });
  }

  it("are those of a raw event", () => {
    assertDetails(RAW, DETAILS);
  });

  it("are found in a raw event behind arrays and dotted keys, but are none in arrays themselves", () => {
    assertDetails({ ...RAW, userIdentity: [[RAW.userIdentity]] }, DETAILS);
    const { userIdentity, ...rest } = RAW;
    assertDetails({ ...rest, ...dotted({ userIdentity }) }, DETAILS);
    assertDetails(
      { ...RAW, requestID: ["a"], userIdentity: { userName: ["b"] } },
      {
        ...pick("session_credential_from_console", "event_type", "vpc_endpoint_id", "requested_key", "shared_event_id"),
      },
    );
  });

  it("are strings, whatever they were, and only where something is said", () => {
    const identity = { principalId: "", userName: null, accessKeyId: {}, invokedBy: 7, accountId: 111122223333 };
    const attributes = { mfaAuthenticated: false, creationDate: [] };
    const event = {
      eventSource: "kms.amazonaws.com",
      eventName: "DisableKey",
      userIdentity: { ...identity, sessionContext: { attributes, sessionIssuer: {} } },
    };
    assertDetails(event, { invoked_by: "7", caller_account: "111122223333", mfa_authenticated: "false" });
  });

  it("are not those of the same names elsewhere", () => {
    const named = { eventSource: "kms.amazonaws.com", eventName: "DisableKey" };
    assertDetails({ ...named, requestParameters: RAW }, {});
    assertDetails({ ...named, user: ECS.user, aws: ECS.aws }, {});
    assertDetails({ ...named, additionalEventData: { userIdentity: RAW.userIdentity } }, {});
    assertDetails({ "event.action": "DisableKey", userIdentity: RAW.userIdentity, requestID: "r" }, {});
  });

  it("take the first of several values that says something", () => {
    const user = [{ id: null }, { id: ["", "first", "second"] }, { id: "third" }];
    assertDetails({ "event.action": "DisableKey", user }, { principal_id: "first" });
  });

  it("are none where no event is, and where the path leads nowhere", () => {
    for (const record of [
      null,
      1,
      "text",
      [],
      {},
      [RAW],
      { event: { dataset: "aws.cloudtrail", outcome: "success" } },
    ]) {
      assert.deepEqual(readDetails(record, ""), {});
    }
    assert.deepEqual(readDetails(RAW, "/detail"), {});
    assert.deepEqual(readDetails({ detail: RAW }, "/detail"), DETAILS);
    assert.deepEqual(readDetails({ log: JSON.stringify([ECS, OCSF]) }, "/log#/1"), DETAILS);
  });

  it("survive arrays nested ten thousand deep", () => {
    const deep = JSON.parse(`${"[".repeat(10_000)}"r"${"]".repeat(10_000)}`) as unknown;
    assert.equal(readDetails({ "event.action": "a", "user.id": deep }, "").principal_id, "r");
  });
});

describe("in ECS, user.name", () => {
  it("is the user's, where no session has an issuer", () => {
    const event = changed(ECS, (copy: typeof ECS) => {
      copy.aws.cloudtrail.user_identity.session_context.session_issuer = {} as never;
    });
    const { session_issuer_arn, session_issuer_type, session_issuer_user_name, ...rest } = DETAILS;
    assert.ok(session_issuer_arn && session_issuer_type && session_issuer_user_name);
    assertDetails(event, { ...rest, user_name: "KeyAdmin" });
  });
});

describe("in OCSF", () => {
  it("the request may be JSON in a string; an object comes before it", () => {
    const asText = (text: string) =>
      changed(OCSF, (copy: { api: { request: { data: unknown } } }) => {
        copy.api.request.data = text;
      });
    assertDetails(asText(JSON.stringify(RAW.requestParameters)), DETAILS);
    const { requested_key, ...others } = DETAILS;
    assert.ok(requested_key);
    for (const text of ["", "{", "[]", '"x"', '{"keyId":""}', '{"keyid":"x"}'])
      assertDetails(asText(text), others, text);
    const both = changed(OCSF, (copy: { api: { request: { data: unknown } } }) => {
      copy.api.request.data = ['{"keyId":"of-the-text"}', { keyId: "of-the-object" }];
    });
    assertDetails(both, { ...others, requested_key: "of-the-object" });
  });

  it("unmapped names may be dotted, and the session's time a count", () => {
    const event = changed(OCSF, (copy: { unmapped: object; actor: { session: object } }) => {
      copy.unmapped = dotted(copy.unmapped);
      copy.actor.session = { issuer: DETAILS.session_issuer_arn, is_mfa: "true", created_time: 1772611200000 };
    });
    assertDetails(event, { ...DETAILS, mfa_authenticated: "true", session_created: "1772611200000" });
  });
});

describe("in OpenTelemetry", () => {
  it("what stands on the record comes before its attributes", () => {
    const record = {
      "rpc.service": "kms",
      "user.name": "record",
      attributes: { rpc: { method: "m" }, user: { name: "a" } },
    };
    assertDetails(record, { user_name: "record" });
  });

  it("of a name that is in a list twice the first that says something counts", () => {
    const list = otlp({ "rpc.service": "s", "rpc.method": "m", "user.name": "" });
    const others = ["dana", "eve"].map((name) => ({ key: "user.name", value: { stringValue: name } }));
    assertDetails({ attributes: [...list, null, 7, { key: "user.name" }, ...others] }, { user_name: "dana" });
  });

  it("lists in lists are followed eight deep", () => {
    const named = otlp({ "rpc.service": "s", "rpc.method": "m" });
    const inLists = (levels: number): object =>
      levels === 0 ? { stringValue: "dana" } : { arrayValue: { values: [inLists(levels - 1)] } };
    const at = (levels: number): unknown => ({ attributes: [...named, { key: "user.name", value: inLists(levels) }] });
    assertDetails(at(8), { user_name: "dana" });
    assertDetails(at(9), {});
  });

  it("a name like __proto__ is a name", () => {
    const list = [
      ...otlp({ "rpc.service": "s", "rpc.method": "m" }),
      { key: "__proto__", value: { kvlistValue: { values: [] } } },
    ];
    assertDetails({ attributes: list }, {});
  });
});

describe("a raw event as a list of keys and values", () => {
  it("has its details in the list, and none beside it", () => {
    assertDetails({ values: otlp(RAW) }, DETAILS);
    assertDetails(
      { requestID: "beside", values: otlp({ ...RAW, requestID: ["", "r"] }) },
      { ...DETAILS, request_id: "r" },
    );
    assertDetails({ ...RAW, values: otlp({ ...RAW, requestID: "in the list" }) }, DETAILS);
  });
});

describe("the schema of an event", () => {
  it("is the first that fits", () => {
    assert.equal(detectSchema({ ...RAW, ...ECS }), "ecs");
    assert.equal(detectSchema({ ...RAW, ...OCSF, ...OTEL }), "raw");
    assert.equal(detectSchema({ ...OCSF, ...OTEL }), "ocsf");
    assert.equal(detectSchema({ ...OCSF, ...OTEL, class_uid: 6004 }), "otel");
    assert.equal(detectSchema({ values: otlp(RAW), ...OCSF }), "raw");
    assert.equal(detectSchema({ values: otlp(RAW), ...ECS }), "ecs");
    assert.equal(detectSchema({ insightDetails: {}, ...OTEL }), "raw");
  });

  it("is known by more than one name", () => {
    assert.equal(detectSchema({ ...OCSF, class_uid: 3005 }), "ocsf");
    assert.equal(detectSchema({ ...OCSF, class_uid: "30050" }), undefined);
    assert.equal(detectSchema({ "rpc.method": "kms.amazonaws.com/DisableKey" }), "otel");
    assert.equal(detectSchema({ attributes: otlp({ "rpc.method": ["x", "kms.amazonaws.com/DisableKey"] }) }), "otel");
    for (const method of ["DisableKey", "/DisableKey", "kms.amazonaws.com/", "/"]) {
      assert.equal(detectSchema({ "rpc.method": method }), undefined, method);
      assert.equal(
        detectSchema({ "rpc.method": method, attributes: { rpc: { system: { name: "s" } } } }),
        "otel",
        method,
      );
    }
    assert.equal(detectSchema({ "rpc.system.name": "s" }), undefined);
    assert.equal(detectSchema({ insightDetails: [] }), undefined);
    assert.equal(detectSchema({ insightDetails: "x", eventSource: "kms.amazonaws.com" }), undefined);
  });

  it("has near misses", () => {
    assert.equal(detectSchema({ eventSource: "kms.amazonaws.com", eventName: ["DisableKey"] }), undefined);
    assert.equal(detectSchema({ event: { outcome: "success" } }), "ecs");
    assert.equal(detectSchema({ event: { outcome: "success" }, "data_stream.dataset": "" }), undefined);
    assert.equal(detectSchema({ event: { outcome: "success", dataset: "aws.cloudtrail" } }), undefined);
    assert.equal(detectSchema({ event: { action: null } }), undefined);
    assert.equal(detectSchema({ values: otlp({ ...RAW, eventName: true }) }), undefined);
    assert.equal(detectSchema({ values: otlp({ detail: RAW }) }), undefined);
    assert.equal(detectSchema({ values: [RAW] }), undefined);
    assert.equal(detectSchema({ ...OCSF, class_uid: ["6003"] }), "ocsf");
    assert.equal(detectSchema({ ...OCSF, class_uid: {} }), "ocsf");
    assert.equal(detectSchema({ "rpc.service": "kms", attributes: [{ key: "rpc.method", value: {} }] }), undefined);
  });
});

it("real events say who called, and with what", async (t) => {
  const lines = cloudTrailLines(t);
  if (lines === undefined) return;
  const host = new FluentBitHost(await loadModule());
  const found = lines.flatMap(({ bytes, where }) => {
    const result = host.filter("keep", Buffer.from(bytes).toString());
    if (result.outcome !== "modified") return [];
    return findingsOf(result.record, where, 1).findings.map((finding) => {
      const event = JSON.parse(Buffer.from(bytes).toString()) as typeof RAW & { userIdentity: { userName?: string } };
      const { userIdentity, requestParameters } = event;
      const { details } = finding;
      assert.equal(details.access_key_id, userIdentity.accessKeyId, where);
      assert.equal(details.principal_id, userIdentity.principalId, where);
      assert.equal(details.requested_key, requestParameters.keyId, where);
      assert.equal(details.user_name, userIdentity.userName, where);
      return finding;
    });
  });
  assert.equal(found.length, 10);
  assert.ok(found.some(({ details }) => details.session_issuer_arn !== undefined));
});

function pick<Name extends keyof typeof DETAILS>(...names: Name[]): Pick<typeof DETAILS, Name> {
  return Object.fromEntries(names.map((name) => [name, DETAILS[name]])) as Pick<typeof DETAILS, Name>;
}
