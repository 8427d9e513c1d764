import { NumberInput, SegmentedControl } from "@mantine/core";
import s from "../steps.module.css";
import type { TreeStep } from "../tree.ts";

type Approval = NonNullable<TreeStep["approval"]>;

/** Enough to see what is wrong with a mail, and read in a few minutes. */
const USUAL = 5;
const MOST = 10_000;

interface ApprovalFieldProps {
  readonly approval: Approval | null;
  readonly onChange: (approval: Approval | null, about: string | null) => void;
}

/** Whether somebody reads this step's mails before they leave: none, the first few, or each. */
export function ApprovalField({ approval, onChange }: ApprovalFieldProps) {
  const emails = approval?.emails ?? null;
  const kind = typeof emails === "number" ? "first" : (emails ?? "none");
  return (
    <fieldset className={s.fieldset}>
      <legend className={s.legend}>Approve before it leaves</legend>
      <div className={s.approval}>
        <SegmentedControl
          aria-label="Which mails wait for approval"
          value={kind}
          data={[
            { value: "none", label: "None" },
            { value: "first", label: "The first" },
            { value: "all", label: "All" },
          ]}
          onChange={(next) => onChange(approvalOf(next), null)}
        />
        {typeof emails === "number" ? (
          <NumberInput
            aria-label="How many mails wait for approval"
            w={84}
            min={1}
            max={MOST}
            clampBehavior="strict"
            allowDecimal={false}
            value={emails}
            onChange={(value) => {
              if (typeof value === "number" && value >= 1) onChange({ emails: value }, "approval");
            }}
          />
        ) : null}
      </div>
      <p className={s.effect}>{effectOf(emails)}</p>
    </fieldset>
  );
}

function approvalOf(kind: string): Approval | null {
  if (kind === "none") return null;
  return { emails: kind === "all" ? "all" : USUAL };
}

function effectOf(emails: Approval["emails"] | null): string {
  if (emails === null) return "Mails leave by themselves.";
  if (emails === "all") return "Each waits under Approvals until somebody has read it.";
  return `All wait until ${emails === 1 ? "one is" : `${emails} are`} approved; then the others leave by themselves.`;
}
