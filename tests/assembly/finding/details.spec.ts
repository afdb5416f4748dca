import { Schema } from "../../../assembly/rule/schemas";
import { Detail } from "../../../assembly/finding/detail";
import { attribute, kvlist, list } from "../support/attributes";
import { NOTHING, allKept, kept, read } from "../support/details";

function readRaw(event: string): void {
  read(event, Schema.RAW);
}

function readEcs(event: string): void {
  read(event, Schema.ECS);
}

const ARN: string = '"arn:aws:kms:us-west-2:111122223333:key/k1"';
const OTHER_ARN: string = '"arn:aws:kms:us-west-2:111122223333:key/k2"';
const ROLE_ARN: string = '"arn:aws:iam::111122223333:role/r"';

describe("readDetails", () => {
  it("finds every detail of a raw event", () => {
    readRaw(
      '{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","principalId":"p","arn":"arn:u","accountId":"111"},' +
        '"eventTime":"2024-10-01","eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion",' +
        '"awsRegion":"us-west-2","sourceIPAddress":"192.0.2.1","userAgent":"cli",' +
        '"requestParameters":{"keyId":"k0","pendingWindowInDays":7},' +
        '"responseElements":{"keyId":' +
        ARN +
        ',"keyState":"PendingDeletion","deletionDate":"Oct 8","pendingWindowInDays":8},' +
        '"eventID":"e-1","resources":[{"accountId":"111","type":"AWS::KMS::Key","ARN":' +
        OTHER_ARN +
        '}],"eventType":"AwsApiCall","recipientAccountId":"222","eventCategory":"Management","errorCode":"c","errorMessage":"m"}',
    );
    expect(allKept()).toBe(
      'time "2024-10-01" ip "192.0.2.1" agent "cli" region "us-west-2" account "222" caller "111" type "AwsApiCall" ' +
        'id "e-1" category "Management" actor "IAMUser" arn "arn:u" resource ' +
        OTHER_ARN +
        ' requestKey "k0" requestWindow 7 responseKey ' +
        ARN +
        ' responseWindow 8 state "PendingDeletion" date "Oct 8" code "c" message "m"',
    );
  });

  it("finds every detail of an ECS event, nested", () => {
    readEcs(
      '{"@timestamp":"t","event":{"id":"e-2","action":"DisableKey"},"source":{"ip":"192.0.2.2","address":"a"},' +
        '"user_agent":{"original":"ua"},"cloud":{"region":"eu-west-1","account":{"id":"333"}},' +
        '"aws":{"cloudtrail":{"event_category":"Management","error_code":"c","error_message":"m","recipient_account_id":"444","user_identity":{"type":"Root","arn":"arn:r"},' +
        '"resources":{"arn":' +
        ARN +
        '},"flattened":{"request_parameters":{"keyId":"k0","pendingWindowInDays":"9"},' +
        '"response_elements":{"keyId":"k9","pendingWindowInDays":10,"keyState":"Disabled","deletionDate":"d"}}}}}',
    );
    expect(allKept()).toBe(
      'time "t" ip "192.0.2.2" agent "ua" region "eu-west-1" account "333" id "e-2" category "Management" ' +
        'actor "Root" arn "arn:r" resource ' +
        ARN +
        ' requestKey "k0" requestWindow "9" responseKey "k9" responseWindow 10 state "Disabled" date "d" code "c" message "m"',
    );
  });

  it("prefers an earlier path of a detail to a later one, in any order", () => {
    readEcs('{"source.address":"a","source":{"ip":"192.0.2.2"},"aws.cloudtrail.recipient_account_id":"444"}');
    expect(allKept()).toBe('ip "192.0.2.2" account "444"');
    readEcs(
      '{"aws.cloudtrail.recipient_account_id":"444","source":{"ip":"","address":["a","b"]},"cloud.account.id":3}',
    );
    expect(allKept()).toBe('ip "a" account 3');
    readEcs('{"source.ip":["x","y"],"source":{"address":"a","ip":"z"}}');
    expect(allKept()).toBe('ip "x"');
  });

  it("finds the details of an ECS event with dotted keys", () => {
    readEcs(
      '{"event.id":"e-3","cloud.region":"r","cloud.account.id":"555","aws.cloudtrail":{"user_identity.arn":"arn:u"},' +
        '"aws":{"cloudtrail.flattened":{"response_elements.keyState":"Disabled"}},"source.ip":"192.0.2.3"}',
    );
    expect(allKept()).toBe('ip "192.0.2.3" region "r" account "555" id "e-3" arn "arn:u" state "Disabled"');
  });

  it("finds nothing in an event of the other kind", () => {
    readEcs('{"eventID":"e","eventTime":"t","userAgent":"u","requestParameters":{"keyId":"k"}}');
    expect(allKept()).toBe(NOTHING);
    readRaw('{"event":{"id":"e"},"@timestamp":"t","source":{"address":"a","ip":"i"},"":"x"}');
    expect(allKept()).toBe(NOTHING);
  });

  it("finds nothing nested more deeply", () => {
    readRaw(
      '{"additionalEventData":{"eventID":"e","userAgent":"u"},"userIdentity":{"x":{"arn":"a"}},"x":[{"eventID":"f"}]}',
    );
    expect(allKept()).toBe(NOTHING);
  });

  it("forgets what it found before", () => {
    readRaw('{"eventID":"e","userAgent":"u"}');
    readRaw('{"awsRegion":"r"}');
    expect(allKept()).toBe('region "r"');
  });
});

