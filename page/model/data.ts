/** The page's data: a command's answer, and the time from which the time left is counted. */
import type { PackedReport } from "../../src/report/pack.js";
import type { StatusReport } from "../../src/status/report.js";

export type ScanData = { command: "scan" } & PackedReport;
export type StatusData = { command: "status" } & Omit<StatusReport, "keys"> & Pick<PackedReport, "keys">;
export type PageData = ScanData | StatusData;

/** `clock`: the reader's clock. If another time was asked for, that time counts. */
export function timeOf(data: PageData, clock: number): number {
  return data.command === "status" && data.filters.as_of !== undefined ? Date.parse(data.now) : clock;
}
