import { MAX_BEGINNINGS, MAX_PARTS, Paths, fieldAt } from "../../../assembly/event/paths";
import {
  ECS_PATHS as ECS_MORE,
  OCSF_PATHS as OCSF_MORE,
  OCSF_REQUEST_PATHS as OCSF_REQUEST_MORE,
  OTEL_PATHS as OTEL_MORE,
  RAW_PATHS as RAW_MORE,
} from "../../../assembly/explain/generated/more-paths";
import { CLUE_PATHS, Clue } from "../../../assembly/rule/schemas";
import { Data, Detail } from "../../../assembly/finding/detail";
import {
  DOCUMENT_PATHS,
  ECS_PATHS,
  OCSF_DATA_PATHS,
  OCSF_PATHS,
  OCSF_REQUEST_PATHS,
  OCSF_RESPONSE_PATHS,
  OTEL_PATHS,
  RAW_PATHS,
  RESOURCE_PATHS,
} from "../../../assembly/finding/generated/detail-paths";
import { pathsIn } from "../support/fields";

/** The length of the longest key that is unescaped (assembly/json/key.ts); a path may be one key. */
const LONGEST_KEY: i32 = 80;

const TABLES: StaticArray<Paths> = [
  CLUE_PATHS,
  RAW_PATHS,
  ECS_PATHS,
  OCSF_PATHS,
  OCSF_DATA_PATHS,
  OCSF_REQUEST_PATHS,
  OCSF_RESPONSE_PATHS,
  OTEL_PATHS,
  DOCUMENT_PATHS,
  RESOURCE_PATHS,
  RAW_MORE,
  ECS_MORE,
  OCSF_MORE,
  OCSF_REQUEST_MORE,
  OTEL_MORE,
];

/** Whether `path` begins with all parts of `beginning`. */
function beginsWith(path: string, beginning: string): bool {
  return path == beginning || path.startsWith(beginning + ".");
}

/** The distinct beginnings of the table's paths (`a` and `a.b` for `a.b`), including each whole path. */
function beginningsOf(paths: string[]): string[] {
  const beginnings: string[] = [];
  for (let i = 0; i < paths.length; i++) {
    const parts = paths[i].split(".");
    for (let count = 1; count <= parts.length; count++) {
      const beginning = parts.slice(0, count).join(".");
      if (!beginnings.includes(beginning)) beginnings.push(beginning);
    }
  }
  return beginnings;
}

/** The paths that another one equals or begins with. */
function swallowed(paths: string[]): string {
  let wrong = "";
  for (let i = 0; i < paths.length; i++) {
    for (let j = 0; j < paths.length; j++) {
      if (i != j && beginsWith(paths[j], paths[i])) wrong += paths[i] + " ";
    }
  }
  return wrong;
}

/** The paths that have an empty part, a byte beyond ASCII, or are longer or deeper than allowed. */
function malformed(paths: string[]): string {
  let wrong = "";
  for (let i = 0; i < paths.length; i++) {
    const path = paths[i];
    const parts = path.split(".");
    let isGood = path.length <= LONGEST_KEY && parts.length <= MAX_PARTS && !parts.includes("");
    for (let j = 0; j < path.length; j++) isGood = isGood && path.charCodeAt(j) < 0x80;
    if (!isGood) wrong += path + " ";
  }
  return wrong;
}

describe("every table", () => {
  it("has no path that begins with another", () => {
    for (let i = 0; i < TABLES.length; i++) expect(swallowed(pathsIn(TABLES[i]))).toBe("", i.toString());
  });

  it("has paths no longer and no deeper than the walk supports", () => {
    for (let i = 0; i < TABLES.length; i++) expect(malformed(pathsIn(TABLES[i]))).toBe("", i.toString());
  });

  it("has at most the beginnings and parts that the walk supports, and the largest has exactly so many", () => {
    let beginnings = 0;
    let parts = 0;
    for (let i = 0; i < TABLES.length; i++) {
      const paths = pathsIn(TABLES[i]);
      beginnings = max(beginnings, beginningsOf(paths).length);
      for (let j = 0; j < paths.length; j++) parts = max(parts, paths[j].split(".").length);
    }
    expect(beginnings).toBe(MAX_BEGINNINGS);
    expect(parts).toBe(MAX_PARTS);
  });

  it("has no more branches than a tree has numbers for", () => {
    for (let i = 0; i < TABLES.length; i++) {
      const paths = pathsIn(TABLES[i]);
      const branches = new Set<string>();
      for (let j = 0; j < paths.length; j++) {
        const parts = paths[j].split(".");
        for (let from = 0; from < parts.length; from++) {
          const before = parts.slice(0, from).join(".");
          for (let to = from + 1; to <= parts.length; to++)
            branches.add(before + " " + parts.slice(from, to).join("."));
        }
      }
      expect(branches.size).toBeLessThanOrEqual(255, i.toString());
    }
  });
});

