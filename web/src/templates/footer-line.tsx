import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import s from "./templates.module.css";

/** What every mail ends with where its author left it out; nobody edits it here. */
export function FooterLine() {
  const settings = useQuery({
    queryKey: ["settings"],
    queryFn: ({ signal }) => api("GET /settings", { signal }),
    staleTime: 60_000,
  });
  const address = settings.data?.postalAddress ?? "";
  return (
    <footer className={s.footer}>
      <p>
        <IconLock size={14} stroke={1.75} aria-hidden="true" /> Added to every mail that does not say it itself
      </p>
      <p className="second" dir="auto">
        Your signature ·{" "}
        {address || (
          <A href={paths.settings} className="link">
            No postal address yet
          </A>
        )}{" "}
        · <u>Unsubscribe</u>
      </p>
    </footer>
  );
}
