import { emailsWhileWatching } from "@haste/engine/experiment";
import { NumberInput } from "@mantine/core";
import { type CSSProperties, useState } from "react";
import { percent } from "../../ui/numbers.ts";
import s from "./variants.module.css";
import { splitOf, type Variant } from "./variants.ts";

export const toneOf = (place: number) => ({ "--tone": `var(--v${place + 1})` }) as CSSProperties;

/** What is usual in cold mail; the Experiment tab says it for the measure and rate of the test. */
export function neededPerVariant(): number {
  needed ??= Number(emailsWhileWatching({ base: 0.03, other: 0.045, level: 0.95 }).toPrecision(2));
  return needed;
}
let needed: number | undefined;

interface SplitProps {
  readonly variants: readonly Variant[];
  readonly onWeight: (variantId: string, weight: number | null) => void;
}

/** How people are split among variants, and the weights that say so. */
export function Split({ variants, onWeight }: SplitProps) {
  const split = splitOf(variants);
  const total = variants.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  const [isOpen, setOpen] = useState(variants.some(({ weight }) => weight !== null));
  const said = split?.map(({ share }, place) => `${variants[place]?.name} ${percent(share)}`).join(", ");
  return (
    <>
      <div className={s.bar} role="img" aria-label={`Split: ${said ?? "nothing"}`}>
        {split?.map(({ variantId, share }, place) => (
          <i key={variantId} style={{ ...toneOf(place), flexGrow: share }} />
        ))}
      </div>
      <p className={s.note}>
        {split === null ? "The weights add up to nothing: everybody counts as given the same." : said}
        {isOpen && total > 0 && total !== 100 ? ` The weights add up to ${total}; shares are what counts. ` : " "}
        {isOpen ? null : (
          <button type="button" className="link" onClick={() => setOpen(true)}>
            Split by numbers
          </button>
        )}
      </p>
      {isOpen ? (
        <div className={s.shares}>
          {variants.map(({ id, name, weight }) => (
            <NumberInput
              key={id}
              className={s.weight ?? ""}
              label={`Weight ${name}`}
              min={0}
              max={1_000}
              allowDecimal={false}
              value={weight ?? ""}
              placeholder="same"
              onChange={(value) => onWeight(id, typeof value === "number" ? value : null)}
            />
          ))}
        </div>
      ) : null}
    </>
  );
}
