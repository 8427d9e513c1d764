/** What bodies point at: rows of the workspace that is asked about. */
export interface Rows {
  /** By the noun of the path they stand in. */
  readonly ids: Readonly<Record<string, string>>;
  readonly stepId: string;
}

/** Bodies for the routes that take no empty one. */
export const bodies: Readonly<Record<string, (rows: Rows) => unknown>> = {
  "PUT /sequences/:id/steps/reorder": ({ stepId }) => ({ stepIds: [stepId] }),
  "POST /sequences/:id/revert": () => ({ version: 1 }),
  "POST /sequences/:id/enroll": ({ ids }) => ({ contactId: ids.contacts }),
  "POST /sequences/:id/enroll/bulk": ({ ids }) => ({ contactIds: [ids.contacts] }),
  "POST /sequences/:id/simulate": ({ ids }) => ({ contactIds: [ids.contacts] }),
  "POST /sequences/:id/enroll/undo": ({ ids }) => ({ jobId: ids.jobs }),
  "POST /sequences/:id/enrollments/bulk": ({ ids }) => ({ action: "pause", enrollmentIds: [ids.enrollments] }),
  "POST /enrollments/:id/move": ({ stepId }) => ({ stepId }),
  "POST /sequences/:id/move-account": ({ ids }) => ({
    fromAccountId: ids["sending-accounts"],
    toAccountId: ids["sending-accounts"],
  }),
  "POST /sending-accounts/:id/providers/:provider/resume": () => ({ resumeReason: "The list was bought; it is gone." }),
  "PUT /imports/:id": () => ({ mapping: { email: "email" } }),
  "PUT /imports/:id/rows/:row": () => ({ cells: { email: "carl@acme.example" } }),
  "POST /sandbox/emails/:id/reply": () => ({ text: "Thanks" }),
  "POST /outbox/:id/settle": () => ({ as: "sent" }),
  "POST /contacts/:id/emails": ({ ids }) => ({
    sendingAccountId: ids["sending-accounts"],
    subject: "Hi",
    htmlContent: "<p>Hi</p>",
  }),
  "POST /gdpr-requests/:id/refuse": () => ({ reason: "Not our person" }),
  "POST /gdpr-requests/:id/extend": () => ({ reason: "Many mails to read" }),
  "DELETE /suppressions/:id": () => ({ reason: "They asked for mail again" }),
  "PUT /inbound/:id": () => ({ class: "interested" }),
  "PUT /inbound/:id/contact": () => ({ contactId: null }),
  "PUT /approvals/:id": () => ({ content: { subject: "Hi" } }),
  "POST /templates/:id/preview": ({ ids }) => ({ contactId: ids.contacts }),
  "POST /templates/:id/restore": () => ({ version: 1 }),
  "POST /sending-accounts/:id/doctor": () => ({ sendMail: false }),
  "PUT /sending-accounts/:id/hook": () => ({ service: null }),
  "PUT /contacts/:id/consent": () => ({ basis: "contract" }),
  "POST /tasks/:id/snooze": () => ({ until: "2030-01-01T09:00:00Z" }),
};
