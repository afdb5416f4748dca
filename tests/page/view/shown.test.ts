import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accountIn, bytesText, count, counted, plain, regionIn, shortArn } from "#page/view/shown.js";

describe("values on the page", () => {
  it("shorten an ARN to what distinguishes it", () => {
    assert.equal(shortArn("arn:aws:iam::111122223333:user/alice"), "user/alice");
    assert.equal(shortArn("arn:aws-cn:sts::111122223333:assumed-role/admin/a:b"), "admin/a:b");
    assert.equal(shortArn("arn:aws:kms:eu-west-1:111122223333:key/mrk-1"), "mrk-1");
    assert.equal(shortArn("arn:aws:iam::111122223333:root"), "root");
    for (const odd of ["", "alice", "arn:", "arn:aws:iam::1:", "arn:aws:kms:eu-west-1:1:key/"])
      assert.ok(shortArn(odd) !== "" || odd === "", odd);
  });

  it("distinguish accounts, and regions of a multi-Region key", () => {
    assert.equal(accountIn("arn:aws:iam::111122223333:user/alice"), "111122223333");
    assert.equal(accountIn("arn:aws-cn:sts::111122223333:assumed-role/a/b"), "111122223333");
    for (const odd of ["", "Root", "arn:aws:iam::1:user/a", "x arn:aws:iam::111122223333:root"])
      assert.equal(accountIn(odd), undefined, odd);
    const key = (id: string): string => `arn:aws:kms:eu-west-1:111122223333:key/${id}`;
    assert.equal(regionIn(key("mrk-2d6f0b8c1e5a47f39b7c0d4e8a6f1b35")), "eu-west-1");
    assert.equal(regionIn(key("12345678-1111-4111-a111-111111111111")), undefined);
  });

  it("are readable numbers", () => {
    assert.equal(count(0), "0");
    assert.equal(count(999), "999");
    assert.equal(count(1000), "1,000");
    assert.equal(count(1_234_567), "1,234,567");
    assert.equal(counted(1, "match", "matches"), "1 match");
    assert.equal(counted(2000, "match", "matches"), "2,000 matches");
    assert.deepEqual([1, 999, 1500, 99_000_000, 3e12, 5e15].map(bytesText), [
      "1 byte",
      "999 bytes",
      "1.5 kB",
      "99 MB",
      "3.0 TB",
      "5000 TB",
    ]);
  });

  it("hide nothing where only plain text is possible", () => {
    assert.equal(plain("a\u202eb\u001b[1m"), "a\\u202eb\\u001b[1m");
  });
});
