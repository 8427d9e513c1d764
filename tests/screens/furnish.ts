import type { Client } from "@haste/contract/client";
import { until } from "../support/until.ts";

/** Something of everything to look at, besides the demo world. Answers with the ids that stand in paths. */
export async function furnish(api: Client): Promise<Record<string, string>> {
  const sequences = (await api("GET /sequences")).data;
  const sequence = sequences.find((each) => each.name === "The dock queue");
  const changed = sequences.find((each) => each.status === "active" && each.id !== sequence?.id);
  await api("PUT /sequences/:id/steps/:stepId", {
    params: { id: changed?.id ?? "", stepId: changed?.steps[0]?.id ?? "" },
    body: { delay: { value: 3, unit: "hours" } },
  });
  const draft = await api("POST /sequences", {
    body: {
      name: "Spring visit",
      steps: [{ type: "email", content: { htmlContent: "<p>Hello {{ contact.nobody }}" } }],
    },
  });
  const mail = await until("a mail about the dock queue was caught", async () => {
    // Depending on the hour, mails of the other sequences leave as well.
    const { data } = await api("GET /sandbox/emails", { query: { limit: 200 } });
    return data.find((each) => each.subject.endsWith("quick one on the dock queue"));
  });
  const contactId = mail.contactId ?? "";
  const consent = { params: { id: contactId } };
  await api("PUT /contacts/:id/consent", { ...consent, body: { basis: "legitimate_interest", source: "Trade fair" } });
  await api("PUT /contacts/:id/consent", {
    ...consent,
    body: { basis: "consent", kind: "inquiry", givenOn: "2026-01-05", proof: "Please send me your prices." },
  });
  const writeTask = (kind: "call" | "linkedin", title: string) =>
    api("POST /tasks", { body: { kind, title, contactId, notes: "Short, please." } });
  const task = await writeTask("call", "Call {{ contact.firstName }} about the yard");
  const doneTask = await writeTask("linkedin", "Connect");
  await api("POST /tasks/:id/complete", {
    params: { id: doneTask.id },
    body: { outcome: "accepted", notes: "At once." },
  });
  await writeTask("linkedin", "Say hello");
  const csv = "Email,First name\nada@import.example,Ada\nnobody-at-all,Bo\n";
  const made = await api("POST /imports", {
    query: { fileName: "people.csv" },
    body: new TextEncoder().encode(csv),
    headers: { "content-type": "text/csv" },
  });
  const run = await api("POST /imports", {
    query: { fileName: "done.csv" },
    body: new TextEncoder().encode(csv),
    headers: { "content-type": "text/csv" },
  });
  await api("POST /imports/:id/run", { params: { id: run.id } });
  await until(
    "the import was done",
    async () => (await api("GET /imports/:id", { params: { id: run.id } })).status === "done",
  );
  const vips = { field: "contact.title", op: "contains", value: "Director" } as const;
  const condition = { all: [vips, { any: [{ field: "company.name", op: "isSet" as const }] }] };
  const steps = { name: "Steps", query: { by: "step", days: "7" } };
  await api("POST /saved-views", { body: { ...steps, screen: "reports", visibility: "workspace" } });
  const segment = await api("POST /segments", { body: { name: "VPs at work", condition } });
  const snippet = await api("POST /snippets", { body: { name: "Who says goodbye", htmlContent: "<p>Bye</p>" } });
  const always = { all: [{ field: "company.industry", op: "isSet" as const }] };
  const group = await api("POST /snippets", {
    body: { name: "One goodbye", kind: "group", choices: [{ if: always, snippetId: snippet.id }] },
  });
  const written = await writeTemplates(api);
  const asking = await askForApproval(api);
  const tree = await makeTree(api);
  const [account] = (await api("GET /sending-accounts")).data;
  const [first, fork] = tree.steps;
  const tested = await makeTest(api);
  const split = await makeSplit(api);
  const request = await api("POST /gdpr-requests", { body: { kind: "erasure", email: "ann@cold.example" } });
  return {
    ...written,
    request: request.id,
    tested: tested.id,
    testedStep: tested.steps[0]?.id ?? "",
    split: split.id,
    splitStep: split.steps[1]?.id ?? "",
    account: account?.id ?? "",
    ...asking,
    snippet: snippet.id,
    group: group.id,
    tree: tree.id,
    first: first?.id ?? "",
    fork: fork?.id ?? "",
    sequence: sequence?.id ?? "",
    step: sequence?.steps[0]?.id ?? "",
    changed: changed?.id ?? "",
    draft: draft.id,
    contact: contactId,
    segment: segment.id,
    task: task.id,
    doneTask: doneTask.id,
    mail: mail.id,
    email: mail.emailId ?? "",
    import: made.id,
    doneImport: run.id,
  };
}

/** A sequence whose first email is tested, from now on. */
async function makeTest(api: Client) {
  const content = { subject: "Your docks", htmlContent: "<p>Hello</p>" };
  const variants = [{}, { content: { subject: "Trucks waiting" } }];
  const { id } = await api("POST /sequences", { body: { name: "Two subjects", steps: [{ content, variants }] } });
  const tested = await api("POST /sequences/:id/activate", { params: { id }, body: {} });
  await api("POST /ab-tests/:id/start", { params: { id: tested.steps[0]?.abTestId ?? "" }, body: {} });
  return tested;
}

