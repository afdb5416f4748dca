import { exceptionWith, mistakesIn } from "../support/config";

/** A configuration with these exceptions. */
function exceptions(list: string[]): string {
  return '{"exceptions":[' + list.join(",") + "]}";
}

/** A condition, which every exception needs unless it has both ends of a window. */
const WHEN: string = '"when":{"region":["x"]},';

/** An exception with this id, given as JSON, and a condition. */
function named(id: string): string {
  return '{"id":' + id + ',"reason":"r","when":{"region":["x"]}}';
}

const EVERYTHING: string =
  "/exceptions/0: without when the exception holds for every event; use when, or both from and until\n";
const BACKWARD: string = "/exceptions/0: the window ends before it begins; use a from before until\n";
const EMPTY: string = "/exceptions/0/weekly: the window is empty; use a from and an until that differ\n";
const TIME: string = " is invalid; use a time like 2026-12-05T22:00:00Z\n";
const CLOCK: string = " is invalid; use a time of day in UTC, from 00:00 to 24:00\n";
const DAYS: string = " is invalid; use Mon, Tue, Wed, Thu, Fri, Sat, Sun\n";

/** The mistakes of a window between two times, given as JSON. */
function windowOf(from: string, until: string): string {
  return mistakesIn(exceptionWith('"from":' + from + ',"until":' + until));
}

/** The mistakes of a weekly window. */
function weekly(days: string, from: string, until: string): string {
  return mistakesIn(exceptionWith(WHEN + '"weekly":{"days":' + days + ',"from":' + from + ',"until":' + until + "}"));
}

describe("an exception", () => {
  it("needs a condition, or a window with both ends", () => {
    const weekly = '"weekly":{"days":["Sat"],"from":"02:00","until":"04:00"}';
    expect(mistakesIn(exceptionWith('"when":{"region":["x"]}'))).toBe("-");
    expect(mistakesIn(exceptionWith('"from":"2026-12-05T22:00:00Z","until":"2026-12-06T22:00:00Z"'))).toBe("-");
    expect(mistakesIn(exceptionWith('"from":"2026-12-05T22:00:00Z","until":"2026-12-06T22:00:00Z",' + weekly))).toBe(
      "-",
    );
    expect(mistakesIn(exceptionWith(WHEN + weekly))).toBe("-");
    expect(mistakesIn(exceptionWith(WHEN + '"from":"2026-12-05T22:00:00Z"'))).toBe("-");
    expect(mistakesIn(exceptionWith('"from":"2026-12-05T22:00:00Z"'))).toBe(EVERYTHING);
    expect(mistakesIn(exceptionWith('"until":"2026-12-05T22:00:00Z"'))).toBe(EVERYTHING);
    expect(mistakesIn(exceptionWith(weekly))).toBe(EVERYTHING);
    expect(mistakesIn(exceptionWith(weekly + ',"until":"2026-12-05T22:00:00Z"'))).toBe(EVERYTHING);
    expect(mistakesIn('{"exceptions":[{"id":"x","reason":"r"}]}')).toBe(EVERYTHING);
    expect(mistakesIn('{"exceptions":[{}]}')).toBe(
      "/exceptions/0: id is missing; use a string of 1 to 256 bytes\n" +
        "/exceptions/0: reason is missing; use a string of 1 to 256 bytes\n" +
        EVERYTHING,
    );
  });

  it("needs a condition that names a field", () => {
    const noField = "/exceptions/0/when: no field; use at least one\n";
    expect(mistakesIn(exceptionWith('"when":{}'))).toBe(noField);
    expect(mistakesIn(exceptionWith('"when":{ },"from":"2026-12-05T22:00:00Z"'))).toBe(noField);
    expect(mistakesIn(exceptionWith('"when":{"x":1}'))).toBe(
      "/exceptions/0/when/x: unknown key; use one of: action, account, region, actor.arn, actor.type, source_ip, user_agent, " +
        "key.arn, key.id, actor.role, source_identity, vpc_endpoint\n",
    );
    expect(mistakesIn(exceptionWith('"when":{"region":null}'))).toBe(
      "/exceptions/0/when/region: null is invalid; use a list that is not empty\n",
    );
  });

  it("needs a nonempty string for its id and its reason", () => {
    const text = " is invalid; use a string of 1 to 256 bytes\n";
    expect(mistakesIn('{"exceptions":[{"id":"","reason":7,"when":{"region":["x"]}}]}')).toBe(
      "/exceptions/0/id: an empty string" + text + "/exceptions/0/reason: 7" + text,
    );
    expect(mistakesIn('{"exceptions":[{"id":{},"reason":["r"],"when":{"region":["x"]}}]}')).toBe(
      "/exceptions/0/id: an object" + text + "/exceptions/0/reason: a list" + text,
    );
  });
});

