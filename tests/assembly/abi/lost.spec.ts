import { reasonText, writeLost } from "../../../assembly/abi/lost";
import { keepRecord } from "../../../assembly/pipeline";
import { origin } from "../support/annotation";
import { EVENT, inLogs } from "../support/envelopes";
import { place, textAt } from "../support/text";

function lost(length: u32): string {
  return textAt(writeLost(length));
}

describe("writeLost", () => {
  it("reports the record's length and the reason", () => {
    expect(lost(1234)).toBe(
      '{"keyward":{"verdict":"lost","bytes":1234,"reason":"the host had no memory to hand the record to the filter",' +
        '"actions":["DisableKey","ScheduleKeyDeletion"]' +
        origin() +
        "}}",
    );
  });

  it("has room for any length", () => {
    const before = '{"keyward":{"verdict":"lost","bytes":';
    const after =
      ',"reason":"the host had no memory to hand the record to the filter",' +
      '"actions":["DisableKey","ScheduleKeyDeletion"]' +
      origin() +
      "}}";
    expect(lost(0)).toBe(before + "0" + after);
    expect(lost(4294967295)).toBe(before + "4294967295" + after);
    expect(lost(7)).toBe(before + "7" + after);
  });
});

describe("reasonText", () => {
  it("is why the last record could not be judged", () => {
    const records: StaticArray<string> = ['{"a":"DisableKey",}', '{"a":"DisableKey"}', inLogs(EVENT, 5)];
    const reasons: StaticArray<string> = [
      "is not a JSON object or array",
      "holds no CloudTrail event that Keyward recognizes",
      "is cut off, or nested deeper than 16 steps or 4 strings",
    ];
    for (let i = 0; i < records.length; i++) {
      const text = place(records[i]);
      keepRecord(text.start, text.length);
      expect(reasonText()).toBe(reasons[i]);
    }
  });
});
