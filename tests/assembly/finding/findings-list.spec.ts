import {
  decodeEnvelope,
  envelopeEnd,
  firstEnvelope,
  nextEnvelope,
  openEnvelope,
} from "../../../assembly/event/envelopes";
import {
  MAX_LISTED,
  addFinding,
  burstKeys,
  clearFindings,
  findingAt,
  listedCount,
  makeFinding,
  matchCount,
  recordVerdict,
} from "../../../assembly/finding/findings";
import { Finding } from "../../../assembly/finding/finding";
import { Detail } from "../../../assembly/finding/detail";
import { Verdict, verdictName } from "../../../assembly/finding/verdicts";
import { QUOTE } from "../../../assembly/json/chars";
import { skipValue } from "../../../assembly/json/cursor";
import { Judged, Judgement, judge } from "../../../assembly/rule/rule";
import { pathOf, placeRecord, quoted } from "../support/envelopes";
import { textBetween } from "../support/text";

/** Verdicts by first letter: an event's id determines its verdict and the number of keys in its burst. */
function verdictOf(id: string): i32 {
  switch (id.charCodeAt(0)) {
    case 0x6d:
      return Verdict.MATCH;
    case 0x63:
      return Verdict.CAPPED;
    case 0x64:
      return Verdict.DUPLICATE;
    case 0x73:
      return Verdict.SUPPRESSED;
    case 0x66:
      return Verdict.DENIED;
    default:
      return Verdict.NONE;
  }
}

/** The id of a finding, without its quotes. */
function idOf(finding: Finding): string {
  const id = finding.detail(Detail.ID);
  return textBetween(id + 1, skipValue(id, finding.end) - 1);
}

const judged = changetype<Judged>(memory.data(offsetof<Judged>(), 8));

/** Notes the events of `record`, each with the verdict for its id's first letter and a burst for the second. */
function note(record: string): void {
  const text = placeRecord(record);
  clearFindings();
  for (let envelope = firstEnvelope(text.start, text.end); envelope != 0; envelope = nextEnvelope()) {
    if (load<u8>(envelope) == QUOTE) {
      envelope = decodeEnvelope();
      if (envelope == 0) continue;
    }
    judge(envelope, envelopeEnd(), judged);
    if (judged.judgement == Judgement.NO_EVENT) openEnvelope();
    if (judged.judgement != Judgement.MATCH) continue;
    const finding = makeFinding(envelope, envelopeEnd(), judged.schema, judged.action);
    const id = idOf(finding);
    const verdict = verdictOf(id);
    if (verdict == Verdict.NONE) continue;
    finding.verdict = verdict;
    finding.burst = id.length > 1 && verdict >= Verdict.CAPPED ? id.charCodeAt(1) - 0x30 : 0;
    finding.exception = verdict == Verdict.SUPPRESSED ? envelope : 0;
    addFinding(finding);
  }
}

function eventOf(id: string): string {
  return '{"eventSource":"kms.amazonaws.com","eventID":"' + id + '","eventName":"DisableKey"}';
}

/** A record of events with these ids, separated by spaces. */
function recordOf(ids: string): string {
  return (
    "[" +
    ids
      .split(" ")
      .map<string>((id) => eventOf(id))
      .join(",") +
    "]"
  );
}

/** The ids of the listed events, separated by spaces. */
function listed(): string {
  const ids: string[] = [];
  for (let index = 0; index < listedCount(); index++) {
    const finding = findingAt(index);
    const id = idOf(finding);
    assert(finding.verdict == verdictOf(id), "another verdict");
    assert((finding.exception != 0) == (finding.verdict == Verdict.SUPPRESSED), "another exception");
    ids.push(id);
  }
  return ids.join(" ");
}

/** `count` distinct ids that begin with `letter`, separated by spaces. */
function many(letter: string, count: i32, from: i32 = 0): string {
  const ids: string[] = [];
  for (let i = from; i < from + count; i++) ids.push(letter + "-" + i.toString());
  return ids.join(" ");
}

describe("events with a verdict", () => {
  it("are listed in the order of the record, each with its own", () => {
    note(recordOf("m c d s f m"));
    expect(listed()).toBe("m c d s f m");
    expect(pathOf(3)).toBe("/3");
    expect(matchCount()).toBe(2);
  });

  it("are not listed if there is nothing to report", () => {
    note(recordOf("x m x"));
    expect(listed()).toBe("m");
    expect(pathOf(0)).toBe("/1");
    note(recordOf("x x"));
    expect(listedCount()).toBe(0);
    expect(matchCount()).toBe(0);
    expect(recordVerdict()).toBe(Verdict.NONE);
  });

  it("count as matches only if they are", () => {
    note(recordOf("c d s f"));
    expect(matchCount()).toBe(0);
    expect(listedCount()).toBe(4);
  });
});

