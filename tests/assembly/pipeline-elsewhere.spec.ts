import { recycle } from "../../assembly/bytes/arena";
import { matchCount, recordVerdict, tagRecord, verdictName } from "../../assembly/pipeline";
import { all, origin } from "./support/annotation";
import { NO_MATCH, both, keep, listedIn } from "./support/answers";
import { configure } from "./support/config";
import { EVENT, OTHER, placeRecord, quoted } from "./support/envelopes";

const TEXT: string = quoted(EVENT);
const MEMBERS: string = EVENT.slice(1, -1);

/** What both filters add to a record with possible events at these paths, separated by spaces. */
function possible(paths: string): string {
  const events = paths
    .split(" ")
    .map<string>((path) => '{"path":"' + path + '","verdict":"possible","action":"DisableKey"}')
    .join(",");
  return ',"keyward":{"verdict":"possible","matches":0,"events":[' + events + "]" + origin() + "}";
}

describe("an event elsewhere that would match", () => {
  it("is possible: the record gets a keyward member and nothing else", () => {
    configure("{}");
    expect(both('{"x":' + EVENT + "}")).toBe('{"x":' + EVENT + possible("/x") + "}");
    expect(both('{"x":' + TEXT + "}")).toBe('{"x":' + TEXT + possible("/x#") + "}");
    expect(both('{"x":[[' + EVENT + "]]," + '"tags":[],"event":{}}')).toBe(
      '{"x":[[' + EVENT + ']],"tags":[],"event":{}' + possible("/x/0/0") + "}",
    );
    expect(both('{"requestParameters":' + EVENT + ',"y":[' + TEXT + "]}")).toBe(
      '{"requestParameters":' + EVENT + ',"y":[' + TEXT + "]" + possible("/requestParameters /y/0#") + "}",
    );
    expect(both("[[" + EVENT + "]]")).toBe('{"Records":[[' + EVENT + "]]" + possible("/Records/0/0") + "}");
    expect(both("[" + TEXT + "]")).toBe('{"Records":[' + TEXT + "]" + possible("/Records/0#") + "}");
  });

  it("has its own details", () => {
    configure("{}");
    const inner = "{" + MEMBERS + ',"eventID":"e","awsRegion":"r","requestParameters":{"keyId":"k"}}';
    expect(
      keep('{"x":' + inner + "}").endsWith(
        '"verdict":"possible","id":"e","action":"DisableKey","region":"r","key":{"id":"k"}}]' + origin() + "}}",
      ),
    ).toBe(true);
  });

  it("sets the verdict that hosts get", () => {
    configure("{}");
    const text = placeRecord('{"x":' + EVENT + "}");
    tagRecord(text.start, text.length);
    expect(verdictName(recordVerdict())).toBe("possible");
    expect(matchCount()).toBe(0);
    recycle();
    const both = placeRecord('{"x":' + EVENT + ',"log":' + TEXT + "}");
    tagRecord(both.start, both.length);
    expect(verdictName(recordVerdict())).toBe("match");
    expect(matchCount()).toBe(1);
    recycle();
  });

  it("is listed with other events, and the strongest verdict is the record's", () => {
    configure('{"denied":"annotate","exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}]}');
    const match = both('{"x":' + EVENT + ',"log":' + TEXT + "}");
    expect(listedIn(match)).toBe("possible /x match /log# ");
    expect(match.includes('"keyward":{"verdict":"match"') && match.includes('"matches":1,')).toBe(true, match);
    expect(match.includes('"tags":["aws-kms-key-loss"]')).toBe(true, match);
    const suppressed = both('{"x":' + EVENT + ',"log":{' + MEMBERS + ',"awsRegion":"r"}}');
    expect(listedIn(suppressed)).toBe("possible /x suppressed /log ");
    expect(suppressed.includes('"keyward":{"verdict":"possible","matches":0')).toBe(true, suppressed);
    expect(suppressed.includes('"tags"')).toBe(false, suppressed);
    const denied = both('{"log":{' + MEMBERS + ',"errorCode":"c"},"x":' + EVENT + "}");
    expect(listedIn(denied)).toBe("denied /log possible /x ");
    expect(denied.includes('"keyward":{"verdict":"possible"')).toBe(true, denied);
  });

  it("does not include a failed call, another action, or an event inside an event", () => {
    configure('{"denied":"annotate"}');
    expect(both('{"x":{' + MEMBERS + ',"errorCode":"c"}}')).toBe("same");
    expect(both('{"x":' + OTHER + "}")).toBe(NO_MATCH);
    expect(both("{" + OTHER.slice(1, -1) + ',"requestParameters":' + EVENT + "}")).toBe(NO_MATCH);
    expect(both('{"x":{' + OTHER.slice(1, -1) + ',"y":' + EVENT + ',"z":' + TEXT + "}}")).toBe("same");
  });

  it("has no exceptions, duplicates, cap or burst, and is not remembered", () => {
    configure(
      '{"exceptions":[{"id":"x","reason":"r","when":{"action":["*"]}}],"duplicates":{"window_seconds":60},' +
        '"cap":{"count":1,"period_seconds":60}}',
    );
    const event = "{" + MEMBERS + ',"eventID":"e","eventTime":"2026-12-05T10:00:00Z"}';
    expect(listedIn(keep('{"x":' + event + "}"))).toBe("possible /x ");
    expect(listedIn(keep('{"x":' + event + "}"))).toBe("possible /x ");
    expect(listedIn(keep('{"log":' + event + "}"))).toBe("suppressed /log ");
    configure('{"duplicates":{"window_seconds":60},"cap":{"count":1,"period_seconds":60}}');
    for (let i = 0; i < 3; i++) expect(listedIn(keep('{"x":' + event + "}"))).toBe("possible /x ");
    expect(listedIn(keep('{"log":' + event + "}"))).toBe("match /log ");
    expect(listedIn(keep('{"log":' + event + "}"))).toBe("duplicate /log ");
  });

  it("does not include network activity if that is ignored", () => {
    const endpoint = "{" + MEMBERS + ',"eventType":"AwsVpceEvent"}';
    configure('{"network_activity":"ignore"}');
    expect(both('{"x":' + endpoint + "}")).toBe("same");
    expect(listedIn(both('{"x":' + endpoint + ',"y":' + EVENT + "}"))).toBe("possible /y ");
    configure("{}");
    expect(listedIn(both('{"x":' + endpoint + "}"))).toBe("possible /x ");
  });

  it("leaves room for every match if there are more events than can be listed", () => {
    configure("{}");
    const answer = both('{"x":[' + (EVENT + ",").repeat(150) + '1],"log":' + TEXT + "}");
    expect(listedIn(answer).split(" ").length).toBe(201);
    expect(listedIn(answer).endsWith("possible /x/98 match /log# ")).toBe(true, listedIn(answer));
    expect(listedIn(both('{"x":[' + (EVENT + ",").repeat(150) + "1]}")).endsWith("possible /x/99 ")).toBe(true);
  });

  it("in the record's event member does not stop its scores, unlike one at a known place", () => {
    configure("{}");
    expect(
      keep('{"event":{"x":' + EVENT + '},"log":' + TEXT + "}").startsWith('{"event":{"x":' + EVENT + ',"severity":47'),
    ).toBe(true);
    expect(
      keep('{"event":{"log":{"x":1,"log":' + EVENT + '}},"log":' + TEXT + "}").includes(
        '"severity":47,"risk_score":47}',
      ),
    ).toBe(false);
    expect(keep('{"event":' + OTHER + ',"log":' + TEXT + "}").includes('"severity":47')).toBe(false);
  });

  it("is found in another keyward member, and has its path in the result", () => {
    configure("{}");
    expect(both('{"keyward":' + EVENT + "}")).toBe(
      '{"keyward_original":' + EVENT + possible("/keyward_original") + "}",
    );
    expect(both('{"keyward":{"x":' + TEXT + "}}")).toBe(
      '{"keyward_original":{"x":' + TEXT + "}" + possible("/keyward_original/x#") + "}",
    );
    expect(both('{"keyward":{"x":' + EVENT + '},"keyward_original":1}')).toBe(
      '{"keyward_original_original":{"x":' +
        EVENT +
        '},"keyward_original":1' +
        possible("/keyward_original_original/x") +
        "}",
    );
    expect(both('{"x":{"keyward":' + EVENT + "}}")).toBe(
      '{"x":{"keyward":' + EVENT + "}" + possible("/x/keyward") + "}",
    );
    expect(both('[{"keyward":' + EVENT + "}]")).toBe(
      '{"Records":[{"keyward":' + EVENT + "}]" + possible("/Records/0/keyward") + "}",
    );
  });
});

