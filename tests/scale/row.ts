/** What a row of the table is: something that is run at scale, and what became of its records. */
import { temporaryFolder } from "../node/support/files.js";
import { madeProgram, type ProgramName } from "../hosts/programs.js";
import { KafkaCluster } from "./kafka/cluster.js";
import { killAll } from "./processes.js";

/** Records of a row where nothing else is asked for: enough for faults to meet some on their way. */
export const SHORT_RECORDS = 30_000;

export interface ScaleRow {
  name: string;
  /** The programs that it runs; where one cannot be made, the row is left out with the reason. */
  needs: readonly ProgramName[];
  run: (context: ScaleContext) => Promise<RowResult>;
}

export interface RowResult {
  /** How many records went in. */
  records: number;
  /** Of them, how many did not come out. */
  missing: number;
  /** How many came out that did not go in, or with other bytes than `keyward tag` writes. */
  foreign: number;
  /** How many came out more than once. */
  twice: number;
  /** From the fault until all goes on, in seconds; absent where nothing was broken. */
  takeover?: number;
  /** How long that may take on a machine with nothing else to do, in seconds. */
  within?: number;
  /** Processor time a record, in µs; absent where it was not measured. */
  microseconds?: number;
  /** Where it was measured how fast it went: records a second. */
  perSecond?: number;
  /** Every promise of the row that was not kept, a line each; what is missing or foreign need not be repeated. */
  broken: readonly string[];
}

/** What rows share. */
export class ScaleContext {
  private cluster: Promise<KafkaCluster> | undefined;

  /** `records`: how many each row is to put through, about. */
  constructor(readonly records: number) {}

  /** A folder of its own for each call, removed at the end. */
  folder(): Promise<string> {
    return temporaryFolder();
  }

  /** Three brokers, started when the first row asks. A row that stops a broker starts it again. */
  kafka(): Promise<KafkaCluster> {
    this.cluster ??= (async () => KafkaCluster.start(await madeProgram("kafka"), await temporaryFolder()))();
    return this.cluster;
  }

  /** Ends the brokers, and what a row that failed left running. */
  close(): Promise<void> {
    return killAll();
  }
}
