import { runnableDefinition } from "../catalog/sequences/index.ts";
import { filteredContactIds, judgeContacts } from "../flow/enroll/index.ts";
import type { SimulationPorts } from "../flow/schedule/index.ts";

/** What a simulation asks of the sequences and of enrolling. */
export const simulationPorts: SimulationPorts = {
  loadRunnable: runnableDefinition,
  async judge(ctx, sequenceId, contactIds) {
    const judged = await judgeContacts(ctx, sequenceId, contactIds);
    return new Map(
      [...judged].map(([id, { row, guards }]) => {
        const codes = guards.filter((guard) => !guard.overridable).map((guard) => guard.code);
        return [id, { timezone: row.timezone, codes }];
      }),
    );
  },
  idsOf: (ctx, filter, page) => filteredContactIds(ctx, filter, page),
};
