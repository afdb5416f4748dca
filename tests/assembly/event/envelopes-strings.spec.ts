import { EVENT, OTHER, envelopesIn, inLogs, matchesIn, quoted } from "../support/envelopes";

const TEXT: string = quoted(EVENT);

/** The matches in a record with the string `body` (without its quotes) under `log`. */
function inLog(body: string): string {
  return matchesIn('{"log":"' + body + '"}');
}

/** The matches in a record with a string that decodes to `text` under `log`. */
function ofText(text: string): string {
  return matchesIn('{"log":' + quoted(text) + "}");
}

describe("a string at a known place", () => {
  it("may be one JSON object, ignoring white space", () => {
    expect(ofText(EVENT)).toBe("/log# ");
    expect(ofText(" \n" + EVENT + "\n ")).toBe("/log# ");
    expect(inLog("\\t\\r\\n\\u0020" + TEXT.slice(1, -1) + "\\u000a")).toBe("/log# ");
  });

  it("may have anything but a bracket before the object", () => {
    expect(ofText("\ufeff" + EVENT)).toBe("/log# ");
    expect(inLog("\\ufeff" + TEXT.slice(1, -1))).toBe("/log# ");
    expect(ofText("\u00a0" + EVENT)).toBe("/log# ");
    expect(inLog("\\u0000" + TEXT.slice(1, -1))).toBe("/log# ");
    // NUL is not white space: what follows it is not a text in brackets.
    expect(inLog("\\u0000[" + TEXT.slice(1, -1))).toBe("/log# ");
    expect(ofText("2026-03-04T10:00:00Z stdout F " + EVENT)).toBe("/log# ");
    expect(ofText("<13>Mar  4 10:00:00 host app[7]: " + EVENT + "\n")).toBe("/log# ");
    expect(ofText('key="DisableKey" ' + EVENT)).toBe("/log# ");
    expect(ofText('x {"Records":[' + EVENT + "]} ")).toBe("/log#/Records/0 ");
    // An array has nothing before it, and from the first brace on the text must be JSON.
    expect(ofText("x [" + EVENT + "]")).toBe("/log#/0 ");
    expect(ofText("x [1," + EVENT + "," + EVENT + "]")).toBe("/log#/0 /log#/1 ");
    expect(ofText("[x] " + EVENT)).toBe("-");
    expect(ofText("{x} " + EVENT)).toBe("-");
    expect(ofText("x {" + EVENT)).toBe("-");
    expect(ofText("x ")).toBe("-");
    expect(ofText("x {")).toBe("-");
  });

  it("is not an event if it is cut off, invalid or something else", () => {
    for (let length = 0; length < EVENT.length; length++)
      expect(ofText(EVENT.slice(0, length))).toBe("-", length.toString());
    expect(ofText("")).toBe("-");
    expect(ofText("null")).toBe("-");
    expect(ofText("DisableKey")).toBe("-");
    expect(ofText(TEXT)).toBe("-");
    expect(ofText(EVENT.replaceAll('"', "'"))).toBe("-");
    expect(ofText('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey",}')).toBe("-");
    // A raw line feed is not allowed inside a JSON string.
    expect(ofText('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","a":"\n"}')).toBe("-");
  });

  it("may have escapes of its own, at either level", () => {
    expect(inLog('{\\"eventSource\\":\\"kms.amazonaws.com\\",\\"eventName\\":\\"\\\\u0044isableKey\\"}')).toBe(
      "/log# ",
    );
    expect(inLog('{\\"eventSource\\":\\"kms.amazonaws.com\\",\\"eventName\\":\\"\\u0044isableKey\\"}')).toBe("/log# ");
    expect(inLog('\\u007b\\u0022eventSource\\":\\"kms.amazonaws.com\\",\\"eventName\\":\\"DisableKey\\"}')).toBe(
      "/log# ",
    );
    expect(
      inLog('{\\"eventSource\\":\\"kms.amazonaws.com\\",\\"eventName\\":\\"DisableKey\\",\\"a\\":\\"\\\\ud83d\\"}'),
    ).toBe("/log# ");
    expect(
      inLog('{\\"eventSource\\":\\"kms.amazonaws.com\\",\\"eventName\\":\\"DisableKey\\",\\"a\\":\\"\\\\u0000\\"}'),
    ).toBe("/log# ");
  });

  it("may contain half a surrogate pair, which decodes to U+FFFD", () => {
    const rest = ',\\"a\\":\\"\\ud83d\\udd11 \\ud83d \\udd11\\"}';
    expect(inLog('{\\"eventSource\\":\\"kms.amazonaws.com\\",\\"eventName\\":\\"DisableKey\\"' + rest)).toBe("/log# ");
    // Outside the inner strings it is text before the JSON.
    expect(inLog("\\ud83d" + TEXT.slice(1, -1))).toBe("/log# ");
    expect(inLog(TEXT.slice(1, -2) + "\\ud83d}")).toBe("-");
  });

  it("may be a bare array, whose objects are envelopes", () => {
    expect(ofText("[" + EVENT + "]")).toBe("/log#/0 ");
    expect(ofText(' [ 1 , "x" , ' + OTHER + " , " + EVENT + " , [" + EVENT + "], " + EVENT + " ] ")).toBe(
      "/log#/3 /log#/5 ",
    );
    expect(ofText("[]")).toBe("-");
    expect(ofText("[" + TEXT + "]")).toBe("-");
    expect(ofText("[[" + EVENT + "]]")).toBe("-");
    expect(ofText('[{"Records":[' + EVENT + ']},{"log":' + TEXT + "}]")).toBe("/log#/0/Records/0 /log#/1/log# ");
    expect(matchesIn('{"Records":[{"body":' + quoted("[1," + EVENT + "]") + "}," + EVENT + "]}")).toBe(
      "/Records/0/body#/1 /Records/1 ",
    );
  });

  it("may have any shape, and may contain another", () => {
    const detail = '{"detail-type":"AWS API Call via CloudTrail","detail":' + EVENT + "}";
    const sns = '{"Type":"Notification","Message":' + quoted(detail) + "}";
    expect(matchesIn('{"Records":[{"body":' + quoted(sns) + "}]}")).toBe("/Records/0/body#/Message#/detail ");
    expect(ofText('{"Records":[' + EVENT + "," + EVENT + "]}")).toBe("/log#/Records/0 /log#/Records/1 ");
    expect(ofText('{"event":{"original":' + TEXT + "}}")).toBe("/log#/event/original# ");
  });

  it("that is not an event does not affect the others", () => {
    const broken: StaticArray<string> = [
      '"{"',
      '"x"',
      '"{\\"log\\":}"',
      "null",
      '"[1,"',
      '"{\\"a\\":1}"',
      quoted(OTHER),
    ];
    for (let i = 0; i < broken.length; i++) {
      const body = '{"body":' + broken[i] + "}";
      expect(matchesIn('{"Records":[' + body + ',{"body":' + TEXT + "}," + body + "," + EVENT + "]}")).toBe(
        "/Records/1/body# /Records/3 ",
        broken[i],
      );
    }
  });
});

