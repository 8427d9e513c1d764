import { created, defineRoutes } from "../../platform/http/index.ts";
import { archiveContact } from "./archive-contact.ts";
import { consentRoutes } from "./consents/routes.ts";
import { dealRoutes } from "./deals/routes.ts";
import { importRoutes } from "./imports/routes.ts";
import { findCompanyPage } from "./list-companies.ts";
import { findContactPage } from "./list-contacts.ts";
import type { CrmPorts } from "./ports.ts";
import { findCompany } from "./queries/companies.ts";
import { findContact } from "./queries/contacts.ts";
import { archiveCompany, changeCompany, createCompany, noSuchCompany } from "./save-company.ts";
import { changeContact, createContact, noSuchContact } from "./save-contact.ts";
import { segmentRoutes } from "./segments/routes.ts";
import { companyToWire, contactToWire } from "./to-wire.ts";

/** Contacts, companies, deals, imports and segments. */
export function crmRoutes(ports: CrmPorts) {
  return defineRoutes({
    ...importRoutes(ports),
    ...consentRoutes(ports),
    ...dealRoutes(ports),
    ...segmentRoutes,
    "GET /contacts": (ctx, { query }) => findContactPage(ctx, query),
    "POST /contacts": async (ctx, { body }) => {
      const contact = contactToWire(await createContact(ctx, ports, body));
      return created(`/contacts/${contact.id}`, contact);
    },
    "GET /contacts/:id": async (ctx, { params }) => {
      const row = await findContact(ctx.tx, params.id);
      if (row === null) throw noSuchContact();
      return contactToWire(row);
    },
    "PUT /contacts/:id": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
      return contactToWire(await changeContact(ctx, ports, what, body));
    },
    "DELETE /contacts/:id": (ctx, { params }) => archiveContact(ctx, ports, params.id),
    "GET /companies": (ctx, { query }) => findCompanyPage(ctx, query),
    "POST /companies": async (ctx, { body }) => {
      const company = companyToWire(await createCompany(ctx, body));
      return created(`/companies/${company.id}`, company);
    },
    "GET /companies/:id": async (ctx, { params }) => {
      const row = await findCompany(ctx.tx, params.id);
      if (row === null) throw noSuchCompany();
      return companyToWire(row);
    },
    "PUT /companies/:id": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
      return companyToWire(await changeCompany(ctx, ports, what, body));
    },
    "DELETE /companies/:id": (ctx, { params }) => archiveCompany(ctx, params.id),
  });
}
