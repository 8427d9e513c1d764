import type { SavedView } from "@haste/contract/nouns/saved-views";
import { expect, test } from "vitest";
import { columnsOf, hrefOf, isShown, tabsOf, viewOf } from "./list-address.ts";

const stuck = {
  id: "v1",
  name: "Stuck",
  query: { view: "paused", q: "port", sort: "name" },
  columns: ["state", "sent"],
} as unknown as SavedView;
const addressOf = (href: string) => Object.fromEntries(new URL(href, "http://x").searchParams);

test("a saved view is an address, and the address is the view again", () => {
  const address = addressOf(hrefOf(stuck));
  expect(viewOf(address)).toEqual({ query: stuck.query, columns: stuck.columns });
  expect(address.saved).toBe("v1");
  expect(isShown(stuck, address)).toBe(true);
  expect(isShown(stuck, { ...address, columns: "sent,state" })).toBe(true);
  expect(isShown(stuck, { ...address, q: "" })).toBe(false);
  expect(isShown(stuck, { ...address, columns: "state" })).toBe(false);
});

test("a view without columns shows the list's own, one with none shows none", () => {
  expect(columnsOf(addressOf(hrefOf({ ...stuck, columns: null })))).toBeNull();
  expect(columnsOf(addressOf(hrefOf({ ...stuck, columns: [] })))).toEqual([]);
});

test("saved views stand behind the built-in ones, which keep search and columns", () => {
  const { active, tabs } = tabsOf({ address: addressOf(hrefOf(stuck)), view: "paused", saved: [stuck], total: 3 });
  expect(active).toBe("v1");
  expect(tabs.at(-1)).toMatchObject({ label: "Stuck", count: "3" });
  const drafts = tabs.find(({ id }) => id === "draft");
  expect(addressOf(drafts?.href ?? "")).toEqual({ view: "draft", q: "port", sort: "name", columns: "state,sent" });
});

test("a view that is gone leaves the list with what the address says", () => {
  const { active } = tabsOf({ address: addressOf(hrefOf(stuck)), view: "paused", saved: [], total: 3 });
  expect(active).toBe("paused");
});
