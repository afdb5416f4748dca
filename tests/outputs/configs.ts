/** Configurations that together use every setting, with values from the generated records. */
const exceptions = [
  {
    id: "ci-teardown",
    reason: "CI deletes its own stacks",
    when: { "actor.arn": ["arn:aws:sts::444455556666:assumed-role/ci-*"], region: ["us-*", "eu-west-1"] },
  },
  { id: "one-key", reason: "CHG-1042", when: { "key.id": ["5b93e0fd*", "mrk-*"], action: ["ScheduleKeyDeletion"] } },
  { id: "by-arn", reason: "a key of a test", when: { "key.arn": ["arn:aws:kms:*:444455556666:key/8e21*"] } },
  {
    id: "network",
    reason: 'the office, "as it is"',
    when: { source_ip: ["192.0.2.0/26", "2001:db8::/32"], user_agent: ["aws-cli/*", "*Terraform*"] },
    from: "2026-12-05T22:05:00Z",
    until: "2026-12-06T04:00:00+01:00",
  },
  {
    id: "weekend",
    reason: "maintenance",
    when: { account: ["1234*"], "actor.type": ["Root", "AssumedRole"] },
    weekly: { days: ["Sat", "Sun"], from: "22:00", until: "04:00" },
  },
];

export const CONFIGS: Record<string, object> = {
  exceptions: { denied: "annotate", exceptions },
  memory: {
    duplicates: { window_seconds: 600 },
    cap: { count: 3, period_seconds: 600 },
    escalate: { distinct_keys: 3, window_seconds: 600, severity: "critical", risk_score: 99 },
  },
  places: {
    network_activity: "match",
    places: ["/x", "/x#", "/taught/*", "/taught/in/*/there#", "/a~1b", "/Data/*/*", "/payloads#"],
  },
  "elsewhere-match": { elsewhere: "match", denied: "annotate", tag: "kms", severity: "low", risk_score: 0 },
  "elsewhere-ignore": { elsewhere: "ignore", denied: "ignore", network_activity: "ignore", exceptions },
  everything: {
    tag: 'a "tag" \\ \u00e9',
    severity: "high",
    risk_score: 99,
    denied: "annotate",
    network_activity: "match",
    elsewhere: "match",
    places: ["/x", "/taught/*"],
    exceptions,
    duplicates: { window_seconds: 3600 },
    cap: { count: 10, period_seconds: 3600 },
    escalate: { distinct_keys: 2, window_seconds: 1800, severity: "critical", risk_score: 100 },
  },
};
