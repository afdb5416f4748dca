import { EVENT, OTHER, matchesIn, quoted } from "../support/envelopes";

const TEXT: string = quoted(EVENT);

/** Expects a match at `path` in each of `records`. */
function expectAt(path: string, records: StaticArray<string>): void {
  for (let i = 0; i < records.length; i++) expect(matchesIn(records[i])).toBe(path + " ", records[i]);
}

function expectNone(records: StaticArray<string>): void {
  for (let i = 0; i < records.length; i++) expect(matchesIn(records[i])).toBe("-", records[i]);
}

describe("the record itself", () => {
  it("is an envelope", () => {
    expectAt("", [
      EVENT,
      " \n" + EVENT + " ",
      '{"Records":[' + EVENT + '],"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}',
    ]);
    expectNone(["{}", "[]", OTHER, " [ ] "]);
  });

  it("is an event or else an envelope, never both", () => {
    expectNone(['{"Records":[' + EVENT + '],"eventSource":"kms.amazonaws.com","eventName":"EnableKey"}']);
    expectAt("/Records/0", ['{"Records":[' + EVENT + '],"eventSource":"kms.amazonaws.com"}']);
  });
});

describe("a bare array", () => {
  it("has envelopes at its objects", () => {
    expectAt("/0", ["[" + EVENT + "]", " [ " + EVENT + " , 1 ] ", "[" + EVENT + "," + OTHER + "]"]);
    expectAt("/3", ["[1,null,[]," + EVENT + ",{}]", "[" + TEXT + ",[" + EVENT + "],{}," + EVENT + "]"]);
    expectNone(["[" + TEXT + "]", "[[" + EVENT + "]]", "[" + OTHER + "]", '["Records",' + TEXT + "]"]);
  });

  it("may contain envelopes", () => {
    expectAt("/1/Records/0", ['[{},{"Records":[' + EVENT + "]}]"]);
    expectAt("/0/log#", ['[{"log":' + TEXT + "}]"]);
  });
});

describe("an S3 log file", () => {
  it("has envelopes at the objects of its records", () => {
    expectAt("/Records/0", ['{"Records":[' + EVENT + "]}", '{ "Records" :\n[ ' + EVENT + " ] }"]);
    expectAt("/Records/2", ['{"a":1,"Records":[{},1,' + EVENT + "," + OTHER + "]}"]);
    expectNone([
      '{"Records":' + EVENT + "}",
      '{"Records":[[' + EVENT + "]]}",
      '{"Records":[' + TEXT + "]}",
      '{"Records":' + TEXT + "}",
      '{"records":[' + EVENT + "]}",
      '{"Record":[' + EVENT + "]}",
      '{"Records ":[' + EVENT + "]}",
      '{"x":{"Records":[' + EVENT + "]}}",
      '{"Records":[{"Record":' + EVENT + "}]}",
    ]);
  });
});

describe("messages of SQS and SNS", () => {
  it("have envelopes in strings", () => {
    expectAt("/Records/0/body#", ['{"Records":[{"body":' + TEXT + "}]}"]);
    expectAt("/Records/1/body#", ['{"Records":[{},{"messageId":"m","body":' + TEXT + "}]}"]);
    expectAt("/Records/0/Sns/Message#", ['{"Records":[{"Sns":{"Type":"t","Message":' + TEXT + "}}]}"]);
    expectAt("/Message#", ['{"Message":' + TEXT + "}"]);
    expectAt("/Messages/0/Body#", ['{"Messages":[{"Body":' + TEXT + "}]}"]);
  });

  it("have none elsewhere", () => {
    expectNone([
      '{"Records":[{"body":[' + TEXT + "]}]}",
      '{"Records":{"body":' + TEXT + "}}",
      '{"Records":[{"Sns":' + EVENT + "}]}",
      '{"Records":[{"Sns":{"Message":' + EVENT + "}}]}",
      '{"Records":[{"Sns":[{"Message":' + TEXT + "}]}]}",
      '{"Records":[{"Sns":{"message":' + TEXT + "}}]}",
      '{"Records":[{"Sns":' + TEXT + "}]}",
      '{"Sns":{"Message":' + TEXT + "}}",
      '{"Message":' + EVENT + "}",
      '{"Message":[' + TEXT + "]}",
      '{"Messages":[{"body":' + TEXT + "}]}",
      '{"Messages":[' + EVENT + "]}",
      '{"Messages":{"Body":' + TEXT + "}}",
      '{"Records":{"Body":' + TEXT + "}}",
      '{"Body":' + EVENT + "}",
      '{"Body":[' + TEXT + "]}",
      '{"body":[' + TEXT + "]}",
      '{"Messages":[{"Body":' + EVENT + "}]}",
      '{"Messages":[{"Records":[' + EVENT + "]}]}",
    ]);
  });
});

