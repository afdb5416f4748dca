import { EVENT, matchesIn, quoted } from "../support/envelopes";

const TEXT: string = quoted(EVENT);

describe("a name", () => {
  it("may be escaped", () => {
    expect(matchesIn('{"R\\u0065cords":[{"b\\u006fdy":' + TEXT + "}]}")).toBe("/R\\u0065cords/0/b\\u006fdy# ");
    expect(matchesIn('{"event\\u002eoriginal":' + TEXT + "}")).toBe("/event\\u002eoriginal# ");
    expect(matchesIn('{"\\u0064etail":' + EVENT + ',"detail\\u002dtype":"AWS API Call via CloudTrail"}')).toBe(
      "/\\u0064etail ",
    );
  });

  it("is not a pattern: the table's special characters are ordinary in a record", () => {
    expect(matchesIn('{"*":' + EVENT + "}")).toBe("-");
    expect(matchesIn('{"Records":{"*":' + EVENT + "}}")).toBe("-");
    expect(matchesIn('{"Records/*":' + EVENT + "}")).toBe("-");
    expect(matchesIn('{"Records/*/body":' + TEXT + "}")).toBe("-");
    expect(matchesIn('{"Records":[{"Sns/Message":' + TEXT + "}]}")).toBe("-");
    expect(matchesIn('{"event/original":' + TEXT + "}")).toBe("-");
    expect(matchesIn('{"Records/*":[' + EVENT + '],"event/original":' + EVENT + "}")).toBe("-");
    expect(matchesIn('{"Records":[{"Sns/Message":{"Message":' + TEXT + "}}]}")).toBe("-");
    expect(matchesIn('{"log#":' + TEXT + ',"event#":' + EVENT + "}")).toBe("-");
    expect(matchesIn('{"/log":' + TEXT + ',"/event":' + EVENT + "}")).toBe("-");
  });

  it("may be empty or long, and is then not in a place", () => {
    expect(matchesIn('{"":' + EVENT + ',"event":{"":' + EVENT + '},"Records":[{"":' + TEXT + "}]}")).toBe("-");
    expect(matchesIn('{"' + "event".repeat(100) + '":' + EVENT + ',"log":' + TEXT + "}")).toBe("/log# ");
    expect(matchesIn('{"' + "\\u0065vent".repeat(100) + '":' + EVENT + ',"log":' + TEXT + "}")).toBe("/log# ");
  });
});
