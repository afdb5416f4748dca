/** Unusual records in topics, and a topic that refuses. */
import { setTimeout } from "node:timers/promises";
import { runTrial } from "../kafka/trial.js";
import type { ScaleRow } from "../row.js";
import { eventStream, withPoison } from "../stream.js";

const REFUSES_SECONDS = 10;
const WITHIN = 10;

export const poison: ScaleRow = {
  name: "Kafka, poison records",
  needs: ["kafka", "bento"],
  run: (context) => runTrial(context, "poison", undefined, async (count) => withPoison(await eventStream(count))),
};

export const alertsRefused: ScaleRow = {
  name: "Kafka, the alerts topic refuses for a while",
  needs: ["kafka", "bento"],
  run: (context) =>
    runTrial(context, "refused", {
      strike: async ({ cluster, topics }, broke) => {
        broke();
        await cluster.alterTopic(topics.alerts, "--add-config", "max.message.bytes=1");
        await setTimeout(REFUSES_SECONDS * 1000);
        await cluster.alterTopic(topics.alerts, "--delete-config", "max.message.bytes");
      },
      ends: true,
      within: WITHIN,
    }),
};
