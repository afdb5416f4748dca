import { decodeEnvelope, firstEnvelope, nextEnvelope, openEnvelope } from "../../../assembly/event/envelopes";
import { EVENT, OTHER, envelopesIn, matchesIn, quoted } from "../support/envelopes";
import { place } from "../support/text";

const TEXT: string = quoted(EVENT);

describe("envelopes", () => {
  it("are visited in the order of the record", () => {
    expect(
      matchesIn(
        '{"log":' +
          TEXT +
          ',"event":' +
          EVENT +
          ',"Message":' +
          TEXT +
          ',"Records":[' +
          EVENT +
          "," +
          EVENT +
          '],"message":' +
          TEXT +
          "}",
      ),
    ).toBe("/log# /event /Message# /Records/0 /Records/1 /message# ");
    expect(
      matchesIn(
        '{"message":' +
          TEXT +
          ',"Records":[' +
          EVENT +
          '],"Message":' +
          TEXT +
          ',"event":' +
          EVENT +
          ',"log":' +
          TEXT +
          "}",
      ),
    ).toBe("/message# /Records/0 /Message# /event /log# ");
  });

  it("inside an element come before the next element", () => {
    const body = quoted('{"Records":[' + EVENT + ",{}," + EVENT + "]}");
    expect(matchesIn('{"Records":[' + EVENT + ',{"body":' + body + "},{}," + EVENT + "]}")).toBe(
      "/Records/0 /Records/1/body#/Records/0 /Records/1/body#/Records/2 /Records/3 ",
    );
  });

  it("of the record itself and of a row are visited in one pass", () => {
    const message = '"message":' + TEXT;
    const body = '"body":' + TEXT;
    const sns = '"Sns":{"Message":' + TEXT + "}";
    const event = '"event":' + EVENT;
    expect(matchesIn('{"Records":[{' + message + "," + body + "," + event + "," + sns + "}]}")).toBe(
      "/Records/0/message# /Records/0/body# /Records/0/event /Records/0/Sns/Message# ",
    );
    expect(matchesIn('{"Records":[{' + sns + "," + event + "," + body + "," + message + "}]}")).toBe(
      "/Records/0/Sns/Message# /Records/0/event /Records/0/body# /Records/0/message# ",
    );
    expect(matchesIn('{"event":{"log":' + TEXT + ',"original":' + TEXT + ',"Message":' + TEXT + "}}")).toBe(
      "/event/log# /event/original# /event/Message# ",
    );
  });

  it("have paths relative to the one that contains them", () => {
    expect(matchesIn('{"Records":[{"Records":[{"body":' + TEXT + "}]}]}")).toBe("/Records/0/Records/0/body# ");
    expect(matchesIn('{"event":{"event":{"original":' + TEXT + "}}}")).toBe("/event/event/original# ");
    expect(matchesIn('{"Records":[{"Sns":{"Records":[' + EVENT + '],"event":' + EVENT + "}}]}")).toBe("-");
    expect(matchesIn('[{"body":' + TEXT + ',"log":' + TEXT + "}]")).toBe("/0/body# /0/log# ");
  });

  it("depend on the condition of the one that contains them", () => {
    const type = '"detail-type":"AWS API Call via CloudTrail"';
    expect(matchesIn('{"Records":[{' + type + ',"detail":' + EVENT + "}]}")).toBe("/Records/0/detail ");
    expect(matchesIn("{" + type + ',"Records":[{"detail":' + EVENT + "}]}")).toBe("-");
    expect(matchesIn("{" + type + ',"detail":{"detail":' + EVENT + "}}")).toBe("-");
    expect(matchesIn('{"event.original":"x","event":{"message":' + TEXT + "}}")).toBe("/event/message# ");
    expect(matchesIn('{"message":' + TEXT + ',"event":{"original":"x","message":' + TEXT + "}}")).toBe(
      "/event/message# ",
    );
  });

  it("of a row are not searched for in a string there", () => {
    expect(matchesIn('{"event":' + quoted('{"original":' + TEXT + ',"log":' + TEXT + "}") + "}")).toBe("/event#/log# ");
    expect(matchesIn('{"event":' + quoted('[{"original":' + TEXT + ',"log":' + TEXT + "}]") + "}")).toBe(
      "/event#/0/log# ",
    );
    expect(matchesIn('{"Records":[{"body":' + quoted('{"body":' + TEXT + ',"log":' + TEXT + "}") + "}]}")).toBe(
      "/Records/0/body#/body# /Records/0/body#/log# ",
    );
  });

  it("ruled out by a condition do not affect the others", () => {
    const all =
      '"detail":' + EVENT + ',"log":' + TEXT + ',"message":' + TEXT + ',"event":' + EVENT + ',"Message":' + TEXT;
    expect(matchesIn("{" + all + "}")).toBe("/log# /message# /event /Message# ");
    expect(matchesIn("{" + all + ',"event.original":7}')).toBe("/log# /event /Message# ");
    expect(matchesIn('{"message":' + TEXT + ',"event.original":' + TEXT + "}")).toBe("/event.original# ");
  });

  it("are not searched for inside an event", () => {
    const members = '"eventSource":"s3.amazonaws.com","eventName":"x"';
    expect(matchesIn("{" + members + ',"Records":[' + EVENT + '],"log":' + TEXT + "}")).toBe("-");
    expect(matchesIn('{"Records":[{' + members + ',"body":' + TEXT + ',"event":' + EVENT + "}]}")).toBe("-");
    expect(matchesIn('{"event":{' + members + ',"original":' + TEXT + '},"log":' + TEXT + "}")).toBe("/log# ");
  });
});

