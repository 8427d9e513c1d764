import { Menu, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconLogout } from "@tabler/icons-react";
import { Avatar } from "../../ui/avatar.tsx";
import { api } from "../api.ts";
import { useLive } from "../live.ts";
import { useMe } from "../session.ts";
import s from "./shell.module.css";

const socketWords = {
  live: ["Live", "var(--good-fill)"],
  connecting: ["Connecting", "var(--mute)"],
  lost: ["Offline", "var(--warn-fill)"],
} as const;

/** The person at the foot of the rail: look, keys, sign out; beside it the state of the live connection. */
export function PersonMenu({ onKeys }: { onKeys: () => void }) {
  const me = useMe();
  const name = me.user?.name ?? "API key";
  const [word, color] = socketWords[useLive().state];
  return (
    <Menu position="right-end" width={230} transitionProps={{ transition: "fade", duration: 120 }}>
      <Menu.Target>
        <button type="button" className={`${s.item} ${s.person}`}>
          <Avatar id={me.user?.id ?? me.workspace.id} name={name} size={22} />
          <span className={s.label} dir="auto">
            {name}
          </span>
          <span className={s.socket}>
            <i style={{ width: 6, height: 6, borderRadius: "50%", background: color }} />
            <span>{word}</span>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.user?.email ?? me.workspace.name}</Menu.Label>
        <div style={{ padding: "2px 8px 8px" }}>
          <SchemeControl />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} />} onClick={onKeys}>
          Keys
        </Menu.Item>
        {me.signedInBy === "session" ? (
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Follow the system, light, or dark. */
export function SchemeControl() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      fullWidth
      aria-label="Appearance"
      value={colorScheme}
      onChange={(value) => setColorScheme(value as "auto" | "light" | "dark")}
      data={[
        { value: "auto", label: "System" },
        { value: "light", label: "Light" },
        { value: "dark", label: "Dark" },
      ]}
    />
  );
}

async function signOut() {
  await api("POST /auth/sign-out", {});
  location.assign("/");
}
