import { IconSearch } from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { A } from "../../ui/link.tsx";
import { screenOf, screens } from "../screens.tsx";
import { useIsSandbox } from "../session.ts";
import s from "./shell.module.css";

/** Work that does not need a desk; the rest is found under More. */
const onTheWay: ReadonlySet<string> = new Set(["home", "tasks", "inbox", "sequences", "sandbox"]);
const short: Record<string, string> = { sandbox: "Sandbox" };

/** The rail on a phone: the screens one needs on the way, and the palette for everything else. */
export function BottomBar({ onFind }: { onFind: () => void }) {
  const sandbox = useIsSandbox();
  const current = useRouterState({ select: (state) => screenOf(state.location.pathname) });
  const shown = screens.filter((screen) => onTheWay.has(screen.id) && (sandbox || !screen.sandboxOnly));
  return (
    <nav className={s.bottom} aria-label="Main">
      {shown.map((screen) => {
        const Icon = screen.icon;
        return (
          <A
            key={screen.id}
            href={screen.href}
            className={s.bottomItem}
            aria-current={current === screen.id ? "page" : undefined}
          >
            <Icon size={20} stroke={1.6} />
            {short[screen.id] ?? screen.title}
          </A>
        );
      })}
      <button type="button" className={s.bottomItem} onClick={onFind}>
        <IconSearch size={20} stroke={1.6} aria-hidden="true" />
        More
      </button>
    </nav>
  );
}
