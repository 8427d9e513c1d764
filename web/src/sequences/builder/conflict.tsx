import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { place } from "../tree.ts";
import { plainLiquid, titleOf } from "../words.ts";
import s from "./builder.module.css";
import { isSame, type Steps } from "./model.ts";

/** Somebody else saved the same draft: both versions side by side; nothing is saved before one of them is chosen. */
export function Conflict(props: { mine: Steps; theirs: Steps; onKeep: () => void; onTake: () => void }) {
  const { mine, theirs } = props;
  return (
    <section className={s.conflict} role="alert" aria-label="Two versions of this draft">
      <p>
        <IconUsers size={16} stroke={1.6} aria-hidden="true" />
        <b>Somebody else changed these steps.</b> Yours are not saved until you choose.
      </p>
      <div className={s.versions}>
        <Version name="Theirs" steps={theirs} other={mine} verb="Take theirs" onChoose={props.onTake} />
        <Version name="Mine" steps={mine} other={theirs} verb="Keep mine" onChoose={props.onKeep} />
      </div>
    </section>
  );
}

function Version(props: { name: string; steps: Steps; other: Steps; verb: string; onChoose: () => void }) {
  const all = place(props.steps);
  const others = new Map(place(props.other).map(({ step }) => [step.id, step]));
  return (
    <section aria-label={props.name}>
      <h3>{props.name}</h3>
      <ol>
        {all.map((one) => {
          const twin = others.get(one.step.id);
          const isOther = twin === undefined || !isSame([one.step], [twin]);
          return (
            <li key={one.step.id} data-other={isOther || undefined} style={{ paddingInlineStart: one.level * 12 }}>
              <span className="num quiet">{one.number}</span>
              <span className="cut" dir="auto">
                {plainLiquid(titleOf(all, one))}
              </span>
              {isOther ? <span className={s.differs}>{twin ? "differs" : "only here"}</span> : null}
            </li>
          );
        })}
      </ol>
      <Button onClick={props.onChoose}>{props.verb}</Button>
    </section>
  );
}