describe("a string with several texts", () => {
  it("is read as an array of them", () => {
    expect(ofText(EVENT + EVENT)).toBe("/log#/0 /log#/1 ");
    expect(ofText(EVENT + "\n" + OTHER + "\n\n" + EVENT + "\n")).toBe("/log#/0 /log#/2 ");
    expect(ofText(" " + EVENT + " , " + EVENT + " ")).toBe("/log#/0 /log#/1 ");
    expect(ofText("a: " + EVENT + "\nb: " + EVENT)).toBe("/log#/0 /log#/1 ");
    expect(ofText('{"Records":[' + EVENT + "," + EVENT + "]}{}" + EVENT)).toBe(
      "/log#/0/Records/0 /log#/0/Records/1 /log#/2 ",
    );
  });

  it("has envelopes in each text, like a record", () => {
    const line = '{"message":' + TEXT + ',"x":' + EVENT + "}";
    expect(ofText(line + "\n" + line)).toBe("/log#/0/message# /log#/1/message# ");
    expect(ofText("[" + EVENT + "]\n[1," + EVENT + "]")).toBe("/log#/0/0 /log#/1/1 ");
    expect(ofText("[" + EVENT + "] x [" + EVENT + "]")).toBe("/log#/0/0 /log#/1 ");
    expect(matchesIn('{"Records":[{"body":' + quoted(EVENT + EVENT) + "}," + EVENT + "]}")).toBe(
      "/Records/0/body#/0 /Records/0/body#/1 /Records/1 ",
    );
  });

  it("ends at the first text that is not JSON", () => {
    expect(ofText(EVENT + ",")).toBe("/log#/0 ");
    expect(inLog(TEXT.slice(1, -1) + "\\u0000")).toBe("/log#/0 ");
    expect(ofText(EVENT + "{" + EVENT)).toBe("/log#/0 ");
    expect(ofText(EVENT + "\n{x}\n" + EVENT)).toBe("/log#/0 ");
    expect(ofText(EVENT + "[x]" + EVENT)).toBe("/log#/0 ");
    expect(ofText(EVENT + "}" + EVENT)).toBe("/log#/0 /log#/1 ");
  });

  it("may contain strings in its texts, which do not affect later texts", () => {
    const line = '{"log":' + quoted('{"log":' + TEXT + "}") + ',"message":"x"}';
    expect(ofText(line + line + EVENT + line)).toBe("/log#/0/log#/log# /log#/1/log#/log# /log#/2 /log#/3/log#/log# ");
  });
});

