import { skipText, skipValue } from "../../../assembly/json/cursor";
import { eventWith, noteEvent, noted } from "../support/match";
import { textBetween } from "../support/text";

/** The key of a match with these members: its id and its ARN, unchanged; "-" for a missing one. */
function keyOf(members: string): string {
  noteEvent(eventWith(members + ","));
  const id = noted.keyId;
  const name = id == 0 ? "-" : textBetween(id, skipText(id, noted.end) - 1);
  return name + " " + (noted.keyArn == 0 ? "-" : textBetween(noted.keyArn, skipValue(noted.keyArn, noted.end)));
}

function arn(id: string): string {
  return '"arn:aws:kms:eu-west-1:111122223333:key/' + id + '"';
}

function response(value: string): string {
  return '"responseElements":{"keyId":' + value + "}";
}

function request(value: string): string {
  return '"requestParameters":{"keyId":' + value + "}";
}

function resource(value: string): string {
  return '"resources":[{"ARN":' + value + "}]";
}

describe("the key of a match", () => {
  it("is named by the ARN in the response, the resources or the request, in that order", () => {
    expect(keyOf([request(arn("q")), resource(arn("r")), response(arn("s"))].join(","))).toBe("s " + arn("s"));
    expect(keyOf([request(arn("q")), resource(arn("r")), response('"s"')].join(","))).toBe("r " + arn("r"));
    expect(keyOf([request(arn("q")), resource('"x"'), response('"s"')].join(","))).toBe("q " + arn("q"));
    expect(keyOf(resource(arn("r")))).toBe("r " + arn("r"));
    expect(keyOf(request(arn("q")))).toBe("q " + arn("q"));
  });

  it("is the id in the response, or else in the request, if there is no ARN", () => {
    expect(keyOf(response('"s"') + "," + request('"q"'))).toBe("s -");
    expect(keyOf(request('"q"'))).toBe("q -");
    expect(keyOf(request('"alias/a"'))).toBe("alias/a -");
    expect(keyOf(request('"arn:aws:kms:r:1:alias/a"'))).toBe("arn:aws:kms:r:1:alias/a -");
  });

  it("is missing if the event names none", () => {
    expect(keyOf('"awsRegion":"r"')).toBe("- -");
    expect(keyOf(resource('"arn:aws:iam::1:role/r"'))).toBe("- -");
    expect(keyOf(response("7") + "," + request("null"))).toBe("- -");
  });

  it("keeps its escapes", () => {
    expect(keyOf(response('"arn:aws:kms:r:1:key\\/m\\u0072k-1"'))).toBe(
      'm\\u0072k-1 "arn:aws:kms:r:1:key\\/m\\u0072k-1"',
    );
    expect(keyOf(request('"\\u0061b"'))).toBe("\\u0061b -");
  });

  it("is found anew for each match", () => {
    expect(keyOf(response(arn("s")))).toBe("s " + arn("s"));
    expect(keyOf(request('"q"'))).toBe("q -");
    expect(keyOf('"eventID":"e"')).toBe("- -");
  });
});
