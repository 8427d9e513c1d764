import { Button } from "@mantine/core";
import { IconGauge } from "@tabler/icons-react";
import s from "./judge-button.module.css";
import { type MailToJudge, useJudgeMail } from "./mail-to-judge.ts";

/** Takes a mail to where its words, its sender and its links are judged before it is sent. */
export function JudgeButton({ mail }: { mail: MailToJudge }) {
  const judge = useJudgeMail();
  return (
    <Button
      className={s.button ?? ""}
      leftSection={<IconGauge size={14} stroke={1.75} />}
      disabled={mail.htmlContent.trim() === ""}
      onClick={() => judge(mail)}
    >
      Judge this mail
    </Button>
  );
}
