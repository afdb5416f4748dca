import { Schema } from "../../../assembly/rule/schemas";
import { Detail } from "../../../assembly/finding/detail";
import { attribute, kvlist, list } from "../support/attributes";
import { NOTHING, allKept, kept, ofResource, read } from "../support/details";

function readOtel(event: string): void {
  read(event, Schema.OTEL);
}

/** Reads an event that has only the list `attributes`. */
function readList(attributes: string): void {
  readOtel('{"attributes":[' + attributes + "]}");
}

function text(value: string): string {
  return '{"stringValue":"' + value + '"}';
}

const ARN: string = "arn:aws:kms:us-west-2:111122223333:key/k1";
const ALL: string =
  'time "1700000000" ip "192.0.2.1" agent "u" region "r" account "1" caller "2" type "AwsApiCall" id "e" ' +
  'category "Management" actor "IAMUser" arn "arn:u" resource "' +
  ARN +
  '" requestKey "k0" requestWindow 7 responseKey "k9" responseWindow 8 state "s" date "d" code "c" message "m"';

describe("the details of an OpenTelemetry record", () => {
  it("are found on the record", () => {
    readOtel(
      '{"timeUnixNano":"1700000000","@timestamp":"t","source.address":"192.0.2.1","user_agent.original":"u","cloud":{"region":"r",' +
        '"account.id":"1"},"rpc.system":"AwsApiCall","aws":{"event.category":"Management","error":{"code":"c","message":"m"},"cloudtrail.event_id":"e","user_identity":{"account_id":"2"},"principal":{"type":"IAMUser","arn":"arn:u"},' +
        '"resources":[{"arn":"x"},{"arn":"' +
        ARN +
        '"}],"request.parameters":{"keyId":"k0","pendingWindowInDays":7},' +
        '"response":{"elements":{"keyId":"k9","pendingWindowInDays":8,"keyState":"s","deletionDate":"d"}}}}',
    );
    expect(allKept()).toBe(ALL);
  });

  it("do not include those of another schema", () => {
    readOtel(
      '{"eventTime":"t","sourceIPAddress":"192.0.2.1","userAgent":"u","awsRegion":"r","recipientAccountId":"1",' +
        '"eventType":"AwsApiCall","eventID":"e","userIdentity":{"type":"Root","arn":"a"},"errorCode":"c",' +
        '"responseElements":{"keyId":"k"},"event":{"id":"e"},"metadata":{"uid":"e"},"cloud":{"region":7}}',
    );
    expect(kept(Detail.REGION)).toBe("7");
    expect(allKept()).toBe("region 7");
  });

  it("are found in attributes that are an object", () => {
    readOtel(
      '{"timeUnixNano":"1700000000","attributes":{"@timestamp":"t","source":{"address":"192.0.2.1"},"user_agent.original":"u",' +
        '"cloud.region":"r","cloud.account.id":"1","aws.cloudtrail.event_id":"e","aws.user_identity.account_id":"2",' +
        '"rpc":{"system":"AwsApiCall"},"aws.event.category":"Management","aws.error.code":"c","aws.error.message":"m",' +
        '"aws.principal.type":"IAMUser","aws.principal.arn":"arn:u","aws.resources":{"arn":["' +
        ARN +
        '"]},' +
        '"aws.request.parameters":{"keyId":"k0","pendingWindowInDays":7},"aws.response":{"elements":{"keyId":"k9",' +
        '"pendingWindowInDays":8,"keyState":"s","deletionDate":"d"}}}}',
    );
    expect(allKept()).toBe(ALL);
  });

  it("are found in attributes that are a list", () => {
    const request = attribute("keyId", text("k0")) + "," + attribute("pendingWindowInDays", '{"intValue":7}');
    const response =
      attribute("keyId", text("k9")) +
      "," +
      attribute("pendingWindowInDays", '{"doubleValue":8}') +
      "," +
      attribute("keyState", text("s")) +
      "," +
      attribute("deletionDate", text("d"));
    readOtel(
      '{"timeUnixNano":"1700000000","attributes":[' +
        [
          attribute("@timestamp", text("t")),
          attribute("source.address", text("192.0.2.1")),
          attribute("user_agent.original", text("u")),
          attribute("cloud.region", text("r")),
          attribute("cloud.account.id", text("1")),
          attribute("aws.cloudtrail.event_id", text("e")),
          attribute("aws.user_identity.account_id", text("2")),
          attribute("rpc.system", text("AwsApiCall")),
          attribute("aws.event", kvlist(attribute("category", text("Management")))),
          attribute("aws.error", kvlist(attribute("code", text("c")) + "," + attribute("message", text("m")))),
          attribute("aws.principal.type", text("IAMUser")),
          attribute("aws.principal.arn", text("arn:u")),
          attribute(
            "aws.resources",
            list(kvlist(attribute("arn", text("x"))) + "," + kvlist(attribute("arn", text(ARN)))),
          ),
          attribute("aws.request.parameters", kvlist(request)),
          attribute("aws.response.elements", kvlist(response)),
        ].join(",") +
        "]}",
    );
    expect(allKept()).toBe(ALL);
  });

  it("come from the record first, and then from its attributes", () => {
    readOtel('{"attributes":{"cloud.region":"a","aws.cloudtrail.event_id":"b"},"cloud.region":"r"}');
    expect(kept(Detail.REGION)).toBe('"r"');
    expect(kept(Detail.ID)).toBe('"b"');
    readOtel(
      '{"attributes":[' +
        attribute("cloud.region", text("a")) +
        '],"cloud":{"region":""},"aws.request.parameters.keyId":"k"}',
    );
    expect(kept(Detail.REGION)).toBe('"a"');
    expect(kept(Detail.REQUEST_KEY)).toBe('"k"');
  });

  it("are the first nonempty ones among attributes with the same key", () => {
    readList(
      attribute("cloud.region", text("")) +
        "," +
        attribute("cloud.region", text("a")) +
        "," +
        attribute("cloud.region", text("b")),
    );
    expect(kept(Detail.REGION)).toBe('"a"');
    readList(attribute("cloud.region", '{"boolValue":true}') + "," + attribute("cloud.region", '{"intValue":"7"}'));
    expect(kept(Detail.REGION)).toBe('"7"');
  });

  it("of an attribute with a list of values are taken from those", () => {
    readList(attribute("aws.cloudtrail.event_id", list(text("") + "," + text("e"))));
    expect(kept(Detail.ID)).toBe('"e"');
    readList(attribute("aws.resources.arn", list(text("x") + "," + list(text(ARN)))));
    expect(kept(Detail.RESOURCE_ARN)).toBe('"' + ARN + '"');
    readList(attribute("aws.resources", list(kvlist(attribute("arn", list(text(ARN)))))));
    expect(kept(Detail.RESOURCE_ARN)).toBe('"' + ARN + '"');
  });

  it("are not searched for in the lists of an attribute that has its own value", () => {
    readList(attribute("aws.principal", '{"stringValue":"x",' + kvlist(attribute("type", text("no"))).slice(1)));
    expect(kept(Detail.ACTOR_TYPE)).toBe("-");
  });

  it("from keys and values in one attribute are taken in that order", () => {
    const keys = kvlist(attribute("type", text("first"))).slice(1, -1);
    const values = list(kvlist(attribute("type", text("second")))).slice(1, -1);
    readList(attribute("aws.principal", "{" + keys + "," + values + "}"));
    expect(kept(Detail.ACTOR_TYPE)).toBe('"first"');
    readList(attribute("aws.principal", "{" + values + "," + keys + "}"));
    expect(kept(Detail.ACTOR_TYPE)).toBe('"first"');
  });

  it("come from the last attributes if those are repeated", () => {
    readOtel('{"attributes":{"cloud.region":"a"},"attributes":{"cloud.account.id":"1"}}');
    expect(kept(Detail.REGION)).toBe("-");
    expect(kept(Detail.ACCOUNT)).toBe('"1"');
    readOtel('{"attributes":{"cloud.region":"a"},"attributes":null}');
    expect(allKept()).toBe(NOTHING);
  });

  it("are not found in attributes of another type, or elsewhere", () => {
    readOtel(
      '{"attributes":"cloud.region","resources":{"attributes":{"cloud.region":"a"}},"body":{"cloud.region":"b"}}',
    );
    expect(allKept()).toBe(NOTHING);
    readOtel(
      '{"Attributes":{"cloud.region":"a"},"attributes.cloud.region":"b","attributes":{"attributes":{"cloud.region":"c"}}}',
    );
    expect(allKept()).toBe(NOTHING);
    readOtel('{"attributes":[{"cloud.region":"a"},' + attribute("cloud", '{"region":"a"}') + "]}");
    expect(allKept()).toBe(NOTHING);
  });
});