describe("the id of an exception", () => {
  it("must be unique", () => {
    const twice = ": the id is that of an exception before; use an id of its own\n";
    expect(mistakesIn(exceptions([named('"a"'), named('"b"'), named('"c"')]))).toBe("-");
    expect(mistakesIn(exceptions([named('"a"'), named('"b"'), named('"a"')]))).toBe("/exceptions/2" + twice);
    expect(mistakesIn(exceptions([named('"a"'), named('"a"'), named('"a"')]))).toBe(
      "/exceptions/1" + twice + "/exceptions/2" + twice,
    );
    expect(mistakesIn(exceptions([named('"abc"'), named('"\\u0061bc"')]))).toBe("/exceptions/1" + twice);
    expect(mistakesIn(exceptions([named('"\u00e9"'), named('"\\u00e9"')]))).toBe("/exceptions/1" + twice);
    expect(mistakesIn(exceptions([named('"a"'), named('"A"'), named('"a "'), named('"aa"')]))).toBe("-");
  });

  it("may also be in another configuration, or the value of a setting", () => {
    expect(mistakesIn(exceptions([named('"a"')]))).toBe("-");
    expect(mistakesIn(exceptions([named('"a"')]))).toBe("-");
    expect(mistakesIn('{"tag":"a","exceptions":[' + named('"a"') + "]}")).toBe("-");
  });

  it("is not compared if it is invalid", () => {
    expect(mistakesIn(exceptions([named("7"), named("7")]))).toBe(
      "/exceptions/0/id: 7 is invalid; use a string of 1 to 256 bytes\n" +
        "/exceptions/1/id: 7 is invalid; use a string of 1 to 256 bytes\n",
    );
  });
});

describe("a window", () => {
  it("must begin before it ends", () => {
    expect(windowOf('"2026-12-05T22:00:00Z"', '"2026-12-05T22:00:01Z"')).toBe("-");
    expect(windowOf('"2026-12-05T22:00:00Z"', '"2026-12-05T22:00:00Z"')).toBe(BACKWARD);
    expect(windowOf('"2026-12-05T22:00:00Z"', '"2026-12-05T21:59:59Z"')).toBe(BACKWARD);
    expect(windowOf('"2026-12-05T22:00:00+01:00"', '"2026-12-05T21:30:00Z"')).toBe("-");
    expect(windowOf('"2026-12-05T22:00:00Z"', '"2026-12-05T22:30:00+01:00"')).toBe(BACKWARD);
    expect(windowOf('"1969-12-31T23:59:59Z"', '"1970-01-01T00:00:00Z"')).toBe("-");
  });

  it("has times in RFC 3339", () => {
    const times: StaticArray<string> = ["2026-12-05", "22:00", "2026-12-05T22:00Z", "2026-02-30T00:00:00Z", "tomorrow"];
    for (let i = 0; i < times.length; i++) {
      expect(mistakesIn(exceptionWith(WHEN + '"from":"' + times[i] + '"'))).toBe(
        "/exceptions/0/from: " + times[i] + TIME,
      );
      expect(mistakesIn(exceptionWith(WHEN + '"until":"' + times[i] + '"'))).toBe(
        "/exceptions/0/until: " + times[i] + TIME,
      );
    }
    expect(windowOf('"x"', '"2026-12-05T22:00:00Z"')).toBe("/exceptions/0/from: x" + TIME);
    expect(windowOf("1796508000", "null")).toBe(
      "/exceptions/0/from: 1796508000" + TIME + "/exceptions/0/until: null" + TIME,
    );
    expect(windowOf('""', "[]")).toBe(
      "/exceptions/0/from: an empty string" + TIME + "/exceptions/0/until: an empty list" + TIME,
    );
    expect(windowOf('"2026-12-05\\u005422:00:00Z"', '"2026-12-05T22:00:01.5+00:00"')).toBe("-");
  });

  it("has times of at most 40 bytes, including the fraction", () => {
    const second = "2026-12-05T22:00:00.";
    expect(mistakesIn(exceptionWith(WHEN + '"from":"' + second + "0".repeat(19) + 'Z"'))).toBe("-");
    expect(mistakesIn(exceptionWith(WHEN + '"from":"' + second + "0".repeat(20) + 'Z"'))).toBe(
      "/exceptions/0/from: " + second + "0".repeat(20) + "Z" + TIME,
    );
    expect(mistakesIn(exceptionWith(WHEN + '"until":"' + second + "0".repeat(60) + 'Z"'))).toBe(
      "/exceptions/0/until: " + second + "0".repeat(28) + "..." + TIME,
    );
  });
});

