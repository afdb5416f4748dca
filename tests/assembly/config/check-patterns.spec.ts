import { exceptionWith, mistakesIn } from "../support/config";

/** The mistake, without its pointer, of the condition `field` with this value; "-" for none. */
function reported(field: string, value: string): string {
  const line = mistakesIn(exceptionWith('"when":{"' + field + '":[' + value + "]}"));
  const pointer = "/exceptions/0/when/" + field + "/0: ";
  if (line == "-") return line;
  assert(line.startsWith(pointer) && line.endsWith("\n"), line);
  return line.slice(pointer.length, -1);
}

/** Expects each of the strings to be allowed for the field. */
function expectAllowed(field: string, strings: string[]): void {
  for (let i = 0; i < strings.length; i++) expect(reported(field, '"' + strings[i] + '"')).toBe("-", strings[i]);
}

/** Expects each of the strings, which are plain and short, to be reported as invalid for the field. */
function expectReported(field: string, strings: string[], allowed: string): void {
  for (let i = 0; i < strings.length; i++) {
    const shown = strings[i] == "" ? "an empty string" : strings[i];
    expect(reported(field, '"' + strings[i] + '"')).toBe(shown + " is invalid; use " + allowed, strings[i]);
  }
}

const PATTERN: string = "a string that is not empty; * is any text, ? one character";
const ACTION: string = "DisableKey, ScheduleKeyDeletion, or a pattern with * and ? that matches one";
const ACCOUNT: string = "12 digits, or a pattern of digits, * and ?";
const ARN: string = "an ARN like arn:aws:kms:eu-west-1:111122223333:key/*, or a pattern that begins with *";
const NETWORK: string = "an IPv4 or IPv6 address or network like 192.0.2.0/24, with no bit set after the prefix";

describe("a pattern", () => {
  it("is any nonempty string", () => {
    const fields: StaticArray<string> = [
      "region",
      "actor.type",
      "user_agent",
      "key.id",
      "actor.role",
      "source_identity",
      "vpc_endpoint",
    ];
    for (let i = 0; i < fields.length; i++) {
      expectAllowed(fields[i], ["x", "*", "?", "eu-*", "a b/c", "\u20ac", "\\u0000", "\\\\", "x".repeat(4096)]);
      expectReported(fields[i], [""], PATTERN);
      expect(reported(fields[i], "null")).toBe("null is invalid; use " + PATTERN);
      expect(reported(fields[i], "7")).toBe("7 is invalid; use " + PATTERN);
      expect(reported(fields[i], "{}")).toBe("an object is invalid; use " + PATTERN);
    }
  });
});

describe("an action", () => {
  it("is one of the rule's, or a pattern that matches one", () => {
    expectAllowed("action", [
      "DisableKey",
      "ScheduleKeyDeletion",
      "*",
      "Disable*",
      "*Deletion",
      "?isableKey",
      "Disable\\u004bey",
    ]);
    expectAllowed("action", ["*Key*", "*Key", "?".repeat(10), "?".repeat(19), "Schedule???Deletion"]);
    expectReported(
      "action",
      ["", "EnableKey", "disablekey", "DisableKe", "DisableKey ", "Enable*", "?", "DisableKey?"],
      ACTION,
    );
    expectReported(
      "action",
      ["kms:DisableKey", "?".repeat(11), "*Keys", "DisableKey|ScheduleKeyDeletion", "x".repeat(40)],
      ACTION,
    );
    expect(reported("action", "[]")).toBe("an empty list is invalid; use " + ACTION);
  });
});

describe("an account", () => {
  it("is twelve digits, or a pattern of digits", () => {
    expectAllowed("account", [
      "111122223333",
      "000000000000",
      "*",
      "1111*",
      "????????????",
      "*3333",
      "11112222333?",
      "1?",
    ]);
    expectAllowed("account", ["\\u00311112222333\\u0033"]);
    expectReported(
      "account",
      ["", "1", "11112222333", "1111222233334", "1111-2222-3333", "11112222333a", "a*", "* ", "prod"],
      ACCOUNT,
    );
    expectReported("account", [" 111122223333", "arn:aws:iam::111122223333:root", "+11112222333"], ACCOUNT);
    expect(reported("account", "111122223333")).toBe("111122223333 is invalid; use " + ACCOUNT);
    expect(reported("account", '"11112222333\u0663"')).toBe("11112222333... is invalid; use " + ACCOUNT);
  });
});

describe("an ARN", () => {
  it("has its six parts, or a pattern that can match them", () => {
    const fields: StaticArray<string> = ["actor.arn", "key.arn"];
    for (let i = 0; i < fields.length; i++) {
      expectAllowed(fields[i], [
        "arn:aws:kms:eu-west-1:111122223333:key/1",
        "arn:aws:iam::111122223333:root",
        "arn:a:b:c:d:",
      ]);
      expectAllowed(fields[i], [
        "*",
        "?rn:x",
        "*key/1",
        "arn:*",
        "arn:aws:kms:*",
        "arn:aws:kms:eu-west-1:111122223333:key/*",
      ]);
      expectAllowed(fields[i], [
        "arn:aws:sts::444455556666:assumed-role/ci-*/*",
        "arn:aws:x::::::y",
        "arn\\u003a*",
        "?",
      ]);
      expectReported(
        fields[i],
        ["", "a", "arn", "arn:", "arn:aws:kms:eu-west-1:111122223333", "role/x", "ARN:aws:kms:r:1:key/x"],
        ARN,
      );
      expectReported(
        fields[i],
        ["arn*", "ar*", "key/*", "arn:aws:kms", "arn:aws:kms:eu-west-?:key/1", "arn?aws:kms:r:1:key/x"],
        ARN,
      );
      expectReported(fields[i], [" arn:aws:kms:r:1:key/x", "xarn:aws:kms:r:1:key/x", "alias/a"], ARN);
      expect(reported(fields[i], "1")).toBe("1 is invalid; use " + ARN);
    }
  });
});

describe("a network", () => {
  it("is an address, or a network with no bit set after its prefix", () => {
    expectAllowed("source_ip", [
      "192.0.2.7",
      "192.0.2.0/24",
      "0.0.0.0/0",
      "192.0.2.128/25",
      "192.0.2.7/32",
      "128.0.0.0/1",
    ]);
    expectAllowed("source_ip", ["::1", "2001:db8::/32", "::/0", "2001:db8::7/128", "::ffff:192.0.2.0/120", "8000::/1"]);
    expectAllowed("source_ip", ["192.0.2.0\\/24"]);
    expectReported(
      "source_ip",
      ["192.0.2.7/24", "192.0.2.1/31", "192.0.2.128/24", "0.0.0.1/0", "128.0.0.0/0"],
      NETWORK,
    );
    expectReported("source_ip", ["2001:db8::1/32", "2001:db8:8000::/32", "::1/0", "::1/127"], NETWORK);
    expectReported(
      "source_ip",
      ["", "*", "192.0.2.*", "192.0.2.0/33", "192.0.2", "::/129", "AWS Internal", "localhost", "any"],
      NETWORK,
    );
    expect(reported("source_ip", "[]")).toBe("an empty list is invalid; use " + NETWORK);
  });

  it("is reported as it is written, up to the first escape", () => {
    expect(reported("source_ip", '"192.0.2.7\\/24"')).toBe("192.0.2.7... is invalid; use " + NETWORK);
  });
});
