import { runnableDefinition } from "../catalog/sequences/index.ts";
import { beginning, checkChoice, judgeContacts, nextChosen } from "../flow/enroll/index.ts";
import type { SimulationPorts } from "../flow/schedule/index.ts";

/** What a simulation asks of the sequences and of enrolling. */
export const simulationPorts: SimulationPorts = {
  loadRunnable: runnableDefinition,
  async judge(ctx, definition, contactIds) {
    const judged = await judgeContacts(ctx, { definition, contactIds, context: {}, sendingAccountId: null });
    return new Map(
      [...judged].map(([id, { row, guards }]) => {
        const codes = guards.filter((guard) => !guard.overridable).map((guard) => guard.code);
        return [id, { timezone: row.timezone, codes }];
      }),
    );
  },
  checkChoice,
  nextChosen: (ctx, choice, at) => nextChosen(ctx, choice, at ?? beginning),
};