describe("a weekly window", () => {
  it("has days by their short names", () => {
    expect(weekly('["Mon","Tue","Wed","Thu","Fri","Sat","Sun"]', '"00:00"', '"24:00"')).toBe("-");
    expect(weekly('["S\\u0061t","Sat"]', '"00:00"', '"24:00"')).toBe("-");
    expect(weekly("[]", '"00:00"', '"24:00"')).toBe(
      "/exceptions/0/weekly/days: an empty list is invalid; use a list that is not empty\n",
    );
    expect(weekly('"Sat"', '"00:00"', '"24:00"')).toBe(
      "/exceptions/0/weekly/days: Sat is invalid; use a list that is not empty\n",
    );
    expect(weekly('["Sat","sun","Sat|Sun",6,"Saturday"]', '"00:00"', '"24:00"')).toBe(
      "/exceptions/0/weekly/days/1: sun" +
        DAYS +
        "/exceptions/0/weekly/days/2: Sat|Sun" +
        DAYS +
        "/exceptions/0/weekly/days/3: 6" +
        DAYS +
        "/exceptions/0/weekly/days/4: Saturday" +
        DAYS,
    );
  });

  it("has times of day that differ", () => {
    expect(weekly('["Sat"]', '"02:00"', '"02:01"')).toBe("-");
    expect(weekly('["Sat"]', '"22:00"', '"04:00"')).toBe("-");
    expect(weekly('["Sat"]', '"02:00"', '"02:00"')).toBe(EMPTY);
    expect(weekly('["Sat"]', '"02:00"', '"\\u00302:00"')).toBe(EMPTY);
    expect(weekly('["Sat"]', '"24:01"', '"2:00"')).toBe(
      "/exceptions/0/weekly/from: 24:01" + CLOCK + "/exceptions/0/weekly/until: 2:00" + CLOCK,
    );
    expect(weekly('["Sat"]', "120", '"02:00:00"')).toBe(
      "/exceptions/0/weekly/from: 120" + CLOCK + "/exceptions/0/weekly/until: 02:00:00" + CLOCK,
    );
    expect(weekly('["Sat"]', "2", "2")).toBe(
      "/exceptions/0/weekly/from: 2" + CLOCK + "/exceptions/0/weekly/until: 2" + CLOCK,
    );
  });
});

describe("several mistakes", () => {
  it("are reported in the order of the text, and missing keys after that", () => {
    expect(
      mistakesIn(
        '{"severity":"mid","exceptions":[{"id":"a","when":{"acount":["1"]}},{"id":"a","reason":"r","when":{"region":["x"]},"until":"x"},' +
          '{"id":"b","reason":"r","when":{"source_ip":["x","192.0.2.0/24","192.0.2.1/24"]}}],"cap":{"count":0},"x":1}',
      ),
    ).toBe(
      "/severity: mid is invalid; use low, medium, high, critical\n" +
        "/exceptions/0/when/acount: unknown key; use one of: action, account, region, actor.arn, actor.type, source_ip, " +
        "user_agent, key.arn, key.id, actor.role, source_identity, vpc_endpoint\n" +
        "/exceptions/0: reason is missing; use a string of 1 to 256 bytes\n" +
        "/exceptions/1/until: x is invalid; use a time like 2026-12-05T22:00:00Z\n" +
        "/exceptions/1: the id is that of an exception before; use an id of its own\n" +
        "/exceptions/2/when/source_ip/0: x is invalid; use an IPv4 or IPv6 address or network like 192.0.2.0/24, " +
        "with no bit set after the prefix\n" +
        "/exceptions/2/when/source_ip/2: 192.0.2.1/24 is invalid; use an IPv4 or IPv6 address or network like " +
        "192.0.2.0/24, with no bit set after the prefix\n" +
        "/cap/count: 0 is invalid; use an integer from 1 to 1000\n" +
        "/cap: period_seconds is missing; use an integer from 1 to 604800\n" +
        "/x: unknown key; use one of: $schema, tag, severity, risk_score, exceptions, places, elsewhere, denied, network_activity, " +
        "duplicates, cap, escalate\n",
    );
  });

  it("have indexes of any length in their pointers", () => {
    const good = '{"id":"i","reason":"r","when":{"region":["x"]}}';
    const list: string[] = [];
    for (let i = 0; i < 1234; i++) list.push(good.replace('"i"', '"i' + i.toString() + '"'));
    list.push('{"id":"x","reason":"r","when":{"region":["a","b","c","d","e","f","g","h","i","j",""]}}');
    expect(mistakesIn(exceptions(list))).toBe(
      "/exceptions/1234/when/region/10: an empty string is invalid; use a string that is not empty; * is any text, ? one " +
        "character\n",
    );
  });
});
