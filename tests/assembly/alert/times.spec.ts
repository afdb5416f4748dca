import { isWritable, writeTime } from "../../../assembly/alert/times";
import { startWriting, writeByte } from "../../../assembly/bytes/writer";
import { parseTime } from "../../../assembly/config/time";
import { textAt } from "../support/text";

const ROOM: usize = 24;
const text = memory.data(24, 8);

function written(time: i64): string {
  startWriting(text, ROOM);
  writeTime(time);
  writeByte(0);
  return textAt(text);
}

describe("writeTime", () => {
  it("writes RFC 3339 in UTC", () => {
    expect(written(0)).toBe("1970-01-01T00:00:00Z");
    expect(written(-1)).toBe("1969-12-31T23:59:59Z");
    expect(written(951782399)).toBe("2000-02-28T23:59:59Z");
    expect(written(951782400)).toBe("2000-02-29T00:00:00Z");
    expect(written(951868800)).toBe("2000-03-01T00:00:00Z");
    expect(written(4107542400)).toBe("2100-03-01T00:00:00Z");
  });

  it("writes from the first second of the year 0 to the last of the year 9999", () => {
    expect(written(-62167219200)).toBe("0000-01-01T00:00:00Z");
    expect(written(253402300799)).toBe("9999-12-31T23:59:59Z");
    expect(isWritable(-62167219200)).toBe(true);
    expect(isWritable(-62167219201)).toBe(false);
    expect(isWritable(253402300799)).toBe(true);
    expect(isWritable(253402300800)).toBe(false);
  });

  it("writes text that parses to the same time", () => {
    let wrong = 0;
    // A moment every 101 days and a second.
    for (let time: i64 = -62167219200; time <= 253402300799; time += 8726401) {
      written(time);
      if (parseTime(text, text + 20) != time) wrong += 1;
    }
    expect(wrong).toBe(0);
  });
});
