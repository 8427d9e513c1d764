import {
  IconActivity,
  IconChartBar,
  IconChecklist,
  IconFilter,
  IconFlask2,
  IconHome,
  IconInbox,
  IconMail,
  IconMailCheck,
  IconRoute,
  IconSend,
  IconSettings,
  IconShieldCheck,
  IconTarget,
  IconTemplate,
  IconUsers,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { paths } from "./paths.ts";

/** A place in the rail, the palette and the key registry. Adding a screen is one row here and one in `router.tsx`. */
export interface Screen {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly group: "" | "Outreach" | "Delivery" | "Insight" | "Sandbox" | "Foot";
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  readonly keys: string;
  readonly sandboxOnly?: boolean;
  /** A part of another screen, with a key and a line in the palette of its own, but no row in the rail. */
  readonly isPart?: boolean;
}

export const screens: readonly Screen[] = [
  { id: "home", title: "Home", href: paths.home, group: "", icon: IconHome, keys: "g h" },
  { id: "inbox", title: "Inbox", href: paths.inbox, group: "", icon: IconInbox, keys: "g i" },
  { id: "tasks", title: "Tasks", href: paths.tasks, group: "", icon: IconChecklist, keys: "g t" },
  { id: "approvals", title: "Approvals", href: paths.approvals, group: "", icon: IconMailCheck, keys: "g a" },
  { id: "sequences", title: "Sequences", href: paths.sequences, group: "Outreach", icon: IconRoute, keys: "g s" },
  { id: "outbox", title: "Outbox", href: paths.outbox, group: "Outreach", icon: IconSend, keys: "g o" },
  { id: "templates", title: "Templates", href: paths.templates, group: "Outreach", icon: IconTemplate, keys: "g m" },
  { id: "contacts", title: "Contacts", href: paths.contacts, group: "Outreach", icon: IconUsers, keys: "g c" },
  {
    id: "segments",
    title: "Segments",
    href: paths.segments,
    group: "Outreach",
    icon: IconFilter,
    keys: "g e",
    isPart: true,
  },
  { id: "goals", title: "Goals", href: paths.goals, group: "Outreach", icon: IconTarget, keys: "g k" },
  {
    id: "accounts",
    title: "Sending accounts",
    href: paths.accounts,
    group: "Delivery",
    icon: IconMail,
    keys: "g d",
  },
  {
    id: "deliverability",
    title: "Deliverability",
    href: paths.deliverability,
    group: "Delivery",
    icon: IconActivity,
    keys: "g v",
  },
  {
    id: "compliance",
    title: "Compliance",
    href: paths.compliance,
    group: "Delivery",
    icon: IconShieldCheck,
    keys: "g l",
  },
  { id: "reports", title: "Reports", href: paths.reports, group: "Insight", icon: IconChartBar, keys: "g r" },
  {
    id: "sandbox",
    title: "Sandbox inbox",
    href: paths.sandbox,
    group: "Sandbox",
    icon: IconFlask2,
    keys: "g b",
    sandboxOnly: true,
  },
  { id: "settings", title: "Settings", href: paths.settings, group: "Foot", icon: IconSettings, keys: "g ," },
];

/** Which screen an address belongs to: `/sequences/…` to Sequences, `/import/…` to Contacts. */
export function screenOf(pathname: string): string {
  if (pathname.startsWith("/import")) return "contacts";
  if (pathname.startsWith(paths.snippets)) return "templates";
  const found = screens.find((screen) => screen.href !== "/" && pathname.startsWith(screen.href));
  return found?.id ?? "home";
}