describe("the setting elsewhere", () => {
  it("has three values", () => {
    configure('{"elsewhere":"annotate"}');
    expect(listedIn(both('{"x":' + EVENT + "}"))).toBe("possible /x ");
    configure('{"elsewhere":"ignore"}');
    expect(both('{"x":' + EVENT + "}")).toBe("same");
    expect(listedIn(both('{"x":' + EVENT + ',"log":' + TEXT + "}"))).toBe("match /log# ");
    configure('{"elsewhere":"match"}');
    expect(listedIn(both('{"x":' + EVENT + ',"log":' + TEXT + "}"))).toBe("match /x match /log# ");
    configure("{}");
    expect(listedIn(both('{"x":' + EVENT + "}"))).toBe("possible /x ");
  });

  it("has an event elsewhere judged like one at a known place", () => {
    configure(
      '{"elsewhere":"match","denied":"annotate","exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}]}',
    );
    expect(both('{"x":' + EVENT + "}")).toBe('{"x":' + EVENT + all().replace('"path":""', '"path":"/x"') + "}");
    expect(listedIn(both('{"x":{' + MEMBERS + ',"errorCode":"c"}}'))).toBe("denied /x ");
    expect(listedIn(both('{"x":{' + MEMBERS + ',"awsRegion":"r"}}'))).toBe("suppressed /x ");
    expect(both('{"x":' + OTHER + "}")).toBe(NO_MATCH);
  });
});

describe("the setting places", () => {
  it("makes places known", () => {
    configure('{"places":["/x","/y/*/z#"]}');
    expect(both('{"x":' + EVENT + "}")).toBe('{"x":' + EVENT + all().replace('"path":""', '"path":"/x"') + "}");
    expect(listedIn(both('{"x":{"x":' + EVENT + '},"y":[{"z":' + TEXT + ',"w":' + TEXT + "}]}"))).toBe(
      "match /x/x match /y/0/z# possible /y/0/w# ",
    );
    configure('{"places":["/x"],"elsewhere":"ignore"}');
    expect(listedIn(both('{"x":' + EVENT + ',"w":' + EVENT + "}"))).toBe("match /x ");
  });
});
