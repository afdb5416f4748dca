import { exceptionWith, mistakesIn } from "../support/config";

/** The mistake, without its pointer, of the setting `key` with this value; "-" for none. */
function reported(key: string, value: string): string {
  return after("/" + key, mistakesIn('{"' + key + '":' + value + "}"));
}

/** The same for an exception's condition on `field`, with a list of this value. */
function reportedFor(field: string, value: string): string {
  return after(
    "/exceptions/0/when/" + field + "/0",
    mistakesIn(exceptionWith('"when":{"' + field + '":[' + value + "]}")),
  );
}

/** The line after its pointer and a colon, which it must start with. */
function after(pointer: string, line: string): string {
  if (line == "-") return line;
  assert(line.startsWith(pointer + ": ") && line.endsWith("\n"), line);
  return line.slice(pointer.length + 2, -1);
}

const TEXT: string = " is invalid; use a string of 1 to 256 bytes";
const SEVERITY: string = " is invalid; use low, medium, high, critical";
const SCORE: string = " is invalid; use an integer from 0 to 100";
const PATTERN: string = " is invalid; use a string that is not empty; * is any text, ? one character";

describe("a text", () => {
  it("is a string of 1 to 256 bytes", () => {
    expect(reported("tag", '"x"')).toBe("-");
    expect(reported("tag", '"' + "x".repeat(256) + '"')).toBe("-");
    expect(reported("tag", '"' + "\\u0078".repeat(256) + '"')).toBe("-");
    expect(reported("tag", '"' + "\u20ac".repeat(85) + 'x"')).toBe("-");
    expect(reported("$schema", '"./keyward.schema.json"')).toBe("-");
    expect(reported("tag", '""')).toBe("an empty string" + TEXT);
    expect(reported("tag", '"' + "x".repeat(257) + '"')).toBe("x".repeat(48) + "..." + TEXT);
    expect(reported("tag", '"' + "\u20ac".repeat(86) + '"')).toBe("..." + TEXT);
    expect(reported("$schema", "7")).toBe("7" + TEXT);
  });

  it("is not of any other type", () => {
    expect(reported("tag", "null")).toBe("null" + TEXT);
    expect(reported("tag", "true")).toBe("true" + TEXT);
    expect(reported("tag", "-1.5e3")).toBe("-1.5e3" + TEXT);
    expect(reported("tag", "[]")).toBe("an empty list" + TEXT);
    expect(reported("tag", '["x"]')).toBe("a list" + TEXT);
    expect(reported("tag", "{}")).toBe("an object" + TEXT);
    expect(reported("tag", '{"x":1}')).toBe("an object" + TEXT);
  });
});

describe("one of several", () => {
  it("is one of them, exactly", () => {
    const severities: StaticArray<string> = ["low", "medium", "high", "critical", "\\u006cow", "critica\\u006c"];
    for (let i = 0; i < severities.length; i++) expect(reported("severity", '"' + severities[i] + '"')).toBe("-");
    expect(reported("denied", '"ignore"')).toBe("-");
    expect(reported("denied", '"annotate"')).toBe("-");
    expect(reported("network_activity", '"match"')).toBe("-");
    expect(reported("network_activity", '"ignore"')).toBe("-");
  });

  it("is not several of them at once", () => {
    const others: StaticArray<string> = ["low|medium", "low|", "|low", "high|critical", "low|medium|high|critical"];
    for (let i = 0; i < others.length; i++) {
      expect(reported("severity", '"' + others[i] + '"')).toBe(others[i] + SEVERITY);
    }
    expect(reported("denied", '"ignore|annotate"')).toBe("ignore|annotate is invalid; use ignore, annotate");
  });

  it("is not anything else", () => {
    const others: StaticArray<string> = [
      "Low",
      "lo",
      "loww",
      "xlow",
      "lowmedium",
      "mediu",
      "ritical",
      "criticals",
      " low",
      "|",
    ];
    for (let i = 0; i < others.length; i++) {
      expect(reported("severity", '"' + others[i] + '"')).toBe(others[i] + SEVERITY);
    }
    expect(reported("severity", '""')).toBe("an empty string" + SEVERITY);
    expect(reported("severity", "1")).toBe("1" + SEVERITY);
    expect(reported("severity", "null")).toBe("null" + SEVERITY);
    expect(reported("severity", '["low"]')).toBe("a list" + SEVERITY);
    expect(reported("severity", '"lo\\u0057"')).toBe("lo..." + SEVERITY);
    expect(reported("severity", '"l\u00f6w"')).toBe("l..." + SEVERITY);
    expect(reported("denied", '"match"')).toBe("match is invalid; use ignore, annotate");
    expect(reported("denied", '"annotated"')).toBe("annotated is invalid; use ignore, annotate");
    expect(reported("network_activity", '"annotate"')).toBe("annotate is invalid; use match, ignore");
    expect(reported("network_activity", "false")).toBe("false is invalid; use match, ignore");
  });
});

