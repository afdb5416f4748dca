/** The machine on which figures were measured. */
import { availableParallelism, cpus, release, totalmem, type } from "node:os";

export interface Machine {
  cpu: string;
  cores: number;
  /** In GiB. */
  memory: number;
  os: string;
  node: string;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()}`,
    node: process.version,
  };
}

export function machineText({ cpu, cores, memory, os, node }: Machine): string {
  return `${cpu}, ${cores} cores, ${memory} GiB, ${os}, Node ${node}`;
}
