import type { BenchCase } from "../cases/bench-case.js";

/** One way to find the matches in a stream. */
export interface Engine {
  name: string;
  /** Goes through every record of a case and returns the number of matches. */
  count: (benchCase: BenchCase) => number;
}

/** Throws if the engine's answer to a case is wrong: a wrong engine's time is worth nothing. */
export function checkAnswer(engine: Engine, benchCase: BenchCase): void {
  const found = engine.count(benchCase);
  if (found === benchCase.matches) return;
  throw new Error(`${engine.name} finds ${found} matches in ${benchCase.name}, which has ${benchCase.matches}`);
}
