import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Kbd } from "../keys/kbd.tsx";
import s from "./list.module.css";
import type { RowVerb } from "./rows-props.ts";

interface RowMenuProps<Row> {
  row: Row;
  verbs: readonly RowVerb<Row>[];
  opened: boolean;
  onChange: (opened: boolean) => void;
  /** The row that has the focus: its menu is the one that Tab reaches. */
  active: boolean;
}

/** What can be done with one row, for the mouse and for those who switched single keys off; each verb names its key. */
export function RowMenu<Row>({ row, verbs, opened, onChange, active }: RowMenuProps<Row>) {
  const fitting = verbs.filter((verb) => verb.fits?.(row) ?? true);
  if (fitting.length === 0) return null;
  return (
    <Menu width={200} opened={opened} onChange={onChange} returnFocus={false}>
      <Menu.Target>
        <ActionIcon className={s.menu} size={24} tabIndex={active ? 0 : -1} aria-label="What can be done">
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {fitting.map((verb) => (
          <Menu.Item
            key={verb.keys}
            leftSection={verb.icon?.(row)}
            rightSection={<Kbd keys={verb.keys} />}
            onClick={() => verb.run(row)}
          >
            {verb.word?.(row) ?? verb.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
