import { meets } from "../../../assembly/event/conditions";
import { conditionAt } from "../support/shapes";
import { place } from "../support/text";

const TYPE = "AWS API Call via CloudTrail";

/** Whether an object with that detail type may have an event as its detail. */
function allows(type: string): bool {
  const object = place('{"detail-type":"' + type + '"}');
  return meets(object.start, conditionAt("/detail"), object.end);
}

describe("a condition", () => {
  it("is not met by a text with any escape before or after it", () => {
    expect(allows(TYPE)).toBe(true);
    expect(allows(TYPE.replace("A", "\\u0041"))).toBe(true);
    for (let code = 0; code < 0x80; code++) {
      const escape = "\\u00" + (code < 16 ? "0" : "") + code.toString(16);
      expect(allows(TYPE + escape)).toBe(false, escape);
      expect(allows(escape + TYPE)).toBe(false, escape);
    }
  });
});
