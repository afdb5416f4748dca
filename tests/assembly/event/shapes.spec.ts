import { rowCount } from "../../../assembly/event/shapes";
import { conditionAt, conditionOf, placeOf } from "../support/shapes";

/** The first name of a row's place. */
function firstName(row: i32): string {
  return placeOf(row).slice(1).split("/")[0].replaceAll("#", "");
}

describe("the table of shapes", () => {
  it("has the places of docs/reference/shapes.md", () => {
    let places = "";
    for (let row = 0; row < rowCount(); row++) places += placeOf(row) + "\n";
    expect(places).toBe(
      "/*\n/Records/*\n/Records/*/Sns/Message#\n/detail\n/logEvents/*/message#\n/events/*/message#\n/results/*/*/value#\n" +
        "/log#\n/log\n/log/*\n/log_processed\n/log_processed#\n/message#\n/message\n/event.original#\n/event\n/event#\n" +
        "/event/original#\n/_raw#\n/result/_raw#\n/Message#\n/Messages/*/Body#\n/Body#\n/body#\n" +
        "/Events/*/CloudTrailEvent#\n/CloudTrailEvent#\n/payload\n/payload/*\n/payload#\n" +
        "/resourceLogs/*/scopeLogs/*/logRecords/*\n/body\n/body/stringValue#\n/body/kvlistValue\n/body/text#\n" +
        "/body/structured\n/_source\n/fields\n/hits/hits/*/_source\n/hits/hits/*/fields\n/data\n/data#\n/aws\n" +
        "/requestPayload\n/attributes\n/MESSAGE#\n/exec#\n",
    );
  });

  it("has conditions", () => {
    let conditions = "";
    for (let row = 0; row < rowCount(); row++) {
      if (conditionOf(row) != "") conditions += placeOf(row) + " if " + conditionOf(row) + "\n";
    }
    expect(conditions).toBe(
      "/detail if detail-type is AWS API Call via CloudTrail|AWS Service Event via CloudTrail\n" +
        "/logEvents/*/message# if messageType is DATA_MESSAGE\n" +
        "/message# if event.original is \n/message if event.original is \n",
    );
  });

  it("has places of ASCII names, `*` only as a whole name and `#` only at the end", () => {
    for (let row = 0; row < rowCount(); row++) {
      const place = placeOf(row);
      expect(place.startsWith("/")).toBe(true, place);
      const names = place.slice(1).replace("#", "").split("/");
      for (let i = 0; i < names.length; i++) {
        expect(names[i] != "" && (names[i] == "*" || !names[i].includes("*"))).toBe(true, place);
      }
      const hash = place.indexOf("#");
      expect(hash < 0 || hash == place.length - 1).toBe(true, place);
      for (let i = 0; i < place.length; i++)
        expect(place.charCodeAt(i) > 0x20 && place.charCodeAt(i) < 0x7f).toBe(true, place);
      expect(place.includes("~")).toBe(false, place);
    }
  });

  it("has one condition for rows with the same first name, and none for elements of a bare array", () => {
    for (let row = 0; row < rowCount(); row++) {
      if (firstName(row) == "*") expect(conditionOf(row)).toBe("", placeOf(row));
      for (let other = 0; other < row; other++) {
        if (firstName(row) != firstName(other)) continue;
        expect(conditionOf(row)).toBe(conditionOf(other), placeOf(row));
        expect(conditionAt(placeOf(row))).toBe(conditionAt(placeOf(other)), placeOf(row));
      }
    }
  });

  it("has no place twice, and few enough conditions to give each one of 32 bits", () => {
    for (let row = 0; row < rowCount(); row++) {
      for (let other = 0; other < row; other++) expect(placeOf(row)).not.toBe(placeOf(other));
      expect(conditionAt(placeOf(row))).toBeLessThan(32);
    }
  });
});
