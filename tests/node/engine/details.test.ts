import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Details } from "#keyward/engine/finding.js";
import { cloudTrailLines } from "../../oracle/project.js";
import { judged, newEngine } from "../support/engine.js";
import { DETAILS, dotted, ECS, inArrays, mixed, OCSF, OTEL, otlp, RAW } from "./schemas.js";

/** OpenTelemetry's encoding drops the VPC endpoint. */
const OTEL_DETAILS = Object.fromEntries(Object.entries(DETAILS).filter(([name]) => name !== "vpc_endpoint_id"));
const ATTRIBUTES = Object.fromEntries(Object.entries(OTEL).filter(([name]) => name !== "timeUnixNano"));

/** Returns an event with a change, as JSON. */
function changed(event: object, change: (copy: never) => void): object {
  const copy = structuredClone(event);
  change(copy as never);
  return copy;
}

const engine = await newEngine();

/** Returns the details of the one event in a record. */
function detailsOf(record: unknown): Details | undefined {
  const { findings } = judged(engine, record);
  assert.ok(findings.length < 2);
  return findings[0]?.details;
}

function assertDetails(event: unknown, expected: Details, note?: string): void {
  assert.deepEqual(detailsOf(event), expected, note);
}

/** Makes an ECS event a match, besides fields under names of their own. */
const MATCH = {
  "event.dataset": "aws.cloudtrail",
  "event.provider": "kms.amazonaws.com",
  "event.action": "DisableKey",
  "event.outcome": "success",
};
const CALL = { "rpc.service": "kms.amazonaws.com", "rpc.method": "DisableKey" };

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

  it("match those of a raw event", () => {
    assertDetails(RAW, DETAILS);
  });

  it("are found in a raw event through arrays and dotted keys, but not in arrays of values", () => {
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

  it("are strings, whatever their type, and present only if the event has them", () => {
    const identity = { principalId: "", userName: null, accessKeyId: {}, invokedBy: 7, accountId: 111122223333 };
    const attributes = { mfaAuthenticated: false, creationDate: [] };
    const event = {
      eventSource: "kms.amazonaws.com",
      eventName: "DisableKey",
      userIdentity: { ...identity, sessionContext: { attributes, sessionIssuer: {} } },
    };
    assertDetails(event, { invoked_by: "7", caller_account: "111122223333", mfa_authenticated: "false" });
  });

  it("are not taken from equal names elsewhere", () => {
    const named = { eventSource: "kms.amazonaws.com", eventName: "DisableKey" };
    assertDetails({ ...named, requestParameters: RAW }, {});
    assertDetails({ ...named, user: ECS.user, aws: ECS.aws }, {});
    assertDetails({ ...named, additionalEventData: { userIdentity: RAW.userIdentity } }, {});
    assertDetails({ ...MATCH, userIdentity: RAW.userIdentity, requestID: "r" }, {});
  });

  it("take the first of several values that says something", () => {
    const user = [{ id: null }, { id: ["", "first", "second"] }, { id: "third" }];
    assertDetails({ ...MATCH, user }, { principal_id: "first" });
  });

  it("are the same wherever the event is", () => {
    assertDetails({ detail: RAW, "detail-type": "AWS API Call via CloudTrail" }, DETAILS);
    const { findings } = judged(engine, { log: JSON.stringify([ECS, { ...OCSF, metadata: { uid: "another" } }]) });
    const { event_type, ...others } = DETAILS;
    assert.ok(event_type);
    assert.deepEqual(
      findings.map(({ path, details }) => [path, details]),
      [
        ["/log#/0", DETAILS],
        ["/log#/1", others],
      ],
    );
  });

  it("survive arrays nested ten thousand deep", () => {
    const deep = `${"[".repeat(10_000)}"r"${"]".repeat(10_000)}`;
    const text = `${JSON.stringify(MATCH).slice(0, -1)},"user.id":${deep}}`;
    assert.equal(judged(engine, text).findings[0]?.details.principal_id, "r");
  });
});

describe("in ECS, user.name", () => {
  it("belongs to the user, if no session has an issuer", () => {
    const event = changed(ECS, (copy: typeof ECS) => {
      copy.aws.cloudtrail.user_identity.session_context.session_issuer = {} as never;
    });
    const { session_issuer_arn, session_issuer_type, session_issuer_user_name, ...rest } = DETAILS;
    assert.ok(session_issuer_arn && session_issuer_type && session_issuer_user_name);
    assertDetails(event, { ...rest, user_name: "KeyAdmin" });
  });
});