/** The paths of a field in a table, separated by spaces; "" for none. */
function pathsFor(table: Paths, field: i32): string {
  const paths: string[] = [];
  const all = pathsIn(table);
  for (let i = 0; i < all.length; i++) if (fieldAt(table, i) == field) paths.push(all[i]);
  return paths.join(" ");
}

describe("the clues", () => {
  it("have the paths of every schema, and fit one bit each", () => {
    expect(pathsIn(CLUE_PATHS).length).toBe(Clue.COUNT);
    expect(Clue.COUNT).toBeLessThanOrEqual(32);
    expect(pathsFor(CLUE_PATHS, Clue.DATASET)).toBe("event.dataset");
    expect(pathsFor(CLUE_PATHS, Clue.PROVIDER)).toBe("event.provider");
    expect(pathsFor(CLUE_PATHS, Clue.ACTION)).toBe("event.action");
    expect(pathsFor(CLUE_PATHS, Clue.OUTCOME)).toBe("event.outcome");
    expect(pathsFor(CLUE_PATHS, Clue.STREAM_DATASET)).toBe("data_stream.dataset");
    expect(pathsFor(CLUE_PATHS, Clue.EVENT_SOURCE)).toBe("eventSource");
    expect(pathsFor(CLUE_PATHS, Clue.EVENT_NAME)).toBe("eventName");
    expect(pathsFor(CLUE_PATHS, Clue.ERROR_CODE)).toBe("errorCode");
    expect(pathsFor(CLUE_PATHS, Clue.ERROR_MESSAGE)).toBe("errorMessage");
    expect(pathsFor(CLUE_PATHS, Clue.INSIGHT)).toBe("insightDetails");
    expect(pathsFor(CLUE_PATHS, Clue.VALUES)).toBe("values");
    expect(pathsFor(CLUE_PATHS, Clue.CLASS_UID)).toBe("class_uid");
    expect(pathsFor(CLUE_PATHS, Clue.SERVICE_NAME)).toBe("api.service.name");
    expect(pathsFor(CLUE_PATHS, Clue.OPERATION)).toBe("api.operation");
    expect(pathsFor(CLUE_PATHS, Clue.RESPONSE_ERROR)).toBe("api.response.error");
    expect(pathsFor(CLUE_PATHS, Clue.RESPONSE_MESSAGE)).toBe("api.response.message");
    expect(pathsFor(CLUE_PATHS, Clue.STATUS)).toBe("status");
    expect(pathsFor(CLUE_PATHS, Clue.STATUS_ID)).toBe("status_id");
    expect(pathsFor(CLUE_PATHS, Clue.ATTRIBUTES)).toBe("attributes");
    expect(pathsFor(CLUE_PATHS, Clue.RPC_SERVICE)).toBe("rpc.service");
    expect(pathsFor(CLUE_PATHS, Clue.RPC_METHOD)).toBe("rpc.method");
    expect(pathsFor(CLUE_PATHS, Clue.RPC_SYSTEM)).toBe("rpc.system.name");
    expect(pathsFor(CLUE_PATHS, Clue.AWS_ERROR_CODE)).toBe("aws.error.code");
    expect(pathsFor(CLUE_PATHS, Clue.AWS_ERROR_MESSAGE)).toBe("aws.error.message");
  });
});

/** Expects one detail's paths in each of the four schemas. */
function expectPaths(detail: i32, raw: string, ecs: string, ocsf: string, otel: string): void {
  expect(pathsFor(RAW_PATHS, detail)).toBe(raw);
  expect(pathsFor(ECS_PATHS, detail)).toBe(ecs);
  expect(pathsFor(OCSF_PATHS, detail)).toBe(ocsf);
  expect(pathsFor(OTEL_PATHS, detail)).toBe(otel);
}

