import type { Simulation } from "@haste/contract/nouns/simulations";
import { Checkbox, NumberInput, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { percent } from "../../ui/numbers.ts";
import { Section } from "../../ui/page.tsx";
import { dayKey } from "../../ui/time.ts";
import type { Account } from "./findings.ts";
import s from "./simulate.module.css";
import { effectOf, type Wishes, type WishName, widerHours } from "./what-if.ts";

export interface WhatIfFormProps {
  readonly simulation: Simulation;
  readonly accounts: readonly Account[];
  readonly wishes: Wishes;
  readonly onWish: (name: WishName, value: string | null) => void;
  readonly now: Date;
  readonly zone: string;
}

/** Other assumptions, each a tick away; what they do together is said at the foot and shown beside. */
export function WhatIfForm({ simulation, accounts, wishes, onWish, now, zone }: WhatIfFormProps) {
  const caps = accounts.flatMap(({ cap }) => cap ?? []);
  const most = Math.max(1, ...(caps.length > 0 ? caps : [50]));
  const half = Number((simulation.rates.reply / 2).toFixed(4));
  const wish = (name: WishName, atFirst: string) => ({
    isOn: wishes[name] !== undefined,
    onTick: (isOn: boolean) => onWish(name, isOn ? atFirst : null),
  });
  const number = (name: WishName, label: string) => (
    <NumberInput
      aria-label={label}
      size="xs"
      w={76}
      min={1}
      max={100_000}
      allowDecimal={false}
      value={Number(wishes[name])}
      onChange={(value) => (Number(value) > 0 ? onWish(name, String(value)) : undefined)}
    />
  );
  return (
    <Section title="What if">
      <ul className={s.wishes}>
        <Wish
          {...wish("ifAccount", String(Math.min(most, 100_000)))}
          label="A further account"
          field={number("ifAccount", "Cap of the further account")}
        >
          mails a day it may send
        </Wish>
        <Wish
          {...wish("ifCap", String(Math.min(most * 2, 100_000)))}
          label="Another cap for all accounts"
          field={number("ifCap", "Cap of all accounts")}
        >
          mails a day for each
        </Wish>
        <Wish {...wish("ifHours", "1")} label="A wider window">
          {widerHours} on its days
        </Wish>
        <Wish {...wish("ifWeekends", "1")} label="Weekends too">
          Saturday and Sunday like the other days
        </Wish>
        <Wish {...wish("ifReplies", String(half))} label="Half as many answers">
          {percent(half)} of mails are answered
        </Wish>
        <Wish
          {...wish("ifStart", dayKey(new Date(now.getTime() + 7 * 86_400_000), zone))}
          label="Another start"
          field={
            <TextInput
              type="date"
              aria-label="Day of the start"
              size="xs"
              w={132}
              value={wishes.ifStart ?? ""}
              onChange={(event) => onWish("ifStart", event.currentTarget.value || null)}
            />
          }
        >
          when everybody is enrolled
        </Wish>
      </ul>
      <p className={s.effect} role="status">
        {simulation.whatIf ? effectOf(simulation, simulation.whatIf) : "Tick one to see both beside each other."}
      </p>
    </Section>
  );
}

interface WishProps {
  readonly isOn: boolean;
  readonly onTick: (isOn: boolean) => void;
  readonly label: string;
  /** What can be set once it is ticked. */
  readonly field?: ReactNode;
  readonly children: ReactNode;
}

function Wish({ isOn, onTick, label, field, children }: WishProps) {
  return (
    <li>
      <Checkbox
        checked={isOn}
        onChange={(event) => onTick(event.currentTarget.checked)}
        label={label}
        description={children}
      />
      {isOn ? field : null}
    </li>
  );
}