describe("in OCSF", () => {
  it("the request may be JSON in a string; an object takes precedence", () => {
    const asText = (text: string) =>
      changed(OCSF, (copy: { api: { request: { data: unknown } } }) => {
        copy.api.request.data = text;
      });
    assertDetails(asText(JSON.stringify(RAW.requestParameters)), DETAILS);
    const { requested_key, ...others } = DETAILS;
    assert.ok(requested_key);
    assertDetails(asText('{"key\\u0049d":"escaped"}'), { ...others, requested_key: "escaped" });
    for (const text of ["", "{", "[]", '"x"', '{"keyId":""}', '{"keyid":"x"}'])
      assertDetails(asText(text), others, text);
    const both = changed(OCSF, (copy: { api: { request: { data: unknown } } }) => {
      copy.api.request.data = ['{"keyId":"of-the-text"}', { keyId: "of-the-object" }];
    });
    assertDetails(both, { ...others, requested_key: "of-the-object" });
  });

  it("unmapped names may be dotted, and the session's time a number", () => {
    const event = changed(OCSF, (copy: { unmapped: object; actor: { session: object } }) => {
      copy.unmapped = dotted(copy.unmapped);
      copy.actor.session = { issuer: DETAILS.session_issuer_arn, is_mfa: "true", created_time: 1772611200000 };
    });
    assertDetails(event, { ...DETAILS, mfa_authenticated: "true", session_created: "1772611200000" });
  });
});

describe("in OpenTelemetry", () => {
  it("members of the record take precedence over its attributes", () => {
    const record = {
      "rpc.service": "kms.amazonaws.com",
      "user.name": "record",
      attributes: { rpc: { method: "DisableKey" }, user: { name: "a" } },
    };
    assertDetails(record, { user_name: "record" });
  });

  it("the first non-empty value counts if a list has a name twice", () => {
    const list = otlp({ ...CALL, "user.name": "" });
    const others = ["dana", "eve"].map((name) => ({ key: "user.name", value: { stringValue: name } }));
    assertDetails({ attributes: [...list, null, 7, { key: "user.name" }, ...others] }, { user_name: "dana" });
  });

  it("lists are followed eight deep, including the outermost", () => {
    const named = otlp(CALL);
    const inLists = (levels: number): object =>
      levels === 0 ? { stringValue: "dana" } : { arrayValue: { values: [inLists(levels - 1)] } };
    const at = (levels: number): unknown => ({ attributes: [...named, { key: "user.name", value: inLists(levels) }] });
    assertDetails(at(7), { user_name: "dana" });
    assertDetails(at(8), {});
  });

  it("a name like __proto__ is ordinary", () => {
    const list = [...otlp(CALL), { key: "__proto__", value: { kvlistValue: { values: [] } } }];
    assertDetails({ attributes: list }, {});
  });
});

describe("a raw event as a list of keys and values", () => {
  it("has its details in the list, and not next to it", () => {
    assertDetails({ values: otlp(RAW) }, DETAILS);
    assertDetails(
      { requestID: "beside", values: otlp({ ...RAW, requestID: ["", "r"] }) },
      { ...DETAILS, request_id: "r" },
    );
    assertDetails({ ...RAW, values: otlp({ ...RAW, requestID: "in the list" }) }, DETAILS);
  });
});

it("real events have the caller and the means of the call", (t) => {
  const lines = cloudTrailLines(t);
  if (lines === undefined) return;
  const found = lines.flatMap(({ bytes, where }) =>
    judged(engine, Buffer.from(bytes).toString()).findings.map((finding) => {
      const event = JSON.parse(Buffer.from(bytes).toString()) as typeof RAW & { userIdentity: { userName?: string } };
      const { userIdentity, requestParameters } = event;
      const { details } = finding;
      assert.equal(details.access_key_id, userIdentity.accessKeyId, where);
      assert.equal(details.principal_id, userIdentity.principalId, where);
      assert.equal(details.requested_key, requestParameters.keyId, where);
      assert.equal(details.user_name, userIdentity.userName, where);
      return finding;
    }),
  );
  assert.equal(found.length, 10);
  assert.ok(found.some(({ details }) => details.session_issuer_arn !== undefined));
});

function pick<Name extends keyof typeof DETAILS>(...names: Name[]): Pick<typeof DETAILS, Name> {
  return Object.fromEntries(names.map((name) => [name, DETAILS[name]])) as Pick<typeof DETAILS, Name>;
}
