import { exceptionWith, mistakesIn } from "../support/config";

/** The mistake in the setting `key` with this value: what is told after its pointer; "-" for none. */
function told(key: string, value: string): string {
  return after("/" + key, mistakesIn('{"' + key + '":' + value + "}"));
}

/** The same for the condition on `field` of an exception, whose value is a list of this. */
function toldOf(field: string, value: string): string {
  return after(
    "/exceptions/0/when/" + field + "/0",
    mistakesIn(exceptionWith('"when":{"' + field + '":[' + value + "]}")),
  );
}

/** What a line says after its pointer and a colon, which it has to begin with. */
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
    expect(told("tag", '"x"')).toBe("-");
    expect(told("tag", '"' + "x".repeat(256) + '"')).toBe("-");
    expect(told("tag", '"' + "\\u0078".repeat(256) + '"')).toBe("-");
    expect(told("tag", '"' + "\u20ac".repeat(85) + 'x"')).toBe("-");
    expect(told("$schema", '"./keyward.schema.json"')).toBe("-");
    expect(told("tag", '""')).toBe("an empty string" + TEXT);
    expect(told("tag", '"' + "x".repeat(257) + '"')).toBe("x".repeat(48) + "..." + TEXT);
    expect(told("tag", '"' + "\u20ac".repeat(86) + '"')).toBe("..." + TEXT);
    expect(told("$schema", "7")).toBe("7" + TEXT);
  });

  it("is of no other type", () => {
    expect(told("tag", "null")).toBe("null" + TEXT);
    expect(told("tag", "true")).toBe("true" + TEXT);
    expect(told("tag", "-1.5e3")).toBe("-1.5e3" + TEXT);
    expect(told("tag", "[]")).toBe("an empty list" + TEXT);
    expect(told("tag", '["x"]')).toBe("a list" + TEXT);
    expect(told("tag", "{}")).toBe("an object" + TEXT);
    expect(told("tag", '{"x":1}')).toBe("an object" + TEXT);
  });
});

describe("one of several", () => {
  it("is one of them, exactly", () => {
    const severities: StaticArray<string> = ["low", "medium", "high", "critical", "\\u006cow", "critica\\u006c"];
    for (let i = 0; i < severities.length; i++) expect(told("severity", '"' + severities[i] + '"')).toBe("-");
    expect(told("denied", '"ignore"')).toBe("-");
    expect(told("denied", '"annotate"')).toBe("-");
    expect(told("network_activity", '"match"')).toBe("-");
    expect(told("network_activity", '"ignore"')).toBe("-");
  });

  it("is not several of them", () => {
    const others: StaticArray<string> = ["low|medium", "low|", "|low", "high|critical", "low|medium|high|critical"];
    for (let i = 0; i < others.length; i++) {
      expect(told("severity", '"' + others[i] + '"')).toBe(others[i] + SEVERITY);
    }
    expect(told("denied", '"ignore|annotate"')).toBe("ignore|annotate is invalid; use ignore, annotate");
  });

  it("is nothing else", () => {
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
      expect(told("severity", '"' + others[i] + '"')).toBe(others[i] + SEVERITY);
    }
    expect(told("severity", '""')).toBe("an empty string" + SEVERITY);
    expect(told("severity", "1")).toBe("1" + SEVERITY);
    expect(told("severity", "null")).toBe("null" + SEVERITY);
    expect(told("severity", '["low"]')).toBe("a list" + SEVERITY);
    expect(told("severity", '"lo\\u0057"')).toBe("lo..." + SEVERITY);
    expect(told("severity", '"l\u00f6w"')).toBe("l..." + SEVERITY);
    expect(told("denied", '"match"')).toBe("match is invalid; use ignore, annotate");
    expect(told("denied", '"annotated"')).toBe("annotated is invalid; use ignore, annotate");
    expect(told("network_activity", '"annotate"')).toBe("annotate is invalid; use match, ignore");
    expect(told("network_activity", "false")).toBe("false is invalid; use match, ignore");
  });
});

describe("an integer", () => {
  it("lies in its range", () => {
    expect(told("risk_score", "0")).toBe("-");
    expect(told("risk_score", "47")).toBe("-");
    expect(told("risk_score", "100")).toBe("-");
    expect(told("risk_score", "101")).toBe("101" + SCORE);
    expect(told("risk_score", "-1")).toBe("-1" + SCORE);
    expect(told("risk_score", "4294967296")).toBe("4294967296" + SCORE);
    expect(told("risk_score", "18446744073709551616")).toBe("18446744073709551616" + SCORE);
    expect(told("risk_score", "1" + "0".repeat(60))).toBe("1" + "0".repeat(47) + "..." + SCORE);
  });

  it("is written as one", () => {
    expect(told("risk_score", "1.0")).toBe("1.0" + SCORE);
    expect(told("risk_score", "1e1")).toBe("1e1" + SCORE);
    expect(told("risk_score", "1E1")).toBe("1E1" + SCORE);
    expect(told("risk_score", "-0")).toBe("-0" + SCORE);
    expect(told("risk_score", '"47"')).toBe("47" + SCORE);
    expect(told("risk_score", "true")).toBe("true" + SCORE);
    expect(told("risk_score", "null")).toBe("null" + SCORE);
    expect(told("risk_score", "[47]")).toBe("a list" + SCORE);
    expect(told("risk_score", "{}")).toBe("an object" + SCORE);
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
  it("is nothing else", () => {
    const cap = " is invalid; use an object with count, period_seconds";
    expect(told("cap", "null")).toBe("null" + cap);
    expect(told("cap", "100")).toBe("100" + cap);
    expect(told("cap", '"x"')).toBe("x" + cap);
    expect(told("cap", "[]")).toBe("an empty list" + cap);
    expect(told("cap", '[{"count":1}]')).toBe("a list" + cap);
    expect(told("exceptions", "{}")).toBe("an object is invalid; use a list");
    expect(told("exceptions", "null")).toBe("null is invalid; use a list");
    expect(told("exceptions", '"x"')).toBe("x is invalid; use a list");
  });

  it("as a member or element of others is told of at its place", () => {
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
    expect(toldOf("region", '["x"]')).toBe("a list" + PATTERN);
  });
});