describe("EventBridge", () => {
  it("has an envelope at its detail, depending on its type", () => {
    expectAt("/detail", [
      '{"detail-type":"AWS API Call via CloudTrail","detail":' + EVENT + "}",
      '{"detail":' + EVENT + ',"detail-type":"AWS Service Event via CloudTrail"}',
    ]);
    expectNone([
      '{"detail":' + EVENT + "}",
      '{"detail-type":"AWS Console Sign In via CloudTrail","detail":' + EVENT + "}",
      '{"detail-type":"AWS API Call via CloudTrail","detail":[' + EVENT + "]}",
      '{"detail-type":"AWS API Call via CloudTrail","detail":' + TEXT + "}",
      '{"detail-type":"AWS API Call via CloudTrail","Detail":' + EVENT + "}",
    ]);
  });
});

describe("a CloudWatch Logs subscription", () => {
  it("has envelopes in the messages of its log events, depending on its type", () => {
    expectAt("/logEvents/1/message#", [
      '{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1"},{"id":"2","message":' + TEXT + "}]}",
    ]);
    expectNone([
      '{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":' + TEXT + "}]}",
      '{"logEvents":[{"message":' + TEXT + "}]}",
      '{"messageType":"DATA_MESSAGE","logEvents":{"message":' + TEXT + "}}",
      '{"messageType":"DATA_MESSAGE","logEvents":[{"message":' + EVENT + "}]}",
      '{"messageType":"DATA_MESSAGE","logEvents":[' + EVENT + "," + TEXT + "]}",
      '{"messageType":"DATA_MESSAGE","logEvents":[{"log":' + TEXT + "}]}",
    ]);
  });
});

describe("tailed log files", () => {
  it("have envelopes in strings", () => {
    expectAt("/log#", ['{"log":' + TEXT + ',"stream":"stdout"}']);
    expectAt("/log", ['{"log":' + EVENT + "}"]);
    expectAt("/log/1", ['{"log":[0,' + EVENT + "]}"]);
    expectAt("/log_processed", ['{"log":"x","log_processed":' + EVENT + "}"]);
    expectAt("/log_processed#", ['{"log_processed":' + TEXT + "}"]);
    expectAt("/message", ['{"message":' + EVENT + "}"]);
    expectAt("/MESSAGE#", ['{"MESSAGE":' + TEXT + "}"]);
    expectAt("/exec#", ['{"exec":' + TEXT + "}"]);
    expectNone(['{"message":' + EVENT + ',"event.original":""}']);
    expectAt("/message#", ['{"message":' + TEXT + "}", '{"message":' + TEXT + ',"event.original":null}']);
    expectAt("/event.original#", [
      '{"event.original":' + TEXT + "}",
      '{"message":' + TEXT + ',"event.original":' + TEXT + "}",
    ]);
    expectAt("/event/original#", ['{"event":{"original":' + TEXT + '},"message":' + TEXT + "}"]);
    expectAt("/message#", ['{"event":{"dataset":"x","kind":"event"},"message":' + TEXT + "}"]);
    expectNone([
      '{"message":' + TEXT + ',"event.original":""}',
      '{"event.original":' + EVENT + "}",
      '{"event":{"original":' + EVENT + "}}",
      '{"original":' + TEXT + "}",
      '{"event":{"event.originals":' + TEXT + "}}",
      '{"event":[{"original":' + TEXT + "}]}",
      '{"logs":' + TEXT + ',"Log":' + TEXT + ',"Exec":' + TEXT + "}",
      '{"log_processed":[' + EVENT + "]}",
      '{"MESSAGE":' + EVENT + ',"exec":' + EVENT + "}",
      '{"log":[' + TEXT + "]}",
      '{"message":[' + EVENT + "]}",
    ]);
  });
});

describe("Splunk HEC", () => {
  it("has an envelope at its event, an object or a string", () => {
    expectAt("/event", ['{"event":' + EVENT + ',"time":1}']);
    expectAt("/event#", ['{"event":' + TEXT + "}"]);
    expectAt("/event/Records/0", ['{"event":{"Records":[' + EVENT + "]}}"]);
    expectNone(['{"event":[' + EVENT + "]}", '{"event":[' + TEXT + "]}", '{"events":' + EVENT + "}", '{"event":null}']);
  });
});

