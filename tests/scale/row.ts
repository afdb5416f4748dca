/** A row of the table: something that runs at scale, and what happened to its records. */
import { temporaryFolder } from "../node/support/files.js";
import { madeProgram, type ProgramName } from "../hosts/programs.js";
import { KafkaCluster } from "./kafka/cluster.js";
import { killAll } from "./processes.js";

/** Default number of records: enough for faults to hit some of them. */
export const SHORT_RECORDS = 30_000;

export interface ScaleRow {
  name: string;
  /** The programs that it runs; if one cannot be made, the row is left out with the reason. */
  needs: readonly ProgramName[];
  run: (context: ScaleContext) => Promise<RowResult>;
}

export interface RowResult {
  /** Number of records that went in. */
  records: number;
  /** Number of them that did not come out. */
  missing: number;
  /** Number of records that came out but did not go in, or differ from the output of `keyward tag`. */
  foreign: number;
  /** Number of records that came out more than once. */
  twice: number;
  /** Seconds from the fault until everything goes on; absent without a fault. */
  takeover?: number;
  /** Limit for that on an idle machine, in seconds. */
  within?: number;
  /** Processor time per record, in µs; absent if not measured. */
  microseconds?: number;
  /** Records per second, if measured. */
  perSecond?: number;
  /** Broken promises of the row, a line each; what is missing or foreign need not be repeated. */
  broken: readonly string[];
}

/** Shared by the rows. */
export class ScaleContext {
  private cluster: Promise<KafkaCluster> | undefined;

  /** `records`: approximate number of records per row. */
  constructor(readonly records: number) {}

  /** Returns a new folder for each call, removed at the end. */
  folder(): Promise<string> {
    return temporaryFolder();
  }

  /** Returns three brokers, started for the first row that asks. A row that stops a broker restarts it. */
  kafka(): Promise<KafkaCluster> {
    this.cluster ??= (async () => KafkaCluster.start(await madeProgram("kafka"), await temporaryFolder()))();
    return this.cluster;
  }

  /** Ends the brokers, and what a failed row left running. */
  close(): Promise<void> {
    return killAll();
  }
}
