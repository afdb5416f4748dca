import { matchInteger } from "../../../assembly/json/text";
import { placeLast } from "../support/text";

/** Whether the value `value`, near the end of memory, is the integer `digits`: "yes" or "no". */
function isInteger(value: string, digits: string): string {
  const inArray = placeLast("[" + value + "]");
  const first = matchInteger(inArray.start + 1, digits);
  const inObject = placeLast('{"a":' + value + "}");
  const second = matchInteger(inObject.start + 5, digits);
  const spaced = placeLast("[" + value + " ,0]");
  const third = matchInteger(spaced.start + 1, digits);
  assert(first == second && second == third, "the answer depends on what surrounds it");
  return first ? "yes" : "no";
}

function expectAll(answer: string, digits: string, values: StaticArray<string>): void {
  for (let i = 0; i < values.length; i++) expect(isInteger(values[i], digits)).toBe(answer, values[i]);
}

describe("matchInteger", () => {
  it("accepts the number, with or without a fraction of zeros", () => {
    expectAll("yes", "6003", ["6003", "6003.0", "6003.00", "6003.000000000000000000000"]);
    expectAll("yes", "2", ["2", "2.0", "2.00"]);
  });

  it("accepts a string with exactly these digits", () => {
    expectAll("yes", "6003", ['"6003"', '"\\u0036003"', '"600\\u0033"']);
    expectAll("yes", "2", ['"2"', '"\\u0032"']);
  });

  it("rejects a string that only has the same meaning", () => {
    expectAll("no", "6003", ['"6003.0"', '"6003.00"', '" 6003"', '"6003 "', '"06003"', '"+6003"', '"6003e0"', '""']);
    expectAll("no", "2", ['"2.0"', '"02"', '"two"', '"22"', '"-2"', '"2,"']);
  });

  it("rejects any other number", () => {
    expectAll("no", "6003", [
      "6004",
      "60030",
      "6003.5",
      "6003.01",
      "6003.10",
      "6003.001",
      "-6003",
      "600",
      "6",
      "0",
      "16003",
    ]);
    expectAll("no", "6003", [
      "-6003.0",
      "60033",
      "600.3",
      "6.003",
      "60030.0",
      "6003.00000000000000001",
      "7003",
      "6103",
    ]);
    expectAll("no", "2", ["20", "22", "2.5", "2.02", "-2", "0.2", "12", "1", "3", "0", "-0"]);
  });

  it("rejects a number with an exponent", () => {
    expectAll("no", "6003", ["6003e0", "6003E0", "6003e+0", "6003.0e0", "6003.00E-0", "6.003e3", "6003.0e1"]);
    expectAll("no", "2", ["2e0", "2E1", "2.0e0", "20e-1"]);
  });

  it("rejects anything but a number or a string", () => {
    expectAll("no", "6003", ["null", "true", "false", "[]", "{}", "[6003]", '{"6003":6003}', '["6003"]']);
    expectAll("no", "2", ["null", "true", "[2]", '{"2":2}']);
  });
});