describe("a detail", () => {
  it("is a nonempty string, or a number", () => {
    readRaw('{"eventID":17,"eventTime":-1.5e3,"userAgent":" ","awsRegion":"\\u0000"}');
    expect(kept(Detail.ID)).toBe("17");
    expect(kept(Detail.TIME)).toBe("-1.5e3");
    expect(kept(Detail.USER_AGENT)).toBe('" "');
    expect(kept(Detail.REGION)).toBe('"\\u0000"');
  });

  it("is not an empty value, a boolean or an object", () => {
    readRaw(
      '{"eventID":null,"eventTime":"","userAgent":true,"awsRegion":false,"sourceIPAddress":{},"recipientAccountId":{"a":1}}',
    );
    expect(allKept()).toBe(NOTHING);
  });

  it("is not an array in a raw event, except for a list of objects on its path", () => {
    readRaw('{"eventID":["e"],"userAgent":[],"userIdentity":[{"arn":"a"},{"type":"t"}]}');
    expect(kept(Detail.ID)).toBe("-");
    expect(kept(Detail.USER_AGENT)).toBe("-");
    expect(kept(Detail.ACTOR_ARN)).toBe('"a"');
    expect(kept(Detail.ACTOR_TYPE)).toBe('"t"');
  });

  it("is the first nonempty element of an array in ECS", () => {
    readEcs('{"event":{"id":[null,"",[{}],["e"],"f"]},"source":{"ip":[]},"cloud":{"region":["r"]}}');
    expect(kept(Detail.ID)).toBe('"e"');
    expect(kept(Detail.SOURCE_IP)).toBe("-");
    expect(kept(Detail.REGION)).toBe('"r"');
  });

  it("is the first nonempty one even if a later one is the ARN of a key", () => {
    readEcs('{"event":{"id":["e",' + ARN + ']},"aws.cloudtrail.user_identity.arn":["a",' + ARN + "]}");
    expect(kept(Detail.ID)).toBe('"e"');
    expect(kept(Detail.ACTOR_ARN)).toBe('"a"');
  });

  it("is the first nonempty one of several spellings", () => {
    readEcs('{"event.id":"first","event":{"id":"second"}}');
    expect(kept(Detail.ID)).toBe('"first"');
    readEcs('{"event.id":null,"event":{"id":"second"}}');
    expect(kept(Detail.ID)).toBe('"second"');
    readEcs('{"event":{"id":""},"event.id":["",7]}');
    expect(kept(Detail.ID)).toBe("7");
  });

  it("is the last value of a repeated key", () => {
    readRaw('{"eventID":"first","eventID":"second"}');
    expect(kept(Detail.ID)).toBe('"second"');
    readRaw('{"eventID":"first","eventID":null}');
    expect(kept(Detail.ID)).toBe("-");
  });
});

describe("the resource", () => {
  it("is the first one that is the ARN of a KMS key", () => {
    readRaw('{"resources":[{"ARN":' + ROLE_ARN + '},{"ARN":"x"},{"ARN":' + ARN + '},{"ARN":' + OTHER_ARN + "}]}");
    expect(kept(Detail.RESOURCE_ARN)).toBe(ARN);
    readEcs('{"aws":{"cloudtrail":{"resources":[{"arn":' + ROLE_ARN + '},{"arn":' + ARN + "}]}}}");
    expect(kept(Detail.RESOURCE_ARN)).toBe(ARN);
    readEcs('{"aws":{"cloudtrail":{"resources":{"arn":[' + ROLE_ARN + "," + ARN + "]}}}}");
    expect(kept(Detail.RESOURCE_ARN)).toBe(ARN);
  });

  it("is empty if there is no KMS key", () => {
    readRaw('{"resources":[{"ARN":' + ROLE_ARN + '},{"ARN":"arn:aws:kms:us-west-2:111122223333:alias/a"},{}]}');
    expect(kept(Detail.RESOURCE_ARN)).toBe("-");
    readRaw('{"resources":[]}');
    expect(kept(Detail.RESOURCE_ARN)).toBe("-");
  });
});

