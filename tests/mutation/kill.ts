/** Compares a mutant's answers with those of the unchanged module. */
import { Subject } from "./subject.js";
import { makeTrials, type Trial } from "./trials.js";

interface Expected {
  trial: Trial;
  answers: readonly string[];
}

export class Judge {
  readonly #expected: readonly Expected[];

  /** `binary`: of the unchanged module. Throws if it does not finish a trial. */
  constructor(binary: Uint8Array, trials: readonly Trial[] = makeTrials()) {
    const subject = new Subject(binary);
    this.#expected = trials.map((trial) => {
      const answers: string[] = [];
      for (const answer of answersOf(trial, subject)) answers.push(answer);
      const thrown = answers.find((answer) => answer.startsWith(THROWN));
      if (thrown !== undefined) throw new Error(`${trial.name}: ${thrown}`);
      return { trial, answers };
    });
  }

  /** Number of answers. */
  get size(): number {
    return this.#expected.reduce((sum, { answers }) => sum + answers.length, 0);
  }

  /**
   * Returns the first different answer of a module: the trial, the answer's number and both answers; undefined if there is none.
   * Uses either the slow trials for a source, or the trials for all.
   */
  killer(binary: Uint8Array, isSlow: boolean, file: string): string | undefined {
    const subject = new Subject(binary);
    for (const { trial, answers } of this.#expected) {
      if (isSlow ? trial.files?.test(file) !== true : trial.files !== undefined) continue;
      let index = 0;
      for (const answer of answersOf(trial, subject)) {
        if (answer !== answers[index]) {
          return `${trial.name}, answer ${index}: ${shown(answer)} instead of ${shown(answers[index] ?? "none")}`;
        }
        index++;
      }
      if (index < answers.length) return `${trial.name}, answer ${index}: none`;
    }
    return undefined;
  }
}

const THROWN = "threw ";
const SHOWN = 160;

function* answersOf({ answers }: Trial, subject: Subject): Iterable<string> {
  subject.clear();
  try {
    for (const answer of answers(subject)) {
      yield answer;
      subject.refuel();
    }
  } catch (error) {
    yield `${THROWN}${error instanceof Error ? error.message : String(error)}`;
  }
}

function shown(answer: string): string {
  return answer.length <= SHOWN ? JSON.stringify(answer) : `${JSON.stringify(answer.slice(0, SHOWN))}…`;
}
