import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowMoveRight,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconDots,
  IconFlask,
  IconGitFork,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { FilterBar, Spacer } from "../../ui/page.tsx";
import { PHONE, useMedia } from "../../ui/use-width.ts";
import { viewOf } from "../kinds/index.ts";
import s from "./builder.module.css";
import type { NewStep } from "./new-step.ts";

export interface ToolbarProps {
  /** At the left: which view of the steps this is. */
  readonly lead: ReactNode;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Whether a step is chosen that can be moved or copied. */
  readonly hasStep: boolean;
  readonly isAdding: boolean;
  readonly onAdding: (isAdding: boolean) => void;
  readonly onAdd: (what: NewStep) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onMoveTo: () => void;
  readonly onCopy: () => void;
  readonly onPaste: () => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

/** What can be done here with a pointer; every button is also a key. */
export function Toolbar(props: ToolbarProps) {
  const { hasStep } = props;
  return (
    <FilterBar>
      {props.lead}
      <Spacer />
      <IconDeed label="Undo" keys="mod+z" disabled={!props.canUndo} onClick={props.onUndo}>
        <IconArrowBackUp size={16} stroke={1.6} />
      </IconDeed>
      <IconDeed label="Do it again" keys="mod+shift+z" disabled={!props.canRedo} onClick={props.onRedo}>
        <IconArrowForwardUp size={16} stroke={1.6} />
      </IconDeed>
      <AddMenu {...props} />
      <Deed
        label="Branch"
        keys="b"
        icon={<IconGitFork size={16} stroke={1.6} />}
        onClick={() => props.onAdd("branch")}
      />
      <Deed
        label="Move to…"
        keys="m"
        icon={<IconArrowMoveRight size={16} stroke={1.6} />}
        disabled={!hasStep}
        onClick={props.onMoveTo}
      />
      <MoreMenu {...props} />
    </FilterBar>
  );
}

function IconDeed(props: { label: string; keys: string; disabled: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip
      label={
        <span className={s.tip}>
          {props.label} <Kbd keys={props.keys} />
        </span>
      }
    >
      <ActionIcon aria-label={props.label} disabled={props.disabled} onClick={props.onClick}>
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

/** A button with its word and its key; on phones only its icon. */
function Deed(props: { label: string; keys: string; icon: ReactNode; disabled?: boolean; onClick: () => void }) {
  const isPhone = useMedia(PHONE);
  const shared = { onClick: props.onClick, disabled: props.disabled === true };
  if (isPhone)
    return (
      <ActionIcon variant="default" aria-label={props.label} {...shared}>
        {props.icon}
      </ActionIcon>
    );
  return (
    <Button leftSection={props.icon} rightSection={<Kbd keys={props.keys} />} {...shared}>
      {props.label}
    </Button>
  );
}

const inMenu: readonly NewStep[] = [
  "email",
  "task",
  "call",
  "linkedin",
  "sms",
  "wait",
  "branch",
  "split",
  "enroll",
  "exit",
];

const split = { name: "Split test", letter: "p", Icon: IconFlask };

/** What the menu says of something that can be put in. */
const lookOf = (what: NewStep) => (what === "split" ? split : viewOf(what));

const outside = ["mousedown", "touchstart"];

/** The kinds of steps; each has a letter, so that `A E` writes a mail. */
function AddMenu({ isAdding, onAdding, onAdd }: ToolbarProps) {
  const choose = (type: NewStep) => {
    onAdding(false);
    onAdd(type);
  };
  // A quick second key comes before the menu has the focus.
  useKeys(
    (isAdding ? inMenu : []).map((type) => {
      const { letter, name } = lookOf(type);
      return { keys: letter, label: name, group: "Steps", hidden: true, run: () => choose(type) };
    }),
  );
  return (
    <Menu
      opened={isAdding}
      onChange={onAdding}
      width={200}
      returnFocus={false}
      trapFocus
      // Without keys: the very key that opens it, pressed outside, would close it again.
      clickOutsideEvents={outside}
    >
      <Menu.Target>
        <Button leftSection={<IconPlus size={16} stroke={1.6} />} rightSection={<Kbd keys="a" />}>
          Step after
        </Button>
      </Menu.Target>
      <Menu.Dropdown
        onKeyDown={(event) => {
          const type = inMenu.find((each) => lookOf(each).letter === event.key.toLowerCase());
          if (!type || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          choose(type);
        }}
      >
        {inMenu.map((type) => {
          const { Icon, name, letter } = lookOf(type);
          return (
            <Menu.Item
              key={type}
              leftSection={<Icon size={16} stroke={1.6} />}
              rightSection={<Kbd keys={letter} />}
              onClick={() => onAdd(type)}
            >
              {name}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

function MoreMenu(props: ToolbarProps) {
  const items = [
    { label: "Copy", keys: "mod+c", Icon: IconCopy, run: props.onCopy, needs: true },
    { label: "Paste after", keys: "mod+v", Icon: IconClipboard, run: props.onPaste, needs: false },
    { label: "Duplicate", keys: "d", Icon: IconCopyPlus, run: props.onDuplicate, needs: true },
    { label: "Take out", keys: "Delete", Icon: IconTrash, run: props.onRemove, needs: true },
  ];
  return (
    <Menu width={210}>
      <Menu.Target>
        <ActionIcon aria-label="More for this step">
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map(({ label, keys, Icon, run, needs }) => (
          <Menu.Item
            key={label}
            leftSection={<Icon size={16} stroke={1.6} />}
            rightSection={<Kbd keys={keys} />}
            disabled={needs && !props.hasStep}
            onClick={run}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
