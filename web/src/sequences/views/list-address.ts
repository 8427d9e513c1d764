import type { SavedView } from "@haste/contract/nouns/saved-views";
import { paths } from "../../app/paths.ts";
import { count } from "../../ui/numbers.ts";
import { views } from "../use-sequence-list.ts";

type Address = Readonly<Record<string, string>>;

/** Parts of the list's address that a saved view keeps; the columns stand beside them. */
const kept = ["view", "q", "sort"] as const;
const COLUMNS = "columns";

/** What the list shows now, as a view would keep it. */
export function viewOf(address: Address): Pick<SavedView, "query" | "columns"> {
  const query = kept.flatMap((part) => (address[part] ? [[part, address[part]] as const] : []));
  return { query: Object.fromEntries(query), columns: columnsOf(address) };
}

/** Null: as the list shows them by itself. */
export function columnsOf(address: Address): string[] | null {
  const text = address[COLUMNS];
  return text === undefined ? null : text.split(",").filter(Boolean);
}

/** Where a view stands: everything in the address, so that it can be sent to a colleague who cannot see the view. */
export function hrefOf({ id, query, columns }: Pick<SavedView, "id" | "query" | "columns">): string {
  const text = columns === null ? {} : { [COLUMNS]: columns.join(",") || "," };
  const known = kept.flatMap((part) => (query[part] ? [[part, query[part]] as [string, string]] : []));
  return `${paths.sequences}?${new URLSearchParams([...known, ...Object.entries(text), ["saved", id]])}`;
}

/** Whether the list shows just what the view keeps. */
export function isShown(view: Pick<SavedView, "query" | "columns">, address: Address): boolean {
  const now = viewOf(address);
  const sameParts = kept.every((part) => (now.query[part] ?? "") === (view.query[part] ?? ""));
  const sorted = (columns: readonly string[] | null) => columns?.toSorted().join(",") ?? null;
  return sameParts && sorted(now.columns) === sorted(view.columns);
}

interface ListTabs {
  readonly address: Address;
  readonly view: string;
  readonly saved: readonly SavedView[];
  readonly total: number | undefined;
}

/** The built-in views, which keep search, order and columns, and behind them the saved ones. */
export function tabsOf({ address, view, saved, total }: ListTabs) {
  const here = saved.find(({ id }) => id === address.saved)?.id ?? view;
  const shown = (id: string) => (id === here && total !== undefined ? { count: count(total) } : {});
  const own = views.map((each) => {
    const parts = { view: each.id === "all" ? undefined : each.id, q: address.q, sort: address.sort };
    const pairs = Object.entries({ ...parts, [COLUMNS]: address[COLUMNS] });
    const query = new URLSearchParams(pairs.filter((pair): pair is [string, string] => Boolean(pair[1]))).toString();
    return { ...each, href: query ? `${paths.sequences}?${query}` : paths.sequences, ...shown(each.id) };
  });
  const byName = saved.toSorted((a, b) => a.name.localeCompare(b.name));
  const theirs = byName.map((each) => ({ id: each.id, label: each.name, href: hrefOf(each), ...shown(each.id) }));
  return { active: here, tabs: [...own, ...theirs] };
}