describe("an integer", () => {
  it("is in its range", () => {
    expect(reported("risk_score", "0")).toBe("-");
    expect(reported("risk_score", "47")).toBe("-");
    expect(reported("risk_score", "100")).toBe("-");
    expect(reported("risk_score", "101")).toBe("101" + SCORE);
    expect(reported("risk_score", "-1")).toBe("-1" + SCORE);
    expect(reported("risk_score", "4294967296")).toBe("4294967296" + SCORE);
    expect(reported("risk_score", "18446744073709551616")).toBe("18446744073709551616" + SCORE);
    expect(reported("risk_score", "1" + "0".repeat(60))).toBe("1" + "0".repeat(47) + "..." + SCORE);
  });

  it("is written as an integer", () => {
    expect(reported("risk_score", "1.0")).toBe("1.0" + SCORE);
    expect(reported("risk_score", "1e1")).toBe("1e1" + SCORE);
    expect(reported("risk_score", "1E1")).toBe("1E1" + SCORE);
    expect(reported("risk_score", "-0")).toBe("-0" + SCORE);
    expect(reported("risk_score", '"47"')).toBe("47" + SCORE);
    expect(reported("risk_score", "true")).toBe("true" + SCORE);
    expect(reported("risk_score", "null")).toBe("null" + SCORE);
    expect(reported("risk_score", "[47]")).toBe("a list" + SCORE);
    expect(reported("risk_score", "{}")).toBe("an object" + SCORE);
  });

  it("has the range of its own key", () => {
    const cap = (count: string, period: string): string =>
      mistakesIn('{"cap":{"count":' + count + ',"period_seconds":' + period + "}}");
    expect(cap("1", "1")).toBe("-");
    expect(cap("1000", "604800")).toBe("-");
    expect(cap("1001", "604801")).toBe(
      "/cap/count: 1001 is invalid; use an integer from 1 to 1000\n" +
        "/cap/period_seconds: 604801 is invalid; use an integer from 1 to 604800\n",
    );
    expect(cap("1", "0")).toBe("/cap/period_seconds: 0 is invalid; use an integer from 1 to 604800\n");
    const keys = (count: string): string =>
      mistakesIn('{"escalate":{"window_seconds":1,"severity":"low","risk_score":0,"distinct_keys":' + count + "}}");
    expect(keys("2")).toBe("-");
    expect(keys("1000")).toBe("-");
    expect(keys("1")).toBe("/escalate/distinct_keys: 1 is invalid; use an integer from 2 to 1000\n");
    expect(keys("1001")).toBe("/escalate/distinct_keys: 1001 is invalid; use an integer from 2 to 1000\n");
  });
});

describe("an object or a list", () => {
  it("is not anything else", () => {
    const cap = " is invalid; use an object with count, period_seconds";
    expect(reported("cap", "null")).toBe("null" + cap);
    expect(reported("cap", "100")).toBe("100" + cap);
    expect(reported("cap", '"x"')).toBe("x" + cap);
    expect(reported("cap", "[]")).toBe("an empty list" + cap);
    expect(reported("cap", '[{"count":1}]')).toBe("a list" + cap);
    expect(reported("exceptions", "{}")).toBe("an object is invalid; use a list");
    expect(reported("exceptions", "null")).toBe("null is invalid; use a list");
    expect(reported("exceptions", '"x"')).toBe("x is invalid; use a list");
  });

  it("is reported at its path if it is a member or element of others", () => {
    const exception = " is invalid; use an object with id, reason, when, from, until, weekly\n";
    expect(mistakesIn('{"exceptions":[null]}')).toBe("/exceptions/0: null" + exception);
    expect(mistakesIn('{"exceptions":[[],7]}')).toBe(
      "/exceptions/0: an empty list" + exception + "/exceptions/1: 7" + exception,
    );
    expect(mistakesIn(exceptionWith('"when":{"region":["x"]},"weekly":"Sat"'))).toBe(
      "/exceptions/0/weekly: Sat is invalid; use an object with days, from, until\n",
    );
    expect(mistakesIn(exceptionWith('"when":[]'))).toBe(
      "/exceptions/0/when: an empty list is invalid; use an object with action, account, region, actor.arn, " +
        "actor.type, source_ip, user_agent, key.arn, key.id, actor.role, source_identity, vpc_endpoint\n",
    );
    expect(mistakesIn(exceptionWith('"when":{"region":"eu-west-1","account":{}}'))).toBe(
      "/exceptions/0/when/region: eu-west-1 is invalid; use a list that is not empty\n" +
        "/exceptions/0/when/account: an object is invalid; use a list that is not empty\n",
    );
    expect(mistakesIn(exceptionWith('"when":{"region":[ ]}'))).toBe(
      "/exceptions/0/when/region: an empty list is invalid; use a list that is not empty\n",
    );
    expect(mistakesIn(exceptionWith('"when":{"region":[]}'))).toBe(
      "/exceptions/0/when/region: an empty list is invalid; use a list that is not empty\n",
    );
    expect(reportedFor("region", '["x"]')).toBe("a list" + PATTERN);
  });
});
