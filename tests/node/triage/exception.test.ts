import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkConfig } from "#keyward/config/check-config.js";
import type { Finding } from "#keyward/engine/finding.js";
import { loadModule } from "#keyward/module-files.js";
import { buildGuide } from "#keyward/triage/build-guide.js";
import { draftException } from "#keyward/triage/exception.js";
import { inTurn } from "../../settings.js";
import { ECS, OCSF, OTEL, otlp, RAW } from "../engine/schemas.js";
import {
  blocksOf,
  BY_ROLE,
  BY_USER,
  findingOf,
  findingsIn,
  HOSTILE,
  KEY_ARN,
  KEY_ID,
  NOW,
  proseOf,
} from "./support.js";

interface Config {
  exceptions: [{ id: string; reason: string; when: Record<string, string[]> }];
}

/** Returns the exception in a finding's guide, checked by the module itself. */
async function exceptionOf(finding: Finding): Promise<Config> {
  const [block, ...others] = blocksOf(buildGuide(finding, NOW), "code");
  assert.ok(block !== undefined && others.length === 0);
  assert.match(block.text, /^[ -~\n]+$/);
  assert.deepEqual(checkConfig(await loadModule(), Buffer.from(block.text)), []);
  const config = JSON.parse(block.text) as Config;
  assert.equal(config.exceptions.length, 1);
  return config;
}

async function verdictOf(event: unknown, config: object): Promise<string | undefined> {
  const [finding] = await findingsIn(event, config);
  return finding?.verdict;
}

/** A minimal change for each field of an exception. */
const CHANGES: Record<string, object> = {
  action: { eventName: "DisableKey" },
  account: { recipientAccountId: "444455556667" },
  region: { awsRegion: "us-east-2" },
  "actor.type": { userIdentity: { ...BY_ROLE.userIdentity, type: "FederatedUser" } },
  "actor.arn": { userIdentity: { ...BY_ROLE.userIdentity, arn: `${BY_ROLE.userIdentity.arn}m` } },
  source_ip: { sourceIPAddress: "203.0.113.10" },
  "key.arn": { responseElements: { ...BY_ROLE.responseElements, keyId: KEY_ARN.replace("5b93", "5b94") } },
};

