import { useRouter, useRouterState } from "@tanstack/react-router";
import { paths } from "../paths.ts";

/** The words of a mail on their way to be judged, saved or not. */
export interface MailToJudge {
  readonly subject: string;
  readonly htmlContent: string;
}

declare module "@tanstack/react-router" {
  interface HistoryState {
    mailToJudge?: MailToJudge;
  }
}

/** Goes to where mails are judged and takes the words along: in the history, since an address has no room for a mail. */
export function useJudgeMail(): (mail: MailToJudge) => void {
  const { history } = useRouter();
  return ({ subject, htmlContent }) => history.push(paths.judgeMail, { mailToJudge: { subject, htmlContent } });
}

/** What was brought to be judged; undefined: nothing. */
export function useMailToJudge(): MailToJudge | undefined {
  return useRouterState({ select: ({ location }) => location.state.mailToJudge });
}
