import type { Template } from "@haste/contract/nouns/templates";
import { useParams } from "@tanstack/react-router";
import { api } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { plural } from "../ui/numbers.ts";
import { Page, PageBody, PageHeader } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import { wordsOf } from "./draft.ts";
import { useKeepTemplate, useTemplate } from "./queries.ts";
import { TemplateEditor } from "./template-editor.tsx";

/** The workspace's own fields are read from the people it is shown for. */
const noOthers: Template["variables"] = [];

/** One template by its address. */
export function TemplatePage() {
  const { templateId = "" } = useParams({ strict: false });
  const found = useTemplate(templateId);
  const keep = useKeepTemplate();
  const template = found.data;
  async function save(next: Template) {
    const { touches, ...saved } = await api("PUT /templates/:id", {
      params: { id: next.id },
      body: wordsOf(next),
      headers: { "If-Match": `"v${next.version}"` },
    });
    keep(saved);
    if (touches.length > 0) {
      const who = plural(touches.length, "live sequence takes", "live sequences take");
      toastDone(`${who} these words when published the next time.`);
    }
  }
  if (template) return <TemplateEditor key={template.id} template={template} onSave={save} variables={noOthers} />;
  return (
    <Page>
      <PageHeader crumbs={[{ label: "Templates", href: paths.templates }]} title="Template" />
      <PageBody label="Template">
        {found.error ? (
          <ErrorState error={found.error} retry={() => void found.refetch()} />
        ) : (
          <SkeletonRows rows={6} />
        )}
      </PageBody>
    </Page>
  );
}