describe("the verdict on the record", () => {
  it("is the strongest of its events' verdicts", () => {
    const order: StaticArray<string> = ["f", "s", "d", "c", "m"];
    for (let i = 0; i < order.length; i++) {
      for (let j = 0; j <= i; j++) {
        note(recordOf(order[i] + " x " + order[j]));
        expect(verdictName(recordVerdict())).toBe(verdictName(verdictOf(order[i])));
        note(recordOf(order[j] + " x " + order[i]));
        expect(verdictName(recordVerdict())).toBe(verdictName(verdictOf(order[i])));
      }
    }
  });

  it("does not depend on earlier records", () => {
    note(recordOf("m5"));
    note(recordOf("f"));
    expect(recordVerdict()).toBe(Verdict.DENIED);
    expect(burstKeys()).toBe(0);
    note("{}");
    expect(recordVerdict()).toBe(Verdict.NONE);
  });
});

describe("the burst of a record", () => {
  it("is the largest one that a match in it is part of", () => {
    note(recordOf("m3 m5 m4"));
    expect(burstKeys()).toBe(5);
    note(recordOf("m0 m"));
    expect(burstKeys()).toBe(0);
    note(recordOf("c9 m3"));
    expect(burstKeys()).toBe(3);
    note(recordOf("c9 d s"));
    expect(burstKeys()).toBe(0);
  });
});

describe("more than a hundred events", () => {
  it("are listed up to the limit, and a later match replaces the last one that is not a match", () => {
    note(recordOf(many("s", 100) + " m s"));
    expect(listedCount()).toBe(MAX_LISTED);
    expect(listed()).toBe(many("s", 99) + " m");
    expect(matchCount()).toBe(1);
    note(recordOf(many("s", 98) + " m-a s-a c-b m-b f m-c"));
    expect(listed()).toBe(many("s", 97) + " m-a m-b m-c");
    expect(pathOf(97)).toBe("/98");
    expect(pathOf(98)).toBe("/101");
    expect(pathOf(99)).toBe("/103");
    expect(matchCount()).toBe(3);
  });

  it("replace none if they are not matches, however strong", () => {
    note(recordOf(many("f", 100) + " c d s"));
    expect(listed()).toBe(many("f", 100));
    expect(recordVerdict()).toBe(Verdict.CAPPED);
  });

  it("are all matches once there are a hundred of those", () => {
    note(recordOf("s " + many("m", 50) + " d " + many("m", 49, 50) + " m-x m-y m-z"));
    expect(listed()).toBe(many("m", 99) + " m-x");
    expect(matchCount()).toBe(102);
    note(recordOf(many("m", 100) + " m-x s"));
    expect(listed()).toBe(many("m", 100));
    expect(matchCount()).toBe(101);
  });

  it("may have the first one replaced", () => {
    note(recordOf("s " + many("m", 99) + " m-x"));
    expect(listed()).toBe(many("m", 99) + " m-x");
    expect(pathOf(0)).toBe("/1");
    expect(pathOf(99)).toBe("/100");
  });

  it("keep values from strings, whatever was decoded since", () => {
    let records = "";
    for (let i = 0; i < 60; i++) {
      records += `{"body":${quoted(eventOf("s-" + i.toString()))}},{"body":${quoted(eventOf("x"))}},{"log":"x"},`;
    }
    for (let i = 0; i < 60; i++) {
      records += `{"body":${quoted(eventOf("m-" + i.toString()))}},{"body":${quoted(eventOf("d"))}},`;
    }
    note('{"Records":[' + records + '{"body":"zzzzzzzzzzzzzzzzzzzzzzzzz"}]}');
    const suppressed = many("s", 40).split(" ");
    const matches = many("m", 60).split(" ");
    expect(listed()).toBe(suppressed.concat(matches).join(" "));
    expect(matchCount()).toBe(60);
    expect(pathOf(39)).toBe("/Records/117/body#");
    expect(pathOf(40)).toBe("/Records/180/body#");
    expect(pathOf(99)).toBe("/Records/298/body#");
  });
});
