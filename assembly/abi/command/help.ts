/** The text of `--help`. */
import { startWriting, writeAscii, writtenSince } from "../../bytes/writer";
import { writeOutput } from "./streams";

const ROOM: usize = 512;
const help = memory.data(512, 8);

export function writeHelp(): void {
  startWriting(help, ROOM);
  writeAscii("keyward [--keep] < RECORDS > TAGGED\n\n");
  writeAscii("Tags the AWS KMS key-loss events among CloudTrail records: one JSON record a line, in and out.\n");
  writeAscii("  -k, --keep  drop records that were understood and have no verdict\n");
  writeAscii("  -h, --help  print this help\n");
  writeAscii("The configuration is keyward.json in the first directory that the host opens.\n");
  writeAscii("Exit codes: 0 all records went through; 2 something could not be read, written or judged.\n");
  writeOutput(help, help + writtenSince(help), 0, 0);
}
