/** Holding a mutant's answers against those of the module as it is. */
import { Subject } from "./subject.js";
import { makeTrials, type Trial } from "./trials.js";

interface Expected {
  trial: Trial;
  answers: readonly string[];
}

export class Judge {
  readonly #expected: readonly Expected[];

  /** `binary` is that of the module as it is. Throws where it does not get to the end of a trial. */
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

  /** How many answers there are. */
  get size(): number {
    return this.#expected.reduce((sum, { answers }) => sum + answers.length, 0);
  }

  /**
   * What the module of a binary answers otherwise first: the trial, the number of the answer and both; undefined if nothing.
   * Only the slow trials that are for a source, or only those that are for all.
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
