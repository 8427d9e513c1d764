import { useRouter } from "@tanstack/react-router";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { paths } from "../paths.ts";
import { screens } from "../screens.tsx";
import { useIsSandbox } from "../session.ts";

/** `G S`, `G C` … for every screen, and `C` for a new sequence from anywhere a screen does not take it over. */
export function useScreenKeys(): void {
  const router = useRouter();
  const sandbox = useIsSandbox();
  useKeys([
    ...screens
      .filter((screen) => sandbox || !screen.sandboxOnly)
      .map((screen) => ({
        keys: screen.keys,
        label: screen.title,
        group: "Go to",
        run: () => router.history.push(screen.href),
      })),
    { keys: "c", label: "New sequence", group: "Everywhere", run: () => router.history.push(paths.newSequence) },
  ]);
}
