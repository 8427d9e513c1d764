import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { NotFound } from "./shell/not-found.tsx";
import { RouteError } from "./shell/route-error.tsx";
import { Shell } from "./shell/shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const at = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component });

const home = at(
  "/",
  lazyRouteComponent(() => import("../home/home-page.tsx"), "HomePage"),
);
const sequences = at(
  "/sequences",
  lazyRouteComponent(() => import("../sequences/sequences-page.tsx"), "SequencesPage"),
);
const compare = at(
  "/sequences/compare",
  lazyRouteComponent(() => import("../sequences/compare/compare-page.tsx"), "ComparePage"),
);
const sequencePage = lazyRouteComponent(() => import("../sequences/sequence-page.tsx"), "SequencePage");
const sequence = at("/sequences/$sequenceId", sequencePage);
const sequenceTab = at("/sequences/$sequenceId/$tab", sequencePage);
const inbox = at(
  "/inbox",
  lazyRouteComponent(() => import("../inbox/inbox-page.tsx"), "InboxPage"),
);
const tasks = at(
  "/tasks",
  lazyRouteComponent(() => import("../tasks/tasks-page.tsx"), "TasksPage"),
);
const preflight = at(
  "/sequences/$sequenceId/preflight",
  lazyRouteComponent(() => import("../sequences/preflight/preflight-page.tsx"), "PreflightPage"),
);
const approvals = at(
  "/approvals",
  lazyRouteComponent(() => import("../approvals/approvals-page.tsx"), "ApprovalsPage"),
);
const simulate = at(
  "/sequences/$sequenceId/simulate",
  lazyRouteComponent(() => import("../sequences/simulate/simulate-page.tsx"), "SimulatePage"),
);
const outbox = at(
  "/outbox",
  lazyRouteComponent(() => import("../outbox/outbox-page.tsx"), "OutboxPage"),
);
const templates = at(
  "/templates",
  lazyRouteComponent(() => import("../templates/templates-page.tsx"), "TemplatesPage"),
);
const template = at(
  "/templates/$templateId",
  lazyRouteComponent(() => import("../templates/template-page.tsx"), "TemplatePage"),
);
const snippets = at(
  "/snippets",
  lazyRouteComponent(() => import("../templates/snippets-page.tsx"), "SnippetsPage"),
);
const contacts = at(
  "/contacts",
  lazyRouteComponent(() => import("../contacts/contacts-page.tsx"), "ContactsPage"),
);
const contact = at(
  "/contacts/$contactId",
  lazyRouteComponent(() => import("../contacts/contact-page.tsx"), "ContactPage"),
);
const segments = at(
  "/contacts/segments",
  lazyRouteComponent(() => import("../contacts/segments/segments-page.tsx"), "SegmentsPage"),
);
const importPage = lazyRouteComponent(() => import("../import/import-page.tsx"), "ImportPage");
const imports = at("/import", importPage);
const importOne = at("/import/$importId", importPage);
const sandbox = at(
  "/sandbox",
  lazyRouteComponent(() => import("../sandbox/sandbox-page.tsx"), "SandboxPage"),
);
const accounts = at(
  "/accounts",
  lazyRouteComponent(() => import("../accounts/accounts-page.tsx"), "AccountsPage"),
);
const account = at(
  "/accounts/$accountId",
  lazyRouteComponent(() => import("../accounts/account-page.tsx"), "AccountPage"),
);
const connect = at(
  "/accounts/connect",
  lazyRouteComponent(() => import("../accounts/connect/connect-page.tsx"), "ConnectPage"),
);
const consentCallback = at(
  "/oauth/callback",
  lazyRouteComponent(() => import("../accounts/connect/callback-page.tsx"), "CallbackPage"),
);
const deliverability = at(
  "/deliverability",
  lazyRouteComponent(() => import("../deliverability/deliverability-page.tsx"), "DeliverabilityPage"),
);
const domain = at(
  "/deliverability/domain",
  lazyRouteComponent(() => import("../deliverability/domain-page.tsx"), "DomainPage"),
);
const judgeMail = at(
  "/deliverability/test",
  lazyRouteComponent(() => import("../deliverability/judge-page.tsx"), "JudgePage"),
);
const seeds = at(
  "/deliverability/seeds",
  lazyRouteComponent(() => import("../deliverability/seeds-page.tsx"), "SeedsPage"),
);
const reports = at(
  "/deliverability/reports",
  lazyRouteComponent(() => import("../deliverability/reports-page.tsx"), "ReportsPage"),
);
const compliance = at(
  "/compliance",
  lazyRouteComponent(() => import("../compliance/compliance-page.tsx"), "CompliancePage"),
);
const reports = at(
  "/reports",
  lazyRouteComponent(() => import("../reports/reports-page.tsx"), "ReportsPage"),
);
const goals = at(
  "/goals",
  lazyRouteComponent(() => import("../goals/goals-page.tsx"), "GoalsPage"),
);
const settings = at(
  "/settings",
  lazyRouteComponent(() => import("../settings/settings-page.tsx"), "SettingsPage"),
);

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    sequences,
    compare,
    sequence,
    sequenceTab,
    inbox,
    tasks,
    approvals,
    simulate,
    outbox,
    preflight,
    templates,
    template,
    snippets,
    contacts,
    contact,
    segments,
    imports,
    importOne,
    sandbox,
    accounts,
    connect,
    compliance,
    account,
    consentCallback,
    deliverability,
    reports,
    domain,
    judgeMail,
    seeds,
    goals,
    settings,
  ]),
  defaultErrorComponent: RouteError,
  defaultPreload: "intent",
  scrollRestoration: false,
  // Search values are plain strings: `?q=42` stays "42", and addresses stay readable.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString();
    return text ? `?${text}` : "";
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