describe("the principal, role and resources", () => {
  it("have two spellings each, and the preferred one counts first", () => {
    readOtel(
      '{"aws.user_identity.principal":{"arn":"arn:u","type":"IAMUser"},"aws":{"resources":{"ARN":"' + ARN + '"}}}',
    );
    expect(allKept()).toBe('actor "IAMUser" arn "arn:u" resource "' + ARN + '"');
    readOtel('{"aws.user_identity.principal.type":"a","attributes":{"aws.principal.type":"b"}}');
    expect(allKept()).toBe('actor "b"');
    readOtel('{"aws.resources":[{"ARN":"' + ARN + '"},{"arn":"' + ARN + '2"}]}');
    expect(allKept()).toBe('resource "' + ARN + '2"');
    readOtel('{"aws.user_identity":{"principals":{"arn":"x"},"session_context":{"issuer":{"arn":"arn:r"}}}}');
    expect(allKept()).toBe('role "arn:r"');
  });
});

describe("the resource", () => {
  it("of a document has the account and the region, used after the record and its attributes", () => {
    readOtel('{"resource":{"attributes":{"cloud":{"account.id":"1","region":"a"},"aws.principal.type":"x"}}}');
    expect(allKept()).toBe('region "a" account "1"');
    readOtel('{"resource.attributes.cloud.region":"a","resource":{"attributes.cloud.account":[{"id":7}]}}');
    expect(allKept()).toBe('region "a" account 7');
    readOtel('{"resource":{"attributes":[' + attribute("cloud.region", text("a")) + "]}}");
    expect(allKept()).toBe('region "a"');
    const resource = '"resource":{"attributes":{"cloud.account.id":"1","cloud.region":"a"}}';
    readOtel("{" + resource + ',"cloud.region":"b"}');
    expect(allKept()).toBe('region "b" account "1"');
    readOtel("{" + resource + ',"attributes":{"cloud.account.id":"2","aws.user_identity.account_id":"3"}}');
    expect(allKept()).toBe('region "a" account "2" caller "3"');
  });

  it("of a document is not any other object, nor one in its attributes", () => {
    readOtel('{"resource":{"cloud.region":"a"},"resources":{"attributes":{"cloud.region":"a"}}}');
    expect(allKept()).toBe(NOTHING);
    readOtel('{"attributes":{"resource.attributes.cloud.region":"a"},"resource":"cloud.region"}');
    expect(allKept()).toBe(NOTHING);
    readOtel('{"resource":[{"attributes":[' + attribute("cloud.region", text("a")) + "]}]}");
    expect(allKept()).toBe(NOTHING);
  });

  it("of OTLP has what the event itself lacks", () => {
    const list =
      '{"attributes":[' + attribute("cloud.region", text("a")) + "," + attribute("cloud.account.id", text("1")) + "]}";
    expect(ofResource("{}", list)).toBe('region "a" account "1"');
    expect(ofResource('{"cloud.region":"b"}', list)).toBe('region "b" account "1"');
    expect(ofResource('{"cloud.region":"b","attributes":{"cloud.account.id":"2"}}', list)).toBe(
      'region "b" account "2"',
    );
    expect(ofResource('{"aws.user_identity.account_id":"3"}', list)).toBe('region "a" account "1" caller "3"');
    expect(ofResource('{"resource":{"attributes":{"cloud.region":"b"}}}', list)).toBe('region "b" account "1"');
    expect(ofResource("{}", '{"attributes":{"cloud":{"region":"a"}}}')).toBe('region "a"');
    expect(ofResource("{}", '{"attributes":{"region":"a","aws.principal.type":"x"}}')).toBe(NOTHING);
    expect(ofResource("{}", '{"attributes":null,"cloud.region":"a"}')).toBe(NOTHING);
    expect(ofResource("{}", "{}")).toBe(NOTHING);
  });
});
