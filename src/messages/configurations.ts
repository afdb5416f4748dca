/** Mistakes in a configuration that the module's own check does not report, or not with a place. */
export const CONFIGURATIONS = {
  notJson: "the configuration is not JSON",
  atLine: (line: number, column: number) => `(line ${line}, column ${column})`,
  endsEarly: (line: number) => `(it ends too early, in line ${line})`,
  tooLarge: "the configuration is too large; use at most 262144 bytes",
  noHostMemory: (setting: string) => `/${setting}: this host keeps no memory of earlier matches; remove ${setting}`,
};

/** What is valid in a configuration but hardly meant: why, and what to write instead. */
export const WARNINGS = {
  roleArn: (session: string) => ({
    reason: "a role's own ARN never appears in events: CloudTrail writes the ARN of the session",
    instead: `write ${session}`,
  }),
  noSession: (session: string) => ({
    reason: "the ARN of an assumed role always ends in its session's name",
    instead: `write ${session}`,
  }),
  sessionOfIam: (session: string) => ({
    reason: "the ARN of an assumed role is one of STS, not of IAM",
    instead: `write ${session}`,
  }),
  sessionAsRole: (role: string) => ({
    reason: "a session is not a role: CloudTrail writes the role's own ARN beside it",
    instead: `write ${role}, the role's name, or move the ARN to actor.arn`,
  }),
  aliasAsArn: (alias: string) => ({
    reason: "an alias never appears in events: CloudTrail writes the key itself",
    instead: `write the key's ARN, which aws kms describe-key --key-id alias/${alias} prints`,
  }),
  aliasAsId: (alias: string) => ({
    reason: "an alias never appears in events: CloudTrail writes the key itself",
    instead: `write the key's id, which aws kms describe-key --key-id alias/${alias} prints`,
  }),
  noKeyArn: {
    reason: "no key has such an ARN",
    instead: "write one like arn:aws:kms:eu-west-1:111122223333:key/*",
  },
  arnAsId: { reason: "an id is only what follows key/ in an ARN", instead: "write the ARN under key.arn instead" },
  noAccount: { reason: "no account has such an id", instead: "write its 12 digits" },
  noAccountInArn: {
    reason: "no account has the id in this ARN",
    instead: "write 12 digits, or *, after the fourth colon",
  },
  noRegion: { reason: "no region has such a name", instead: "write one like eu-west-1" },
  noRegionInArn: {
    reason: "no region has the name in this ARN",
    instead: "write one like eu-west-1, or *, after the third colon",
  },

  windowOver: { reason: "the window is over", instead: "remove the exception, or write a later time" },
  windowEmpty: {
    reason: "the window never opens: 24:00 is the end of its day, and 00:00 the beginning of the next",
    instead: "write 00:00 to 24:00 for the whole day",
  },
  windowOutside: {
    reason: "the window never opens between from and until",
    instead: "write days and times that lie between the two",
  },
  everyEvent: {
    reason: "the exception holds for every event: no field of when narrows it down",
    instead: "name accounts, actors or keys, or write both from and until",
  },
  everyEventOfWindow: {
    reason: "the exception holds for every event of its weekly window: no field of when narrows it down",
    instead: "name accounts, actors or keys, or write both from and until",
  },
  neverApplies: (before: string) => ({
    reason: `the exception never applies: ${before}, before it, covers every event that it covers`,
    instead: `remove it, or narrow ${before} down`,
  }),
  noDifference: (after: string) => ({
    reason: `the exception makes no difference: ${after}, after it, covers every event that it covers`,
    instead: `remove it, or narrow ${after} down`,
  }),
  forgets: (host: string, since: string, setting: string) => ({
    reason: `before ${since} ${host} forgets earlier matches with each chunk of records`,
    instead: `use ${host} ${since} or newer, or leave ${setting} out`,
  }),
};
