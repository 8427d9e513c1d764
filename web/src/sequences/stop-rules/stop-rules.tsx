import type { Sequence, SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import { type StopAction, type StopCause, type StopScope, stopCauses, stopScopes } from "@haste/engine/sequence";
import { Button, NativeSelect } from "@mantine/core";
import { changeCell, isWide, isWritten, rowOf, withoutRow } from "./change-cell.ts";
import s from "./stop-rules.module.css";

const causes: Readonly<Record<StopCause, string>> = {
  interested: "Interested",
  objection: "Objection",
  not_now: "Not now",
  referral: "Names somebody else",
  question: "Question",
  unsubscribe: "Asks to be left alone",
  out_of_office: "Is away",
  left_company: "Has left the company",
  wrong_person: "Is the wrong person",
  automatic: "Is answered by a program",
  challenge: "Asks for proof of a sender",
  other: "Any other reply",
  bounce: "The address is dead",
  meeting: "Books a meeting",
};

const scopes: Readonly<Record<StopScope, string>> = {
  enrollment: "This sequence",
  contact: "All their sequences",
  company: "Same company",
  domain: "Same domain",
};

const actions: readonly { value: StopAction; label: string }[] = [
  { value: "stop", label: "Stop" },
  { value: "pause", label: "Pause" },
  { value: "continue", label: "Go on" },
];

interface StopRulesProps {
  readonly sequence: Sequence;
  readonly set: (settings: SequenceSettingsInput) => void;
}

/** Every cause by every scope: what the two settings above say, and what was written in their place. */
export function StopRules({ sequence: { settings }, set }: StopRulesProps) {
  return (
    <div className={s.rules}>
      <p className={s.note}>
        The two choices fill this table for the person. A changed row stands on its own. People who share only a
        free-mail domain are no colleagues.
      </p>
      <div className={s.frame}>
        <table className={s.matrix} aria-label="What stops whom">
          <thead>
            <tr>
              <th scope="col">When somebody</th>
              {stopScopes.map((scope) => (
                <th scope="col" key={scope}>
                  {scopes[scope]}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {stopCauses.map((cause) => {
              const row = rowOf(settings, cause);
              return (
                <tr key={cause} data-written={isWritten(settings, cause) || undefined}>
                  <th scope="row">{causes[cause]}</th>
                  {stopScopes.map((scope, place) => (
                    <td key={scope} data-action={row[place]}>
                      <NativeSelect
                        size="xs"
                        aria-label={`${causes[cause]}: ${scopes[scope]}`}
                        // Whoever asks to be left alone always is.
                        disabled={cause === "unsubscribe" && !isWide(scope)}
                        value={row[place]}
                        data={actions}
                        onChange={(event) => {
                          const action = event.currentTarget.value as StopAction;
                          set({ stopRules: changeCell(settings, { cause, scope }, action) });
                        }}
                      />
                    </td>
                  ))}
                  <td>
                    {isWritten(settings, cause) ? (
                      <Button
                        size="compact-xs"
                        variant="subtle"
                        aria-label={`Put back: ${causes[cause]}`}
                        onClick={() => set({ stopRules: withoutRow(settings, cause) })}
                      >
                        Put back
                      </Button>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}