describe("strings inside a string", () => {
  it("are found one after the other", () => {
    const bodies = '{"body":' + TEXT + '},{"body":' + TEXT + '},{"body":"x"},{"body":' + TEXT + "}";
    expect(ofText('{"Records":[' + bodies + "]}")).toBe(
      "/log#/Records/0/body# /log#/Records/1/body# /log#/Records/3/body# ",
    );
    expect(ofText('{"log":' + TEXT + ',"message":' + TEXT + ',"event":' + EVENT + ',"Message":' + TEXT + "}")).toBe(
      "/log#/log# /log#/message# /log#/event /log#/Message# ",
    );
  });

  it("that are invalid do not affect the rest of the text", () => {
    const broken: StaticArray<string> = [
      '"\\"]}"',
      '"{\\"a\\":\\"\\\\\\""',
      '"\\\\\\"\\\\"',
      '"[[[["',
      '"{\\"b\\":[\\""',
      '"\\u0022"',
    ];
    for (let i = 0; i < broken.length; i++) {
      const records =
        '{"Records":[{"body":' + broken[i] + '},{"body":' + TEXT + ',"log":' + broken[i] + "}," + EVENT + "]}";
      expect(ofText(records)).toBe("/log#/Records/1/body# /log#/Records/2 ", broken[i]);
      expect(ofText('{"log":' + records.slice(11, -2) + "}")).toBe("-", broken[i]);
      expect(ofText('{"log":' + broken[i] + ',"event":{"message":' + broken[i] + ',"log":' + TEXT + "}}")).toBe(
        "/log#/event/log# ",
        broken[i],
      );
    }
  });

  it("are found match after match, at every level", () => {
    let records = EVENT;
    for (let i = 0; i < 30; i++) records += ',{"body":' + quoted('{"log":' + TEXT + ',"event":' + EVENT + "}") + "}";
    let expected = "/log#/Records/0 ";
    for (let i = 1; i <= 30; i++) expected += `/log#/Records/${i}/body#/log# /log#/Records/${i}/body#/event `;
    expect(ofText('{"Records":[' + records + "]}")).toBe(expected);
  });

  it("are decoded at their own position in the text, whatever is before and after", () => {
    const inner = '{"a":"\\u00e9\\n\\"","b":[1,"\\\\"]}';
    expect(
      envelopesIn('{"log":' + quoted('{"Records":[{"body":' + quoted(inner) + ',"x":"y"},{"z":"\\""}]}') + "}"),
    ).toBe(
      '{"log":' +
        quoted('{"Records":[{"body":' + quoted(inner) + ',"x":"y"},{"z":"\\""}]}') +
        "};" +
        quoted('{"Records":[{"body":' + quoted(inner) + ',"x":"y"},{"z":"\\""}]}') +
        '#{"Records":[{"body":' +
        quoted(inner) +
        ',"x":"y"},{"z":"\\""}]};{"body":' +
        quoted(inner) +
        ',"x":"y"};' +
        quoted(inner) +
        "#" +
        inner +
        ';{"z":"\\""};',
    );
  });

  it("are decoded up to four levels", () => {
    expect(matchesIn(inLogs(EVENT, 4))).toBe("/log#/log#/log#/log# ");
    expect(matchesIn(inLogs(EVENT, 5))).toBe("-");
  });
});
