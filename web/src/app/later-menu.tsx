import { Button, Menu } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useState } from "react";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { useClock, useTimes } from "./clock.tsx";
import { laterChoices } from "./later.ts";

/** When something comes back: its key opens, a digit chooses. */
export function LaterMenu(props: {
  keys: string;
  label: string;
  group: string;
  onLater: (until: string, label: string) => void;
}) {
  const { keys, label: name, group, onLater } = props;
  const [opened, setOpened] = useState(false);
  const { now, zone } = useClock();
  const times = useTimes();
  const choices = laterChoices(now, zone);
  useKeys([{ keys, label: `${name}…`, group, run: () => setOpened(true) }]);
  return (
    <Menu opened={opened} onChange={setOpened} position="top-end" width={240}>
      <Menu.Target>
        <Button leftSection={<IconClock size={14} stroke={1.75} />} rightSection={<Kbd keys={keys} />}>
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown
        onKeyDown={(event) => {
          const choice = choices.find(({ key }) => key === event.key);
          if (!choice) return;
          setOpened(false);
          onLater(choice.at, choice.label);
        }}
      >
        {choices.map(({ key, label, at }) => (
          <Menu.Item
            key={key}
            leftSection={<Kbd keys={key} />}
            rightSection={<span className="quiet num">{times.when(at)}</span>}
            onClick={() => onLater(at, label)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
