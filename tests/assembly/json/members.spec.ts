import { skipValue } from "../../../assembly/json/cursor";
import { findMember } from "../../../assembly/json/members";
import { placeLast, textBetween } from "../support/text";

/** The value of the member `name` of `object`, unchanged; "-" if there is none. */
function memberOf(object: string, name: string): string {
  const text = placeLast(object);
  const value = findMember(text.start, name, text.end);
  return value == 0 ? "-" : textBetween(value, skipValue(value, text.end));
}

describe("findMember", () => {
  it("finds a member with any value, wherever it is", () => {
    expect(memberOf('{"a":1}', "a")).toBe("1");
    expect(memberOf('{"a":1,"b":"x","c":null}', "b")).toBe('"x"');
    expect(memberOf('{"a":1,"b":"x","c":null}', "c")).toBe("null");
    expect(memberOf('{"a":{"b":1},"b":[{"b":2}]}', "b")).toBe('[{"b":2}]');
    expect(memberOf('{ "a" :\t{ } , "b"\n: false }', "a")).toBe("{ }");
    expect(memberOf('{ "a" :\t{ } , "b"\n: false }', "b")).toBe("false");
  });

  it("finds the last value of a repeated name", () => {
    expect(memberOf('{"a":1,"b":2,"a":3}', "a")).toBe("3");
    expect(memberOf('{"a":1,"a":2,"a":null,"b":4}', "a")).toBe("null");
    expect(memberOf('{"a":1,"\\u0061":2}', "a")).toBe("2");
    expect(memberOf('{"\\u0061":1,"a":2}', "a")).toBe("2");
  });

  it("reads names with escapes", () => {
    expect(memberOf('{"ev\\u0065nt\\u002eoriginal":1}', "event.original")).toBe("1");
    expect(memberOf('{"event\\/original":1}', "event/original")).toBe("1");
  });

  it("finds none in an object without it", () => {
    expect(memberOf("{}", "a")).toBe("-");
    expect(memberOf("{ }", "a")).toBe("-");
    expect(memberOf('{"b":1,"aa":2,"A":3,"":4," a":5,"a ":6}', "a")).toBe("-");
  });

  it("finds neither a nested member nor a value", () => {
    expect(memberOf('{"b":{"a":1},"c":[{"a":2}],"d":"a","e":"\\"a\\":1"}', "a")).toBe("-");
    expect(memberOf('{"b":"a","c":["a"]}', "a")).toBe("-");
  });

  it("does not look at later objects", () => {
    const text = placeLast('{"x":{"b":1},"a":2}');
    expect(findMember(text.start + 5, "a", text.end)).toBe(0);
    expect(findMember(text.start + 5, "b", text.end)).toBe(text.start + 10);
  });
});