describe("LookupEvents and OTLP", () => {
  it("have envelopes", () => {
    expectAt("/Events/2/CloudTrailEvent#", ['{"Events":[{},1,{"EventName":"x","CloudTrailEvent":' + TEXT + "}]}"]);
    expectAt("/CloudTrailEvent#", ['{"CloudTrailEvent":' + TEXT + "}"]);
    expectAt("/Events/0/CloudTrailEvent#", ['{"Events":[{"CloudTrailEvent":' + TEXT + "}]}"]);
    expectAt("/body", ['{"body":' + EVENT + "}"]);
    expectAt("/body#", ['{"body":' + TEXT + "}"]);
    expectAt("/body/stringValue#", ['{"body":{"stringValue":' + TEXT + "}}"]);
    expectAt("/body/kvlistValue", ['{"body":{"kvlistValue":' + EVENT + "}}"]);
    expectAt("/body/text#", ['{"body":{"text":' + TEXT + "}}"]);
    expectAt("/body/structured", ['{"body":{"structured":' + EVENT + "}}"]);
    const logs = '{"resourceLogs":[{"resource":{}},{"scopeLogs":[{"logRecords":[1,{},' + EVENT + "]}]}]}";
    expectAt("/resourceLogs/1/scopeLogs/0/logRecords/2", [logs]);
  });

  it("have none elsewhere", () => {
    expectNone([
      '{"Events":[' + EVENT + "]}",
      '{"Events":{"CloudTrailEvent":' + TEXT + "}}",
      '{"Events":[{"CloudTrailEvent":' + EVENT + "}]}",
      '{"CloudTrailEvent":' + EVENT + "}",
      '{"body":{"stringValue":' + EVENT + "}}",
      '{"body":{"kvlistValue":' + TEXT + "}}",
      '{"body":{"text":' + EVENT + "}}",
      '{"body":{"structured":' + TEXT + "}}",
      '{"body":[{"structured":' + EVENT + "}]}",
      '{"resourceLogs":[' + EVENT + "]}",
      '{"resourceLogs":[{"scopeLogs":[' + EVENT + "]}]}",
      '{"resourceLogs":{"scopeLogs":[{"logRecords":[' + EVENT + "]}]}}",
      '{"resourceLogs":[{"scopeLogs":{"logRecords":[' + EVENT + "]}}]}",
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":' + EVENT + "}]}]}",
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[' + TEXT + "]}]}]}",
      '{"scopeLogs":[{"logRecords":[' + EVENT + "]}]}",
      '{"resourceLogs":[{"logRecords":[' + EVENT + "]}]}",
      '{"resourceLogs":[{"Records":[' + EVENT + "]}]}",
    ]);
  });
});

describe("other shippers and stores", () => {
  it("have envelopes", () => {
    expectAt("/events/1/message#", ['{"events":[{},{"message":' + TEXT + "}]}"]);
    expectAt("/results/1/2/value#", ['{"results":[[],[{},{},{"field":"@message","value":' + TEXT + "}]]}"]);
    expectAt("/_raw#", ['{"_raw":' + TEXT + "}"]);
    expectAt("/result/_raw#", ['{"result":{"_raw":' + TEXT + "}}"]);
    expectAt("/Body#", ['{"MessageId":"m","Body":' + TEXT + "}"]);
    expectAt("/payload", ['{"payload":' + EVENT + "}"]);
    expectAt("/payload#", ['{"payload":' + TEXT + "}"]);
    expectAt("/payload/1", ['{"payload":[{},' + EVENT + "]}"]);
    expectAt("/_source", ['{"_index":"x","_source":' + EVENT + "}"]);
    expectAt("/fields", ['{"fields":' + EVENT + "}"]);
    expectAt("/hits/hits/1/_source", ['{"hits":{"hits":[{},{"_source":' + EVENT + "}]}}"]);
    expectAt("/hits/hits/0/fields", ['{"hits":{"hits":[{"fields":' + EVENT + "}]}}"]);
    expectAt("/data", ['{"data":' + EVENT + "}"]);
    expectAt("/data#", ['{"data":' + TEXT + "}"]);
    expectAt("/aws", ['{"aws":' + EVENT + "}"]);
    expectAt("/requestPayload", ['{"requestPayload":' + EVENT + "}"]);
    expectAt("/requestPayload/Records/0/Sns/Message#", [
      '{"requestPayload":{"Records":[{"Sns":{"Message":' + TEXT + "}}]}}",
    ]);
    expectAt("/attributes", ['{"attributes":' + EVENT + "}"]);
  });

  it("have none elsewhere", () => {
    expectNone([
      '{"events":[' + TEXT + "]}",
      '{"events":[{"message":' + EVENT + "}]}",
      '{"events":{"message":' + TEXT + "}}",
      '{"results":[{"value":' + TEXT + "}]}",
      '{"results":[[{"value":' + EVENT + "}]]}",
      '{"results":[[[{"value":' + TEXT + "}]]]}",
      '{"_raw":' + EVENT + "}",
      '{"result":' + EVENT + "}",
      '{"result":[{"_raw":' + TEXT + "}]}",
      '{"payload":[' + TEXT + "]}",
      '{"payload":[[' + EVENT + "]]}",
      '{"_source":' + TEXT + ',"fields":' + TEXT + "}",
      '{"hits":[{"_source":' + EVENT + "}]}",
      '{"hits":{"hits":{"_source":' + EVENT + "}}}",
      '{"hits":{"hits":[' + EVENT + "]}}",
      '{"data":[' + EVENT + "]}",
      '{"aws":' + TEXT + ',"requestPayload":' + TEXT + ',"attributes":' + TEXT + "}",
      '{"value":' + TEXT + ',"structured":' + EVENT + "}",
    ]);
  });
});
