import { writeKeyward } from "../../../assembly/annotate/keyward";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { MATCH, keyward, origin, readMatch } from "../support/annotation";
import { placeLast, textBetween } from "../support/text";

const target = memory.data(8192, 8);

/** The `keyward` member of the record `event`; traps if measuring it gives another length. */
function written(event: string, within: string = ""): string {
  const text = placeLast(event);
  readMatch(text);
  startWriting(0, 0);
  writeKeyward(within);
  const length = writtenSince(0);
  startWriting(target, length);
  writeKeyward(within);
  assert(writtenSince(target) == length, "measured otherwise");
  return textBetween(target, target + length);
}

/** What the shortest match with these members has after its action. */
function rest(members: string): string {
  const whole = written("{" + MATCH + "," + members + "}");
  const end = "}]" + origin() + "}";
  const beginning = keyward('"action":"DisableKey"').slice(0, -end.length);
  assert(whole.startsWith(beginning) && whole.endsWith(end), whole);
  return whole.slice(beginning.length, -end.length);
}

const ARN: string = '"arn:aws:kms:us-west-2:111122223333:key/k1"';
const ROOT: string = '{"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com",';

describe("the keyward member", () => {
  it("has the rule and the action if the event has no other details", () => {
    expect(written("{" + MATCH + "}")).toBe(keyward('"action":"DisableKey"'));
    expect(written('{"eventName":"ScheduleKeyDeletion","eventSource":"kms.amazonaws.com"}')).toBe(
      keyward('"action":"ScheduleKeyDeletion"'),
    );
  });

  it("has all details of a raw event", () => {
    expect(
      written(
        '{"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice","accountId":"999988887777"},' +
          '"eventTime":"2021-03-13T18:58:30Z","eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion",' +
          '"awsRegion":"us-west-2","sourceIPAddress":"192.0.2.7","userAgent":"aws-cli/2",' +
          '"requestParameters":{"keyId":"k0","pendingWindowInDays":20},"responseElements":{"keyId":' +
          ARN +
          ',"keyState":"PendingDeletion","deletionDate":"Apr 12, 2021 18:58:30 PM","pendingWindowInDays":20},' +
          '"eventID":"ee408f36","resources":[{"ARN":"arn:aws:kms:us-west-2:111122223333:key/k2"}],' +
          '"recipientAccountId":"111122223333"}',
      ),
    ).toBe(
      keyward(
        '"id":"ee408f36","time":"2021-03-13T18:58:30Z","action":"ScheduleKeyDeletion","account":"111122223333",' +
          '"region":"us-west-2","actor":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice"},' +
          '"source_ip":"192.0.2.7","user_agent":"aws-cli/2","key":{"id":"k1","arn":' +
          ARN +
          ',"state":"PendingDeletion"},"pending_window_days":20,"deletion_date":"Apr 12, 2021 18:58:30 PM"',
      ),
    );
  });

  it("has all details of an ECS event", () => {
    expect(
      written(
        ROOT +
          '"action":["x","DisableKey"],"outcome":"success","id":"e1"},"@timestamp":"t1","source.address":"a1",' +
          '"user_agent.original":"u1","cloud":{"region":"r1","account.id":"333"},"aws.cloudtrail":{"user_identity":' +
          '{"type":"Root"},"flattened":{"request_parameters":{"keyId":"k5","pendingWindowInDays":"8"},' +
          '"response_elements":{"keyState":"Disabled"}},"resources":[{"arn":' +
          ARN +
          "}]}}",
      ),
    ).toBe(
      keyward(
        '"id":"e1","time":"t1","action":"DisableKey","account":"333","region":"r1","actor":{"type":"Root"},' +
          '"source_ip":"a1","user_agent":"u1","key":{"id":"k1","arn":' +
          ARN +
          ',"state":"Disabled"},"pending_window_days":8',
      ),
    );
  });

  it("copies strings and numbers as they are in the event", () => {
    expect(written('{"eventSource":"kms.amazonaws.com","eventName":"Disable\\u004bey"}')).toBe(
      keyward('"action":"Disable\\u004bey"'),
    );
    expect(rest('"userAgent":"a\\"b\\\\c\\/d\\u00e9\u00e9\u20ac\\ud83d\\udd11"')).toBe(
      ',"user_agent":"a\\"b\\\\c\\/d\\u00e9\u00e9\u20ac\\ud83d\\udd11"',
    );
    expect(rest('"awsRegion" : -1.50E+3 ,"userIdentity":{"type":0 }')).toBe(',"region":-1.50E+3,"actor":{"type":0}');
  });

  it("has what is known of the actor", () => {
    expect(rest('"userIdentity":{"type":"AWSService"}')).toBe(',"actor":{"type":"AWSService"}');
    expect(rest('"userIdentity":{"arn":"a"}')).toBe(',"actor":{"arn":"a"}');
    expect(rest('"userIdentity":{"arn":"a","type":"t"}')).toBe(',"actor":{"type":"t","arn":"a"}');
    expect(rest('"userIdentity":{"principalId":"p"}')).toBe("");
    expect(rest('"userIdentity":null')).toBe("");
  });

  it("has the recipient's account, or else the caller's", () => {
    expect(rest('"recipientAccountId":"1","userIdentity":{"accountId":"2"}')).toBe(',"account":"1"');
    expect(rest('"userIdentity":{"accountId":"2"}')).toBe(',"account":"2"');
    expect(rest('"recipientAccountId":"","userIdentity":{"accountId":"2"}')).toBe(',"account":"2"');
  });

  it("has the source address of an ECS event, its IP if it has one", () => {
    const ecs = ROOT + '"action":"DisableKey","outcome":"success"},"source":';
    const action = '"action":"DisableKey",';
    expect(written(ecs + '{"address":"a","ip":"i"}}')).toBe(keyward(action + '"source_ip":"i"'));
    expect(written(ecs + '{"address":"a"}}')).toBe(keyward(action + '"source_ip":"a"'));
  });
});

