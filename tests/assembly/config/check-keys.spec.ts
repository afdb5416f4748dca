import { exceptionWith, mistakesIn } from "../support/config";

const NAMES: string =
  "$schema, tag, severity, risk_score, exceptions, places, elsewhere, denied, network_activity, duplicates, cap, escalate";
const WINDOW: string = '"from":"2026-12-05T22:00:00Z","until":"2026-12-06T22:00:00Z"';

describe("an unknown key", () => {
  it("is reported with the keys that are allowed there", () => {
    expect(mistakesIn('{"tags":"x"}')).toBe("/tags: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"Tag":"x"}')).toBe("/Tag: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"ta":"x"}')).toBe("/ta: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"risk score":1}')).toBe("/risk score: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"cap":{"count":1,"period_seconds":1,"period":1}}')).toBe(
      "/cap/period: unknown key; use one of: count, period_seconds\n",
    );
    expect(mistakesIn('{"duplicates":{"window_seconds":1,"count":1}}')).toBe(
      "/duplicates/count: unknown key; use one of: window_seconds\n",
    );
    expect(
      mistakesIn('{"escalate":{"distinct_keys":2,"window_seconds":1,"severity":"low","risk_score":1,"keys":2}}'),
    ).toBe("/escalate/keys: unknown key; use one of: distinct_keys, window_seconds, severity, risk_score\n");
    expect(mistakesIn(exceptionWith(WINDOW + ',"to":"x"'))).toBe(
      "/exceptions/0/to: unknown key; use one of: id, reason, when, from, until, weekly\n",
    );
    expect(mistakesIn(exceptionWith('"when":{"region":["x"],"arn":["x"]}'))).toBe(
      "/exceptions/0/when/arn: unknown key; use one of: action, account, region, actor.arn, actor.type, source_ip, user_agent, " +
        "key.arn, key.id, actor.role, source_identity, vpc_endpoint\n",
    );
    expect(
      mistakesIn(exceptionWith(WINDOW + ',"weekly":{"days":["Sat"],"from":"00:00","until":"24:00","tz":"x"}')),
    ).toBe("/exceptions/0/weekly/tz: unknown key; use one of: days, from, until\n");
  });

  it("includes a key of another object, and several names in one", () => {
    expect(mistakesIn('{"count":1}')).toBe("/count: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"id":"x"}')).toBe("/id: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"*":1}')).toBe("/*: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn(exceptionWith(WINDOW + ',"actor.arn":["x"]'))).toBe(
      "/exceptions/0/actor.arn: unknown key; use one of: id, reason, when, from, until, weekly\n",
    );
    expect(mistakesIn('{"cap":{"count":1,"period_seconds":1,"cap":1}}')).toBe(
      "/cap/cap: unknown key; use one of: count, period_seconds\n",
    );
  });

  it("has its value skipped", () => {
    expect(mistakesIn('{"x":{"tag":7,"y":[{"z":""}]},"tag":"t"}')).toBe("/x: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"x":[1,2,{"tag":3}]}')).toBe("/x: unknown key; use one of: " + NAMES + "\n");
  });

  it("is shown up to its first character that is not plain", () => {
    const long = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv";
    expect(mistakesIn('{"' + long + '":1}')).toBe("/" + long + ": unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"' + long + 'w":1}')).toBe("/" + long + "...: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"ab\\u0063":1}')).toBe("/ab...: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"sch\u00e9ma":1}')).toBe("/sch...: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"\\"":1}')).toBe("/...: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"x\u007f":1}')).toBe("/x...: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"' + "tag".repeat(300) + '":1}')).toBe(
      "/" + "tag".repeat(16) + "...: unknown key; use one of: " + NAMES + "\n",
    );
  });
});

describe("an unknown key in a JSON Pointer", () => {
  it("has the two special characters escaped", () => {
    expect(mistakesIn('{"a/b":1}')).toBe("/a~1b: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"~a~/":1}')).toBe("/~0a~0~1: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"' + "/".repeat(49) + '":1}')).toBe(
      "/" + "~1".repeat(48) + "...: unknown key; use one of: " + NAMES + "\n",
    );
    expect(mistakesIn('{"exceptions/*/id":1}')).toBe("/exceptions~1*~1id: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"cap":{"count":1,"period_seconds":1,"x/y":1}}')).toBe(
      "/cap/x~1y: unknown key; use one of: count, period_seconds\n",
    );
  });

  it("may be empty", () => {
    expect(mistakesIn('{"":1}')).toBe("/: unknown key; use one of: " + NAMES + "\n");
    expect(mistakesIn('{"cap":{"count":1,"period_seconds":1,"":1}}')).toBe(
      "/cap/: unknown key; use one of: count, period_seconds\n",
    );
  });
});

describe("a key with escapes", () => {
  it("is the key that it decodes to", () => {
    expect(mistakesIn('{"\\u0074ag":"x"}')).toBe("-");
    expect(mistakesIn('{"\\u0074ag":7}')).toBe("/tag: 7 is invalid; use a string of 1 to 256 bytes\n");
    expect(mistakesIn('{"\\u0024schema":"x"}')).toBe("-");
    expect(mistakesIn('{"tag\\u0000":"x"}')).toBe("/tag...: unknown key; use one of: " + NAMES + "\n");
  });
});

