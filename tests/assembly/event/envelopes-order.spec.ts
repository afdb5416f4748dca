import { decodeEnvelope, firstEnvelope, nextEnvelope, openEnvelope } from "../../../assembly/event/envelopes";
import { EVENT, OTHER, matchesIn, placesIn, quoted } from "../support/envelopes";
import { place } from "../support/text";

const TEXT: string = quoted(EVENT);

describe("places", () => {
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

  it("inside of an element come before the next element", () => {
    const body = quoted('{"Records":[' + EVENT + ",{}," + EVENT + "]}");
    expect(matchesIn('{"Records":[' + EVENT + ',{"body":' + body + "},{}," + EVENT + "]}")).toBe(
      "/Records/0 /Records/1/body#/Records/0 /Records/1/body#/Records/2 /Records/3 ",
    );
  });

  it("of the record's own kind and of the row are visited in one pass", () => {
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

  it("are placed relative to the envelope that they stand in", () => {
    expect(matchesIn('{"Records":[{"Records":[{"body":' + TEXT + "}]}]}")).toBe("/Records/0/Records/0/body# ");
    expect(matchesIn('{"event":{"event":{"original":' + TEXT + "}}}")).toBe("/event/event/original# ");
    expect(matchesIn('{"Records":[{"Sns":{"Records":[' + EVENT + '],"event":' + EVENT + "}}]}")).toBe("-");
    expect(matchesIn('[{"body":' + TEXT + ',"log":' + TEXT + "}]")).toBe("/0/body# /0/log# ");
  });

  it("have the condition of the envelope that they stand in", () => {
    const type = '"detail-type":"AWS API Call via CloudTrail"';
    expect(matchesIn('{"Records":[{' + type + ',"detail":' + EVENT + "}]}")).toBe("/Records/0/detail ");
    expect(matchesIn("{" + type + ',"Records":[{"detail":' + EVENT + "}]}")).toBe("-");
    expect(matchesIn("{" + type + ',"detail":{"detail":' + EVENT + "}}")).toBe("-");
    expect(matchesIn('{"event.original":"x","event":{"message":' + TEXT + "}}")).toBe("/event/message# ");
    expect(matchesIn('{"message":' + TEXT + ',"event":{"original":"x","message":' + TEXT + "}}")).toBe(
      "/event/message# ",
    );
  });

  it("of a row are not looked for in what a string there holds", () => {
    expect(matchesIn('{"event":' + quoted('{"original":' + TEXT + ',"log":' + TEXT + "}") + "}")).toBe("/event#/log# ");
    expect(matchesIn('{"event":' + quoted('[{"original":' + TEXT + ',"log":' + TEXT + "}]") + "}")).toBe(
      "/event#/0/log# ",
    );
    expect(matchesIn('{"Records":[{"body":' + quoted('{"body":' + TEXT + ',"log":' + TEXT + "}") + "}]}")).toBe(
      "/Records/0/body#/body# /Records/0/body#/log# ",
    );
  });

  it("that a condition rules out leave the others where they were", () => {
    const all =
      '"detail":' + EVENT + ',"log":' + TEXT + ',"message":' + TEXT + ',"event":' + EVENT + ',"Message":' + TEXT;
    expect(matchesIn("{" + all + "}")).toBe("/log# /message# /event /Message# ");
    expect(matchesIn("{" + all + ',"event.original":7}')).toBe("/log# /event /Message# ");
    expect(matchesIn('{"message":' + TEXT + ',"event.original":' + TEXT + "}")).toBe("/event.original# ");
  });

  it("are not looked for inside of an event", () => {
    const members = '"eventSource":"s3.amazonaws.com","eventName":"x"';
    expect(matchesIn("{" + members + ',"Records":[' + EVENT + '],"log":' + TEXT + "}")).toBe("-");
    expect(matchesIn('{"Records":[{' + members + ',"body":' + TEXT + ',"event":' + EVENT + "}]}")).toBe("-");
    expect(matchesIn('{"event":{' + members + ',"original":' + TEXT + '},"log":' + TEXT + "}")).toBe("/log# ");
  });
});

describe("a name that stands twice", () => {
  it("counts by its last value, where that is", () => {
    expect(matchesIn('{"event":' + EVENT + ',"log":' + TEXT + ',"event":' + OTHER + "}")).toBe("/log# ");
    expect(matchesIn('{"event":' + OTHER + ',"log":' + TEXT + ',"event":' + EVENT + "}")).toBe("/log# /event ");
    expect(matchesIn('{"Records":[' + EVENT + "," + EVENT + '],"log":' + TEXT + ',"Records":[{},' + EVENT + "]}")).toBe(
      "/log# /Records/1 ",
    );
    expect(matchesIn('{"log":' + TEXT + ',"log":' + quoted(OTHER) + "}")).toBe("-");
    expect(matchesIn('{"log":' + TEXT + ',"\\u006cog":null}')).toBe("-");
    expect(matchesIn('{"\\u006cog":1,"log":' + TEXT + "}")).toBe("/log# ");
  });

  it("counts so for names of a row as well", () => {
    expect(matchesIn('{"Records":[{"body":' + TEXT + ',"body":"x"}]}')).toBe("-");
    expect(matchesIn('{"Records":[{"body":"x","body":' + TEXT + "}]}")).toBe("/Records/0/body# ");
    expect(matchesIn('{"Records":[{"Sns":{"Message":' + TEXT + '},"Sns":{}}]}')).toBe("-");
    expect(matchesIn('{"Records":[{"Sns":{"Message":"","Message":' + TEXT + "}}]}")).toBe("/Records/0/Sns/Message# ");
  });

  it("counts so where the kind of the value changes", () => {
    expect(matchesIn('{"event":' + TEXT + ',"event":' + EVENT + "}")).toBe("/event ");
    expect(matchesIn('{"event":' + EVENT + ',"event":' + TEXT + "}")).toBe("/event# ");
    expect(matchesIn('{"event":{"original":' + TEXT + '},"event":[]}')).toBe("-");
  });
});

describe("what is visited", () => {
  it("does not depend on where the record before was left", () => {
    const left: StaticArray<string> = [
      '{"Records":[{"a":1},{"b":2},{"c":3}],"log":"x"}',
      '[{"a":1},{"b":2}]',
      '{"log":' + quoted('{"Records":[{"a":1},{"b":2}]}') + ',"event":{}}',
    ];
    for (let i = 0; i < left.length; i++) {
      for (let places = 0; places < 5; places++) {
        const text = place(left[i]);
        let at = firstEnvelope(text.start, text.end);
        for (let count = 0; count < places && at != 0; count++) {
          if (load<u8>(at) != 0x22 || decodeEnvelope() != 0) openEnvelope();
          at = nextEnvelope();
        }
        expect(placesIn('{"event":{"log":"y"}}')).toBe('{"event":{"log":"y"}};{"log":"y"};"y";', left[i]);
      }
    }
  });

  it("is nothing that only the record before had a name for", () => {
    const before = placesIn('{"log":"{}"}');
    expect(before).toBe('{"log":"{}"};"{}"#{};');
    expect(placesIn('{"lag":"{}"}')).toBe('{"lag":"{}"};');
    expect(placesIn('{"Records":[{"body":"{}"}]}')).toBe('{"Records":[{"body":"{}"}]};{"body":"{}"};"{}"#{};');
    expect(placesIn('{"records":[{"body":"{}"}]}')).toBe('{"records":[{"body":"{}"}]};');
    expect(placesIn('[{"a":{}},{"event":{}}]')).toBe('{"a":{}};{"event":{}};{};');
    expect(placesIn('[{"a":{}},{"avent":{}}]')).toBe('{"a":{}};{"avent":{}};');
  });

  it("is each place once, from the record on", () => {
    expect(placesIn('{"event":{"log":"x","a":{"log":"y"}},"Records":[1,{"body":"z"},"w",[{}]],"a":{}}')).toBe(
      '{"event":{"log":"x","a":{"log":"y"}},"Records":[1,{"body":"z"},"w",[{}]],"a":{}};' +
        '{"log":"x","a":{"log":"y"}};"x";{"body":"z"};"z";',
    );
    expect(placesIn('{"log":"{\\"log\\":\\"[{}, 1,{\\\\\\"event\\\\\\":{}}]\\"}"}')).toBe(
      '{"log":"{\\"log\\":\\"[{}, 1,{\\\\\\"event\\\\\\":{}}]\\"}"};' +
        '"{\\"log\\":\\"[{}, 1,{\\\\\\"event\\\\\\":{}}]\\"}"#{"log":"[{}, 1,{\\"event\\":{}}]"};' +
        '"[{}, 1,{\\"event\\":{}}]";{};{"event":{}};{};',
    );
  });

  it("is nothing inside of what is not opened", () => {
    expect(placesIn('{"Records":[{"stop":1,"log":"x"},{"log":"y"}],"log":"{\\"stop\\":1,\\"log\\":\\"z\\"}"}')).toBe(
      '{"Records":[{"stop":1,"log":"x"},{"log":"y"}],"log":"{\\"stop\\":1,\\"log\\":\\"z\\"}"};' +
        '{"stop":1,"log":"x"};{"log":"y"};"y";"{\\"stop\\":1,\\"log\\":\\"z\\"}"#{"stop":1,"log":"z"};',
    );
  });
});
