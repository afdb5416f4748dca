import {
  isTagInForce,
  writeRiskScoreInForce,
  writeSeverityInForce,
  writeTagInForce,
} from "../../../assembly/annotate/severity";
import { startWriting, writeByte, writtenSince } from "../../../assembly/bytes/writer";
import { addFinding, burstKeys, clearFindings } from "../../../assembly/finding/findings";
import { Verdict } from "../../../assembly/finding/verdicts";
import { configure } from "../support/config";
import { eventWith, noteEvent, noted } from "../support/match";
import { placeLast, textBetween } from "../support/text";

const target = memory.data(2048, 8);

/** Tag, severity and risk score in force for a record with a match in a burst of `keys` keys. */
function inForce(keys: i32): string {
  noteEvent(eventWith(""));
  noted.verdict = Verdict.MATCH;
  noted.burst = keys;
  addFinding(noted);
  startWriting(target, 2048);
  writeTagInForce();
  writeByte(0x20);
  writeSeverityInForce(burstKeys() > 0);
  writeByte(0x20);
  writeRiskScoreInForce(burstKeys() > 0);
  return textBetween(target, target + writtenSince(target));
}

function isTag(value: string): bool {
  return isTagInForce(placeLast(value).start);
}

describe("what is in force", () => {
  it("is the rule's own without a configuration, and for settings it does not have", () => {
    clearFindings();
    expect(inForce(0)).toBe('"aws-kms-key-loss" "medium" 47');
    configure("{}");
    expect(inForce(0)).toBe('"aws-kms-key-loss" "medium" 47');
    configure('{"severity":"low"}');
    expect(inForce(0)).toBe('"aws-kms-key-loss" "low" 47');
    configure('{"risk_score":0}');
    expect(inForce(0)).toBe('"aws-kms-key-loss" "medium" 0');
    configure('{"tag":"x"}');
    expect(inForce(0)).toBe('"x" "medium" 47');
  });

  it("is the configuration's value, as written there", () => {
    configure('{ "tag" : "k\\u006ds \u20ac\\"" , "severity" : "critic\\u0061l" , "risk_score" : 100 }');
    expect(inForce(0)).toBe('"k\\u006ds \u20ac\\"" "critic\\u0061l" 100');
    configure('{"tag":"' + "x".repeat(256) + '"}');
    expect(inForce(0)).toBe('"' + "x".repeat(256) + '" "medium" 47');
  });

  it("is the escalated value during a burst", () => {
    configure(
      '{"severity":"low","risk_score":1,"escalate":{"distinct_keys":2,"window_seconds":1,"severity":"high","risk_score":73}}',
    );
    expect(inForce(0)).toBe('"aws-kms-key-loss" "low" 1');
    expect(inForce(2)).toBe('"aws-kms-key-loss" "high" 73');
    expect(inForce(1000)).toBe('"aws-kms-key-loss" "high" 73');
    expect(inForce(0)).toBe('"aws-kms-key-loss" "low" 1');
  });
});

describe("isTagInForce", () => {
  it("recognizes the rule's own tag", () => {
    configure("{}");
    expect(isTag('"aws-kms-key-loss"')).toBe(true);
    expect(isTag('"aws-kms-key\\u002dloss"')).toBe(true);
    expect(isTag('"x"')).toBe(false);
    expect(isTag('"aws-kms-key-losses"')).toBe(false);
  });

  it("recognizes the configured tag, and then not the rule's", () => {
    configure('{"tag":"my\\u002dtag"}');
    expect(isTag('"my-tag"')).toBe(true);
    expect(isTag('"my\\u002dtag"')).toBe(true);
    expect(isTag('"my-tags"')).toBe(false);
    expect(isTag('"my-ta"')).toBe(false);
    expect(isTag('""')).toBe(false);
    expect(isTag('"aws-kms-key-loss"')).toBe(false);
  });
});
