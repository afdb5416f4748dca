/** Members of the consumer group that are lost, or only seem to be. */
import { setTimeout } from "node:timers/promises";
import { SESSION_SECONDS } from "../kafka/member.js";
import { runTrial } from "../kafka/trial.js";
import type { ScaleRow } from "../row.js";

/** The session timeout, plus 2 seconds for the group to rebalance. */
const WITHIN = SESSION_SECONDS + 2;
const FROZEN_SECONDS = SESSION_SECONDS + 3;

export const memberKilled: ScaleRow = {
  name: "Kafka, a member killed",
  needs: ["kafka", "bento"],
  run: (context) =>
    runTrial(context, "killed", {
      strike: ({ members: [a] }, broke) => {
        broke();
        return a.kill();
      },
      within: WITHIN,
    }),
};

export const memberFrozen: ScaleRow = {
  name: "Kafka, a member frozen past its session and woken",
  needs: ["kafka", "bento"],
  run: (context) =>
    runTrial(context, "frozen", {
      strike: async ({ members: [a] }, broke) => {
        broke();
        a.signal("SIGSTOP");
        await setTimeout(FROZEN_SECONDS * 1000);
        a.signal("SIGCONT");
      },
      within: WITHIN,
    }),
};
