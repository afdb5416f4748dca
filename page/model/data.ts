/** What the page carries: the answer of a command, and the time that what is left is counted from. */
import type { PackedReport } from "../../src/report/pack.js";
import type { StatusReport } from "../../src/status/report.js";

export type ScanData = { command: "scan" } & PackedReport;
export type StatusData = { command: "status" } & Omit<StatusReport, "keys"> & Pick<PackedReport, "keys">;
export type PageData = ScanData | StatusData;

/** `clock`: what the reader's clock says. Who asked for the states of another time has them of that time. */
export function timeOf(data: PageData, clock: number): number {
  return data.command === "status" && data.filters.as_of !== undefined ? Date.parse(data.now) : clock;
}