describe("a repeated name", () => {
  it("counts by its last value, at that position", () => {
    expect(matchesIn('{"event":' + EVENT + ',"log":' + TEXT + ',"event":' + OTHER + "}")).toBe("/log# ");
    expect(matchesIn('{"event":' + OTHER + ',"log":' + TEXT + ',"event":' + EVENT + "}")).toBe("/log# /event ");
    expect(matchesIn('{"Records":[' + EVENT + "," + EVENT + '],"log":' + TEXT + ',"Records":[{},' + EVENT + "]}")).toBe(
      "/log# /Records/1 ",
    );
    expect(matchesIn('{"log":' + TEXT + ',"log":' + quoted(OTHER) + "}")).toBe("-");
    expect(matchesIn('{"log":' + TEXT + ',"\\u006cog":null}')).toBe("-");
    expect(matchesIn('{"\\u006cog":1,"log":' + TEXT + "}")).toBe("/log# ");
  });

  it("counts by its last value in a row too", () => {
    expect(matchesIn('{"Records":[{"body":' + TEXT + ',"body":"x"}]}')).toBe("-");
    expect(matchesIn('{"Records":[{"body":"x","body":' + TEXT + "}]}")).toBe("/Records/0/body# ");
    expect(matchesIn('{"Records":[{"Sns":{"Message":' + TEXT + '},"Sns":{}}]}')).toBe("-");
    expect(matchesIn('{"Records":[{"Sns":{"Message":"","Message":' + TEXT + "}}]}")).toBe("/Records/0/Sns/Message# ");
  });

  it("counts by its last value if the type changes", () => {
    expect(matchesIn('{"event":' + TEXT + ',"event":' + EVENT + "}")).toBe("/event ");
    expect(matchesIn('{"event":' + EVENT + ',"event":' + TEXT + "}")).toBe("/event# ");
    expect(matchesIn('{"event":{"original":' + TEXT + '},"event":[]}')).toBe("-");
  });
});

describe("what is visited", () => {
  it("does not depend on where the search in the record before stopped", () => {
    const left: StaticArray<string> = [
      '{"Records":[{"a":1},{"b":2},{"c":3}],"log":"x"}',
      '[{"a":1},{"b":2}]',
      '{"log":' + quoted('{"Records":[{"a":1},{"b":2}]}') + ',"event":{}}',
    ];
    for (let i = 0; i < left.length; i++) {
      for (let opened = 0; opened < 5; opened++) {
        const text = place(left[i]);
        let at = firstEnvelope(text.start, text.end);
        for (let count = 0; count < opened && at != 0; count++) {
          if (load<u8>(at) != 0x22 || decodeEnvelope() != 0) openEnvelope();
          at = nextEnvelope();
        }
        expect(envelopesIn('{"event":{"log":"y"}}')).toBe('{"event":{"log":"y"}};{"log":"y"};"y";', left[i]);
      }
    }
  });

  it("does not include names of the record before", () => {
    const before = envelopesIn('{"log":"{}"}');
    expect(before).toBe('{"log":"{}"};"{}"#{};');
    expect(envelopesIn('{"lag":"{}"}')).toBe('{"lag":"{}"};');
    expect(envelopesIn('{"Records":[{"body":"{}"}]}')).toBe('{"Records":[{"body":"{}"}]};{"body":"{}"};"{}"#{};');
    expect(envelopesIn('{"records":[{"body":"{}"}]}')).toBe('{"records":[{"body":"{}"}]};');
    expect(envelopesIn('[{"a":{}},{"event":{}}]')).toBe('{"a":{}};{"event":{}};{};');
    expect(envelopesIn('[{"a":{}},{"avent":{}}]')).toBe('{"a":{}};{"avent":{}};');
  });

  it("is each envelope once, starting with the record", () => {
    expect(envelopesIn('{"event":{"log":"x","a":{"log":"y"}},"Records":[1,{"body":"z"},"w",[{}]],"a":{}}')).toBe(
      '{"event":{"log":"x","a":{"log":"y"}},"Records":[1,{"body":"z"},"w",[{}]],"a":{}};' +
        '{"log":"x","a":{"log":"y"}};"x";{"body":"z"};"z";',
    );
    expect(envelopesIn('{"log":"{\\"log\\":\\"[{}, 1,{\\\\\\"event\\\\\\":{}}]\\"}"}')).toBe(
      '{"log":"{\\"log\\":\\"[{}, 1,{\\\\\\"event\\\\\\":{}}]\\"}"};' +
        '"{\\"log\\":\\"[{}, 1,{\\\\\\"event\\\\\\":{}}]\\"}"#{"log":"[{}, 1,{\\"event\\":{}}]"};' +
        '"[{}, 1,{\\"event\\":{}}]";{};{"event":{}};{};',
    );
  });

  it("does not include what is inside an envelope that is not opened", () => {
    expect(envelopesIn('{"Records":[{"stop":1,"log":"x"},{"log":"y"}],"log":"{\\"stop\\":1,\\"log\\":\\"z\\"}"}')).toBe(
      '{"Records":[{"stop":1,"log":"x"},{"log":"y"}],"log":"{\\"stop\\":1,\\"log\\":\\"z\\"}"};' +
        '{"stop":1,"log":"x"};{"log":"y"};"y";"{\\"stop\\":1,\\"log\\":\\"z\\"}"#{"stop":1,"log":"z"};',
    );
  });
});