describe("the key", () => {
  it("is the one in the response if that is an ARN", () => {
    expect(
      rest(
        '"responseElements":{"keyId":' +
          ARN +
          '},"resources":[{"ARN":"arn:aws:kms:r:1:key/k2"}],"requestParameters":{"keyId":"arn:aws:kms:r:1:key/k3"}',
      ),
    ).toBe(',"key":{"id":"k1","arn":' + ARN + "}");
  });

  it("is the one in the resources if the response has no ARN", () => {
    expect(
      rest(
        '"responseElements":{"keyId":"k9"},"resources":[{"ARN":' +
          ARN +
          '}],"requestParameters":{"keyId":"arn:aws:kms:r:1:key/k3"}',
      ),
    ).toBe(',"key":{"id":"k1","arn":' + ARN + "}");
    expect(rest('"responseElements":null,"resources":[{"ARN":' + ARN + "}]")).toBe(
      ',"key":{"id":"k1","arn":' + ARN + "}",
    );
  });

  it("is the requested one if only the request has an ARN", () => {
    expect(rest('"responseElements":{"keyId":"k9"},"requestParameters":{"keyId":' + ARN + "}")).toBe(
      ',"key":{"id":"k1","arn":' + ARN + "}",
    );
  });

  it("is the id in the response, or else in the request, if there is no ARN", () => {
    expect(rest('"responseElements":{"keyId":"k9"},"requestParameters":{"keyId":"k0"}')).toBe(',"key":{"id":"k9"}');
    expect(rest('"requestParameters":{"keyId":"alias/a"}')).toBe(',"key":{"id":"alias/a"}');
    expect(rest('"requestParameters":{"keyId":"arn:aws:kms:r:1:alias/a"}')).toBe(
      ',"key":{"id":"arn:aws:kms:r:1:alias/a"}',
    );
  });

  it("is left out if nothing names it", () => {
    expect(rest('"requestParameters":null,"responseElements":null,"resources":[]')).toBe("");
    expect(rest('"requestParameters":{"keyId":7},"responseElements":{"keyId":null}')).toBe("");
    expect(rest('"resources":[{"ARN":"arn:aws:iam::1:role/r"}]')).toBe("");
  });

  it("has a state, alone or after its id", () => {
    expect(rest('"responseElements":{"keyState":"Disabled"}')).toBe(',"key":{"state":"Disabled"}');
    expect(rest('"responseElements":{"keyState":"Disabled","keyId":"k"}')).toBe(',"key":{"id":"k","state":"Disabled"}');
  });

  it("keeps the escapes in its id and its ARN", () => {
    expect(rest('"responseElements":{"keyId":"arn:aws:kms:r:1:key\\/m\\u0072k-1"}')).toBe(
      ',"key":{"id":"m\\u0072k-1","arn":"arn:aws:kms:r:1:key\\/m\\u0072k-1"}',
    );
  });
});

describe("the waiting period", () => {
  it("is the response's, or else the request's", () => {
    const request = '"requestParameters":{"pendingWindowInDays":7}';
    expect(rest(request + ',"responseElements":{"pendingWindowInDays":30}')).toBe(',"pending_window_days":30');
    expect(rest(request + ',"responseElements":{"pendingWindowInDays":null}')).toBe(',"pending_window_days":7');
    expect(rest(request)).toBe(',"pending_window_days":7');
  });

  it("becomes a number if it is in a string", () => {
    expect(rest('"requestParameters":{"pendingWindowInDays":"21"}')).toBe(',"pending_window_days":21');
    expect(rest('"requestParameters":{"pendingWindowInDays":"\\u0031\\u0034"}')).toBe(',"pending_window_days":14');
    expect(rest('"requestParameters":{"pendingWindowInDays":"-0"}')).toBe(',"pending_window_days":-0');
  });

  it("is left out if its string is not an integer", () => {
    expect(rest('"requestParameters":{"pendingWindowInDays":"07"}')).toBe("");
    expect(rest('"requestParameters":{"pendingWindowInDays":"soon"}')).toBe("");
    expect(rest('"responseElements":{"deletionDate":"d"}')).toBe(',"deletion_date":"d"');
  });
});
