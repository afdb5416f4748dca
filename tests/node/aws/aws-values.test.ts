import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  isAccessKeyId,
  isAccount,
  isKeyId,
  isMultiRegion,
  isName,
  isRegion,
  isTemporary,
  parseKeyArn,
  parsePrincipalArn,
} from "#keyward/aws/aws-values.js";
import { HOSTILE, KEY_ARN, KEY_ID } from "../triage/support.js";

const MRK = "mrk-2d6f0b8c1e5a47f39b7c0d4e8a6f1b35";

function assertAll(is: (text: string) => boolean, yes: string[], no: string[]): void {
  for (const text of yes) assert.ok(is(text), text);
  for (const text of [
    ...no,
    ...HOSTILE.filter((text) => !yes.includes(text)),
    "",
    ...yes.flatMap((text) => [`${text}\n`, ` ${text}`, `${text}'`]),
  ]) {
    assert.ok(!is(text), JSON.stringify(text.slice(0, 80)));
  }
}

describe("AWS identifiers", () => {
  it("key id", () => {
    assertAll(
      isKeyId,
      [KEY_ID, MRK],
      ["alias/x", KEY_ARN, KEY_ID.toUpperCase(), KEY_ID.slice(1), `${MRK}0`, "mrk-", "-"],
    );
    assert.deepEqual(
      [isMultiRegion(MRK), isMultiRegion(KEY_ID), isMultiRegion("mrk-"), isMultiRegion(undefined)],
      [true, false, false, false],
    );
  });

  it("region", () => {
    const regions = ["us-east-1", "us-gov-west-1", "cn-north-1", "ap-southeast-7", "us-isob-east-1", "eusc-de-east-1"];
    assertAll(isRegion, regions, [
      "us-east",
      "us-east-",
      "-us-east-1",
      "US-EAST-1",
      "us east 1",
      "global",
      `${"a-".repeat(20)}b-1`,
    ]);
  });

  it("account and access key", () => {
    assertAll(
      isAccount,
      ["444455556666"],
      ["44445555666", "4444555566667", "44445555666a", "４４４４５５５５６６６６"],
    );
    const keys = ["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"];
    assertAll(isAccessKeyId, keys, [
      "AIDAIOSFODNN7EXAMPLE",
      "EXAMPLE_KEY_ID",
      "AKIA",
      "akiaiosfodnn7example",
      `AKIA${"A".repeat(200)}`,
    ]);
    assert.deepEqual(keys.map(isTemporary), [false, true]);
  });

  it("name", () => {
    assertAll(isName, ["alice", "a+b=c,d.e@f-g_h", "-owned"], ["a/b", "a b", "ключ", "a:b", "a".repeat(129)]);
  });
});

describe("an ARN", () => {
  it("of a key is split into its parts", () => {
    assert.deepEqual(parseKeyArn(KEY_ARN), {
      arn: KEY_ARN,
      partition: "aws",
      region: "us-east-1",
      account: "444455556666",
      id: KEY_ID,
    });
    const gov = `arn:aws-us-gov:kms:us-gov-west-1:444455556666:key/${MRK}`;
    assert.equal(parseKeyArn(gov)?.partition, "aws-us-gov");
  });

  it("of anything else, or malformed, is rejected", () => {
    const others = [
      undefined,
      "",
      KEY_ID,
      `${KEY_ARN}\n`,
      `${KEY_ARN} `,
      KEY_ARN.replace("key/", "alias/"),
      KEY_ARN.replace("kms", "s3"),
      KEY_ARN.replace("444455556666", ""),
      KEY_ARN.replace("us-east-1", ""),
      KEY_ARN.replace("aws:", "aws';x:"),
      ...HOSTILE,
      ...HOSTILE.flatMap((text) => [
        KEY_ARN.replace(KEY_ID, text),
        KEY_ARN.replace("us-east-1", text),
        KEY_ARN.replace("444455556666", text),
        KEY_ARN + text,
        text + KEY_ARN,
      ]),
    ];
    for (const text of others) assert.equal(parseKeyArn(text), undefined, text?.slice(0, 100));
  });

  it("of a principal has a kind and names", () => {
    const read = (text: string) => {
      const { kind, names, account } = parsePrincipalArn(text) ?? {};
      return [kind, names?.join("/"), account];
    };
    const a = "444455556666";
    assert.deepEqual(read(`arn:aws:iam::${a}:user/x/alice`), ["user", "x/alice", a]);
    assert.deepEqual(read(`arn:aws:iam::${a}:root`), ["root", "", a]);
    assert.deepEqual(read(`arn:aws:sts::${a}:assumed-role/R/s@x`), ["assumed-role", "R/s@x", a]);
    assert.deepEqual(read(`arn:aws:s3::${a}:user/x`), [undefined, undefined, undefined]);
    for (const text of HOSTILE.filter((text) => !/^[-*\w]+$/.test(text) || text === "*")) {
      assert.equal(parsePrincipalArn(`arn:aws:iam::${a}:role/${text}`), undefined);
      assert.equal(parsePrincipalArn(`arn:aws:sts::${a}:assumed-role/R/${text}`), undefined);
    }
  });
});
