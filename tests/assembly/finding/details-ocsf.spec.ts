import { claimedEnd, hasClaims, recycle } from "../../../assembly/bytes/arena";
import { Schema } from "../../../assembly/rule/schemas";
import { Detail } from "../../../assembly/finding/detail";
import { NOTHING, allKept, isInEvent, kept, read } from "../support/details";
import { quoted } from "../support/envelopes";

function readOcsf(event: string): void {
  recycle();
  read(event, Schema.OCSF);
}

/** Reads an event with these values of `api.request.data` and `api.response.data`. */
function readData(request: string, response: string): void {
  readOcsf('{"api":{"request":{"data":' + request + '},"response":{"data":' + response + "}}}");
}

const ARN: string = '"arn:aws:kms:us-west-2:111122223333:key/k1"';
const OTHER_ARN: string = '"arn:aws:kms:us-west-2:111122223333:key/k2"';

describe("the details of an OCSF event", () => {
  it("are found in the event's own fields", () => {
    const before = claimedEnd();
    readOcsf(
      '{"time":1700000000000,"time_dt":"2026-03-04T09:03:41Z","metadata":{"uid":"e-1","event_code":"AwsApiCall","product":{"feature":{"name":"Management"}}},"cloud":{"region":"r","account":{"uid":"1"}},' +
        '"src_endpoint":{"ip":"192.0.2.1","domain":"d"},"http_request":{"user_agent":"u"},"resources":[{"uid":' +
        ARN +
        "}]," +
        '"actor":{"user":{"type":"IAMUser","uid":"arn:u","account":{"uid":"2"}}},"api":{"operation":"DisableKey","request":{"data":' +
        '{"keyId":"k0","pendingWindowInDays":7}},"response":{"data":{"keyId":"k9","pendingWindowInDays":8,"keyState":"s","deletionDate":"d"},' +
        '"error":"c","message":"m"}}}',
    );
    expect(allKept()).toBe(
      'time "2026-03-04T09:03:41Z" ip "192.0.2.1" agent "u" region "r" account "1" caller "2" type "AwsApiCall" ' +
        'id "e-1" category "Management" actor "IAMUser" arn "arn:u" resource ' +
        ARN +
        ' requestKey "k0" requestWindow 7 responseKey "k9" responseWindow 8 state "s" date "d" code "c" message "m"',
    );
    expect(claimedEnd()).toBe(before);
  });

  it("are found in any spelling, as the first of several values", () => {
    readOcsf(
      '{"metadata.uid":["e-1","e-2"],"cloud.account.uid":null,"actor.user":{"account.uid":"2"},"cloud":{"account.uid":3}}',
    );
    expect(kept(Detail.ID)).toBe('"e-1"');
    expect(kept(Detail.ACCOUNT)).toBe("3");
    expect(kept(Detail.CALLER_ACCOUNT)).toBe('"2"');
  });

  it("prefer the account of the cloud to the unmapped one, and that to the caller's", () => {
    readOcsf('{"unmapped":{"recipientAccountId":"3"},"cloud":{"account_uid":"2","account":{"uid":"1"}}}');
    expect(allKept()).toBe('account "1"');
    readOcsf('{"unmapped":{"recipientAccountId":"3"},"cloud":{"account_uid":"2","account":{"uid":""}}}');
    expect(allKept()).toBe('account "2"');
    readOcsf('{"actor.user":{"account_uid":"5","account":{"uid":"4"}},"unmapped":{"recipientAccountId":"3"}}');
    expect(allKept()).toBe('account "3" caller "4"');
    readOcsf('{"actor.user":{"account_uid":"5","accounts":{"uid":"4"}},"unmapped":{"accountId":"3"}}');
    expect(allKept()).toBe('caller "5"');
  });

  it("have an actor only with an ARN, from two possible fields", () => {
    readOcsf('{"actor":{"user":{"uuid":"arn:b","uid":"arn:a"}}}');
    expect(allKept()).toBe('arn "arn:a"');
    readOcsf('{"actor":{"user":{"uid":"AIDA","uuid":"arn:b"}}}');
    expect(allKept()).toBe('arn "arn:b"');
    readOcsf('{"actor":{"user":{"uid":["AIDA",7,"\\u0061rn:a"]}}}');
    expect(allKept()).toBe('arn "\\u0061rn:a"');
    readOcsf('{"actor":{"user":{"uid":"AROA:arn:a","uuid":"ARN:b"}}}');
    expect(allKept()).toBe(NOTHING);
    readOcsf('{"actor":{"user":{"uid":7,"uuid":"arn"}}}');
    expect(allKept()).toBe(NOTHING);
  });

  it("have the session, its identities and the endpoint", () => {
    readOcsf(
      '{"actor":{"session":{"issuer":"arn:r","uid":"s"}},"src_endpoint":{"uid":"vpce-1"},"unmapped":{"userIdentity":' +
        '{"sessionContext":{"sourceIdentity":"who"},"onBehalfOf":{"userId":"u"}}}}',
    );
    expect(allKept()).toBe('role "arn:r" identity "who" behalf "u" endpoint "vpce-1"');
    readOcsf('{"session":{"issuer":"x"},"dst_endpoint":{"uid":"x"},"userIdentity":{"onBehalfOf":{"userId":"u"}}}');
    expect(allKept()).toBe(NOTHING);
  });

  it("do not include those of another schema", () => {
    readOcsf(
      '{"eventID":"e","eventTime":"t","event":{"id":"x"},"@timestamp":"t","attributes":{"aws.cloudtrail.event_id":"y"}}',
    );
    expect(allKept()).toBe(NOTHING);
  });
});

