import { findKeyId } from "../../../assembly/finding/key-arn";
import { placeLast, textBetween } from "../support/text";

const ID: string = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** The key's id in the value `value`, as it is in the record; "none" if it is not an ARN of a KMS key. */
function idIn(value: string): string {
  const text = placeLast('{"v":' + value + ',"w":":key/other"}');
  const id = findKeyId(text.start + 5, text.end);
  if (id == 0) return "none";
  let end = id;
  while (load<u8>(end) != 0x22) end += 1;
  return textBetween(id, end);
}

/** Like `idIn`, for the string with this body. */
function idOf(body: string): string {
  return idIn('"' + body + '"');
}

describe("findKeyId", () => {
  it("finds the id in the ARN of a key, in every partition", () => {
    expect(idOf("arn:aws:kms:us-west-2:111122223333:key/" + ID)).toBe(ID);
    expect(idOf("arn:aws-cn:kms:cn-north-1:111122223333:key/" + ID)).toBe(ID);
    expect(idOf("arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/" + ID)).toBe(ID);
    expect(idOf("arn:aws-iso-b:kms:us-isob-east-1:111122223333:key/" + ID)).toBe(ID);
  });

  it("finds the id of a multi-region key, and any other", () => {
    expect(idOf("arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab")).toBe(
      "mrk-1234abcd12ab34cd56ef1234567890ab",
    );
    expect(idOf("arn:aws:kms:us-west-2:111122223333:key/x")).toBe("x");
    expect(idOf("arn:aws:kms:us-west-2:111122223333:key/a:b/c")).toBe("a:b/c");
  });

  it("reads escapes, and leaves those in the id unchanged", () => {
    expect(idOf("arn:aws:kms:us-west-2:111122223333:key\\/" + ID)).toBe(ID);
    expect(idOf("arn:aws:kms:us-west-2:111122223333:key\\u002f" + ID)).toBe(ID);
    expect(idOf("arn\\u003aaws\\u003akms\\u003aus-west-2\\u003a111122223333\\u003akey\\u002F" + ID)).toBe(ID);
    expect(idOf("\\u0061rn:aws:\\u006bms:us-west-2:111122223333:ke\\u0079/" + ID)).toBe(ID);
    expect(idOf("arn:aws:kms:us-west-2:111122223333:key/\\u0031\\/2")).toBe("\\u0031\\/2");
  });

  it("finds none in a text that is not an ARN", () => {
    expect(idOf("")).toBe("none");
    expect(idOf(ID)).toBe("none");
    expect(idOf("mrk-1234abcd12ab34cd56ef1234567890ab")).toBe("none");
    expect(idOf("alias/my-key")).toBe("none");
    expect(idOf("key/" + ID)).toBe("none");
    expect(idOf(" arn:aws:kms:us-west-2:111122223333:key/" + ID)).toBe("none");
    expect(idOf("ARN:aws:kms:us-west-2:111122223333:key/" + ID)).toBe("none");
  });

  it("finds none in the ARN of an alias or another service", () => {
    expect(idOf("arn:aws:kms:us-west-2:111122223333:alias/my-key")).toBe("none");
    expect(idOf("arn:aws:kms:us-west-2:111122223333:KEY/" + ID)).toBe("none");
    expect(idOf("arn:aws:kms:us-west-2:111122223333:keys/" + ID)).toBe("none");
    expect(idOf("arn:aws:iam::111122223333:user/alice")).toBe("none");
    expect(idOf("arn:aws:iam:us-west-2:111122223333:key/" + ID)).toBe("none");
    expect(idOf("arn:aws:kmsx:us-west-2:111122223333:key/" + ID)).toBe("none");
    expect(idOf("arn:aws:KMS:us-west-2:111122223333:key/" + ID)).toBe("none");
    expect(idOf("arn:aws:s3:::bucket:key/" + ID)).toBe("none");
  });

  it("finds none if a part is missing or there is one too many", () => {
    expect(idOf("arn:aws:kms:us-west-2:key/" + ID)).toBe("none");
    expect(idOf("arn:kms:us-west-2:111122223333:key/" + ID)).toBe("none");
    expect(idOf("arn:aws:kms:us-west-2:111122223333:x:key/" + ID)).toBe("none");
    expect(idOf("arn:aws:x:kms:us-west-2:111122223333:key/" + ID)).toBe("none");
  });

  it("finds none in an ARN that is cut off before its id", () => {
    const beginning = "arn:aws:kms:us-west-2:111122223333:key/";
    for (let length = 0; length <= beginning.length; length++) {
      expect(idOf(beginning.slice(0, length))).toBe("none", length.toString());
    }
    expect(idOf(beginning + "1")).toBe("1");
  });

  it("finds none in a value that is not a string", () => {
    expect(idIn("null")).toBe("none");
    expect(idIn("1")).toBe("none");
    expect(idIn("true")).toBe("none");
    expect(idIn('["arn:aws:kms:us-west-2:111122223333:key/x"]')).toBe("none");
    expect(idIn('{"arn:aws:kms:us-west-2:111122223333:key/x":1}')).toBe("none");
  });

  it("accepts an ARN of 2,048 bytes, and no longer one", () => {
    const beginning = "arn:aws:kms:us-west-2:111122223333:key/";
    const longest = "x".repeat(2048 - beginning.length);
    expect(idOf(beginning + longest)).toBe(longest);
    expect(idOf(beginning + longest + "x")).toBe("none");
    expect(idOf("arn:aws:kms:" + "r".repeat(5000) + ":111122223333:key/x")).toBe("none");
  });

  it("counts the bytes of an ARN as they are in the record", () => {
    const beginning = "arn:aws:kms:us-west-2:111122223333:key\\/";
    expect(idOf(beginning + "x".repeat(2048 - beginning.length))).not.toBe("none");
    expect(idOf(beginning + "x".repeat(2049 - beginning.length))).toBe("none");
  });
});