/** A sequence of which whole ways are tested from now on, with people on them. */
async function makeSplit(api: Client) {
  const mail = (subject: string) => ({ content: { subject, htmlContent: "<p>Hello</p>" } });
  const nobody = { not: { all: [] } };
  const branches = [
    {
      name: "Call first",
      if: nobody,
      steps: [{ type: "call" as const, content: { title: "Call" } }, mail("As I said")],
    },
    { name: "Silence", if: nobody, steps: [] },
  ];
  const content = { branches, otherwise: [mail("Still waiting at the dock?")] };
  const steps = [mail("Your docks"), { type: "branch" as const, content, variants: [{}] }, mail("A last word")];
  const { id } = await api("POST /sequences", { body: { name: "Two ways", steps } });
  const split = await api("POST /sequences/:id/activate", { params: { id }, body: {} });
  await api("POST /ab-tests/:id/start", { params: { id: split.steps[1]?.abTestId ?? "" }, body: {} });
  return split;
}

/** One of everything the editor draws, and one it leaves as HTML. */
async function writeTemplates(api: Client): Promise<{ template: string; tables: string }> {
  const htmlContent = [
    "<h2>The yard</h2><p>Hi {{ contact.firstName | default: 'there' }}, <b>see</b> <a href=\"https://a.example\">this</a>.</p>",
    "{% if company.name != blank %}<p>At {{ company.name }}.</p>{% else %}<p>Wherever you are.</p>{% endif %}",
    '<ul><li>One</li></ul><p><img src="https://a.example/x.png" alt="The yard"></p>{% snippet "Who says goodbye" %}',
  ].join("\n");
  const template = await api("POST /templates", {
    body: { name: "Yard letter", subject: "The yard", htmlContent, tags: ["yard"], folder: "Letters" },
  });
  await api("PUT /templates/:id", { params: { id: template.id }, body: { subject: "Your yard" } });
  const tables = await api("POST /templates", {
    body: { name: "Of tables", subject: "News", htmlContent: "<table><tr><td>x</td></tr></table>" },
  });
  return { template: template.id, tables: tables.id };
}

/** A sequence whose mails somebody reads first, with two of them waiting, and a pre-flight that found something. */
async function askForApproval(api: Client): Promise<Record<string, string>> {
  const mail = { subject: "The cold stores", htmlContent: '<p>See <a href="https://bit.ly/x">this</a></p>' };
  const { id } = await api("POST /sequences", {
    body: {
      name: "Cold stores",
      settings: {
        sendingDays: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        sendingHours: { start: "00:00", end: "24:00" },
      },
      steps: [{ content: mail, approval: { emails: "all" as const } }],
    },
  });
  const { steps } = await api("POST /sequences/:id/activate", { params: { id } });
  for (const name of ["Ann", "Bo"]) {
    const contact = await api("POST /contacts", { body: { email: `${name}@cold.example`, firstName: name } });
    await api("POST /sequences/:id/enroll", { params: { id }, body: { contactId: contact.id } });
  }
  const query = { "filter[sequenceId]": id };
  const [asked] = await until("two mails waited for approval", async () => {
    const { data } = await api("GET /approvals", { query });
    return data.length === 2 ? data : undefined;
  });
  const job = await api("POST /sequences/:id/preflight", { params: { id }, body: {} });
  await until("the pre-flight ended", async () => {
    const { finishedAt } = await api("GET /preflights/:id", { params: { id: job.id } });
    return finishedAt !== null;
  });
  return { asking: id, asking1: steps[0]?.id ?? "", asked: asked?.id ?? "", askedPerson: asked?.contact.id ?? "" };
}

/** A draft of every kind of step, with a branch in a branch and conditions of every sort. */
function makeTree(api: Client) {
  const first = crypto.randomUUID();
  const clicked = { field: "email.clicked", op: "eq" as const, value: true, step: first };
  const title = { field: "contact.title", op: "contains" as const, value: "" };
  const mail = { type: "email" as const, content: { subject: "The yard", htmlContent: "<p>Hi</p>" } };
  const inner = {
    type: "branch" as const,
    content: { branches: [{ name: "Yes", if: { all: [clicked] } }], otherwise: [mail] },
  };
  const steps = [
    { id: first, ...mail },
    {
      type: "branch" as const,
      content: {
        branches: [
          {
            name: "Clicked",
            if: { all: [clicked, { not: { any: [title] } }] },
            steps: [{ type: "call" as const }, inner],
          },
          {
            name: "Half",
            if: { field: "split", op: "lt" as const, value: 0.5, step: first },
            steps: [{ type: "exit" as const }],
          },
        ],
        otherwise: [{ type: "wait" as const }, { type: "enroll" as const }],
      },
    },
  ];
  return api("POST /sequences", { body: { name: "A tree of steps", steps } });
}