describe("the key in the request or the response", () => {
  it("is text", () => {
    readRaw('{"requestParameters":{"keyId":7},"responseElements":{"keyId":8}}');
    expect(allKept()).toBe(NOTHING);
    readRaw('{"requestParameters":{"keyId":"alias/a"},"responseElements":null}');
    expect(kept(Detail.REQUEST_KEY)).toBe('"alias/a"');
    expect(kept(Detail.RESPONSE_KEY)).toBe("-");
  });

  it("is the first one with an ARN among several", () => {
    const response = '{"aws.cloudtrail.flattened.response_elements.keyId":';
    readEcs(response + '["k0",' + ARN + "," + OTHER_ARN + "]}");
    expect(kept(Detail.RESPONSE_KEY)).toBe(ARN);
    readEcs(response + "[" + ARN + ',"k0"]}');
    expect(kept(Detail.RESPONSE_KEY)).toBe(ARN);
    readEcs(response + '["k0","k1"]}');
    expect(kept(Detail.RESPONSE_KEY)).toBe('"k0"');
    readEcs('{"aws.cloudtrail.flattened.request_parameters":[{"keyId":"k0"},{"keyId":' + ARN + "}]}");
    expect(kept(Detail.REQUEST_KEY)).toBe(ARN);
  });
});

describe("the waiting period", () => {
  it("is a number, or a string with an integer", () => {
    readRaw('{"requestParameters":{"pendingWindowInDays":"7"},"responseElements":{"pendingWindowInDays":30}}');
    expect(kept(Detail.REQUEST_WINDOW)).toBe('"7"');
    expect(kept(Detail.RESPONSE_WINDOW)).toBe("30");
  });

  it("is not any other string", () => {
    readRaw('{"requestParameters":{"pendingWindowInDays":"07"},"responseElements":{"pendingWindowInDays":"a week"}}');
    expect(allKept()).toBe(NOTHING);
    readRaw('{"requestParameters":{"pendingWindowInDays":""},"responseElements":{"pendingWindowInDays":"7.0"}}');
    expect(allKept()).toBe(NOTHING);
  });
});

describe("who made a call", () => {
  it("is the session's role, source identity and principal on whose behalf it acts, and the endpoint, in a raw event", () => {
    readRaw(
      '{"userIdentity":{"sessionContext":{"sessionIssuer":{"arn":"arn:r"},"sourceIdentity":"who","attributes":{}},' +
        '"onBehalfOf":{"userId":"u","identityStoreArn":"x"}},"vpcEndpointId":"vpce-1"}',
    );
    expect(allKept()).toBe('role "arn:r" identity "who" behalf "u" endpoint "vpce-1"');
    readRaw(
      '{"sessionContext":{"sessionIssuer":{"arn":"x"}},"userIdentity":{"sourceIdentity":"x","onBehalfOf":"x",' +
        '"sessionContext":{"sessionIssuer":{"userName":"x"},"sourceIdentity":""}},"vpcEndpointAccountId":"x"}',
    );
    expect(allKept()).toBe(NOTHING);
  });

  it("is the same in an ECS event, without the source identity", () => {
    readEcs(
      '{"aws.cloudtrail":{"vpc_endpoint_id":"vpce-1","user_identity":{"on_behalf_of.user_id":"u","session_context":' +
        '{"session_issuer":{"arn":"arn:r"},"source_identity":"x"}}}}',
    );
    expect(allKept()).toBe('role "arn:r" behalf "u" endpoint "vpce-1"');
    readEcs(
      '{"aws.cloudtrail":{"vpc_endpoint":"x","user_identity":{"on_behalf_of":"x","session_context":{"arn":"x"}}}}',
    );
    expect(allKept()).toBe(NOTHING);
  });
});

const SOURCE: string = attribute("eventSource", '{"stringValue":"kms.amazonaws.com"}');
const NAME: string = attribute("eventName", '{"stringValue":"DisableKey"}');
const LISTED: string = [
  attribute("eventID", '{"stringValue":"e"}'),
  attribute("userIdentity", kvlist(attribute("arn", '{"stringValue":"arn:u"}'))),
  attribute("requestParameters", kvlist(attribute("pendingWindowInDays", '{"intValue":"7"}'))),
  attribute("resources", list(kvlist(attribute("ARN", '{"stringValue":' + ARN + "}")))),
  attribute("awsRegion", list('{"stringValue":""},{"stringValue":"r"}')),
].join(",");

describe("the details of a raw event that is a list", () => {
  it("come from the list, and not from members next to it", () => {
    const found = 'region "r" id "e" arn "arn:u" resource ' + ARN + ' requestWindow "7"';
    readRaw('{"values":[' + SOURCE + "," + LISTED + "," + NAME + "]}");
    expect(allKept()).toBe(found);
    readRaw(
      '{"eventID":"no","eventName":"x","values":[' + SOURCE + "," + LISTED + "," + NAME + '],"vpcEndpointId":"no"}',
    );
    expect(allKept()).toBe(found);
  });

  it("are the event's own if it names its call itself", () => {
    readRaw(
      '{"eventSource":"x","eventName":"y","eventID":"own","values":[' + SOURCE + "," + LISTED + "," + NAME + "]}",
    );
    expect(allKept()).toBe('id "own"');
    readRaw('{"eventID":"own","values":{"eventID":"x"}}');
    expect(allKept()).toBe('id "own"');
  });
});
