/** The help text of each command after its options. */

export const TAG_HELP = `
A FILE holds JSON records: one a line (NDJSON), one after another with or without white space, over several lines
(jq, RFC 7464), or after other text on the line (container logs, syslog). It may be compressed with gzip or zstd. If FILE is a
folder, the logs in it are read, as by keyward scan. With no FILE, or when FILE is -, records are read from standard input.
The file that -o names is written at the end, whole or not at all.
Matches are annotated; all other records pass through unchanged, byte for byte, in the same order.
With --keep --split each event that is kept gets a line of its own, annotated as if it had come alone (docs/reference/annotation.md).
Records that are annotated already pass through unchanged. --again removes the annotation and judges their events again.
Events are found bare (raw CloudTrail, ECS, OCSF, OpenTelemetry) and inside what they travel in: S3 log
files, EventBridge, CloudWatch Logs, SNS, SQS, LookupEvents, Splunk HEC, a string under log or message, and
these in one another (docs/reference/shapes.md).

Examples:
  keyward tag cloudtrail.ndjson > tagged.ndjson        tag the matches of a file
  keyward tag --keep logs/*.gz -o matches.ndjson       only the matches of many files
  keyward tag --keep --split AWSLogs -o events.ndjson  only the events that match, one a line
  keyward tag --config keyward.json old.ndjson.gz      what a configuration makes of an old log
  keyward tag --again -c keyward.json tagged.ndjson    what it makes of one that is tagged already
  tail -f cloudtrail.ndjson | keyward tag --keep       watch a log as it is written

Exit codes: 0 all records went through; 2 something could not be read, written or judged, or no CloudTrail
event was recognized (the lines on standard error say what).`;

export const SCAN_HELP = `
A PATH is a file or a folder. In a folder, and in all folders below it, also through links, every .json, .ndjson, .jsonl,
.log, .txt, .gz and .zst file is read: for example a copy of a bucket (AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/*.json.gz).
A file that you name is read whatever its extension; - is standard input. Events are found as keyward tag finds them.
An event that is found in several places is listed once. Records that are annotated already are judged again.
The last lines report how many events were read, and what could not be judged.

A TIME is a date (2026-03-04), a date and time (2026-03-04T09:30, 2026-03-04T09:30:00+01:00), or a time before
now: 30d, now-24h, now-1mo (units s, m, h, d, w, and calendar mo and y). Times without an offset are in UTC.

Examples:
  keyward scan logs                                      the findings in all logs of a folder
  keyward scan --since now-30d --account 111122223333 AWSLogs
  keyward scan --config keyward.json logs                what would alert, and what is expected
  keyward scan --module keyward-prod.wasm logs           the same with the configuration of a deployed module
  keyward scan --format csv -o findings.csv logs         for a spreadsheet
  keyward scan --format html -o report.html logs         a page to look at
  keyward scan --quiet --fail-on-match logs              in a script
  keyward scan --compare keyward.json new.json logs      what a new configuration would change

Exit codes: 0 everything was read; 1 everything was read, and there are matches or possible ones (with --fail-on-match), or a
verdict changes (with --fail-on-change); 2 something could not be read, written or judged, or no CloudTrail event was recognized
(the lines on standard error say what).`;

export const STATUS_HELP = `
A PATH is as for keyward scan: a file, a folder, or - for standard input.
Prints one row for each key, the most urgent first: its state, how long is left, who did it, and as of which event. A state is what
the logs show, and no more: pending deletion, pending replica deletion, material deleted, disabled, cancelled (which leaves
the key disabled), enabled again, deleted, and unknown where events are missing or contradict each other (docs/reference/status.md).

A TIME is as for keyward scan; a DURATION is a number with a unit (s, m, h, d, w). In a PATTERN, * matches any text.

Examples:
  keyward status logs                                what can still be saved
  keyward status --within 7d logs                    what is deleted within seven days
  keyward status --commands logs > undo.sh           the commands that bring it back, to review
  keyward status --as-of 2026-03-06 logs             what was known then
  keyward status --module keyward-prod.wasm logs     with the exceptions that a deployed module carries
  keyward status --quiet --fail-on-open logs         in a script

Exit codes: 0 everything was read; 1 everything was read, and there is a key that can still be saved, or whose state is unknown (with --fail-on-open); 2 something
could not be read, written or judged, or no CloudTrail event was recognized (the lines on standard error say what).`;

