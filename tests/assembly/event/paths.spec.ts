import {
  CLUE_PATHS,
  Clue,
  Detail,
  ECS_PATHS,
  MOST_BEGINNINGS,
  MOST_PARTS,
  OCSF_DATA_PATHS,
  OCSF_PATHS,
  OCSF_REQUEST_PATHS,
  OCSF_RESPONSE_PATHS,
  OTEL_PATHS,
  RAW_PATHS,
} from "../../../assembly/event/paths";

/** The longest key that is unescaped (assembly/json/key.ts); a path may be one key. */
const LONGEST_KEY: i32 = 64;

const TABLES: StaticArray<StaticArray<string>> = [
  CLUE_PATHS,
  RAW_PATHS,
  ECS_PATHS,
  OCSF_PATHS,
  OCSF_DATA_PATHS,
  OCSF_REQUEST_PATHS,
  OCSF_RESPONSE_PATHS,
  OTEL_PATHS,
];

/** Whether `path` begins with the whole of `beginning`, as far as whole parts go. */
function beginsWith(path: string, beginning: string): bool {
  return path == beginning || path.startsWith(beginning + ".");
}

/** Every different beginning of the table's paths (`a` and `a.b` of `a.b`), each path included. */
function beginningsOf(paths: StaticArray<string>): string[] {
  const beginnings: string[] = [];
  for (let i = 0; i < paths.length; i++) {
    if (paths[i] == "") continue;
    const parts = paths[i].split(".");
    for (let count = 1; count <= parts.length; count++) {
      const beginning = parts.slice(0, count).join(".");
      if (!beginnings.includes(beginning)) beginnings.push(beginning);
    }
  }
  return beginnings;
}

/** The beginnings whose paths do not stand next to each other. */
function scattered(paths: StaticArray<string>): string {
  const beginnings = beginningsOf(paths);
  let wrong = "";
  for (let i = 0; i < beginnings.length; i++) {
    let runs = 0;
    let within = false;
    for (let j = 0; j < paths.length; j++) {
      const begins = beginsWith(paths[j], beginnings[i]);
      if (begins && !within) runs += 1;
      within = begins;
    }
    if (runs != 1) wrong += beginnings[i] + " ";
  }
  return wrong;
}

/** The paths that are the beginning of another one, or the same. */
function swallowed(paths: StaticArray<string>): string {
  let wrong = "";
  for (let i = 0; i < paths.length; i++) {
    for (let j = 0; j < paths.length; j++) {
      if (i != j && paths[i] != "" && beginsWith(paths[j], paths[i])) wrong += paths[i] + " ";
    }
  }
  return wrong;
}

/** The paths that have an empty part, a byte beyond ASCII, or are longer or deeper than promised. */
function malformed(paths: StaticArray<string>): string {
  let wrong = "";
  for (let i = 0; i < paths.length; i++) {
    const path = paths[i];
    if (path == "") continue;
    const parts = path.split(".");
    let isGood = path.length <= LONGEST_KEY && parts.length <= MOST_PARTS && !parts.includes("");
    for (let j = 0; j < path.length; j++) isGood = isGood && path.charCodeAt(j) < 0x80;
    if (!isGood) wrong += path + " ";
  }
  return wrong;
}

describe("every table", () => {
  it("has paths with a common beginning next to each other", () => {
    for (let i = 0; i < TABLES.length; i++) expect(scattered(TABLES[i])).toBe("", i.toString());
  });

  it("has no path that begins with the whole of another", () => {
    for (let i = 0; i < TABLES.length; i++) expect(swallowed(TABLES[i])).toBe("", i.toString());
  });

  it("has paths no longer and no deeper than the walk can go", () => {
    for (let i = 0; i < TABLES.length; i++) expect(malformed(TABLES[i])).toBe("", i.toString());
  });

  it("has no more different beginnings than the walk can note", () => {
    for (let i = 0; i < TABLES.length; i++) {
      expect(beginningsOf(TABLES[i]).length).toBeLessThanOrEqual(MOST_BEGINNINGS, i.toString());
    }
  });

  it("is no longer than the walk can count", () => {
    for (let i = 0; i < TABLES.length; i++) expect(TABLES[i].length).toBeLessThanOrEqual(255, i.toString());
  });
});

describe("the clues", () => {
  it("have the paths of every schema, and a bit each", () => {
    expect(CLUE_PATHS.length).toBe(20);
    expect(CLUE_PATHS[Clue.DATASET]).toBe("event.dataset");
    expect(CLUE_PATHS[Clue.PROVIDER]).toBe("event.provider");
    expect(CLUE_PATHS[Clue.ACTION]).toBe("event.action");
    expect(CLUE_PATHS[Clue.OUTCOME]).toBe("event.outcome");
    expect(CLUE_PATHS[Clue.STREAM_DATASET]).toBe("data_stream.dataset");
    expect(CLUE_PATHS[Clue.EVENT_SOURCE]).toBe("eventSource");
    expect(CLUE_PATHS[Clue.EVENT_NAME]).toBe("eventName");
    expect(CLUE_PATHS[Clue.ERROR_CODE]).toBe("errorCode");
    expect(CLUE_PATHS[Clue.ERROR_MESSAGE]).toBe("errorMessage");
    expect(CLUE_PATHS[Clue.CLASS_UID]).toBe("class_uid");
    expect(CLUE_PATHS[Clue.SERVICE_NAME]).toBe("api.service.name");
    expect(CLUE_PATHS[Clue.OPERATION]).toBe("api.operation");
    expect(CLUE_PATHS[Clue.RESPONSE_ERROR]).toBe("api.response.error");
    expect(CLUE_PATHS[Clue.STATUS]).toBe("status");
    expect(CLUE_PATHS[Clue.STATUS_ID]).toBe("status_id");
    expect(CLUE_PATHS[Clue.ATTRIBUTES]).toBe("attributes");
    expect(CLUE_PATHS[Clue.RPC_SERVICE]).toBe("rpc.service");
    expect(CLUE_PATHS[Clue.RPC_METHOD]).toBe("rpc.method");
    expect(CLUE_PATHS[Clue.AWS_ERROR_CODE]).toBe("aws.error.code");
    expect(CLUE_PATHS[Clue.AWS_ERROR_MESSAGE]).toBe("aws.error.message");
  });
});

