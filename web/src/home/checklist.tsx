import type { Home } from "@haste/contract/nouns/home";
import { Button } from "@mantine/core";
import { IconCircle, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { paths } from "../app/paths.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import s from "./home.module.css";

type Code = Home["checklist"][number]["code"];

const words: Record<Code, readonly [label: string, href: string]> = {
  "mail-arrived": ["Watch a mail arrive", paths.sandbox],
  opened: ["Open it as its reader", paths.sandbox],
  "reply-stopped": ["See a reply stop a sequence", paths.sandbox],
  account: ["Have a sending account", paths.accounts],
  "own-sequence": ["Write a sequence of your own", paths.newSequence],
  launched: ["Launch it to people", paths.sequences],
};

const STORAGE_KEY = "haste.first-steps";

function isHidden(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) === "hidden";
  } catch {
    return false;
  }
}

/** First steps, each ticked by what really happened. Can be put away; `O` brings it back. */
export function Checklist({ steps }: { steps: Home["checklist"] }) {
  const [hidden, setHidden] = useState(isHidden);
  const done = steps.filter((step) => step.done).length;
  function put(away: boolean) {
    setHidden(away);
    try {
      localStorage.setItem(STORAGE_KEY, away ? "hidden" : "shown");
    } catch {
      // Storage is closed: the choice holds for this page.
    }
  }
  useKeys([{ keys: "o", label: "First steps", group: "Home", run: () => put(!hidden) }]);
  if (hidden || steps.length === 0) return null;
  return (
    <Section
      title={
        <>
          First steps{" "}
          <span className="quiet num" style={{ fontWeight: 400 }}>
            {done} of {steps.length}
          </span>
        </>
      }
      aside={
        <Button size="xs" variant="subtle" onClick={() => put(true)}>
          Put away
        </Button>
      }
    >
      <ul className={s.steps}>
        {steps.map((step) => {
          const [label, href] = words[step.code];
          return (
            <li key={step.code}>
              <A className={s.step} href={href} data-done={step.done || undefined}>
                {step.done ? (
                  <IconCircleCheck size={16} stroke={1.6} color="var(--good)" aria-label="done:" />
                ) : (
                  <IconCircle size={16} stroke={1.6} color="var(--field)" aria-label="to do:" />
                )}
                {label}
              </A>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