describe("a repeated key", () => {
  it("is reported at its second occurrence, in any object", () => {
    expect(mistakesIn('{"tag":"x","tag":"x"}')).toBe("/tag: duplicate key; use each key once\n");
    expect(mistakesIn('{"tag":"x","t\\u0061g":"y"}')).toBe("/t...: duplicate key; use each key once\n");
    expect(mistakesIn('{"cap":{"count":1,"period_seconds":1,"count":1}}')).toBe(
      "/cap/count: duplicate key; use each key once\n",
    );
    expect(mistakesIn(exceptionWith(WINDOW + ',"id":"y"'))).toBe(
      "/exceptions/0/id: duplicate key; use each key once\n",
    );
    expect(mistakesIn(exceptionWith('"when":{"region":["a"],"region":["b"]}'))).toBe(
      "/exceptions/0/when/region: duplicate key; use each key once\n",
    );
  });

  it("is reported each time, and its later values are not checked", () => {
    expect(mistakesIn('{"tag":"x","tag":7,"tag":{}}')).toBe("/tag: duplicate key; use each key once\n".repeat(2));
    expect(mistakesIn('{"tag":7,"tag":"x"}')).toBe(
      "/tag: 7 is invalid; use a string of 1 to 256 bytes\n/tag: duplicate key; use each key once\n",
    );
  });

  it("is never another key, however far apart they are in the table", () => {
    const rest =
      '"$schema":"s","tag":"t","severity":"low","risk_score":1,"exceptions":[],"places":["/a"],"elsewhere":"match","denied":"ignore","network_activity":"match"';
    expect(mistakesIn("{" + rest + ',"duplicates":{"window_seconds":1},"cap":{"count":1,"period_seconds":1}}')).toBe(
      "-",
    );
    expect(
      mistakesIn(
        '{"escalate":{"distinct_keys":2,"window_seconds":1,"severity":"low","risk_score":1},' +
          '"cap":{"count":1,"period_seconds":1},"duplicates":{"window_seconds":1},' +
          rest +
          "}",
      ),
    ).toBe("-");
  });

  it("may be in another object again", () => {
    expect(
      mistakesIn(
        '{"severity":"low","escalate":{"distinct_keys":2,"window_seconds":1,"severity":"low","risk_score":1}}',
      ),
    ).toBe("-");
    expect(
      mistakesIn('{"exceptions":[{"id":"a","reason":"r",' + WINDOW + '},{"id":"b","reason":"r",' + WINDOW + "}]}"),
    ).toBe("-");
  });
});

describe("a missing key", () => {
  it("is reported with what is allowed there", () => {
    expect(mistakesIn('{"duplicates":{}}')).toBe(
      "/duplicates: window_seconds is missing; use an integer from 1 to 604800\n",
    );
    expect(mistakesIn('{"cap":{"count":1}}')).toBe(
      "/cap: period_seconds is missing; use an integer from 1 to 604800\n",
    );
    expect(mistakesIn('{"cap":{"period_seconds":1}}')).toBe("/cap: count is missing; use an integer from 1 to 1000\n");
    expect(mistakesIn('{"escalate":{}}')).toBe(
      "/escalate: distinct_keys is missing; use an integer from 2 to 1000\n" +
        "/escalate: window_seconds is missing; use an integer from 1 to 604800\n" +
        "/escalate: severity is missing; use low, medium, high, critical\n" +
        "/escalate: risk_score is missing; use an integer from 0 to 100\n",
    );
    expect(mistakesIn('{"exceptions":[{"reason":"r",' + WINDOW + "}]}")).toBe(
      "/exceptions/0: id is missing; use a string of 1 to 256 bytes\n",
    );
    expect(mistakesIn('{"exceptions":[{"id":"a",' + WINDOW + "}]}")).toBe(
      "/exceptions/0: reason is missing; use a string of 1 to 256 bytes\n",
    );
    expect(mistakesIn(exceptionWith(WINDOW + ',"weekly":{}'))).toBe(
      "/exceptions/0/weekly: days is missing; use a list that is not empty\n" +
        "/exceptions/0/weekly: from is missing; use a time of day in UTC, from 00:00 to 24:00\n" +
        "/exceptions/0/weekly: until is missing; use a time of day in UTC, from 00:00 to 24:00\n",
    );
  });

  it("is not missing if its value is invalid", () => {
    expect(mistakesIn('{"cap":{"count":0,"period_seconds":1}}')).toBe(
      "/cap/count: 0 is invalid; use an integer from 1 to 1000\n",
    );
    expect(mistakesIn('{"duplicates":{"window_seconds":null}}')).toBe(
      "/duplicates/window_seconds: null is invalid; use an integer from 1 to 604800\n",
    );
  });

  it("is not reported at the top level, where every key is optional", () => {
    expect(mistakesIn('{"network_activity":"match"}')).toBe("-");
  });
});