/** Expects the four paths of one detail. */
function expectPaths(detail: i32, raw: string, ecs: string, ocsf: string, otel: string): void {
  expect(RAW_PATHS[detail]).toBe(raw);
  expect(ECS_PATHS[detail]).toBe(ecs);
  expect(OCSF_PATHS[detail]).toBe(ocsf);
  expect(OTEL_PATHS[detail]).toBe(otel);
}

describe("the details", () => {
  it("have a path in each table", () => {
    expect(RAW_PATHS.length).toBe(Detail.COUNT);
    expect(ECS_PATHS.length).toBe(Detail.COUNT);
    expect(OCSF_PATHS.length).toBe(Detail.COUNT);
    expect(OTEL_PATHS.length).toBe(Detail.COUNT);
  });

  it("have the paths of every schema", () => {
    const ecs = "aws.cloudtrail.";
    const identity = ecs + "user_identity.";
    expectPaths(Detail.ID, "eventID", "event.id", "metadata.uid", "aws.cloudtrail.event_id");
    expectPaths(Detail.TIME, "eventTime", "@timestamp", "time_dt", "timeUnixNano");
    expectPaths(Detail.OTHER_TIME, "", "", "time", "@timestamp");
    expectPaths(Detail.SOURCE_IP, "sourceIPAddress", "source.ip", "src_endpoint.ip", "source.address");
    expectPaths(Detail.SOURCE_ADDRESS, "", "source.address", "src_endpoint.domain", "");
    expectPaths(
      Detail.USER_AGENT,
      "userAgent",
      "user_agent.original",
      "http_request.user_agent",
      "user_agent.original",
    );
    expectPaths(Detail.REGION, "awsRegion", "cloud.region", "cloud.region", "cloud.region");
    expectPaths(Detail.ACCOUNT, "recipientAccountId", "cloud.account.id", "cloud.account.uid", "cloud.account.id");
    expectPaths(
      Detail.OTHER_ACCOUNT,
      "userIdentity.accountId",
      ecs + "recipient_account_id",
      "actor.user.account.uid",
      "aws.user_identity.account_id",
    );
    expectPaths(Detail.ACTOR_TYPE, "userIdentity.type", identity + "type", "actor.user.type", "aws.principal.type");
    expectPaths(Detail.ACTOR_ARN, "userIdentity.arn", identity + "arn", "actor.user.uid", "aws.principal.arn");
    expectPaths(Detail.TYPE, "eventType", "", "metadata.event_code", "rpc.system");
    expectPaths(
      Detail.CATEGORY,
      "eventCategory",
      ecs + "event_category",
      "metadata.product.feature.name",
      "aws.event.category",
    );
    expectPaths(Detail.ERROR_CODE, "errorCode", ecs + "error_code", "api.response.error", "aws.error.code");
    expectPaths(
      Detail.ERROR_MESSAGE,
      "errorMessage",
      ecs + "error_message",
      "api.response.message",
      "aws.error.message",
    );
    expectPaths(Detail.RESOURCE_ARN, "resources.ARN", ecs + "resources.arn", "resources.uid", "aws.resources.arn");
  });

  it("of request and response have the same names in every schema", () => {
    const names: StaticArray<string> = [
      "keyId",
      "pendingWindowInDays",
      "keyId",
      "pendingWindowInDays",
      "keyState",
      "deletionDate",
    ];
    for (let i = 0; i < names.length; i++) {
      const isRequest = i < 2;
      expectPaths(
        Detail.REQUEST_KEY + i,
        (isRequest ? "requestParameters." : "responseElements.") + names[i],
        "aws.cloudtrail.flattened." + (isRequest ? "request_parameters." : "response_elements.") + names[i],
        (isRequest ? "api.request.data." : "api.response.data.") + names[i],
        (isRequest ? "aws.request.parameters." : "aws.response.elements.") + names[i],
      );
    }
    expect(Detail.REQUEST_WINDOW).toBe(Detail.REQUEST_KEY + 1);
    expect(Detail.RESPONSE_KEY).toBe(Detail.REQUEST_KEY + 2);
    expect(Detail.RESPONSE_WINDOW).toBe(Detail.REQUEST_KEY + 3);
    expect(Detail.KEY_STATE).toBe(Detail.REQUEST_KEY + 4);
    expect(Detail.DELETION_DATE).toBe(Detail.REQUEST_KEY + 5);
  });

  it("in a text of OCSF are those of request and response, in their order", () => {
    expect(OCSF_DATA_PATHS.join(" ")).toBe("api.request.data api.response.data");
    expect(OCSF_REQUEST_PATHS.join(" ")).toBe("keyId pendingWindowInDays");
    expect(OCSF_RESPONSE_PATHS.join(" ")).toBe("keyId pendingWindowInDays keyState deletionDate");
  });
});
