/** Compares two commands. */
import { rmSync } from "node:fs";
import { run, type Command, type Usage } from "../processes/run.js";
import { median } from "../report/median.js";

/** A command whose output is checked before its time counts. */
export interface Contender {
  name: string;
  command: Command;
  /** Throws if the output at this path is wrong. */
  verify: (output: string) => void;
}

export interface Comparison {
  name: string;
  peer: string;
  /** Medians, in seconds. */
  wall: number;
  peerWall: number;
  cpu: number;
  peerCpu: number;
  /** Medians of the ratios in each round: multiples of the peer's time. */
  wallRatio: number;
  cpuRatio: number;
}

/**
 * Runs both once, checks what they wrote to `output`, then runs them alternately, `rounds` times. Each run begins without that
 * file. Input comes from the page cache.
 */
export async function compare(one: Contender, peer: Contender, output: string, rounds: number): Promise<Comparison> {
  for (const { command, verify } of [one, peer]) {
    await runFresh(command, output);
    verify(output);
  }
  const usages: [Usage, Usage][] = [];
  for (let round = 0; round < rounds; round++) {
    usages.push([await runFresh(one.command, output), await runFresh(peer.command, output)]);
  }
  rmSync(output, { force: true });
  const of = (figure: (own: Usage, other: Usage) => number): number =>
    Number(median(usages.map(([own, other]) => figure(own, other))).toFixed(3));
  return {
    name: one.name,
    peer: peer.name,
    wall: of((own) => own.wall),
    peerWall: of((_, other) => other.wall),
    cpu: of((own) => own.cpu),
    peerCpu: of((_, other) => other.cpu),
    wallRatio: of((own, other) => own.wall / other.wall),
    cpuRatio: of((own, other) => own.cpu / other.cpu),
  };
}

async function runFresh(command: Command, output: string): Promise<Usage> {
  // Truncating an old file would take time.
  rmSync(output, { force: true });
  return run(command, { output });
}
