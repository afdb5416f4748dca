import { isKey, readMember } from "../../../assembly/json/key";
import { isJsonText } from "../../../assembly/json/validate";
import { placeLast } from "../support/text";

const RECORDS: StaticArray<string> = ['{"a":1}', '{"a" :1}', '{"a": 1}', '{"a"\n:\t1}', '{"\\u0061":1}'];

/** Reads the first member of each record, with the ends of its values noted or not. */
function readAll(isKnown: bool): void {
  for (let index = 0; index < RECORDS.length; index++) {
    const text = placeLast(RECORDS[index]);
    if (isKnown) isJsonText(text.start, text.end);
    expect(readMember(text.start + 1, text.end)).toBe(text.at("1}"), RECORDS[index]);
    expect(isKey("a")).toBe(true);
  }
}

describe("readMember", () => {
  it("reads the key, and returns where its value begins", () => {
    readAll(false);
    readAll(true);
  });
});
