import type { Preflight } from "@haste/contract/nouns/preflights";
import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useTimes } from "../../app/clock.tsx";
import { plural } from "../../ui/numbers.ts";
import s from "./preflight.module.css";

interface RunChoiceProps {
  readonly preflights: readonly Preflight[];
  readonly shown: Preflight;
  readonly onChoose: (id: string) => void;
}

/** Which of the kept ones is shown: of what, and from when. */
export function RunChoice({ preflights, shown, onChoose }: RunChoiceProps) {
  const times = useTimes();
  const words = (each: Preflight) =>
    `${each.version === 0 ? "Draft" : `Version ${each.version}`}, ${times.when(each.createdAt)}`;
  if (preflights.length < 2) return <span className={s.run}>{words(shown)}</span>;
  return (
    <Menu width={270}>
      <Menu.Target>
        <button type="button" className={s.run}>
          {words(shown)} <IconChevronDown size={12} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {preflights.map((each) => (
          <Menu.Item
            key={each.id}
            rightSection={<span className="quiet num">{plural(each.errors, "error", "errors")}</span>}
            onClick={() => onChoose(each.id)}
          >
            {words(each)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
