import { meets } from "../../../assembly/event/conditions";
import { conditionAt } from "../support/shapes";
import { placeLast } from "../support/text";

/** Whether `object` meets the condition of the row with the place `place`: "yes" or "no". */
function allows(object: string, place: string): string {
  const text = placeLast(object);
  return meets(text.start, conditionAt(place), text.end) ? "yes" : "no";
}

function allowsDetail(type: string): string {
  return allows('{"detail-type":' + type + "}", "/detail");
}

function allowsLogEvents(type: string): string {
  return allows('{"messageType":' + type + "}", "/logEvents/*/message#");
}

function allowsMessage(object: string): string {
  return allows(object, "/message#");
}

describe("a row without a condition", () => {
  it("has the number 0", () => {
    const places: StaticArray<string> = [
      "/*",
      "/Records/*",
      "/log#",
      "/event",
      "/event#",
      "/event.original#",
      "/Message#",
    ];
    for (let i = 0; i < places.length; i++) {
      expect(conditionAt(places[i])).toBe(0, places[i]);
    }
  });
});

describe("a row with several values", () => {
  it("is allowed by each of them, escaped or not", () => {
    expect(allowsDetail('"AWS API Call via CloudTrail"')).toBe("yes");
    expect(allowsDetail('"AWS Service Event via CloudTrail"')).toBe("yes");
    expect(allowsDetail('"AWS\\u0020API Call via CloudTrai\\u006c"')).toBe("yes");
    expect(allowsDetail('"\\u0041WS Service Event via CloudTrail"')).toBe("yes");
    expect(allows('{"a":1,"detail-typ\\u0065" : "AWS API Call via CloudTrail" }', "/detail")).toBe("yes");
  });

  it("is not allowed by parts of them, or by longer values", () => {
    expect(allowsDetail('"AWS API Call via CloudTrai"')).toBe("no");
    expect(allowsDetail('"AWS API Call via CloudTrail "')).toBe("no");
    expect(allowsDetail('"AWS API Call via CloudTrail2"')).toBe("no");
    expect(allowsDetail('"AWS Service Event via CloudTrai"')).toBe("no");
    expect(allowsDetail('"AWS Service Event via CloudTrail."')).toBe("no");
    expect(allowsDetail('"WS API Call via CloudTrail"')).toBe("no");
    expect(allowsDetail('"AWS "')).toBe("no");
    expect(allowsDetail('"AWS API Call via CloudTrail\\u0000"')).toBe("no");
  });

  it("is not allowed by all of them at once, or by their separator", () => {
    expect(allowsDetail('"AWS API Call via CloudTrail|AWS Service Event via CloudTrail"')).toBe("no");
    expect(allowsDetail('"AWS API Call via CloudTrail|"')).toBe("no");
    expect(allowsDetail('"|AWS Service Event via CloudTrail"')).toBe("no");
    expect(allowsDetail('"|"')).toBe("no");
    expect(allowsDetail('""')).toBe("no");
  });

  it("is not allowed by the beginning of one and the end of another", () => {
    expect(allowsDetail('"AWS API Event via CloudTrail"')).toBe("no");
    expect(allowsDetail('"AWS Service Call via CloudTrail"')).toBe("no");
    expect(allowsDetail('"AWS Console Sign In via CloudTrail"')).toBe("no");
    expect(allowsDetail('"aws api call via cloudtrail"')).toBe("no");
  });

  it("is not allowed by anything but a string, or by nothing", () => {
    expect(allowsDetail("null")).toBe("no");
    expect(allowsDetail("7")).toBe("no");
    expect(allowsDetail('["AWS API Call via CloudTrail"]')).toBe("no");
    expect(allowsDetail('{"a":"AWS API Call via CloudTrail"}')).toBe("no");
    expect(allows("{}", "/detail")).toBe("no");
    expect(allows('{"detail-types":"AWS API Call via CloudTrail"}', "/detail")).toBe("no");
    expect(allows('{"detail":{"detail-type":"AWS API Call via CloudTrail"}}', "/detail")).toBe("no");
  });

  it("depends on the last member of a name", () => {
    const good = '"detail-type":"AWS API Call via CloudTrail"';
    expect(allows("{" + good + ',"detail-type":"x"}', "/detail")).toBe("no");
    expect(allows('{"detail-type":"x",' + good + "}", "/detail")).toBe("yes");
  });
});

describe("a row with one value", () => {
  it("is allowed only by that value", () => {
    expect(allowsLogEvents('"DATA_MESSAGE"')).toBe("yes");
    expect(allowsLogEvents('"DATA\\u005fMESSAGE"')).toBe("yes");
    expect(allowsLogEvents('"CONTROL_MESSAGE"')).toBe("no");
    expect(allowsLogEvents('"DATA_MESSAG"')).toBe("no");
    expect(allowsLogEvents('"DATA_MESSAGES"')).toBe("no");
    expect(allowsLogEvents('"DATA_MESSAGE|"')).toBe("no");
    expect(allowsLogEvents('""')).toBe("no");
    expect(allowsLogEvents("null")).toBe("no");
    expect(allows("{}", "/logEvents/*/message#")).toBe("no");
  });
});

describe("a row with a value that must be absent", () => {
  it("is allowed without it, and if it is null", () => {
    expect(allowsMessage("{}")).toBe("yes");
    expect(allowsMessage('{"event.original":null}')).toBe("yes");
    expect(allowsMessage('{"event":{"original":null}}')).toBe("yes");
    expect(allowsMessage('{"event":{},"event.original" : null }')).toBe("yes");
    expect(allowsMessage('{"event":{"kind":"event"}}')).toBe("yes");
  });

  it("is not allowed with it in either spelling, whatever its value", () => {
    expect(allowsMessage('{"event.original":"x"}')).toBe("no");
    expect(allowsMessage('{"event.original":""}')).toBe("no");
    expect(allowsMessage('{"event.original":0}')).toBe("no");
    expect(allowsMessage('{"event.original":false}')).toBe("no");
    expect(allowsMessage('{"event\\u002eoriginal":{}}')).toBe("no");
    expect(allowsMessage('{"event":{"original":"x"}}')).toBe("no");
    expect(allowsMessage('{"event":{"original":[]}}')).toBe("no");
    expect(allowsMessage('{"event":{"\\u006friginal":""}}')).toBe("no");
  });

  it("is not allowed with one spelling even if the other is null", () => {
    expect(allowsMessage('{"event.original":null,"event":{"original":"x"}}')).toBe("no");
    expect(allowsMessage('{"event":{"original":null},"event.original":"x"}')).toBe("no");
  });

  it("is allowed if the name is elsewhere", () => {
    expect(allowsMessage('{"original":"x","Event":{"original":"x"},"event.originals":"x"}')).toBe("yes");
    expect(allowsMessage('{"event":{"event":{"original":"x"},"event.original":"y"}}')).toBe("yes");
    expect(allowsMessage('{"event":[{"original":"x"}]}')).toBe("yes");
    expect(allowsMessage('{"event":"original"}')).toBe("yes");
    expect(allowsMessage('{"event":null}')).toBe("yes");
  });

  it("depends on the last member of a name", () => {
    expect(allowsMessage('{"event.original":"x","event.original":null}')).toBe("yes");
    expect(allowsMessage('{"event":{"original":"x"},"event":{}}')).toBe("yes");
    expect(allowsMessage('{"event":{},"event":{"original":"x"}}')).toBe("no");
    expect(allowsMessage('{"event":{"original":"x","original":null}}')).toBe("yes");
  });
});
