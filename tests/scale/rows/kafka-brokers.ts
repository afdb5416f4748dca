/** Brokers that are lost, or restarted. */
import { BROKER_SESSION_SECONDS } from "../kafka/cluster.js";
import { runTrial } from "../kafka/trial.js";
import type { ScaleRow } from "../row.js";

/** The brokers' session timeout, plus a new election, and clients that look for the leader, some after waiting for an answer. */
const WITHIN = BROKER_SESSION_SECONDS + 14;

let killed = 0;

/** Kills the broker that manages the group and leads two partitions of each topic. */
export const leaderKilled: ScaleRow = {
  name: "Kafka, a partition's leader killed",
  needs: ["kafka", "bento"],
  run: (context) =>
    runTrial(context, "leader", {
      strike: async ({ cluster, topics }, broke) => {
        killed = await cluster.coordinatorOf(topics.input);
        broke();
        await cluster.broker(killed).kill();
      },
      within: WITHIN,
      mend: async ({ cluster }) => {
        cluster.startBroker(killed);
        await cluster.isUp(killed);
      },
    }),
};

export const brokerRestarted: ScaleRow = {
  name: "Kafka, a broker restarted",
  needs: ["kafka", "bento"],
  run: (context) =>
    runTrial(context, "restarted", {
      strike: async ({ cluster, topics }, broke) => {
        const id = await cluster.leaderOf(topics.tagged, 0);
        broke();
        await cluster.broker(id).stop();
        cluster.startBroker(id);
        await cluster.isUp(id);
      },
      within: WITHIN,
    }),
};
