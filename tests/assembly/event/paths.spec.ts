import {
  CLUE_PATHS,
  Clue,
  Detail,
  ECS_PATHS,
  LONGEST_PATH,
  MOST_BEGINNINGS,
  MOST_PARTS,
  RAW_PATHS,
} from "../../../assembly/event/paths";

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
    let isGood = path.length <= LONGEST_PATH && parts.length <= MOST_PARTS && !parts.includes("");
    for (let j = 0; j < path.length; j++) isGood = isGood && path.charCodeAt(j) < 0x80;
    if (!isGood) wrong += path + " ";
  }
  return wrong;
}

describe("every table", () => {
  it("has paths with a common beginning next to each other", () => {
    expect(scattered(CLUE_PATHS)).toBe("");
    expect(scattered(RAW_PATHS)).toBe("");
    expect(scattered(ECS_PATHS)).toBe("");
  });

  it("has no path that begins with the whole of another", () => {
    expect(swallowed(CLUE_PATHS)).toBe("");
    expect(swallowed(RAW_PATHS)).toBe("");
    expect(swallowed(ECS_PATHS)).toBe("");
  });

  it("has paths no longer and no deeper than the walk can go", () => {
    expect(malformed(CLUE_PATHS)).toBe("");
    expect(malformed(RAW_PATHS)).toBe("");
    expect(malformed(ECS_PATHS)).toBe("");
  });

  it("has no more different beginnings than the walk can note", () => {
    expect(beginningsOf(CLUE_PATHS).length).toBeLessThanOrEqual(MOST_BEGINNINGS);
    expect(beginningsOf(RAW_PATHS).length).toBeLessThanOrEqual(MOST_BEGINNINGS);
    expect(beginningsOf(ECS_PATHS).length).toBeLessThanOrEqual(MOST_BEGINNINGS);
  });

  it("is no longer than the walk can count", () => {
    expect(LONGEST_PATH + 1).toBeLessThanOrEqual(255);
    expect(CLUE_PATHS.length).toBeLessThanOrEqual(255);
    expect(ECS_PATHS.length).toBeLessThanOrEqual(255);
  });
});

describe("the clues", () => {
  it("have the paths of ECS and of a raw event", () => {
    expect(CLUE_PATHS.length).toBe(9);
    expect(CLUE_PATHS[Clue.DATASET]).toBe("event.dataset");
    expect(CLUE_PATHS[Clue.PROVIDER]).toBe("event.provider");
    expect(CLUE_PATHS[Clue.ACTION]).toBe("event.action");
    expect(CLUE_PATHS[Clue.OUTCOME]).toBe("event.outcome");
    expect(CLUE_PATHS[Clue.STREAM_DATASET]).toBe("data_stream.dataset");
    expect(CLUE_PATHS[Clue.EVENT_SOURCE]).toBe("eventSource");
    expect(CLUE_PATHS[Clue.EVENT_NAME]).toBe("eventName");
    expect(CLUE_PATHS[Clue.ERROR_CODE]).toBe("errorCode");
    expect(CLUE_PATHS[Clue.ERROR_MESSAGE]).toBe("errorMessage");
  });
});

/** Expects the two paths of one detail. */
function expectPaths(detail: i32, raw: string, ecs: string): void {
  expect(RAW_PATHS[detail]).toBe(raw);
  expect(ECS_PATHS[detail]).toBe(ecs);
}

describe("the details", () => {
  it("have a path in each of both tables", () => {
    expect(RAW_PATHS.length).toBe(Detail.COUNT);
    expect(ECS_PATHS.length).toBe(Detail.COUNT);
  });

  it("have the paths of a raw event and of ECS", () => {
    const ecs = "aws.cloudtrail.";
    const request = ecs + "flattened.request_parameters.";
    const response = ecs + "flattened.response_elements.";
    expectPaths(Detail.ID, "eventID", "event.id");
    expectPaths(Detail.TIME, "eventTime", "@timestamp");
    expectPaths(Detail.SOURCE_IP, "sourceIPAddress", "source.ip");
    expectPaths(Detail.SOURCE_ADDRESS, "", "source.address");
    expectPaths(Detail.USER_AGENT, "userAgent", "user_agent.original");
    expectPaths(Detail.REGION, "awsRegion", "cloud.region");
    expectPaths(Detail.ACCOUNT, "recipientAccountId", "cloud.account.id");
    expectPaths(Detail.OTHER_ACCOUNT, "userIdentity.accountId", ecs + "recipient_account_id");
    expectPaths(Detail.ACTOR_TYPE, "userIdentity.type", ecs + "user_identity.type");
    expectPaths(Detail.ACTOR_ARN, "userIdentity.arn", ecs + "user_identity.arn");
    expectPaths(Detail.RESOURCE_ARN, "resources.ARN", ecs + "resources.arn");
    expectPaths(Detail.REQUEST_KEY, "requestParameters.keyId", request + "keyId");
    expectPaths(Detail.REQUEST_WINDOW, "requestParameters.pendingWindowInDays", request + "pendingWindowInDays");
    expectPaths(Detail.RESPONSE_KEY, "responseElements.keyId", response + "keyId");
    expectPaths(Detail.RESPONSE_WINDOW, "responseElements.pendingWindowInDays", response + "pendingWindowInDays");
    expectPaths(Detail.KEY_STATE, "responseElements.keyState", response + "keyState");
    expectPaths(Detail.DELETION_DATE, "responseElements.deletionDate", response + "deletionDate");
  });
});
