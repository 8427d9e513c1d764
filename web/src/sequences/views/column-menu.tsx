import { Button, Menu } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useUrlState } from "../../ui/use-url-state.ts";
import { PHONE, useMedia } from "../../ui/use-width.ts";
import { columnsOf } from "./list-address.ts";

/** Columns that can be left out, in the order of the list. The name always stands. */
const columnChoices = [
  { id: "state", label: "State and reason" },
  { id: "steps", label: "People per step" },
  { id: "active", label: "Active" },
  { id: "sent", label: "Sent" },
  { id: "days", label: "14 days" },
  { id: "replied", label: "Replied" },
  { id: "range", label: "95 % range" },
  { id: "next", label: "Next mail" },
] as const;

/** Which columns the list shows; on a narrow screen some of them find no room all the same. */
export function ColumnMenu() {
  const [url, setUrl] = useUrlState();
  const isPhone = useMedia(PHONE);
  const shown = columnsOf(url) ?? columnChoices.map(({ id }) => id);
  function toggle(id: string, isShown: boolean) {
    const next = columnChoices.map((each) => each.id).filter((each) => (each === id ? isShown : shown.includes(each)));
    // The empty list has a comma, because an empty part of the address means that nothing was said.
    setUrl({ columns: next.length === columnChoices.length ? null : next.join(",") || "," }, { replace: true });
  }
  // There the list has its two columns, whatever is chosen.
  if (isPhone) return null;
  return (
    <Menu width={200} closeOnItemClick={false}>
      <Menu.Target>
        <Button size="xs" leftSection={<IconColumns3 size={14} stroke={1.75} />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columnChoices.map(({ id, label }) => (
          <Menu.CheckboxItem key={id} checked={shown.includes(id)} onChange={(isShown) => toggle(id, isShown)}>
            {label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
