import type { Template } from "@haste/contract/nouns/templates";
import { Button } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useState } from "react";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import type { StepPlace } from "../kinds/kind.ts";
import { useVersions } from "../publish/version-queries.ts";
import { place, type TreeStep } from "../tree.ts";
import { bodyStart, plainLiquid } from "../words.ts";
import { ChooseTemplate } from "./choose-template.tsx";
import s from "./step-template.module.css";
import { isOwn, withTemplate } from "./use-step-templates.ts";

type EmailStep = Extract<TreeStep, { type: "email" }>;

interface TemplateFieldProps {
  readonly step: EmailStep;
  readonly place: StepPlace;
  readonly templates: readonly Template[];
  readonly onChange: (make: (step: TreeStep) => TreeStep) => void;
}

const blank = { subject: null, htmlContent: null, textContent: null };

/** Where the words of an email come from: its own, or a template it takes them from with each publication. */
export function TemplateField({ step, place: here, templates, onChange }: TemplateFieldProps) {
  const [isChoosing, setChoosing] = useState(false);
  const template = templates.find(({ id }) => id === step.templateId);
  const choose = (chosen: Template) => {
    setChoosing(false);
    onChange((before) => ({ ...before, templateId: chosen.id, content: blank }) as TreeStep);
  };
  const detach = () =>
    onChange((before) => {
      const own = (before as EmailStep).content;
      return { ...before, templateId: null, content: template ? withTemplate(own, template) : own } as TreeStep;
    });
  return (
    <>
      {step.templateId === null ? (
        <Button
          className={s.use ?? ""}
          leftSection={<IconTemplate size={14} stroke={1.75} />}
          onClick={() => setChoosing(true)}
        >
          Use a template
        </Button>
      ) : (
        <section className={s.card} aria-label="Template">
          <p className={s.head}>
            <IconTemplate size={16} stroke={1.6} aria-hidden="true" />
            {template ? (
              <A href={paths.template(template.id)} className="cut" dir="auto">
                {template.name}
              </A>
            ) : (
              <span>A template</span>
            )}
          </p>
          {template ? <Words step={step} template={template} /> : null}
          {template ? <Standing place={here} step={step} template={template} /> : null}
          <div className={s.deeds}>
            <Button size="xs" onClick={() => setChoosing(true)}>
              Use another one
            </Button>
            <Button size="xs" variant="subtle" disabled={!template} onClick={detach}>
              Detach and edit here
            </Button>
          </div>
        </section>
      )}
      {isChoosing ? (
        <ChooseTemplate sequenceId={here.sequence.id} onChoose={choose} onClose={() => setChoosing(false)} />
      ) : null}
    </>
  );
}

function Words({ step, template }: { step: EmailStep; template: Template }) {
  const content = withTemplate(step.content, template);
  return (
    <>
      <p className={s.subject} dir="auto">
        {plainLiquid(content.subject ?? "") || "Stays in the thread"}
      </p>
      <p className={s.start} dir="auto">
        {bodyStart({ ...step, content })}
      </p>
      {isOwn(step.content) ? <p className="second">What is written below comes before the template’s.</p> : null}
    </>
  );
}

/** Which words people get now, and which with the next publication. */
function Standing({ place: here, step, template }: { place: StepPlace; step: EmailStep; template: Template }) {
  const { sequence } = here;
  const versions = useVersions(sequence);
  const published = versions.data?.data.find(({ version }) => version === sequence.publishedVersion);
  const runs = place(published?.steps ?? []).find((one) => one.step.id === step.id)?.step;
  const taken = runs?.templateId === template.id ? runs.templateVersion : undefined;
  if (taken === undefined) return <p className="second num">Version {template.contentVersion} of its words</p>;
  if (taken >= template.contentVersion) return <p className="second num">Published with version {taken}, its newest</p>;
  return (
    <p className={s.update} role="status">
      <b>Update available.</b> People get version {taken}; version {template.contentVersion} comes with the next
      publication.
    </p>
  );
}