describe("data in a string", () => {
  it("has the details that an object would have", () => {
    readData(
      quoted('{"keyId":"k0","pendingWindowInDays":7,"keyState":"no"}'),
      quoted(' {"deletionDate":"d","keyState":"s","keyId":"k9","pendingWindowInDays":"8"} '),
    );
    expect(allKept()).toBe('requestKey "k0" requestWindow 7 responseKey "k9" responseWindow "8" state "s" date "d"');
    expect(isInEvent(Detail.REQUEST_KEY)).toBe(false);
    expect(hasClaims()).toBe(true);
  });

  it("is kept decoded, with its own escapes", () => {
    readData('"{\\"keyId\\":\\"a\\\\\\"\\\\u0062\\u00e9\\ud83d\\"}"', "null");
    expect(kept(Detail.REQUEST_KEY)).toBe('"a\\"\\u0062\u00e9\ufffd"');
  });

  it("is used only if no object has a value, except for a key's ARN", () => {
    readData("[" + quoted('{"keyId":"k1","pendingWindowInDays":1}') + ',{"keyId":"k2"}]', "{}");
    expect(kept(Detail.REQUEST_KEY)).toBe('"k2"');
    expect(kept(Detail.REQUEST_WINDOW)).toBe("1");
    readData("[" + quoted('{"keyId":' + ARN + "}") + ',{"keyId":"k2"}]', quoted('{"keyId":' + ARN + ',"keyId":"k3"}'));
    expect(kept(Detail.REQUEST_KEY)).toBe(ARN);
    expect(kept(Detail.RESPONSE_KEY)).toBe('"k3"');
    readData("[" + quoted('{"keyId":' + ARN + "}") + ',{"keyId":' + OTHER_ARN + "}]", "{}");
    expect(kept(Detail.REQUEST_KEY)).toBe(OTHER_ARN);
  });

  it("is the first string, and no other", () => {
    const first = quoted('{"keyId":"k1"}');
    const second = quoted('{"keyId":"k2","pendingWindowInDays":2}');
    readData("[null,7,[" + first + "]," + second + "]", "[]");
    expect(kept(Detail.REQUEST_KEY)).toBe('"k1"');
    expect(kept(Detail.REQUEST_WINDOW)).toBe("-");
    readData('["",' + second + "]", "[]");
    expect(allKept()).toBe(NOTHING);
    readOcsf('{"api.request.data":' + first + ',"api":{"request":{"data":' + second + "}}}");
    expect(kept(Detail.REQUEST_KEY)).toBe('"k1"');
  });

  it("is kept separate in request and response, either of which may be missing", () => {
    readData("null", quoted('{"keyId":"k9"}'));
    expect(allKept()).toBe('responseKey "k9"');
    readData(quoted('{"keyId":"k0"}'), "null");
    expect(allKept()).toBe('requestKey "k0"');
    readOcsf('{"api":{"response":{"data":' + quoted('{"keyState":"s"}') + "}}}");
    expect(allKept()).toBe('state "s"');
    readOcsf("{}");
    expect(allKept()).toBe(NOTHING);
  });

  it("has no details and takes no memory if it is not a JSON object", () => {
    const texts: StaticArray<string> = [
      "",
      "x",
      "{",
      '{"keyId":"k"',
      '{"keyId":"k"}}',
      '[{"keyId":"k"}]',
      "null",
      '"k"',
      '{"keyId":k}',
    ];
    for (let i = 0; i < texts.length; i++) {
      recycle();
      const before = claimedEnd();
      readData(quoted(texts[i]), quoted(texts[i]));
      expect(allKept()).toBe(NOTHING, texts[i]);
      expect(hasClaims()).toBe(false, texts[i]);
      expect(claimedEnd()).toBe(before, texts[i]);
    }
  });

  it("does not affect the other one if it has no details", () => {
    readData('"{"', quoted('{"keyId":"k9"}'));
    expect(kept(Detail.RESPONSE_KEY)).toBe('"k9"');
    readData(quoted('{"keyId":"k0"}'), '"{"');
    expect(kept(Detail.REQUEST_KEY)).toBe('"k0"');
  });

  it("is read in any spelling", () => {
    readData(
      quoted('{"\\u006beyId":["",null,"k0"],"x":{"keyId":"no"}}'),
      quoted('{"keyState":{"a":1},"deletionDate":7,"pendingWindowInDays":"soon"}'),
    );
    expect(allKept()).toBe('requestKey "k0" date 7');
  });
});