describe("the details", () => {
  it("have valid numbers in every table", () => {
    const tables: StaticArray<Paths> = [RAW_PATHS, ECS_PATHS, OCSF_PATHS, OTEL_PATHS];
    for (let i = 0; i < tables.length; i++) {
      const paths = pathsIn(tables[i]);
      for (let j = 0; j < paths.length; j++) {
        expect(fieldAt(tables[i], j)).toBeGreaterThanOrEqual(0);
        const isRawList = tables[i] == RAW_PATHS && fieldAt(tables[i], j) == Detail.VALUES;
        expect(isRawList || fieldAt(tables[i], j) < Detail.COUNT).toBe(true, paths[j]);
      }
    }
  });

  it("have the paths of every schema", () => {
    const ecs = "aws.cloudtrail.";
    const identity = ecs + "user_identity.";
    expectPaths(Detail.ID, "eventID", "event.id", "metadata.uid", "aws.cloudtrail.event_id");
    expectPaths(Detail.TIME, "eventTime", "@timestamp", "time_dt time", "timeUnixNano @timestamp");
    expectPaths(
      Detail.SOURCE_IP,
      "sourceIPAddress",
      "source.ip source.address",
      "src_endpoint.ip src_endpoint.domain",
      "source.address",
    );
    expectPaths(
      Detail.USER_AGENT,
      "userAgent",
      "user_agent.original",
      "http_request.user_agent",
      "user_agent.original",
    );
    expectPaths(Detail.REGION, "awsRegion", "cloud.region", "cloud.region", "cloud.region");
    expectPaths(
      Detail.ACCOUNT,
      "recipientAccountId",
      "cloud.account.id " + ecs + "recipient_account_id",
      "cloud.account.uid cloud.account_uid unmapped.recipientAccountId",
      "cloud.account.id",
    );
    expectPaths(
      Detail.CALLER_ACCOUNT,
      "userIdentity.accountId",
      "",
      "actor.user.account.uid actor.user.account_uid",
      "aws.user_identity.account_id",
    );
    expectPaths(
      Detail.ACTOR_TYPE,
      "userIdentity.type",
      identity + "type",
      "actor.user.type",
      "aws.principal.type aws.user_identity.principal.type",
    );
    expectPaths(
      Detail.ACTOR_ARN,
      "userIdentity.arn",
      identity + "arn",
      "actor.user.uid actor.user.uuid",
      "aws.principal.arn aws.user_identity.principal.arn",
    );
    const session = "userIdentity.sessionContext.";
    expectPaths(
      Detail.ROLE,
      session + "sessionIssuer.arn",
      identity + "session_context.session_issuer.arn",
      "actor.session.issuer",
      "aws.user_identity.session_context.issuer.arn",
    );
    expectPaths(Detail.SOURCE_IDENTITY, session + "sourceIdentity", "", "unmapped." + session + "sourceIdentity", "");
    expectPaths(
      Detail.ON_BEHALF_OF,
      "userIdentity.onBehalfOf.userId",
      identity + "on_behalf_of.user_id",
      "unmapped.userIdentity.onBehalfOf.userId",
      "",
    );
    expectPaths(Detail.VPC_ENDPOINT, "vpcEndpointId", ecs + "vpc_endpoint_id", "src_endpoint.uid", "");
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
    expectPaths(
      Detail.RESOURCE_ARN,
      "resources.ARN",
      ecs + "resources.arn",
      "resources.uid",
      "aws.resources.arn aws.resources.ARN",
    );
  });

  it("of request and response have the same names in every schema", () => {
    const request: StaticArray<string> = ["keyId", "pendingWindowInDays"];
    const requestDetails: StaticArray<i32> = [Detail.REQUEST_KEY, Detail.REQUEST_WINDOW];
    for (let i = 0; i < request.length; i++) {
      expectPaths(
        requestDetails[i],
        "requestParameters." + request[i],
        "aws.cloudtrail.flattened.request_parameters." + request[i],
        "api.request.data." + request[i],
        "aws.request.parameters." + request[i],
      );
      expect(pathsFor(OCSF_REQUEST_PATHS, requestDetails[i])).toBe(request[i]);
    }
    const response: StaticArray<string> = ["keyId", "pendingWindowInDays", "keyState", "deletionDate"];
    const responseDetails: StaticArray<i32> = [
      Detail.RESPONSE_KEY,
      Detail.RESPONSE_WINDOW,
      Detail.KEY_STATE,
      Detail.DELETION_DATE,
    ];
    for (let i = 0; i < response.length; i++) {
      expectPaths(
        responseDetails[i],
        "responseElements." + response[i],
        "aws.cloudtrail.flattened.response_elements." + response[i],
        "api.response.data." + response[i],
        "aws.response.elements." + response[i],
      );
      expect(pathsFor(OCSF_RESPONSE_PATHS, responseDetails[i])).toBe(response[i]);
    }
  });

  it("in an OCSF string are in the data of request and response", () => {
    expect(pathsFor(OCSF_DATA_PATHS, Data.REQUEST)).toBe("api.request.data");
    expect(pathsFor(OCSF_DATA_PATHS, Data.RESPONSE)).toBe("api.response.data");
    expect(pathsIn(OCSF_DATA_PATHS).length).toBe(2);
    expect(pathsIn(OCSF_REQUEST_PATHS).length).toBe(2);
    expect(pathsIn(OCSF_RESPONSE_PATHS).length).toBe(4);
  });
});
