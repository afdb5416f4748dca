import {
  Elsewhere,
  annotatesDenied,
  capCount,
  capPeriod,
  clearSettings,
  configEnd,
  duplicateWindow,
  elsewhere,
  escalateKeys,
  escalateWindow,
  escalatedRiskScore,
  escalatedSeverity,
  exceptions,
  ignoresNetworkActivity,
  places,
  readSettings,
  riskScore,
  severity,
  tag,
} from "../../../assembly/config/settings";
import { skipValue } from "../../../assembly/json/cursor";
import { Text, place, textBetween } from "../support/text";

let text: Text = new Text(0, 0);

function read(config: string): void {
  text = place(config, '"severity":"behind"}');
  readSettings(text.start, text.end);
}

/** The value of a setting; "-" for the rule's own. */
function valueOf(setting: usize): string {
  return setting == 0 ? "-" : textBetween(setting, skipValue(setting, text.end));
}

/** The settings that are numbers. */
function numbers(): string {
  return `${duplicateWindow} ${capCount} ${capPeriod} ${escalateKeys} ${escalateWindow}`;
}

const ALL: string =
  '{"tag":"t\\u0061g","severity":"low","risk_score":7,"exceptions":[{"id":"x"}],"denied":"annotate",' +
  '"network_activity":"ignore","duplicates":{"window_seconds":3600},"cap":{"count":100,"period_seconds":600},' +
  '"escalate":{"distinct_keys":3,"window_seconds":604800,"severity":"high","risk_score":73}}';

describe("settings", () => {
  it("are the rule's own before a configuration is read", () => {
    expect(configEnd).toBe(0);
    expect(tag | severity | riskScore | exceptions | escalatedSeverity | escalatedRiskScore).toBe(0);
    expect(annotatesDenied || ignoresNetworkActivity).toBe(false);
    expect(numbers()).toBe("0 0 0 0 0");
  });

  it("are the rule's own if a configuration has none", () => {
    read("{}");
    expect(configEnd).toBe(text.end);
    expect(tag | severity | riskScore | exceptions).toBe(0);
    expect(annotatesDenied || ignoresNetworkActivity).toBe(false);
    expect(numbers()).toBe("0 0 0 0 0");
  });

  it("are those of the configuration", () => {
    read(ALL);
    expect(configEnd).toBe(text.end);
    expect(valueOf(tag)).toBe('"t\\u0061g"');
    expect(valueOf(severity)).toBe('"low"');
    expect(valueOf(riskScore)).toBe("7");
    expect(valueOf(exceptions)).toBe('[{"id":"x"}]');
    expect(annotatesDenied).toBe(true);
    expect(ignoresNetworkActivity).toBe(true);
    expect(numbers()).toBe("3600 100 600 3 604800");
    expect(valueOf(escalatedSeverity)).toBe('"high"');
    expect(valueOf(escalatedRiskScore)).toBe("73");
  });

  it("are the rule's own again once they are cleared", () => {
    read(ALL);
    clearSettings();
    expect(tag | severity | riskScore | exceptions | escalatedSeverity | escalatedRiskScore).toBe(0);
    expect(annotatesDenied || ignoresNetworkActivity).toBe(false);
    expect(numbers()).toBe("0 0 0 0 0");
  });

  it("are those of the last configuration alone", () => {
    read(ALL);
    read('{"severity":"critical"}');
    expect(valueOf(severity)).toBe('"critical"');
    expect(tag | riskScore | exceptions | escalatedSeverity | escalatedRiskScore).toBe(0);
    expect(annotatesDenied || ignoresNetworkActivity).toBe(false);
    expect(numbers()).toBe("0 0 0 0 0");
  });

  it("may be named with escapes, in any order and with white space around them", () => {
    read(
      ' { "c\\u0061p" : { "period_seconds" : 2 , "\\u0063ount" : 1 } , "denied" : "\\u0061nnotate" , "\\u0074ag" : "x" } ',
    );
    expect(numbers()).toBe("0 1 2 0 0");
    expect(annotatesDenied).toBe(true);
    expect(valueOf(tag)).toBe('"x"');
  });
});

describe("denied and network_activity", () => {
  it("are off if the configuration names the default", () => {
    read('{"denied":"ignore","network_activity":"match"}');
    expect(annotatesDenied || ignoresNetworkActivity).toBe(false);
    read('{"denied":"annotate","network_activity":"match"}');
    expect(annotatesDenied && !ignoresNetworkActivity).toBe(true);
    read('{"denied":"ignore","network_activity":"ignore"}');
    expect(!annotatesDenied && ignoresNetworkActivity).toBe(true);
  });
});

describe("a setting of one part", () => {
  it("is not that of another part", () => {
    read('{"duplicates":{"window_seconds":5}}');
    expect(numbers()).toBe("5 0 0 0 0");
    read('{"escalate":{"distinct_keys":2,"window_seconds":6,"severity":"low","risk_score":0}}');
    expect(numbers()).toBe("0 0 0 2 6");
    expect(severity | riskScore).toBe(0);
    expect(valueOf(escalatedRiskScore)).toBe("0");
  });
});

describe("elsewhere and places", () => {
  it("are the rule's own if a configuration has none", () => {
    read("{}");
    expect(elsewhere).toBe(Elsewhere.ANNOTATE);
    expect(places).toBe(0);
  });

  it("are those of the configuration, until the next one", () => {
    read('{"elsewhere":"ignore","places":["/a"]}');
    expect(elsewhere).toBe(Elsewhere.IGNORE);
    expect(valueOf(places)).toBe('["/a"]');
    read('{"elsewhere":"m\\u0061tch"}');
    expect(elsewhere).toBe(Elsewhere.MATCH);
    expect(places).toBe(0);
    read('{"elsewhere":"annotate","places":["/b"]}');
    expect(elsewhere).toBe(Elsewhere.ANNOTATE);
    expect(valueOf(places)).toBe('["/b"]');
    clearSettings();
    expect(places).toBe(0);
    read('{"elsewhere":"match"}');
    clearSettings();
    expect(elsewhere).toBe(Elsewhere.ANNOTATE);
  });
});