describe("the exception", () => {
  it("names every field that it can", async () => {
    const { exceptions } = await exceptionOf(await findingOf(BY_ROLE));
    const [{ id, when }] = exceptions;
    assert.equal(id, "schedule-key-deletion-5b93e0fd");
    assert.deepEqual(when, {
      action: ["ScheduleKeyDeletion"],
      account: ["444455556666"],
      region: ["us-east-1"],
      "actor.type": ["AssumedRole"],
      "actor.arn": [BY_ROLE.userIdentity.arn],
      source_ip: ["203.0.113.9"],
      "key.arn": [KEY_ARN],
    });
    assert.deepEqual(Object.keys(when), Object.keys(CHANGES));
  });

  it("suppresses the event that it was made from", async () => {
    const list = { attributes: otlp(OTEL) };
    for (const event of [BY_ROLE, BY_USER, RAW, ECS, OCSF, OTEL, list]) {
      assert.equal(await verdictOf(event, await exceptionOf(await findingOf(event))), "suppressed");
    }
  });

  for (const [field, change] of Object.entries(CHANGES)) {
    it(`does not suppress one with another ${field}`, async () => {
      assert.equal(await verdictOf({ ...BY_ROLE, ...change }, await exceptionOf(await findingOf(BY_ROLE))), "match");
    });
  }

  it("uses the key's id if there is no ARN", async () => {
    const event = { ...BY_USER, responseElements: null };
    const config = await exceptionOf(await findingOf(event));
    assert.deepEqual(config.exceptions[0].when["key.id"], [KEY_ID]);
    assert.equal(await verdictOf(event, config), "suppressed");
    assert.equal(
      await verdictOf({ ...event, requestParameters: { keyId: KEY_ID.replace("5", "6") } }, config),
      "match",
    );
  });

  it("can have an IPv6 address, but no invalid source", async () => {
    const six = await findingOf({ ...BY_ROLE, sourceIPAddress: "2001:DB8::7" });
    assert.deepEqual((await exceptionOf(six)).exceptions[0].when.source_ip, ["2001:DB8::7"]);
    const internal = { ...BY_ROLE, sourceIPAddress: "AWS Internal" };
    const config = await exceptionOf(await findingOf(internal));
    assert.equal(config.exceptions[0].when.source_ip, undefined);
    assert.equal(await verdictOf(internal, config), "suppressed");
    assert.deepEqual(draftException(await findingOf(internal)).leftOut, [
      { field: "source_ip", why: "it is not an IP address" },
    ]);
  });

  it("names the VPC endpoint of the call, since its address alone is in no network", async () => {
    const event = { ...BY_ROLE, sourceIPAddress: "10.1.2.3", vpcEndpointId: "vpce-0a1b2c3d4e5f60718" };
    const config = await exceptionOf(await findingOf(event));
    assert.deepEqual(config.exceptions[0].when.vpc_endpoint, ["vpce-0a1b2c3d4e5f60718"]);
    assert.equal(await verdictOf(event, config), "suppressed");
    assert.equal(await verdictOf({ ...event, vpcEndpointId: "vpce-1" }, config), "match");
    const odd = { ...event, vpcEndpointId: "vpce-*" };
    const finding = await findingOf(odd);
    assert.equal(await verdictOf(odd, await exceptionOf(finding)), "suppressed");
    assert.deepEqual(draftException(finding).leftOut, [
      { field: "vpc_endpoint", why: "* and ? would be a pattern" },
      { field: "source_ip", why: "the call came through the VPC endpoint" },
    ]);
  });

  it("leaves out what would be a pattern, or is invalid, and says so", async () => {
    const event = {
      ...BY_ROLE,
      recipientAccountId: "4444",
      userIdentity: { type: "Assumed?", arn: `${BY_ROLE.userIdentity.arn}*` },
    };
    const finding = await findingOf(event);
    const config = await exceptionOf(finding);
    assert.deepEqual(Object.keys(config.exceptions[0].when), ["action", "region", "source_ip", "key.arn"]);
    assert.equal(await verdictOf(event, config), "suppressed");
    assert.match(
      proseOf(buildGuide(finding, NOW), "If it was expected"),
      /account \(it is not 12 digits\), actor\.type \(\* and \? would be a pattern\), actor\.arn \(\* and \? would be a pattern\)\./,
    );
  });

  it("is missing without a caller and a key, with a reason", async () => {
    const nobody = {
      ...BY_USER,
      userIdentity: { type: "Root", arn: "root" },
      requestParameters: null,
      responseElements: null,
    };
    for (const event of [nobody, { eventSource: "kms.amazonaws.com", eventName: "DisableKey" }]) {
      const guide = buildGuide(await findingOf(event), NOW);
      assert.deepEqual(blocksOf(guide, "code"), []);
      assert.match(proseOf(guide, "If it was expected"), /names neither a caller nor a key/);
    }
    const { leftOut } = draftException(await findingOf(nobody));
    assert.deepEqual(leftOut, [{ field: "actor.arn", why: "it is not an ARN" }]);
  });

  it("covers, or leaves out, any value of an event", async () => {
    for (const [index, text] of HOSTILE.entries()) {
      // The module reads no unpaired surrogate in a record.
      if (text === "\ud800") continue;
      for (const [field, event] of inTurn(hostileEvents(text), index)) {
        const [finding] = await findingsIn(event);
        assert.equal(finding?.verdict, "match", `${field}: ${text.slice(0, 60)}`);
        const { config, leftOut } = draftException(finding);
        assert.ok(config !== undefined);
        assert.match(config, /^[ -~\n]+$/);
        assert.deepEqual(checkConfig(await loadModule(), Buffer.from(config)), []);
        const { exceptions } = JSON.parse(config) as Config;
        assert.notEqual(
          field in exceptions[0].when,
          leftOut.some((one) => one.field === field),
          field,
        );
        assert.equal(
          await verdictOf(event, JSON.parse(config) as object),
          "suppressed",
          `${field}: ${text.slice(0, 60)}`,
        );
      }
    }
  });

  it("stays small enough for a module, however long the values are", async () => {
    const long = "x".repeat(100_000);
    const finding = { ...(await findingOf(BY_ROLE)), region: long, actor: { type: long, arn: `arn:a:b:c:d:${long}` } };
    const { config = "", leftOut } = draftException(finding);
    assert.deepEqual(checkConfig(await loadModule(), Buffer.from(config)), []);
    assert.deepEqual(
      leftOut,
      ["region", "actor.type", "actor.arn"].map((field) => ({ field, why: "it is too long" })),
    );
  });

  it("leaves out unpaired surrogates, since all of them read the same", async () => {
    const finding = await findingOf(BY_ROLE);
    const { config, leftOut } = draftException({
      ...finding,
      region: "a\ud800",
      actor: { type: "b\udc00", arn: "arn:a:b:c:d:e" },
    });
    assert.deepEqual(leftOut, [
      { field: "region", why: "it is not well-formed text" },
      { field: "actor.type", why: "it is not well-formed text" },
    ]);
    assert.ok(config?.includes('"actor.arn"'));
  });
});

/** Returns the event with a text in each field of an exception in turn. */
function hostileEvents(text: string): [string, object][] {
  return [
    ["account", { ...BY_ROLE, recipientAccountId: text }],
    ["region", { ...BY_ROLE, awsRegion: text }],
    ["actor.type", { ...BY_ROLE, userIdentity: { ...BY_ROLE.userIdentity, type: text } }],
    ["actor.arn", { ...BY_ROLE, userIdentity: { ...BY_ROLE.userIdentity, arn: text } }],
    ["actor.arn", { ...BY_ROLE, userIdentity: { ...BY_ROLE.userIdentity, arn: `arn:aws:sts::1:x/${text}` } }],
    ["source_ip", { ...BY_ROLE, sourceIPAddress: text }],
    ["key.arn", { ...BY_ROLE, responseElements: { keyId: `${KEY_ARN}${text.slice(0, 900)}` } }],
    ["key.id", { ...BY_ROLE, requestParameters: { keyId: text }, responseElements: null }],
  ];
}