export const CHECK_HELP = `
If FILE is a folder, the .json files in it and in the folders below it are checked, except those named .test.json, which hold cases.
Prints a line for each mistake: the file and line, the JSON Pointer to it, what is wrong and what to use instead.
A configuration without mistakes can still get warnings, a line each: an exception that never holds, for example, or one
that holds for far too much. --strict makes these errors.
docs/reference/settings.md explains every setting; with keyward.schema.json an editor completes them.

With --host, settings that the host does not support are mistakes too. Settings that only newer versions of it support
get a warning, which stays a warning with --strict (docs/reference/fluent-bit.md). --module does the same for the host of a
module. A module for Fluent Bit does the checking itself: one of an older version may not know a setting.

Examples:
  keyward check keyward.json
  keyward check --strict keyward.json                    before you deploy it
  keyward check --host redpanda keyward.json
  keyward check --module keyward-prod.wasm keyward.json  by a module that is deployed, and for its host
  keyward check configurations                           all files in a folder

Exit codes: 0 no mistakes; 1 mistakes, or warnings (with --strict); 2 a file could not be read.`;

export const TEST_HELP = `
A FILE holds test cases in YAML or JSON: each has an event, or a file of events, and the verdict that it should get
(docs/reference/test.md). The configuration is the one that FILE names, or keyward.json next to it.
If FILE is a folder, the files named .yaml, .yml and .test.json in it and in the folders below it are read.
Prints a line for each case, and a summary. Each case is judged on its own.

Examples:
  keyward test keyward.test.yaml
  keyward test --config new.json keyward.test.yaml          with another configuration
  keyward test --module keyward-prod.wasm keyward.test.yaml with a deployed module
  keyward test configurations                               all cases in a folder
  keyward test --format junit -o results.xml *.test.yaml    for a CI system

Exit codes: 0 all cases passed; 1 a case failed; 2 a case could not be judged, or something could not be read or written.`;

export const BUILD_HELP = `
The configuration is checked first, as by keyward check --host. A module that carries a configuration ignores keyward.json files.

Examples:
  keyward build --config keyward.json -o keyward-prod.wasm
  keyward build --config keyward.json --host connect -o keyward-connect.wasm
  keyward build --config keyward.json --module keyward.wasm -o keyward-prod.wasm

Exit codes: 0 the module was written; 1 the configuration has mistakes; 2 something could not be read or written.`;

export const INSPECT_HELP = `
Prints the module's size and checksum, the host that it is for, Keyward's version, its rule with the rule's version, and the
configuration that it carries with its own checksum.

Examples:
  keyward inspect keyward-prod.wasm
  keyward inspect --json keyward-prod.wasm    for a program to read

Exit codes: 0 the module was read; 2 it could not be read, or is not a Keyward module.`;

export const EXPLAIN_HELP = `
Prints for each event the clauses of the rule, each with the value it was compared with, the JSON Pointer to that value
(# marks a decoded string), and whether it holds; with --config each exception likewise; then the verdict.
Events with a verdict are shown, and near misses: the right action, but the wrong outcome or source. The rest are counted.
With :LINE the record on that line is shown, or why it has no event; with :LINE#PATH one event of it. - is standard input.
Each record is judged as if it were the only one: duplicates, cap and escalate remember nothing before it (docs/reference/explain.md).

Examples:
  keyward explain cloudtrail.ndjson                            the matches and near misses of a file
  keyward explain cloudtrail.ndjson:12                         everything about the record on a line
  keyward explain 's3.json.gz:1#/Records/10'                   one event of a record
  keyward explain --config keyward.json cloudtrail.ndjson:12   why an exception holds for it, or not
  keyward explain -m keyward-prod.wasm cloudtrail.ndjson:12    the same with the configuration of a deployed module
  keyward explain --all --json old.ndjson.gz                   every event, for a program to read

Exit codes: 0 everything was explained; 2 something could not be read, written or judged, there is no such line,
or no CloudTrail event was recognized.`;

export const TRIAGE_HELP = `
Prints a guide through each finding: what is known about the key, what happened to it, who did it, how long is left, how
to undo it, what to look at next, what to do if it was not authorized, and what to add to the configuration if
it was. The commands are for the AWS CLI; Keyward runs none of them.
FILE is read as by keyward tag, annotated or not; - is standard input. :LINE selects the record on that line, :LINE#PATH
one event of it, as Keyward prints them.
docs/how-to/runbook.md is the guide without an event.

Examples:
  keyward triage tagged.ndjson                          every finding of a file
  keyward triage cloudtrail.json.gz:1                   those of the record on a line
  keyward triage --format md tagged.ndjson:7 > case.md  for a ticket
  keyward triage --config keyward.json old.ndjson       with the verdicts of a configuration
  keyward triage --module keyward-prod.wasm old.ndjson  with those of a deployed module
  keyward triage --now 2026-03-06T00:00:00Z old.ndjson  what was left at that time

Exit codes: 0 everything was read, whether there was a finding or not; 2 something could not be read or judged, there is
no such line, or no CloudTrail event was recognized.`;

export const COMPLETION_HELP = `
Examples:
  source <(keyward completion bash)                              in ~/.bashrc
  source <(keyward completion zsh)                               in ~/.zshrc
  keyward completion fish > ~/.config/fish/completions/keyward.fish
  keyward completion man | man -l -

Exit codes: 0 it was written; 2 it could not be written.`;
