import {
  ABSENT,
  BARE_ARRAY,
  MOST_NAMES,
  ROW_COUNT,
  conditionOf,
  placeOf,
  valuesOf,
} from "../../../assembly/event/shapes";

/** The first name of a row's place. */
function firstName(row: i32): string {
  return placeOf(row).slice(1).split("/")[0].replaceAll("#", "");
}

/** The place of a row without the `#` at its end. */
function namesOf(row: i32): string {
  return placeOf(row).replaceAll("#", "");
}

describe("the table of shapes", () => {
  it("has the places of docs/shapes.md", () => {
    let places = "";
    for (let row = 0; row < ROW_COUNT; row++) places += placeOf(row) + "\n";
    expect(places).toBe(
      "/*\n/Records/*\n/Records/*/body#\n/Records/*/Sns/Message#\n/detail\n/logEvents/*/message#\n/log#\n/message#\n" +
        "/event.original#\n/event\n/event#\n/event/original#\n/Message#\n/Messages/*/Body#\n/Events/*/CloudTrailEvent#\n" +
        "/resourceLogs/*/scopeLogs/*/logRecords/*\n",
    );
  });

  it("has three conditions", () => {
    let conditions = "";
    for (let row = 0; row < ROW_COUNT; row++) {
      if (conditionOf(row) == "") expect(valuesOf(row)).toBe("", placeOf(row));
      else conditions += placeOf(row) + " if " + conditionOf(row) + " is " + valuesOf(row) + "\n";
    }
    expect(conditions).toBe(
      "/detail if detail-type is AWS API Call via CloudTrail|AWS Service Event via CloudTrail\n" +
        "/logEvents/*/message# if messageType is DATA_MESSAGE\n" +
        "/message# if event.original is -\n",
    );
    expect(valuesOf(7)).toBe(ABSENT);
  });

  it("begins with a bare array", () => {
    expect(BARE_ARRAY).toBe(0);
    expect(placeOf(BARE_ARRAY)).toBe("/*");
  });

  it("has places of ASCII names, `*` only as a whole name and `#` only at the end", () => {
    for (let row = 0; row < ROW_COUNT; row++) {
      const place = placeOf(row);
      expect(place.startsWith("/")).toBe(true, place);
      const names = namesOf(row).slice(1).split("/");
      for (let i = 0; i < names.length; i++) {
        expect(names[i] != "" && (names[i] == "*" || !names[i].includes("*"))).toBe(true, place);
        expect(names[i] != "*" || i == 0 || names[i - 1] != "*").toBe(true, place);
      }
      const hash = place.indexOf("#");
      expect(hash < 0 || hash == place.length - 1).toBe(true, place);
      for (let i = 0; i < place.length; i++) expect(place.charCodeAt(i) < 0x80).toBe(true, place);
      expect(place.length).toBeLessThan(255);
    }
  });

  it("has rows with a common beginning next to each other", () => {
    for (let row = 0; row < ROW_COUNT; row++) {
      for (let at = namesOf(row).length; at > 0; at = namesOf(row).lastIndexOf("/", at - 1)) {
        const beginning = namesOf(row).slice(0, at);
        let runs = 0;
        let isWithin = false;
        for (let other = 0; other < ROW_COUNT; other++) {
          const begins = namesOf(other) == beginning || namesOf(other).startsWith(beginning + "/");
          if (begins && !isWithin) runs += 1;
          isWithin = begins;
        }
        expect(runs).toBe(1, beginning);
      }
    }
  });

  it("has one condition for rows with the same first name", () => {
    for (let row = 1; row < ROW_COUNT; row++) {
      if (firstName(row) != firstName(row - 1)) continue;
      expect(conditionOf(row)).toBe(conditionOf(row - 1), placeOf(row));
      expect(valuesOf(row)).toBe(valuesOf(row - 1), placeOf(row));
    }
  });

  it("has no more rows than an object may have names", () => {
    expect(ROW_COUNT).toBeLessThanOrEqual(MOST_NAMES);
  });
});
